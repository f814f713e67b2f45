"""References in questions: forms, whose they are, and every locator of every instrument."""

from __future__ import annotations

import pytest

from assistant.composing.citation import pinpoint
from assistant.composing.defined_terms import DefinedTerms
from assistant.reference import references, resolve, resolved
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import digest
from corpus.provision import enclosing, instrument_of
from ingest.sources import find_sources
from tests.assistant.written import questions

KNOWN = frozenset(
    """
    eu-ai-act/art_3/pnt_1 eu-ai-act/art_3/pnt_60 eu-ai-act/art_4a/par_1 eu-ai-act/art_75b
    eu-ai-act/art_5/par_1/pnt_a eu-ai-act/art_5/par_1/pnt_b eu-ai-act/art_5/par_1/pnt_c/pnt_i
    eu-ai-act/art_6/par_2 eu-ai-act/art_7 eu-ai-act/art_22 eu-ai-act/art_26
    eu-ai-act/art_43/par_1/pnt_a eu-ai-act/art_43/par_1/pnt_a-2
    eu-ai-act/art_50/par_2 eu-ai-act/art_50/par_4 eu-ai-act/art_50/par_5
    eu-ai-act/anx_I/sec_A/pnt_1 eu-ai-act/anx_II/ind_1 eu-ai-act/anx_III/pnt_4/pnt_a
    eu-ai-act/anx_VII/pnt_3/pnt_3.1 eu-ai-act/rct_27 eu-ai-act/rct_28 eu-ai-act/rct_180
    cn-genai/art_2/par_1 cn-genai/art_2/par_3 cn-genai/art_5 cn-genai/art_7/itm_2 cn-genai/art_8
    cn-genai/art_9
    cap-486/long-title cap-486/s_2/def_personal-data/par_a cap-486/s_2/def_data-user
    cap-486/s_26/ss_1/par_a cap-486/s_64/ss_3A cap-486/s_64/ss_3B cap-486/s_64/ss_3C
    cap-486/s_64/ss_3D cap-486/s_14/ss_8/par_a/sub_ii/subsub_A cap-486/s_38 cap-486/sch_1/dpp_1/ss_3
    cap-486/s_35A cap-486/s_35B cap-486/s_35C cap-486/sch_1/dpp_3 cap-486/s_30/ss_1/par_e-ea
    cap-528/s_11/ss_3 cap-528/s_26/ss_1 cap-528/s_38 cap-528/s_39 cap-528/s_40 cap-528/s_230
    cap-528/s_198/def_lawfully-made cap-528/s_198/def_lawfully-made-2 cap-528/sch_1
    cap-528/sch_7/pt_2 cap-528/sch_7/div_1 cap-528/sch_7/div_1-2 cap-528/sch_7/s_4/ss_1
    nist-ai-rmf/GOVERN nist-ai-rmf/GOVERN-1 nist-ai-rmf/GOVERN-1.1 nist-ai-rmf/GOVERN-1.2
    nist-ai-rmf/MEASURE-2.11 nist-ai-rmf/MEASURE-2 nist-ai-rmf/MAP-3 nist-ai-rmf/sec_3
    nist-ai-rmf/sec_3.4 nist-ai-rmf/exec nist-ai-rmf/app_A
    nist-genai-profile/GV-1.1 nist-genai-profile/GV-1.1-001 nist-genai-profile/MS-2.10-001
    nist-genai-profile/risk_2.4 nist-genai-profile/app_A.1
    """.split()
)  # fmt: skip
EXISTING = KNOWN | {outer for locator in KNOWN for outer in enclosing(locator)}


NAMED_TWICE = {"cap-528/s_58/def_public-record", "cap-528/sch_3/s_1/ss_3/def"}
"""Definitions that the Chinese file gives another locator than the English one: asked for by
their Chinese term, they are found under the English file's."""


def found(question, instruments=(), definitions=None):
    """What a question names, in a small corpus."""
    return resolve(question, EXISTING.__contains__, instruments, definitions)


