import pytest
from clauses import comparison, understanding

from assistant.answer import Trace
from assistant.refusing import NEAR_LAW, nothing_close
from assistant.retrieval import Retrieval
from corpus.catalogue import LANGUAGES
from corpus.digest import Digest
from corpus.scope import law_behind, lines_of
from corpus.texts import text

QUESTION = "Are kettles taxed?"


def background(language, governed):
    """A line about something else, with or without a law behind it that is known by name."""
    lines = [line.text for line in lines_of(Digest([], [])) if line.language == language]
    return next(line for line in lines if (law_behind(line) is not None) == governed)


def reason(line, near, language="en"):
    retrieval = Retrieval([], 0.1, comparison(background_line=line, background=near))
    understood = understanding(QUESTION, language, instruments=("cap-486",))
    return nothing_close(QUESTION, understood, ("cap-486",), retrieval, Trace()).reason


def said(law, language):
    return text(language, "reason.other_law", law=law.name.get(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("near", [NEAR_LAW, 0.9])
def test_the_law_behind_the_nearest_line_is_named_to_the_reader(language, near):
    line = background(language, governed=True)
    answer = reason(line, near, language)
    assert said(law_behind(line), language) in answer
    assert answer.startswith(text(language, "reason.nothing_close"))


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_s_language_counts_and_not_the_line_s(spoken, language):
    line = background(spoken, governed=True)
    assert said(law_behind(line), language) in reason(line, 0.9, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("governed", "near"),
    [(True, NEAR_LAW - 0.01), (True, -1.0), (False, NEAR_LAW), (False, 0.9)],
)
def test_no_law_is_named_from_afar_or_where_none_is_known(language, governed, near):
    plain = reason("a line of no background at all", 0.9, language)
    assert reason(background(language, governed), near, language) == plain
