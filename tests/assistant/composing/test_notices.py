from datetime import date, timedelta

import pytest
from clauses import TODAY, citation

from assistant.answer import ComparisonCell
from assistant.composing.notices import not_installed, notices, place, short
from corpus.catalogue import LANGUAGES, catalogue
from corpus.provision import Authority, Status
from corpus.texts import texts, written_date

LATER = date(2027, 12, 2)
CASES = {
    "not_in_operation": ("cap-486/s_33", {"status": Status.NOT_IN_OPERATION}),
    "not_yet_applicable": ("cap-486/s_26", {"applies_from": LATER}),
    "commencement": ("eu-ai-act/art_50/par_2", {}),
    "edition": ("eu-ai-act/art_2", {}),
    "explanatory": (
        "eu-ai-act/rct_27",
        {"status": Status.EXPLANATORY, "version": "2024-07-12"},
    ),
    "unofficial_translation": ("cn-genai/art_7", {"authority": Authority.UNOFFICIAL_TRANSLATION}),
    "own_digest": ("cap-528/s_11", {"authority": Authority.OWN_DIGEST}),
    "voluntary": ("nist-ai-rmf/GOVERN-1.1", {}),
    "repealed": ("cap-486/s_26", {"status": Status.REPEALED}),
    "omitted": ("cap-486/s_26", {"status": Status.OMITTED}),
    "partly_later": ("eu-ai-act/art_5", {}),
    "other_version": ("eu-ai-act/art_2", {"version": "2024-07-12"}),
    "translation_prevails": ("cn-genai/art_7", {"authority": Authority.OFFICIAL_TRANSLATION}),
    "machine_converted": ("cn-genai/art_7", {"authority": Authority.MACHINE_CONVERTED}),
    "recommendation": ("oecd-ai-principles/sec_1.3", {}),
    "policy": ("gb-ai-white-paper/sec_1", {}),
    "treaty": ("coe-ai-convention/sec_art-5", {}),
    "government_directive": ("ca-adm-directive/sec_6.1", {}),
    "translation_prevails_elsewhere": (
        "kr-ai-basic-act/sec_art-31",
        {"authority": Authority.OFFICIAL_TRANSLATION},
    ),
    "unofficial_translation_elsewhere": (
        "jp-ai-promotion-act/sec_art-3",
        {"authority": Authority.UNOFFICIAL_TRANSLATION},
    ),
}
NAMES_THE_PLACE = {
    "not_in_operation", "not_yet_applicable", "explanatory", "repealed", "omitted", "partly_later",
}  # fmt: skip
NAMES_THE_INSTRUMENT = {
    "unofficial_translation", "own_digest", "voluntary", "other_version", "translation_prevails",
    "machine_converted", "recommendation", "policy", "treaty", "government_directive",
    "translation_prevails_elsewhere", "unofficial_translation_elsewhere",
}  # fmt: skip


def codes(*citations, as_at=TODAY, cells=()):
    return [n.code for n in notices(citations, cells, "en", as_at)]


def said(code, language):
    locator, fields = CASES[code]
    cited = citation(3, locator, language, **fields)
    (notice,) = [n for n in notices([cited], [], language, TODAY) if n.code == code]
    return cited, notice


def test_every_notice_in_the_texts_has_a_case():
    said_elsewhere = {"no_provision", "not_advice", "reply_converted", "known_not_installed"}
    # Where notices are put together for a reader, one speaks for several places.
    own = {code for code in texts("en")["notices"] if not code.endswith("_several")}
    assert own - said_elsewhere <= set(CASES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CASES)
def test_each_notice_is_said_in_each_language_of_its_citation(code, language):
    cited, notice = said(code, language)
    assert notice.citations == (3,)
    assert "{" not in notice.text
    if code in NAMES_THE_PLACE:
        assert place(cited, language) in notice.text
    if code in NAMES_THE_INSTRUMENT:
        assert short([cited.instrument], language) in notice.text