@pytest.mark.parametrize(
    ("written", "locators"),
    [
        ("Art. 5(1)(a)", "eu-ai-act/art_5/par_1/pnt_a"),
        ("Art 5 (1) (a)", "eu-ai-act/art_5/par_1/pnt_a"),
        ("ARTICLE 5(1)(A)", "eu-ai-act/art_5/par_1/pnt_a"),
        ("Article 5.1(a)", "eu-ai-act/art_5/par_1/pnt_a"),
        ("point (a) of Article 5(1)", "eu-ai-act/art_5/par_1/pnt_a"),
        ("point (a) of paragraph 1 of Article 5", "eu-ai-act/art_5/par_1/pnt_a"),
        ("Article 5, paragraph 1, point (c)(i)", "eu-ai-act/art_5/par_1/pnt_c/pnt_i"),
        (
            "points (a) and (b) of Article 5(1)",
            "eu-ai-act/art_5/par_1/pnt_a eu-ai-act/art_5/par_1/pnt_b",
        ),
        (
            "Article 50(2), (4) and (5)",
            "eu-ai-act/art_50/par_2 eu-ai-act/art_50/par_4 eu-ai-act/art_50/par_5",
        ),
        ("Article 50 paragraphs 2 and 4", "eu-ai-act/art_50/par_2 eu-ai-act/art_50/par_4"),
        ("Article 43(1), second subparagraph, point (a)", "eu-ai-act/art_43/par_1/pnt_a-2"),
        ("Article 3, point (60)", "eu-ai-act/art_3/pnt_60"),
        ("Article 3(60)", "eu-ai-act/art_3/pnt_60"),
        ("Article 4a", "eu-ai-act/art_4a"),
        ("art 75b", "eu-ai-act/art_75b"),
        ("Annex III, point 4(a)", "eu-ai-act/anx_III/pnt_4/pnt_a"),
        ("annex 3(4)(a)", "eu-ai-act/anx_III/pnt_4/pnt_a"),
        ("point 4(a) of Annex III", "eu-ai-act/anx_III/pnt_4/pnt_a"),
        ("Annexes I and III", "eu-ai-act/anx_I eu-ai-act/anx_III"),
        ("Section A of Annex I", "eu-ai-act/anx_I/sec_A"),
        ("Annex VII, point 3.1", "eu-ai-act/anx_VII/pnt_3/pnt_3.1"),
        ("Annex II, first indent", "eu-ai-act/anx_II/ind_1"),
        ("recitals (27) and (28)", "eu-ai-act/rct_27 eu-ai-act/rct_28"),
        ("rec. 27", "eu-ai-act/rct_27"),
        ("Art 7, item (2)", "cn-genai/art_7/itm_2"),
        ("第五條第一款(a)項", "eu-ai-act/art_5/par_1/pnt_a"),
        ("第５條（１）（ａ）", "eu-ai-act/art_5/par_1/pnt_a"),
        ("第3条第(60)点", "eu-ai-act/art_3/pnt_60"),
        ("第七条第二项", "cn-genai/art_7/itm_2"),
        ("第七條第（二）項", "cn-genai/art_7/itm_2"),
        ("第七条第一款第二项", "cn-genai/art_7/itm_2"),
        ("第二条第三款", "cn-genai/art_2/par_3"),
        ("第八条至第九条", "cn-genai/art_8 cn-genai/art_9"),
        ("附件三第4點(a)", "eu-ai-act/anx_III/pnt_4/pnt_a"),
        ("附件III第4(a)點", "eu-ai-act/anx_III/pnt_4/pnt_a"),
        ("附件一及三", "eu-ai-act/anx_I eu-ai-act/anx_III"),
        ("附件一A节第1点", "eu-ai-act/anx_I/sec_A/pnt_1"),
        ("序言第一百八十段", "eu-ai-act/rct_180"),
        ("鑑於第27條", "eu-ai-act/rct_27"),
        ("s 64(3A)", "cap-486/s_64/ss_3A"),
        ("sec. 64(3a)", "cap-486/s_64/ss_3A"),
        ("ss 64(3A)-(3D)", " ".join(f"cap-486/s_64/ss_3{letter}" for letter in "ABCD")),
        ("section 64(3A) to section 64(3B)", "cap-486/s_64/ss_3A cap-486/s_64/ss_3B"),
        ("第64(3A)至(3C)條", "cap-486/s_64/ss_3A cap-486/s_64/ss_3B cap-486/s_64/ss_3C"),
        ("sections 35A to 35C", "cap-486/s_35A cap-486/s_35B cap-486/s_35C"),
        ("s.14(8)(a)(ii)(a)", "cap-486/s_14/ss_8/par_a/sub_ii/subsub_A"),
        ("s.30(1)(e)–(ea)", "cap-486/s_30/ss_1/par_e-ea"),
        ("paragraph (a) of subsection (1) of section 26", "cap-486/s_26/ss_1/par_a"),
        ("第26條第(1)款(a)段", "cap-486/s_26/ss_1/par_a"),
        ("section 4(1) of Schedule 7", "cap-528/sch_7/s_4/ss_1"),
        ("附表7第4(1)條", "cap-528/sch_7/s_4/ss_1"),
        ("Schedule 7, Part 2", "cap-528/sch_7/pt_2"),
        ("附表7第二個第1分部", "cap-528/sch_7/div_1-2"),
        ("DPP3", "cap-486/sch_1/dpp_3"),
        ("data protection principle 1(3)", "cap-486/sch_1/dpp_1/ss_3"),
        ("the third data protection principle", "cap-486/sch_1/dpp_3"),
        ("保障資料第1(3)原則（附表1）", "cap-486/sch_1/dpp_1/ss_3"),
        ("附表1第3原則", "cap-486/sch_1/dpp_3"),
        ("第三原則", "cap-486/sch_1/dpp_3"),
        ("保障资料原则第3项", "cap-486/sch_1/dpp_3"),
        (
            "s.2, definition of “personal data”, paragraph (a)",
            "cap-486/s_2/def_personal-data/par_a",
        ),
        ("definition of personal data in section 2", "cap-486/s_2/def_personal-data"),
        ('definition of "data user"', "cap-486/s_2/def_data-user"),
        (
            "second definition of “lawfully made” in section 198",
            "cap-528/s_198/def_lawfully-made-2",
        ),
        ("第198條「lawfully made」的第二個定義", "cap-528/s_198/def_lawfully-made-2"),
        ("long title", "cap-486/long-title"),
        ("Govern 1.1", "nist-ai-rmf/GOVERN-1.1"),
        ("govern 1.1 and 1.2", "nist-ai-rmf/GOVERN-1.1 nist-ai-rmf/GOVERN-1.2"),
        ("MEASURE-2.11", "nist-ai-rmf/MEASURE-2.11"),
        ("測量2.11", "nist-ai-rmf/MEASURE-2.11"),
        ("GOVERN function", "nist-ai-rmf/GOVERN"),
        ("ms-2.10-001", "nist-genai-profile/MS-2.10-001"),
        ("GV-1.1", "nist-genai-profile/GV-1.1"),
        ("section 3.4", "nist-ai-rmf/sec_3.4"),
        ("第3.4節", "nist-ai-rmf/sec_3.4"),
        ("附錄A", "nist-ai-rmf/app_A"),
    ],
)  # fmt: skip
def test_forms(written, locators):
    assert found(f"{written}?") == tuple(locators.split())
    assert found(f"請問{written}講咩") == tuple(locators.split())


