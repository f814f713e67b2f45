"""Whatever the bytes: provisions that fit, or a typed error; nothing else."""

from __future__ import annotations

import document_files as files
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_parsing_document import check_spans

from corpus.errors import UnreadableDocument
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import parse_document

LIMITS = Limits(part=2**22, unpacked=2**24, characters=10**6, seconds=20.0)
PAGE = (
    b"<html><head><meta charset='utf-8'><title>K</title></head><body><h1>Kettles</h1><p>Boil.</p>"
    b"<table><tr><td>1</td><td>2</td></tr></table><h2>Scope</h2><ul><li>a</li></ul></body></html>"
)
NOTES = (
    b"---\ntitle: K\n---\n# Kettles\n\nBoil *well*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n"
    b"  - y\n\n```\ncode\n```\n<div>raw</div>\n\n## 2.1 Scope\n\n> quote\n"
)
TEXT = f"1.1 Scope\n\n{files.TRADITIONAL}\n\nArticle 1\n\nArticle 2\n\nArticle 3\n\fend"
WORD = files.kettle_word()
SEEDS = {
    "k.pdf": files.headed_pdf(),
    "k.docx": WORD,
    "k.html": PAGE,
    "k.md": NOTES,
    "k.txt": TEXT.encode(),
    "big5.txt": TEXT.encode("big5hkscs"),
}
PARTS = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
)
quick = settings(max_examples=60, suppress_health_check=list(HealthCheck))

changes = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"<w:p>", b"<div>", b"\n# ", b"|", b"9999999999", b"/Kids", b"\xe5"]),
        ),
    ),
    min_size=1,
    max_size=8,
)


def changed(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The file with some stretches replaced."""
    for place, length, new in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    return data


def is_settled(data: bytes, name: str) -> None:
    """Reads a file; only the two good endings pass."""
    try:
        parsed = parse_document(data, name, limits=LIMITS)
    except UnreadableDocument:
        return
    check_spans(parsed)
    assert parsed.provisions
    parsed.model_dump_json().encode("utf-8")


@pytest.mark.parametrize("name", SEEDS)
@given(edits=changes)
@quick
def test_changed_files(name, edits):
    is_settled(changed(SEEDS[name], edits), name)


@pytest.mark.parametrize("part", PARTS)
@given(edits=changes)
@settings(quick, max_examples=40)
def test_word_documents_with_changed_parts(part, edits):
    inner = changed(files.part_of(WORD, part), edits)
    is_settled(files.repacked(WORD, {part: inner}), "k.docx")


@given(data=st.binary(max_size=400), name=st.sampled_from(["x.txt", "x.md", "x.html", "x.pdf", ""]))
@settings(quick, max_examples=200)
def test_any_bytes(data, name):
    is_settled(data, name)


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"\xff\xfe"])
@given(data=st.binary(max_size=300))
@quick
def test_any_bytes_behind_a_known_beginning(head, data):
    is_settled(head + data, "x")


@given(text=st.text(alphabet=st.sampled_from("#|-*_`<>![]()&; \n\tab1.電水壺第一條"), max_size=200))
@settings(quick, max_examples=150)
def test_any_markdown(text):
    is_settled(text.encode(), "x.md")


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "*a _b ",
        "> ",
        "`",
        "- ",
        "![[]()",
        "<a ",
        "&",
        "<!--",
        "x <!--",
        "<script",
        "<?",
        "((",
        "\t",
    ],
)
def test_repeated_marks_cost_no_more_than_their_length(piece):
    is_settled((piece * 12_000).encode(), "x.md")
