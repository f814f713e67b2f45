"""From a file to provisions: places, titles, editions and the promise that nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import document_files as files
import pytest

from corpus import errors
from corpus.provision import BindingForce, ParsedText, enclosing
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import own_locator, parse_document

FORMATS = {
    "kettles.txt": b"1.1 Scope\n\nAll kettles.\n\n1.2 Safety\n\nKeep dry.\n\n1.3 End\n\nBye.\n",
    "kettles.md": b"# Kettles\n\nIntro.\n\n## 2.1 Scope\n\nAll.\n\n- one\n- two\n",
    "kettles.html": b"<html><body><h1>Kettles</h1><p>Intro.</p><h2>Scope</h2><p>All.</p></body>",
    "kettles.docx": files.kettle_word(),
    "kettles.pdf": files.kettle_pdf(),
    "handbook.pdf": files.headed_pdf(),
}


def places(parsed: ParsedText) -> list[str]:
    """Locators without the document's own step."""
    return [p.locator.split("/", 1)[1] for p in parsed.provisions]


def check_spans(parsed: ParsedText) -> None:
    """Every provision is a stretch of its root, inside what encloses it; no locator twice."""
    by_locator = {p.locator: p for p in parsed.provisions}
    assert len(by_locator) == len(parsed.provisions)
    for provision in parsed.provisions:
        root = by_locator[provision.root]
        start, end = provision.span
        assert root.text[start:end] == provision.text
        assert provision.kind in {"section", "page", "paragraph"}
        for outer in enclosing(provision.locator):
            assert by_locator[outer].span[0] <= start <= end <= by_locator[outer].span[1]


def squeezed(texts: Iterable[str]) -> str:
    return re.sub(r"\s+", "", "".join(texts))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_the_invariants_and_is_pure(name):
    data = FORMATS[name]
    parsed = parse_document(data, name)
    check_spans(parsed)
    assert parse_document(data, name) == parsed
    edition = parsed.edition
    assert edition.jurisdiction == "own"
    assert edition.binding_force is BindingForce.NOT_LAW
    assert edition.source_sha256 == hashlib.sha256(data).hexdigest()
    assert edition.source_sha256.startswith(edition.version)
    assert all(p.locator.startswith(own_locator(name.split(".")[0])) for p in parsed.provisions)


def test_headings_make_sections_and_the_first_one_the_title():
    parsed = parse_document(FORMATS["kettles.md"], "kettles.md")
    assert places(parsed) == [
        "par_1",
        "sec_2.1",
        "sec_2.1/par_1",
        "sec_2.1/par_2",
        "sec_2.1/par_3",
    ]
    assert {p.heading_path[0] for p in parsed.provisions} == {"Kettles"}
    assert parsed.reassembled() == "Kettles\nIntro.\n2.1 Scope\nAll.\none\ntwo"


def test_a_given_title_and_slug_are_used():
    parsed = parse_document(b"Words.", "x.txt", title="My  kettles", slug="mine")
    assert parsed.provisions[0].locator == "own:mine/par_1"
    assert parsed.provisions[0].heading_path == ("My kettles",)


def test_without_headings_a_text_is_paragraphs():
    parsed = parse_document(b"First line\nand its end.\n\nSecond.", "x.txt")
    assert places(parsed) == ["par_1", "par_2"]
    assert parsed.provisions[0].heading_path == ("x",)


def test_form_feeds_make_pages():
    parsed = parse_document(b"One.\n\nTwo.\n\x0cThree.\n\x0c", "x.txt")
    assert places(parsed) == ["p_1", "p_1/par_1", "p_1/par_2", "p_2", "p_2/par_1"]
    assert [p.page for p in parsed.provisions] == [1, 1, 1, 2, 2]


def test_headings_under_headings_stand_in_the_path():
    text = "# Top\n\n## A\n\n### B\n\nwords\n\n## C\n\nmore\n"
    parsed = parse_document(text.encode(), "x.md")
    path = {p.locator.split("/")[1]: p.heading_path for p in parsed.provisions if p.is_root}
    assert path == {"sec_a": ("Top",), "sec_b": ("Top", "A"), "sec_c": ("Top",)}


def test_equal_headings_get_locators_of_their_own():
    parsed = parse_document(b"# A\n\nx\n\n# A\n\ny\n\n# \xe5\xae\x89\xe5\x85\xa8\n\nz\n", "x.md")
    roots = [p.locator.split("/")[1] for p in parsed.provisions if p.is_root]
    assert roots == ["sec_a", "sec_a-2", "sec_h1"]


