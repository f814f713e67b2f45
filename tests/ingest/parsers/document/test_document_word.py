"""Word documents: structure, what is printed and what is not, and hostile packages."""

from __future__ import annotations

import zipfile

import document_files as files
import pytest

from corpus import errors
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import parse_document

MAIN = "word/document.xml"


def words_of(write) -> list[str]:
    parsed = parse_document(files.word(write), "k.docx")
    return [p.text for p in parsed.provisions if p.kind == "paragraph"]


def test_headings_lists_and_tables():
    parsed = parse_document(files.kettle_word(), "k.docx")
    assert [(p.locator, p.text) for p in parsed.provisions if p.kind == "paragraph"] == [
        ("own:k/par_1", "Before any heading."),
        ("own:k/sec_1/par_1", "Kettles shall be safe."),
        ("own:k/sec_1.1/par_1", "steel"),
        ("own:k/sec_1.1/par_2", "glass"),
        ("own:k/sec_1.1/par_3", "Part | Limit"),
        ("own:k/sec_1.1/par_4", "Lid | 60 °C"),
    ]
    assert parsed.provisions[-1].heading_path == ("Kettle policy", "1 Purpose", "1.1 Scope")
    assert [f.text for f in parsed.furniture] == ["Kettle policy", "For internal use"]


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ('<w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>', "new"),
        ('<w:moveTo w:id="1" w:author="x"><w:r><w:t>moved</w:t></w:r></w:moveTo>', "moved"),
        ('<w:r><w:t>a</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>b</w:delText></w:r>'
         "</w:del>", "a"),
        ("<w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "a"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>', "shown"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>a</w:t></w:r>", "a"),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", "link"),
        ('<w:r><w:t xml:space="preserve">a </w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/></w:r>',
         "a b-"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
    ],
)  # fmt: skip
def test_what_is_printed_is_read(inner, words):
    assert words_of(lambda document: files.add_xml(document, inner)) == [words]


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    def write(document):
        mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>'
        files.add_xml(document, f'{mark}<w:r><w:t xml:space="preserve">one </w:t></w:r>')
        files.add_xml(document, "<w:r><w:t>two</w:t></w:r>")

    assert words_of(write) == ["one two"]


def test_counted_headings_get_the_number_that_is_printed():
    data = files.word(lambda d: [d.add_heading(t, n) for t, n in (("A", 1), ("B", 2), ("C", 2))])
    numbering = files.part_of(data, "word/numbering.xml")
    level = (
        '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="{1}"/></w:lvl>'
    )
    levels = level.format(0, "%1.") + level.format(1, "%1.%2")
    first = numbering.index(b"<w:abstractNum ")
    abstract = f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'.encode()
    number = b'<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
    numbering = numbering[:first] + abstract + numbering[first:]
    numbering = numbering.replace(b"</w:numbering>", number)
    main = files.part_of(data, MAIN)
    for depth in (1, 2):
        counted = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="77"/></w:numPr>'
        style = f'<w:pStyle w:val="Heading{depth}"/>'
        main = main.replace(style.encode(), (style + counted).encode())
    data = files.repacked(data, {MAIN: main, "word/numbering.xml": numbering})
    parsed = parse_document(data, "k.docx", title="K")
    assert [(p.locator, p.text) for p in parsed.provisions] == [
        ("own:k/sec_1", "1. A"),
        ("own:k/sec_1.1", "1.1 B"),
        ("own:k/sec_1.2", "1.2 C"),
    ]


def test_footnotes_are_notes_beside_the_text():
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>See the lid.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    data = files.word(
        lambda d: files.add_xml(d, '<w:r><w:t>Boil.</w:t><w:footnoteReference w:id="2"/></w:r>')
    )
    relation = (
        b'<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    relations = "word/_rels/document.xml.rels"
    types = files.part_of(data, "[Content_Types].xml")
    data = files.repacked(
        data,
        {
            "word/footnotes.xml": notes.encode(),
            relations: files.part_of(data, relations).replace(b"</Relationships>", relation),
            "[Content_Types].xml": types,
        },
    )
    provision = parse_document(data, "k.docx").provisions[0]
    assert provision.text == "Boil."
    assert [note.text for note in provision.notes] == ["See the lid."]


def test_external_entities_are_refused_and_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    data = files.kettle_word()
    main = files.part_of(data, MAIN)
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    start = main.index(b"<w:document")
    main = main[:start] + doctype + main[start:].replace(b"Kettles shall", b"&x; shall")
    with pytest.raises(errors.DocumentDamaged, match="cannot be opened"):
        parse_document(files.repacked(data, {MAIN: main}), "k.docx")


@pytest.mark.parametrize(
    ("changes", "limits", "what"),
    [
        ({"word/media/a.bin": bytes(2**21)}, Limits(), "200 times its size"),
        ({"word/media/a.bin": bytes(2**16)}, Limits(unpacked=2**15), "bytes once unpacked"),
        ({MAIN: b"<x>" + b" " * 2**16}, Limits(part=2**15), "bytes in one of its parts"),
        ({f"word/{n}.xml": b"<x/>" for n in range(40)}, Limits(members=30), "30 parts"),
    ],
)
def test_bombs_are_measured_before_they_are_unpacked(changes, limits, what):
    data = files.repacked(files.kettle_word(), changes)
    with pytest.raises(errors.DocumentTooLarge, match=what):
        parse_document(data, "k.docx", limits=limits)


@pytest.mark.parametrize(
    "data",
    [
        files.kettle_word()[:900],
        b"PK\x03\x04 nothing more",
        files.repacked(files.kettle_word(), {MAIN: b"<w:document"}),
        files.repacked(files.kettle_word(), {MAIN: b"<x/>"}),
        files.repacked(files.kettle_word(), {MAIN: b"<a>" * 5_000 + b"</a>" * 5_000}),
    ],
)
def test_broken_packages_end_in_a_sentence(data):
    with pytest.raises(errors.UnreadableDocument, match=r"k\.docx (is damaged|has no words)"):
        parse_document(data, "k.docx")


def test_an_encrypted_part_is_named():
    data = bytearray(files.repacked(files.kettle_word(), {}, compression=zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(errors.DocumentLocked, match="asks for a password"):
        parse_document(bytes(data), "k.docx")
