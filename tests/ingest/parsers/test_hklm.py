"""Hong Kong Legislation Model XML: invented ordinances, and the real ones where they stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from corpus.errors import UnreadableSource
from corpus.provision import Authority, BindingForce, Edition, ParsedText, Provision, Status
from ingest.parsers import hklm

NAMESPACE = "http://www.xml.gov.hk/schemas/hklm/1.0"


def edition(instrument: str = "cap-999", language: str = "en") -> Edition:
    return Edition(
        instrument=instrument,
        jurisdiction="hk",
        version="1",
        language=language,
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        source_url="https://example.org",
    )


def file_of(body: str, language: str = "en") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ordinance xmlns="{NAMESPACE}" '
        f'xml:lang="{language}"><meta><docName>Cap. 999</docName></meta>'
        f"<main>{body}</main></ordinance>"
    ).encode()


def read(body: str, language: str = "en") -> dict[str, Provision]:
    parsed = hklm.parse(file_of(body, language), edition(language=language.removesuffix("-HK")))
    return by_locator(parsed)


def by_locator(parsed: ParsedText) -> dict[str, Provision]:
    return {p.locator.partition("/")[2]: p for p in parsed.provisions}


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def source_words(data: bytes) -> str:
    root = etree.fromstring(data)
    main = root.find(f"{{{NAMESPACE}}}main")
    return bare("".join(main.itertext()))


KETTLES = """
<longTitle name="longTitle" startPeriod="2020-01-02" status="operational"><content>An Ordinance
    about kettles.</content></longTitle>
<part name="P1" status="operational"><num value="1">Part 1</num><heading>Boiling</heading>
<division name="D1"><num value="1">Division 1</num><heading>Lids</heading>
<section name="s1" status="operational" startPeriod="2021-02-03"><num value="1">1.</num>
<heading>Lids
    to fit</heading><sourceNote>(Amended <ref>9 of 2021 s. 4</ref>)</sourceNote>