@pytest.mark.parametrize("code", CASES)
def test_no_two_languages_say_it_with_the_same_words(code):
    assert len({said(code, language)[1].text for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_from_which_law_applies_is_written_out(language):
    assert written_date(language, LATER) in said("not_yet_applicable", language)[1].text


def test_law_does_not_apply_before_its_day_and_applies_on_it():
    cited = citation(1, "cap-486/s_26", applies_from=LATER)
    assert codes(cited, as_at=LATER - timedelta(days=1)) == ["not_yet_applicable"]
    assert codes(cited, as_at=LATER) == []


def test_the_catalogue_s_remarks_are_said():
    book = catalogue()
    rule = book.commencement_of("eu-ai-act/art_50/par_2", "2026-07-27")
    assert said("commencement", "zh-Hant")[1].text == rule.remark.zh_hant
    version = book.version("eu-ai-act", "2026-07-27")
    assert said("edition", "zh-Hans")[1].text == version.remark.zh_hans


def test_parts_that_apply_later_are_named_with_their_day_and_only_until_then():
    whole = citation(1, "eu-ai-act/art_5")
    (notice,) = [n for n in notices([whole], [], "en", TODAY) if n.code == "partly_later"]
    assert "Article 5(1)(ba)" in notice.text
    assert "2 December 2026" in notice.text
    assert "partly_later" not in codes(whole, as_at=date(2026, 12, 2))
    assert "partly_later" not in codes(citation(1, "eu-ai-act/art_5/par_1/pnt_f"))


def test_a_translation_names_the_language_that_prevails():
    assert "Simplified Chinese" in said("translation_prevails", "en")[1].text


@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2026, 7, 26)])
def test_the_version_of_the_day_asked_about_needs_no_word_on_versions(day):
    assert "other_version" not in codes(
        citation(1, "eu-ai-act/art_2", version="2024-07-12"), as_at=day
    )
    assert "other_version" in codes(citation(1, "eu-ai-act/art_2"), as_at=day)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_voluntary_framework_goes_without_the_word_on_it(language):
    framework = [i.id for i in catalogue().instruments if i.binding_force == "voluntary-framework"]
    assert framework
    for instrument in framework:
        for fields in ({}, {"authority": Authority.OWN_DIGEST}, {"status": Status.EXPLANATORY}):
            cited = citation(1, f"{instrument}/sec_1", language, **fields)
            assert "voluntary" in [n.code for n in notices([cited], [], language, TODAY)]


def test_operative_authentic_binding_law_needs_no_notice():
    assert codes(citation(1, "cap-486/s_26"), citation(2, "cn-genai/art_7")) == []


@pytest.mark.parametrize(
    ("locator", "fields", "wrong"),
    [
        ("cap-486/s_26", {"authority": Authority.OFFICIAL_TRANSLATION}, "unofficial_translation"),
        ("nist-ai-rmf/sec_3.4", {"status": Status.EXPLANATORY}, "explanatory"),
        ("eu-ai-act/art_50/par_1", {}, "commencement"),
        ("cn-genai/art_7", {"authority": Authority.OWN_DIGEST}, "voluntary"),
    ],
)
def test_a_notice_is_not_said_where_it_would_be_wrong(locator, fields, wrong):
    assert wrong not in codes(citation(1, locator, **fields))


def test_what_concerns_several_citations_is_said_once_with_their_numbers():
    cited = [
        citation(1, "nist-ai-rmf/GOVERN-1.1"),
        citation(2, "cap-486/s_33", status=Status.NOT_IN_OPERATION),
        citation(4, "nist-ai-rmf/MEASURE-2.11"),
    ]
    found = notices(cited, [], "en", TODAY)
    assert [(n.code, n.citations) for n in found] == [
        ("voluntary", (1, 4)),
        ("not_in_operation", (2,)),
    ]


def test_the_same_kind_of_notice_on_two_instruments_is_two_notices():
    cited = [citation(1, "nist-ai-rmf/GOVERN-1.1"), citation(2, "nist-genai-profile/GV-1.1-001")]
    assert [n.citations for n in notices(cited, [], "en", TODAY)] == [(1,), (2,)]


def test_one_citation_can_need_several_notices():
    cited = citation(
        1, "cap-486/s_33", status=Status.NOT_IN_OPERATION, authority=Authority.OWN_DIGEST
    )
    assert codes(cited) == ["not_in_operation", "own_digest"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silent_cell_of_a_comparison_names_what_was_searched(language):
    cells = [
        ComparisonCell(jurisdiction="eu", claims=(0,), searched=("eu-ai-act",)),
        ComparisonCell(jurisdiction="hk", searched=("cap-486", "cap-528")),
    ]
    (notice,) = notices([], cells, language, TODAY)
    assert (notice.code, notice.citations) == ("no_provision", ())
    assert short(["cap-486", "cap-528"], language) in notice.text
    assert short(["eu-ai-act"], language) not in notice.text


def test_a_place_is_written_with_a_space_in_english_only():
    found = [place(citation(1, "cap-486/s_26", lang), lang) for lang in ("en", "zh-Hans")]
    assert " s.26" in found[0]
    assert found[1].endswith("）第26条")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_known_and_not_installed_is_said_with_what_fetches_it(language):
    notice = not_installed(["kr-ai-basic-act", "sg-genai-framework"], language)
    assert notice.code == "known_not_installed"
    assert short(["kr-ai-basic-act", "sg-genai-framework"], language) in notice.text
    assert "rulebridge sources fetch kr-ai-basic-act sg-genai-framework" in notice.text


def test_a_translation_of_what_is_not_held_names_the_language_that_prevails():
    cited, notice = said("translation_prevails_elsewhere", "en")
    assert cited.instrument == "kr-ai-basic-act"
    assert "Korean" in notice.text
    assert "Chinese" not in notice.text