def test_a_section_without_end_goes_on_in_another_of_its_name():
    text = "# A\n\n# B\n\n" + "\n\n".join(["word " * 300] * 190)
    parsed = parse_document(text.encode(), "x.md")
    roots = [p for p in parsed.provisions if p.is_root]
    assert [p.locator.split("/")[1] for p in roots] == ["sec_a", "sec_b", "sec_b-2", "sec_b-3"]
    assert roots[2].heading_path == ("x", "B")
    assert max(len(p.text) for p in roots) < 110_000
    check_spans(parsed)


def test_a_paragraph_without_end_is_cut_between_words():
    words = "kettle water " * 3_000
    parsed = parse_document(words.encode(), "x.txt")
    assert max(len(p.text) for p in parsed.provisions) <= 8_000
    assert all(p.text.startswith(("kettle", "water")) for p in parsed.provisions)
    assert squeezed(p.text for p in parsed.provisions) == squeezed([words])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (files.ENGLISH, "en"),
        (files.TRADITIONAL, "zh-Hant"),
        (files.SIMPLIFIED, "zh-Hans"),
        (f"{files.TRADITIONAL}\n\n{files.TRADITIONAL}\n\nBe safe.", "zh-Hant"),
        ("一二三", "zh-Hans"),
        ("12 345", "en"),
    ],
)
def test_the_edition_has_the_language_most_is_written_in(text, language):
    assert parse_document(text.encode(), "x.txt").edition.language == language


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", b"---\n\n***\n", b"<html><body></body></html>"])
def test_a_document_without_words_is_refused(data):
    with pytest.raises(errors.DocumentEmpty, match="has no words; check"):
        parse_document(data, "x.md")


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(bytes=20), "20 bytes"),
        (Limits(characters=30), "30 characters"),
        (Limits(paragraphs=2), "2 paragraphs"),
    ],
)
def test_limits_end_in_a_sentence(limits, what):
    with pytest.raises(errors.DocumentTooLarge, match=f"more than {what}.*split it into parts"):
        parse_document(b"One.\n\nTwo.\n\nThree. And some more words.", "x.txt", limits=limits)


def test_time_is_limited():
    with pytest.raises(errors.DocumentTooSlow, match="takes too long"):
        parse_document(b"# A\n\nwords", "x.md", limits=Limits(seconds=-1.0))


def test_unseen_characters_are_left_out():
    hidden = "Safe\u200b ket\u00adtle\u202e \U000e0041\U000e0042end"
    parsed = parse_document(hidden.encode(), "x.txt")
    assert parsed.provisions[0].text == "Safe kettle end"


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "articles", "annexes"),
    [
        ("eu-ai-act_en_oj-2024-07-12.xhtml", 113, 13),
        ("eu-ai-act_en_consolidated-2026-07-27.xhtml", 119, 14),
        ("eu-ai-act_en_oj-2024-07-12.pdf", 113, 13),
    ],
)
def test_the_ai_act_as_an_own_document(official, name, articles, annexes):
    parsed = parse_document((official / name).read_bytes(), name, slug="act")
    check_spans(parsed)
    roots = [p for p in parsed.provisions if p.is_root]
    found = [p for p in roots if re.fullmatch(r"own:act/sec_art-\d+[a-z]?", p.locator)]
    assert len(found) == articles
    assert sum(p.locator.startswith("own:act/sec_annex-") for p in roots) == annexes
    five = next(p for p in found if p.locator.endswith("art-5"))
    assert (five.heading, five.heading_path[-1][:10]) == (
        "Article 5 Prohibited AI practices",
        "CHAPTER II",
    )


@pytest.mark.official
def test_the_pamphlet_in_two_languages(official):
    name = "hkust-mirc-2025_report_en-zh.txt"
    data = (official / name).read_bytes()
    parsed = parse_document(data, name, slug="pamphlet")
    check_spans(parsed)
    assert squeezed([parsed.reassembled()]) == squeezed([data.decode().replace("\ufeff", "")])
    roots = {p.locator.split("/")[1] for p in parsed.provisions if p.is_root}
    assert {f"sec_{n}" for n in ("1.1", "1.2.3", "2.6", "3.2.1", "4.4", "s-II")} <= roots


@pytest.mark.official
def test_the_chinese_measures_as_an_own_document(official):
    name = "cn-interim-measures_zh-Hans.html"
    parsed = parse_document((official / name).read_bytes(), name, slug="cn")
    roots = [p.locator for p in parsed.provisions if p.is_root]
    assert sum("sec_art-" in locator for locator in roots) == 24
    assert parsed.edition.language == "zh-Hans"