<subsection name="9"><num value="1">(1)</num><leadIn>A lid—</leadIn>
<paragraph><num value="a">(a)</num><leadIn>must—</leadIn>
<subparagraph><num value="i">(i)</num><leadIn>fit;</leadIn>
<subparagraph role="subSubParagraph"><num>(A)</num><content>well; and</content></subparagraph>
</subparagraph></paragraph>
<continued>unless it is lost.</continued></subsection>
<subsection><num>(2)</num><sourceNote>(Repealed 9 of 2021 s. 5)</sourceNote></subsection>
</section></division></part>
<part name="P2"><num value="2">Part 2</num><heading>Steam</heading>
<section name="s2" reason="notYetInOperation" status="pending"><num value="2">2.</num>
<heading>Steam</heading><editorialNote><content>(Not yet in operation)</content></editorialNote>
<paragraph><num>(a)</num><content>first;</content></paragraph>
<paragraph><num>(b)</num><content>second.</content></paragraph></section>
<section name="s3" status="repealed"><num value="3">3.</num><sourceNote>(Repealed)</sourceNote>
</section>
<section name="s4" status="omitted"><num value="4">4.</num><sourceNote>(Omitted)</sourceNote>
</section><section name="s5"><num value="5">5.</num><heading>Nothing</heading></section></part>
<schedule name="sch1" status="operational"><num value="1">Schedule 1</num>
<note>[s. 2]</note><heading>Data Protection Principles</heading>
<section name="s1"><num value="1">1.</num><heading>Principle 1—tea</heading>
<subsection><num>(1)</num><leadIn>Tea—</leadIn><paragraph><num>(a)</num>
<content>is hot.</content></paragraph></subsection></section></schedule>
<schedule name="sch2"><num value="2">Schedule 2</num><heading>Forms</heading>
<part name="P1"><num value="1"><b>Part 1</b></num><section><num>1.</num><content>One.</content>
</section></part><part name="P2"><num value="2">Part 2</num><text><table><tbody><tr><td>Name</td>
<td><p>Date</p></td></tr></tbody></table></text></part></schedule>
"""


@pytest.fixture(scope="module")
def kettles() -> dict[str, Provision]:
    return read(KETTLES)


@pytest.mark.parametrize(
    ("locator", "kind", "text"),
    [
        ("long-title", "long-title", "An Ordinance about kettles."),
        ("s_1/ss_1/par_a/sub_i/subsub_A", "subparagraph", "(A) well; and"),
        ("s_1/ss_1/par_a/sub_i", "subparagraph", "(i) fit;\n(A) well; and"),
        ("s_2/par_b", "paragraph", "(b) second."),
        ("s_3", "section", "3."),
        ("sch_1/dpp_1/ss_1/par_a", "paragraph", "(a) is hot."),
        ("sch_2/pt_1", "part", "Part 1\n1. One."),
        ("sch_2/s_1", "section", "1. One."),
        ("sch_2/pt_2", "part", "Part 2 Name Date"),
    ],
)
def test_locators_and_words(
    kettles: dict[str, Provision], locator: str, kind: str, text: str
) -> None:
    assert (kettles[locator].kind, kettles[locator].text) == (kind, text)


def test_numbers_are_the_printed_ones(kettles: dict[str, Provision]) -> None:
    assert kettles["s_1/ss_1"].text.endswith("unless it is lost.")
    assert "s_1/ss_9" not in kettles


def test_heading_path_has_part_division_and_section(kettles: dict[str, Provision]) -> None:
    assert kettles["s_1/ss_1"].heading_path == (
        "Part 1 Boiling",
        "Division 1 Lids",
        "1. Lids to fit",
    )
    assert kettles["sch_1/dpp_1"].heading_path == ("Schedule 1 Data Protection Principles",)


@pytest.mark.parametrize(
    ("locator", "status"),
    [
        ("s_1", Status.OPERATIVE),
        ("s_1/ss_2", Status.REPEALED),
        ("s_2", Status.NOT_IN_OPERATION),
        ("s_2/par_a", Status.NOT_IN_OPERATION),
        ("s_3", Status.REPEALED),
        ("s_4", Status.OMITTED),
        ("s_5", Status.OMITTED),
    ],
)
def test_status(kettles: dict[str, Provision], locator: str, status: Status) -> None:
    assert kettles[locator].status is status


def test_dates_of_a_section_go_down_into_it(kettles: dict[str, Provision]) -> None:
    assert kettles["long-title"].in_force_from == date(2020, 1, 2)
    assert kettles["s_1/ss_1/par_a"].in_force_from == date(2021, 2, 3)
    assert kettles["s_2"].in_force_from is None


def test_notes_stand_apart_at_their_places(kettles: dict[str, Provision]) -> None:
    section, schedule = kettles["s_1"], kettles["sch_1"]
    assert [note.text for note in section.notes][:1] == ["(Amended 9 of 2021 s. 4)"]
    assert "Amended" not in section.text
    assert schedule.text[: schedule.notes[0].offset] == "Schedule 1"


def test_nothing_is_lost_or_moved() -> None:
    data = file_of(KETTLES)
    assert bare(hklm.parse(data, edition()).reassembled()) == source_words(data)


ENGLISH = """<part><num>Part 1</num><heading>Words</heading><section name="s2"><num>2.</num>
<heading>Interpretation</heading><subsection><num>(1)</num><leadIn>In this Ordinance—</leadIn>
<def name="KettleLid"><term> kettle lid </term> ( <term xml:lang="zh-Hant-HK"> 壺蓋 </term> )
means a lid , see <ref> section 4 </ref> ;</def>
<def name="Cup"><leadIn><term>cup</term> (<term xml:lang="zh-Hant-HK">杯</term>) is—</leadIn>
<paragraph><num>(a)</num><content>a mug.</content></paragraph></def></subsection></section>
<section name="s3"><num>3.</num><subsection><num>(1)</num><def><leadIn>Here
<term>pour</term> (<term xml:lang="zh-Hant-HK">倒</term>)—</leadIn><paragraph><num>(a)</num>
<content>is to tip.</content></paragraph></def></subsection></section></part>"""
CHINESE = """<part><num>第1部</num><heading>詞句</heading><section name="s2"><num>2.</num>
<heading>釋義</heading><subsection><num>(1)</num><leadIn>在本條例中 ——</leadIn>
<def name="杯"><leadIn><term>杯</term> (<term xml:lang="en">cup</term>)指 ——</leadIn>
<paragraph><num>(a)</num><content>大杯。</content></paragraph></def>
<def name="壺蓋"><term> 壺蓋 </term> (kettle lid) 指蓋子 <ref> 第4 </ref> 條所指者；</def>
</subsection></section>
<section name="s3"><num>3.</num><subsection><num>(1)</num><leadIn>如傾側，</leadIn>
<continued name="倒">則<term>倒</term> (<term xml:lang="en">pour</term>)即指此；</continued>
<paragraph><num>(a)</num><content>傾側。</content></paragraph></subsection></section></part>"""


def test_definitions_have_the_same_locators_in_both_languages() -> None:
    english, chinese = read(ENGLISH), read(CHINESE, "zh-Hant-HK")
    assert set(english) == set(chinese)
    assert {"s_2/def_kettle-lid", "s_2/def_cup/par_a", "s_3/def_pour", "s_3/ss_1/par_a"} < set(
        english
    )
    assert chinese["s_2/def_cup"].heading_path == ("第1部\u3000詞句", "2. 釋義", "(1)")


def test_terms_are_paired() -> None:
    lid = read(ENGLISH)["s_2/def_kettle-lid"].terms[0]
    assert (lid.term, lid.other, lid.other_language) == ("kettle lid", "壺蓋", "zh-Hant")
    lid = read(CHINESE, "zh-Hant-HK")["s_2/def_kettle-lid"].terms[0]
    assert (lid.term, lid.other, lid.other_language) == ("壺蓋", "kettle lid", "en")


def test_white_space_of_the_mark_up_is_folded() -> None:
    text = read(ENGLISH)["s_2/def_kettle-lid"].text
    assert text == "kettle lid (壺蓋) means a lid , see section 4;"
    assert read(CHINESE, "zh-Hant-HK")["s_2/def_kettle-lid"].text.endswith("第4條所指者；")


CAPTURED = """<part name="PI"><num>Part I</num><heading>Rights</heading>
<section name="s1"><num>1.</num><content>First, in this Division.</content>
<ref> [cf. 1900 c. 1 U.K.] <crossHeading> Pots </crossHeading> <sourceNote>(Added)</sourceNote>
</ref></section><section name="s2"><num>2.</num><content>Second.</content></section>
<section name="s3"><num>3.</num><content>Third.</content></section></part>
<schedule name="sch3"><note>[s. 1]</note><heading>Savings</heading>
<crossHeading>Introductory</crossHeading><num value="1."> 1. </num>
<subsection><num>(1)</num><content>Old pots stay.</content></subsection>
<section name="s2"><num value="2."> 2. </num><content>So do pans.</content></section>
</schedule>"""


def test_misplaced_elements_of_a_captured_file_are_put_back() -> None:
    found = read(CAPTURED)
    assert found["s_1"].text == "1. First, in this Division."
    assert [note.text for note in found["s_1"].notes] == ["[cf. 1900 c. 1 U.K.]"]
    assert found["sch_3/s_1/ss_1"].text == "(1) Old pots stay."
    assert found["sch_3/s_2"].heading_path == ("Savings", "Introductory")
    data = file_of(CAPTURED)
    assert bare(hklm.parse(data, edition()).reassembled()) == source_words(data)


def test_a_cross_heading_is_not_stretched_over_lost_divisions() -> None:
    found = read(CAPTURED)
    assert found["s_2"].heading_path == ("Part I Rights", "Pots")
    assert found["s_3"].heading_path == ("Part I Rights",)
    kept = read(CAPTURED.replace("in this Division", "here"))
    assert kept["s_3"].heading_path == ("Part I Rights", "Pots")


LAUGHS = (
    b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<ordinance xmlns="' + NAMESPACE.encode() + b'"><main><part>&c;</part></main></ordinance>'
)
DEEP = file_of("<part>" * 5000 + "x" + "</part>" * 5000)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not readable XML"),
        (b"\x00\xff\x89PNG" * 50, "not readable XML"),
        (b"Once upon a time", "not readable XML"),
        (b"<html><body>No law</body></html>", "not Hong Kong Legislation Model"),
        (file_of(KETTLES)[:900], "not readable XML"),
        (LAUGHS, "entities of its own"),
        (DEEP, "not readable XML"),
        (file_of("<part>" * 100 + "x" + "</part>" * 100), "nested too deep"),
        (file_of("<part/>", "zh-Hant-HK"), "is in zh-Hant-HK"),
    ],
)
def test_other_files_are_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        hklm.parse(data, edition())


@pytest.mark.parametrize(
    ("locator", "address"),
    [
        ("cap-528/s_39A/ss_1", "https://example.org/hk/cap528!en/s39A"),
        ("cap-528/sch_1AA/s_1", "https://example.org/hk/cap528!en/sch1AA"),
        ("cap-528/long-title", "https://example.org/hk/cap528!en"),
    ],
)
def test_provision_url(locator: str, address: str) -> None:
    assert hklm.provision_url("https://example.org/hk/cap528!en", locator) == address


@pytest.fixture(scope="module")
def real(official: Path) -> dict[tuple[str, str], ParsedText]:
    return {
        (cap, language): hklm.parse(
            (official / f"cap{cap}_{language}.xml").read_bytes(), edition(f"cap-{cap}", language)
        )
        for cap in ("486", "528")
        for language in ("en", "zh-Hant")
    }


EDITIONS = [(cap, language) for cap in ("486", "528") for language in ("en", "zh-Hant")]


@pytest.mark.official
@pytest.mark.parametrize("key", EDITIONS)
def test_every_word_is_kept_in_order(
    official: Path, real: dict[tuple[str, str], ParsedText], key: tuple[str, str]
) -> None:
    data = (official / f"cap{key[0]}_{key[1]}.xml").read_bytes()
    assert bare(real[key].reassembled()) == source_words(data)


@pytest.mark.official
@pytest.mark.parametrize("key", EDITIONS)
def test_every_provision_is_a_stretch_of_its_root(
    real: dict[tuple[str, str], ParsedText], key: tuple[str, str]
) -> None:
    found = {p.locator: p for p in real[key].provisions}
    assert len(found) == len(real[key].provisions)
    for provision in found.values():
        start, end = provision.span
        assert found[provision.root].text[start:end] == provision.text
        outer = provision.locator.rpartition("/")[0]
        assert "/" not in outer or provision.text in found[outer].text


@pytest.mark.official
@pytest.mark.parametrize("key", EDITIONS)
def test_every_section_of_the_file_is_there(
    official: Path, real: dict[tuple[str, str], ParsedText], key: tuple[str, str]
) -> None:
    root = etree.fromstring((official / f"cap{key[0]}_{key[1]}.xml").read_bytes())
    numbers = [
        bare("".join(section.find(f"{{{NAMESPACE}}}num").itertext())).strip(".")
        for section in root.iter(f"{{{NAMESPACE}}}section")
        if not any(a.tag.endswith("schedule") for a in section.iterancestors())
    ]
    found = by_locator(real[key])
    sections = [name[2:] for name, p in found.items() if p.is_root and p.kind == "section"]
    assert sections == numbers
    assert len(sections) == {"486": 124, "528": 350}[key[0]]
    schedules = [p for p in found.values() if p.kind == "schedule"]
    assert len(schedules) == {"486": 6, "528": 10}[key[0]]


@pytest.mark.official
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_six_data_protection_principles(
    real: dict[tuple[str, str], ParsedText], language: str
) -> None:
    found = by_locator(real["486", language])
    principles = [name for name, p in found.items() if p.kind == "principle"]
    assert principles == [f"sch_1/dpp_{number}" for number in range(1, 7)]
    assert found["sch_1/dpp_1/ss_1/par_a"].label == "(a)"


@pytest.mark.official
def test_cap_486_is_aligned_one_to_one(real: dict[tuple[str, str], ParsedText]) -> None:
    english, chinese = by_locator(real["486", "en"]), by_locator(real["486", "zh-Hant"])
    assert set(english) == set(chinese)
    for locator, provision in english.items():
        other = chinese[locator]
        assert (provision.kind, provision.status) == (other.kind, other.status)


@pytest.mark.official
def test_cap_528_is_aligned_but_for_definitions_that_one_file_marks(
    real: dict[tuple[str, str], ParsedText],
) -> None:
    """Sections, paragraphs and so on agree; the rest is how the files mark definitions.

    The Chinese text may define a term once for each paragraph (``-2``, ``-3``) or put another
    form of the English term in brackets; elsewhere one of the files has no ``def`` element.
    """
    english, chinese = by_locator(real["528", "en"]), by_locator(real["528", "zh-Hant"])
    assert set(english) - set(chinese) == {
        "s_58/def_public-records",
        "s_99/def_jointly-directed",
        "s_195/def_teacher",
        "s_238/def_dealing-in",
        "sch_3/s_1/def_existing-performances",
    }
    assert set(chinese) - set(english) == {
        "s_17/def_making-available-to-the-public",
        "s_19/def_making-available-to-the-public",
        "s_58/def_public-record",
        "s_121/def_court",
        "s_196/def_commercial-publication",
        "s_196/def_publication",
        "s_198/def_lawfully-made-2",
        "s_229A/def_lawfully-made-2",
        "s_273/def_circumvent-2",
        "s_273/def_circumvent-3",
        "sch_3/s_1/ss_3/def",
    }


@pytest.mark.official
@pytest.mark.parametrize(
    ("cap", "language", "locator", "words"),
    [
        ("486", "en", "s_64/ss_3A", "discloses any personal data"),
        ("486", "zh-Hant", "s_64/ss_3A", "即屬犯罪"),
        ("486", "en", "s_2/def_personal-data", "personal data (個人資料) means"),
        ("486", "zh-Hant", "s_2/def_personal-data", "個人資料 (personal data)指"),
        ("528", "zh-Hant", "s_11/ss_3", "電腦產生的"),
        ("528", "en", "s_11/def_author", "author (作者), in relation to a work,"),
        ("528", "en", "s_17/ss_6", "50 years"),
        ("528", "zh-Hant", "s_2/ss_2", "版權作品 (copyright work)"),
    ],
)
def test_well_known_provisions(
    real: dict[tuple[str, str], ParsedText], cap: str, language: str, locator: str, words: str
) -> None:
    assert words in by_locator(real[cap, language])[locator].text


@pytest.mark.official
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_section_33_is_not_in_operation_as_a_whole(
    real: dict[tuple[str, str], ParsedText], language: str
) -> None:
    pending = [
        p.root for p in real["486", language].provisions if p.status is Status.NOT_IN_OPERATION
    ]
    assert len(pending) == 20
    assert set(pending) == {"cap-486/s_33"}
    assert real["486", language].provisions[0].in_force_from == date(2013, 4, 25)


@pytest.mark.official
@pytest.mark.parametrize("key", EDITIONS)
def test_no_space_of_the_mark_up_is_left(
    real: dict[tuple[str, str], ParsedText], key: tuple[str, str]
) -> None:
    for provision in real[key].provisions:
        assert not re.search(r"\( (?!如適當)|[a-z] [,;:)]", provision.text)
