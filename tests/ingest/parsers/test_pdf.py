from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from tiny_pdf import Put, pdf

from corpus.errors import UnreadableSource
from ingest.parsers.pdf import LIGATURES, read_lines

SMALL = pdf([[Put(72, 700, "Kettles shall whistle.")]])


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(SMALL)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a PDF"),
        (bytes(range(256)) * 20, "not a PDF"),
        (b"<html>Not found</html>", "not a PDF"),
        (SMALL[: len(SMALL) // 2], "cut off before its end"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"\n%%EOF", "damaged"),
        (encrypted("secret"), "asks for a password"),
        (pdf([[], []]), "no text layer.*OCR"),
    ],
)
def test_unreadable_files_say_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read_lines(data)


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert [line.text for line in read_lines(encrypted(""))] == ["Kettles shall whistle."]


def test_lines_know_page_place_size_and_weight() -> None:
    data = pdf(
        [
            [Put(72, 700, "Heading", size=14, bold=True), Put(90, 670, "Words (of it).")],
            [Put(72, 500, "Overleaf")],
        ]
    )
    lines = read_lines(data)
    assert [(line.page, line.text, line.bold) for line in lines] == [
        (1, "Heading", True),
        (1, "Words (of it).", False),
        (2, "Overleaf", False),
    ]
    assert (lines[0].first.x, lines[0].first.y, lines[0].first.size) == (72, 700, 14)


def test_part_takes_the_columns_of_a_line_apart() -> None:
    (line,) = read_lines(pdf([[Put(72, 700, "left "), Put(300, 700, "right", bold=True)]]))
    left, right = line.part(0, 200), line.part(200, 600)
    assert left is not None
    assert right is not None
    assert (left.text, right.text) == ("left", "right")
    assert line.part(400, 600) is None


@pytest.mark.parametrize(
    ("print_", "letters"), [("ﬁt", "fit"), ("aﬄict", "afflict"), ("oﬀ", "off")]
)
def test_ligatures_become_letters(print_: str, letters: str) -> None:
    assert print_.translate(LIGATURES) == letters
