import string

import pytest

from corpus.catalogue import LANGUAGES
from corpus.texts import texts, written_date


def keys(language):
    return {f"{section}.{key}" for section, entries in texts(language).items() for key in entries}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys(language):
    assert keys(language) == keys("en")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_text_takes_the_same_values(language):
    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = [
        f"{section}.{key}"
        for section, entries in texts("en").items()
        for key, text in entries.items()
        if fields(text) != fields(texts(language)[section][key])
    ]
    assert differing == []


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        texts("fr")


def test_dates_are_written_without_leading_zeros():
    from datetime import date

    assert written_date("zh-Hans", date(2027, 12, 2)) == "2027年12月2日"
