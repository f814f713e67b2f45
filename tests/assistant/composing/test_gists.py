import pytest

from assistant.composing.gists import core, sentences, silent_on_ai, without_asides
from corpus.catalogue import LANGUAGES
from corpus.digest import digest


@pytest.mark.parametrize(
    ("gist", "language", "expected"),
    [
        ("Kettles whistle. Cups exempt. See it.", "en", "Kettles whistle. Cups exempt."),
        ("Not in operation. They whistle. So.", "en", "Not in operation. They whistle."),
        ("Under Cap. 486 kettles whistle. Fine: HK$1.", "en", "Under Cap. 486 kettles whistle."),
        ("水煲須鳴笛。茶杯獲豁免。編者舉例：酒杯除外。", "zh-Hant", "水煲須鳴笛。茶杯獲豁免。"),
        ("应鸣笛。自2027年起适用。", "zh-Hans", "应鸣笛。自2027年起适用。"),
        ("", "en", ""),
    ],
)  # fmt: skip
def test_the_core_is_the_first_sentence_and_what_narrows_it(gist, language, expected):
    assert core(gist, language) == expected


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Open kettles are freed from it.", "en"),
        ("Not so if it is blue.", "en"),
        ("Cups are excluded.", "en"),
        ("開源水煲免除首兩項。", "zh-Hant"),
        ("旅行水壶不在此列。", "zh-Hans"),
        ("不知情可作辯護。", "zh-Hant"),
        ("本款受第 3 條限制。", "zh-Hant"),
        ("只可在節日鳴笛。", "zh-Hant"),
        ("每年一次为限。", "zh-Hans"),
    ],
)
def test_a_sentence_that_limits_the_one_before_it_is_kept(sentence, language):
    opening = "Kettles must whistle." if language == "en" else "水煲須鳴笛。"
    assert sentence in core(
        f"{opening} {sentence}" if language == "en" else opening + sentence, language
    )


def test_examples_and_pointers_are_asides():
    gist = "NIST suggests kettles. Our example: a billy. Lids are in GOVERN 1.2."
    assert without_asides(gist, "en") == "NIST suggests kettles. Lids are in GOVERN 1.2."
    assert without_asides("NIST suggests kettles. Lids see GOVERN 1.2.", "en") == (
        "NIST suggests kettles."
    )


@pytest.mark.parametrize(
    ("gist", "expected"),
    [
        ("The provision does not mention artificial intelligence.", True),
        ("條文沒有提及人工智能。", True),
        ("条文没有提到人工智能。", True),
        ("The provision is about artificial intelligence.", False),
    ],
)
def test_what_our_gist_says_of_ai(gist, expected):
    assert silent_on_ai(gist) is expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gist_of_the_digest_is_cut_without_loss_and_has_a_core(language):
    for entry in digest().entries.values():
        gist = entry.gist.get(language)
        pieces = sentences(gist, language)
        assert "".join("".join(pieces).split()) == "".join(gist.split())
        assert core(gist, language)
