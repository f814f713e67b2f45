"""Texts that do not say their encoding, and texts that say a wrong one."""

from __future__ import annotations

import document_files as files
import pytest

from corpus import errors
from ingest.parsers.document.encoding import decode
from ingest.parsers.document.web_page import page_text

CHINESE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")


@pytest.mark.parametrize("encoding", CHINESE)
@pytest.mark.parametrize("text", [files.TRADITIONAL, files.SIMPLIFIED + "\n" + files.SIMPLIFIED])
def test_chinese_is_read_in_every_encoding(text, encoding):
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize(
    "text", [files.TRADITIONAL, "電水壺", "香港鰂魚涌嘅電水壺，佢哋話好安全。"]
)
def test_big5_with_hong_kong_characters(text):
    assert decode(text.encode("big5hkscs"), "x.txt") == text


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [files.ENGLISH, "Prix : 20 € – déjà payé à l’été.", "naïve café"])
def test_western_texts(text, encoding):
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_mixed_text_with_english_around(encoding):
    text = f"Kettle guidance.\n\n{files.TRADITIONAL}\n\nEnd of the guidance.\n" * 3
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("電水壺".encode()[:4] + b"\xff" + (files.TRADITIONAL * 2).encode(), "damaged places"),
        ("これはやかんの説明書です。".encode("shift_jis"), "unknown encoding"),
        (bytes(range(128, 256)) * 5, "unknown encoding"),
        (b"\xff\xfe\x00\xd8\x41\x00", "is marked as UTF-16 and is not"),
    ],
)
def test_what_cannot_be_decided_is_refused(data, sentence):
    with pytest.raises(errors.DocumentGarbled, match=f"x.txt .*{sentence}.*save it as UTF-8"):
        decode(data, "x.txt")


@pytest.mark.parametrize(
    ("declared", "really"),
    [("gb2312", "gb18030"), ("big5", "big5hkscs"), ("utf-8", "gb18030"), ("x-none", "utf-8")],
)
def test_a_page_is_read_in_what_it_declares_or_what_it_is(declared, really):
    page = f'<html><head><meta charset="{declared}"></head><body>{files.TRADITIONAL}</body></html>'
    assert page_text(page.encode(really), "x.html") == page