@pytest.mark.parametrize(
    ("question", "locators"),
    [
        ("Article 7", "eu-ai-act/art_7 cn-genai/art_7"),
        ("《暂行办法》第七条和第八条", "cn-genai/art_7 cn-genai/art_8"),
        ("內地嘅第七條", "cn-genai/art_7"),
        ("Article 7 in China", "cn-genai/art_7"),
        ("In the AI Act, what is in article 7?", "eu-ai-act/art_7"),
        (
            "Article 7 of China's Interim Measures and Article 22 of the AI Act",
            "cn-genai/art_7 eu-ai-act/art_22",
        ),
        (
            "Articles 22 and 26 and Annex III of the AI Act",
            "eu-ai-act/art_22 eu-ai-act/art_26 eu-ai-act/anx_III",
        ),
        ("s.38", "cap-486/s_38 cap-528/s_38"),
        ("PDPO s38, Copyright Ordinance s39", "cap-486/s_38 cap-528/s_39"),
        ("section 38, Cap. 528", "cap-528/s_38"),
        ("香港第486章第38條", "cap-486/s_38"),
        ("私隱條例26條講咩？", "cap-486/s_26"),
        ("第64(3A)條", "cap-486/s_64/ss_3A"),
        ("AI法第50條同暫行辦法第8條", "eu-ai-act/art_50 cn-genai/art_8"),
        ("Section 2.4 of the NIST AI RMF Generative AI Profile", "nist-genai-profile/risk_2.4"),
        ("MAP 3 in NIST's framework", "nist-ai-rmf/MAP-3"),
        ("NIST AI RMF executive summary", "nist-ai-rmf/exec"),
    ],
)  # fmt: skip
def test_whose_provision_it_is(question, locators):
    assert found(question) == tuple(locators.split())


@pytest.mark.parametrize(
    "question",
    [
        "Article 22 GDPR", "Article 22 of the GDPR", "Under the GDPR, what does Article 22 say?",
        "GDPR第22條", "《个人信息保护法》第七条", "《某某条例》第七条", "基本法第26條",
        "section 230 of the Communications Decency Act", "UK section 38", "Cap. 57 section 26",
        "第57章第26條", "GPT-4 in 2024", "state of the art 2024", "2024年第7",
        "呢3條規定",
        "第七條法例", "私隱條例有26條規定", "Can I measure 2 things and manage 3 risks?",
        "Measure 2.11 million people", "Galaxy S26", "It's 26 degrees", "Article 999", "第七百條",
        "a map of the world", "DPP9", "AI法第七原則", "", "   ",
    ],
)  # fmt: skip
def test_what_is_no_reference_to_our_texts(question):
    assert found(question) == ()


