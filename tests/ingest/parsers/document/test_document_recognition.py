"""What a file is, by its bytes and not by what its name says."""

from __future__ import annotations

import io
import zipfile

import document_files as files
import pytest

from corpus import errors
from ingest.parsers.document.naming import shown_name, slug_of
from ingest.parsers.document.recognition import Kind, recognise


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (files.kettle_pdf(1), "kettle.txt", Kind.PDF),
        (files.kettle_word(), "kettle.pdf", Kind.DOCX),
        (b"<!DOCTYPE html><p>Hi", "kettle.txt", Kind.HTML),
        (b'<?xml version="1.0"?><html xmlns="x"><body/></html>', "kettle", Kind.HTML),
        (b"<p>A fragment", "kettle.html", Kind.HTML),
        (b"<p>A fragment", "kettle.txt", Kind.TEXT),
        (b"plain", "kettle.md", Kind.MARKDOWN),
        (b"# One\n\n# Two\n", "kettle", Kind.MARKDOWN),
        (b"# One\n\n# Two\n", "kettle.txt", Kind.TEXT),
        (b"---\ntitle: x\n---\nwords", "kettle", Kind.MARKDOWN),
        ("電水壺".encode("utf-16-le"), "kettle.txt", Kind.TEXT),
    ],
)
def test_kinds(data, name, kind):
    assert recognise(data, name) is kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture: run OCR"),
        (b"{\\rtf1 kettle}", "a rich-text file: save it as DOCX"),
        (packed("xl/workbook.xml"), "a spreadsheet: save it as PDF"),
        (packed("ppt/presentation.xml"), "a presentation: save it as PDF"),
        (packed("a.txt"), "a packed file: unpack it"),
        (b"\x1f\x8b\x08\0", "a packed file: unpack it"),
        (files.ole("WordDocument"), "an old Office file: save it as DOCX"),
        (b"\x7fELF\x02\x01", "a program, not a document"),
        (b"\0\x01\xfe\x9a" * 40, "no text: give a PDF"),
        (b'<?xml version="1.0"?><data><kettle/></data>', "XML data: save it as HTML"),
    ],
)
def test_what_is_no_document_is_named(data, sentence):
    with pytest.raises(errors.DocumentUnknown, match=f"kettle.pdf is {sentence}"):
        recognise(data, "kettle.pdf")


def test_a_word_document_under_a_password_is_recognised():
    with pytest.raises(errors.DocumentLocked, match="save a copy without one"):
        recognise(files.ole("EncryptedPackage"), "secret.docx")


def test_front_matter_without_end_costs_no_time():
    assert recognise(b"---\n" + b" a: b\n" * 30_000, "x") is Kind.TEXT


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kettle Guidance 2025.pdf", "kettle-guidance-2025"),
        ("../../etc/passwd", "passwd"),
        ("C:\\My Files\\Résumé.docx", "resume"),
        ("a" * 90 + ".txt", "a" * 40),
    ],
)
def test_slugs(name, slug):
    assert slug_of(name) == slug


def test_slugs_of_chinese_names_are_stable_and_differ():
    first, second = slug_of("電水壺指引.pdf"), slug_of("電水壺守則.pdf")
    assert first == slug_of("電水壺指引.docx") != second
    assert first.isascii()
    assert slug_of("")
    assert slug_of("...")


def test_slugs_avoid_those_in_use():
    taken: set[str] = set()
    for _ in range(12):
        taken.add(slug_of("k" * 60, taken))
    assert len(taken) == 12
    assert max(map(len, taken)) == 40


def test_a_name_in_a_sentence_is_one_short_line():
    assert shown_name("a/b\nc\x1b[0m.pdf") == "b c [0m.pdf"
    assert len(shown_name("x" * 500)) == 80
    assert shown_name("") == "The document"
