"""PDFs: pages, headings, what frames pages, and files that will not be read."""

from __future__ import annotations

import document_files as files
import pytest

from corpus import errors
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import parse_document
from tests.ingest.parsers.tiny_pdf import Put, pdf


def test_without_headings_a_pdf_is_pages_and_paragraphs():
    parsed = parse_document(files.kettle_pdf(), "k.pdf")
    assert [p.locator for p in parsed.provisions][:5] == [
        "own:k/p_1",
        "own:k/p_1/par_1",
        "own:k/p_1/par_2",
        "own:k/p_1/par_3",
        "own:k/p_2",
    ]
    assert parsed.provisions[1].text == (
        "Kettle 1.0 boils water for the whole house and keeps it hot until the evening."
    )
    assert parsed.provisions[4].page == 2


def test_running_heads_and_page_numbers_are_furniture():
    parsed = parse_document(files.kettle_pdf(4), "k.pdf")
    assert sorted(f.text for f in parsed.furniture) == [
        *(f"- {page} -" for page in range(1, 5)),
        *["Kettle Weekly"] * 4,
    ]
    assert not any("Weekly" in p.text for p in parsed.provisions)


def test_articles_at_the_top_of_pages_are_no_running_heads():
    pages = [
        [
            Put(250, 760, f"Article {n}", 11),
            Put(250, 745, f"Kettles of {kind}", 11, bold=True),
            Put(72, 700, f"Rule number {n} is about kettles and their lids.", 11),
        ]
        for n, kind in enumerate(("tin", "clay", "steel", "copper", "glass"), start=1)
    ]
    parsed = parse_document(pdf(pages), "k.pdf")
    roots = [p for p in parsed.provisions if p.is_root]
    assert [p.locator for p in roots] == [f"own:k/sec_art-{n}" for n in range(1, 6)]
    assert roots[3].heading == "Article 4 Kettles of copper"
    assert roots[3].page == 4


def test_larger_lines_are_headings_and_sentences_cross_pages():
    parsed = parse_document(files.headed_pdf(), "k.pdf")
    texts = {p.locator: p.text for p in parsed.provisions}
    assert texts["own:k/sec_1/par_1"] == (
        "This handbook is about the management of kettles in every house."
    )
    assert texts["own:k/sec_2/par_1"] == (
        "Good management of a kettle begins with the water that is put into it."
    )
    assert {p.heading_path[0] for p in parsed.provisions} == {"Kettle Handbook"}


def test_a_table_of_contents_is_no_text():
    entries = [
        Put(72, 700 - 15 * n, f"{n} Chapter about kettles . . . . {n * 7}", 11) for n in range(1, 9)
    ]
    body = [Put(72, 700, "Words about kettles follow the table of contents.", 11)]
    parsed = parse_document(pdf([entries, body, body]), "k.pdf")
    assert [p.locator for p in parsed.provisions if p.is_root] == ["own:k/p_2", "own:k/p_3"]
    assert len(parsed.furniture) == 8


def test_a_scanned_pdf_is_told_to_go_through_ocr():
    with pytest.raises(errors.DocumentScanned, match=r"looks scanned: 4 of 5 pages.*run OCR"):
        parse_document(files.scanned_pdf(5, with_words=1), "scan.pdf")
    with pytest.raises(errors.DocumentScanned, match="1 of 1 pages"):
        parse_document(files.scanned_pdf(1, with_words=0), "scan.pdf")


def test_some_pages_of_pictures_are_passed_over():
    parsed = parse_document(files.scanned_pdf(5, with_words=3), "k.pdf")
    assert {p.page for p in parsed.provisions} == {1, 2, 3}


def test_passwords():
    with pytest.raises(errors.DocumentLocked, match="asks for a password; save a copy without"):
        parse_document(files.locked_pdf("secret"), "k.pdf")
    assert len(parse_document(files.locked_pdf(""), "k.pdf").provisions) == 16


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        files.kettle_pdf()[:400],
        files.kettle_pdf().replace(b"/Pages", b"/Paegs"),
        files.kettle_pdf().replace(b"/Kids [5 0 R", b"/Kids [2 0 R"),
    ],
)
def test_damaged_files_end_in_a_typed_error(data):
    with pytest.raises((errors.DocumentDamaged, errors.DocumentScanned), match=r"k\.pdf"):
        parse_document(data, "k.pdf")


def test_a_bomb_is_not_unpacked():
    limits = Limits(part=2**20)
    with pytest.raises(errors.DocumentTooLarge, match="page 1, unpacks to more than is taken in"):
        parse_document(files.bomb_pdf(2**23), "k.pdf", limits=limits)


def test_too_much_drawing_on_a_page_is_not_read():
    with pytest.raises(errors.DocumentTooLarge, match="page 1, unpacks to more than is taken in"):
        parse_document(files.bomb_pdf(2**20), "k.pdf", limits=Limits(operations=1_000))


def test_pages_and_time_are_limited():
    with pytest.raises(errors.DocumentTooLarge, match="more than 3 pages"):
        parse_document(files.kettle_pdf(4), "k.pdf", limits=Limits(pages=3))
    with pytest.raises(errors.DocumentTooSlow, match="takes too long"):
        parse_document(files.kettle_pdf(4), "k.pdf", limits=Limits(page_seconds=-1.0))


def test_a_thousand_pages():
    parsed = parse_document(files.kettle_pdf(1_000, body=1), "k.pdf")
    assert len({p.page for p in parsed.provisions}) == 1_000
    assert len(parsed.provisions) == 2_000


def test_the_declared_title_is_used_unless_a_program_made_it_up():
    assert parse_document(files.kettle_pdf(), "My kettles.pdf").provisions[0].heading_path == (
        "My kettles",
    )