def test_an_outside_law_leaves_our_own_references_alone():
    question = "Does Article 22 of the GDPR differ from Article 26 of the AI Act?"
    assert found(question) == ("eu-ai-act/art_26",)


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("Article 6(2)(z)", "eu-ai-act/art_6/par_2"),
        ("第七条第九项 暂行办法", "cn-genai/art_7"),
        ("第七条第二款 暂行办法", "cn-genai/art_7"),
        ("GOVERN 1.9", "nist-ai-rmf/GOVERN-1"),
        ("GV-1.1-099", "nist-genai-profile/GV-1.1"),
        ("Annex III, point 9", "eu-ai-act/anx_III"),
        ("Article 50(2) and (9)", "eu-ai-act/art_50/par_2"),
    ],
)
def test_what_does_not_exist_leads_to_what_encloses_it(question, locator):
    assert found(question) == (locator,)


def test_the_caller_narrows_the_instruments():
    assert found("s.38", ["cap-486"]) == ("cap-486/s_38",)
    assert found("Article 7", ["cn-genai", "cap-486"]) == ("cn-genai/art_7",)
    assert found("Article 7 of the AI Act", ["cn-genai"]) == ()


def test_terms_in_chinese_are_found_where_they_are_defined():
    def definitions(term):
        return {"個人資料": ["cap-486/s_2/def_personal-data"]}.get(term, ())

    for question in ("「個人資料」的定義", "個人資料嘅定義係咩？", "第2條「個人資料」的定義"):
        assert found(question, (), definitions) == ("cap-486/s_2/def_personal-data",)


def test_references_say_which_words_they_are():
    question = "請問私隱條例第２６（１）條講咩？"
    (reference,) = resolved(question, EXISTING.__contains__)
    start, end = reference.span
    assert question[start:end] == reference.text == "第２６（１）條"
    assert reference.instrument == "cap-486"


def test_candidates_need_no_index():
    assert [r.locator for r in references("Article 3(60)", ["eu-ai-act"])] == [
        "eu-ai-act/art_3/par_60",
        "eu-ai-act/art_3/pnt_60",
    ]


@pytest.mark.parametrize(
    "unit", ["(a)", "1, ", "第", "s.1 and ", "“", "point (a) of ", " ", "第1、", "Aa "]
)
def test_any_text_is_read_to_its_end(unit):
    found(f"Article 5{unit * 3000}")


def failures(locators, exists, definitions, terms, languages=LANGUAGES):
    """The questions written for locators that do not resolve to them."""
    return [
        (question, locator, resolve(question, exists, (), definitions))
        for locator in locators
        for language in languages
        for question in questions(locator, language, terms.get((locator, language), ""))
        if resolve(question, exists, (), definitions) != (locator,)
    ]


def test_every_provision_of_the_digest_is_found_by_its_pinpoint():
    locators = sorted(digest().entries)
    known = {outer for locator in locators for outer in (locator, *enclosing(locator))}
    assert len(locators) > 300
    assert failures(locators, known.__contains__, None, {}) == []


@pytest.mark.official
@pytest.mark.parametrize("instrument", [i.id for i in catalogue().instruments])
def test_every_provision_is_found_by_its_pinpoint(instrument, official):
    provisions = [
        provision
        for source in find_sources(official, [instrument])
        for provision in source.parse(source.read()).provisions
    ]
    definitions = DefinedTerms(provisions)
    terms = {}
    for provision in provisions:
        for term in provision.terms:
            terms.setdefault((provision.locator, provision.edition.language), term.term)
    locators = dict.fromkeys(provision.locator for provision in provisions)
    for locator in locators:
        for outer in enclosing(locator):
            if outer.rpartition("/")[2].startswith("def"):
                for language in LANGUAGES:
                    terms.setdefault((locator, language), terms.get((outer, language), ""))
    assert instrument_of(next(iter(locators))) == instrument
    for language in LANGUAGES:
        cited = {pinpoint(locator, language) for locator in locators}
        assert len(cited) == len(locators), "two provisions are cited alike"
    missed = failures(locators, locators.__contains__, definitions, terms)
    assert [miss for miss in missed if miss[1] not in NAMED_TWICE] == []
