"""Files for other programs, read back by other readers than those that wrote them."""

from __future__ import annotations

import io
import json
import re

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from cited import ALL, EU, HOSTILE, NIST, references
from citeproc.source.bibtex.bibparse import BibTeXParser
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from assistant.bibliography.bibtex import latex
from assistant.bibliography.citing import cite_as
from assistant.bibliography.places import place
from assistant.bibliography.remarks import kind_of_text, remarks
from assistant.bibliography.style import Style
from corpus.catalogue import LANGUAGES

LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
CSL_TYPES = {"legislation", "report", "document", "regulation"}
CSL_TEXT = {
    "id", "type", "title", "title-short", "container-title", "number", "section", "version",
    "jurisdiction", "publisher", "publisher-place", "language", "abstract", "note", "URL", "DOI",
    "source",
}  # fmt: skip
CSL_DATES = {"issued", "original-date", "accessed"}


def hostile(**fields):
    return EU.model_copy(update={"heading": HOSTILE, "quote": HOSTILE, "url": HOSTILE} | fields)


def written(style, language="en", citations=ALL):
    return cite_as(references(language, citations), style, language)


def plain(value):
    known = get_default_latex_context_db()
    braces = [MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")]
    known.add_context_category("braces", macros=braces, prepend=True)
    reader = LatexNodes2Text(known, math_mode="verbatim")
    return reader.latex_to_text(value).replace("ˆ", "^")


@pytest.mark.parametrize("language", LANGUAGES)
def test_ris_is_read_back(language):
    known = references(language)
    records = rispy.loads(cite_as(known, Style.RIS, language))
    assert len(records) == len(known)
    for record, reference in zip(records, known, strict=True):
        assert record["edition"] == reference.version
        assert record["access_date"] == "2026/11/22"
        assert record["urls"] == [reference.link]
        assert record["notes"] == [remarks(reference, language)]
        assert record["accession_number"] == reference.permalink
        assert record["section"] == place(reference, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ris_lines_are_strict(language):
    text = written(Style.RIS, language, [*ALL, hostile()])
    for record in text.strip().split("\n\n"):
        tags = []
        for line in record.split("\n"):
            found = LINE.fullmatch(line) or LINE.fullmatch(line + " ")
            assert found, line
            tags.append(found[1])
        assert tags[0] == "TY"
        assert tags[-1] == "ER"
        assert len(tags) == len(set(tags)) + max(0, tags.count("AU") - 1)


def test_ris_takes_no_field_or_record_from_a_heading():
    (record,) = rispy.loads(written(Style.RIS, citations=[hostile()]))
    assert record["type_of_reference"] == "LEGAL"
    assert record["title"].startswith("Regulation (EU)")
    assert "Forged" in record["abstract"]


def entries(text):
    library = bibtexparser.parse_string(text, parse_stack=[RemoveEnclosingMiddleware(True)])
    assert not library.failed_blocks
    assert not library.comments
    assert not library.strings
    assert not library.preambles
    return library.entries


@pytest.mark.parametrize("language", LANGUAGES)
def test_bibtex_is_read_back(language):
    known = references(language)
    found = entries(cite_as(known, Style.BIBTEX, language))
    assert len(found) == len(known)
    for entry, reference in zip(found, known, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        assert fields["version"] == reference.version
        assert fields["urldate"] == "2026-11-22"
        assert fields["url"] == reference.link
        assert kind_of_text(reference, language) in plain(fields["note"])
        assert plain(fields["pinpoint"]) in plain(fields["note"])
        assert entry.entry_type == ("techreport" if "nist" in reference.locator else "misc")


def test_bibtex_is_read_by_a_second_parser(tmp_path):
    file = tmp_path / "references.bib"
    mine = hostile(locator="eu-ai-act/art_5")
    file.write_text(written(Style.BIBTEX, citations=[*ALL, mine]), "utf-8")
    found = BibTeXParser(str(file), "utf-8")
    assert len(found) == len(ALL) + 1
    assert found["nist-ai-rmf_govern-1.1-2023-01-26-en"]["doi"] == "10.6028/NIST.AI.100-1"
    assert found["eu-ai-act_art_5-2026-07-27-en"]["version"] == "2026-07-27"


def test_bibtex_takes_no_field_or_entry_from_a_heading():
    (entry,) = entries(written(Style.BIBTEX, citations=[hostile()]))
    fields = {field.key: field.value for field in entry.fields}
    assert "x" not in fields
    assert "A } { \\ heading" in plain(fields["abstract"])


def test_bibtex_keys_are_unique():
    keys = [entry.key for entry in entries(written(Style.BIBTEX, citations=[EU, EU, NIST]))]
    assert len(set(keys)) == 3
    assert keys[1] == f"{keys[0]}_2"


@given(st.text(max_size=40))
def test_latex_escapes_balance_and_come_back(words):
    escaped = latex(words)
    assert escaped.count("{") == escaped.count("}")
    depth = 0
    for character in escaped:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert not re.search(r"(?<!\\)[#$%&_]", escaped)


@pytest.mark.parametrize(
    "words", ["50 % & more", "a_b^c~d", "{x}", "\\input{secret}", "$x$ #1", "«第七条»"]
)
def test_latex_says_what_was_said(words):
    assert plain(latex(words)) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_csl_json_keeps_to_the_schema(language):
    for item in json.loads(written(Style.CSL_JSON, language, [*ALL, hostile()])):
        assert item["type"] in CSL_TYPES
        assert item.keys() <= CSL_TEXT | CSL_DATES | {"author", "custom"}
        assert all(isinstance(item[name], str) for name in CSL_TEXT & item.keys())
        for name in CSL_DATES & item.keys():
            (day,) = item[name]["date-parts"]
            assert [type(part) for part in day] == [int, int, int]
        assert all(author.keys() == {"literal"} for author in item["author"])
        assert {"issued", "accessed", "note", "section", "version", "URL"} <= item.keys()


def test_csl_json_is_rendered_again_by_a_processor():
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    items = json.loads(written(Style.CSL_JSON))
    for item in items:
        item.pop("custom")
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    book = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        book.register(Citation([CitationItem(item["id"])]))
    lines = [str(entry) for entry in book.bibliography()]
    assert len(lines) == len(ALL)
    assert any("Copyright Ordinance" in line for line in lines)


def test_csl_json_is_a_file_of_its_own_however_hostile_the_heading():
    (item,) = json.load(io.StringIO(written(Style.CSL_JSON, citations=[hostile()])))
    assert "\n" not in item["abstract"]
    assert item["custom"]["publisher-page"] == ""


@pytest.mark.parametrize(
    ("style", "media_type", "suffix"),
    [
        (Style.RIS, "application/x-research-info-systems", ".ris"),
        (Style.BIBTEX, "application/x-bibtex", ".bib"),
        (Style.CSL_JSON, "application/vnd.citationstyles.csl+json", ".json"),
        (Style.OSCOLA, "text/plain", ".txt"),
    ],
)
def test_files_are_labelled(style, media_type, suffix):
    assert (style.media_type, style.suffix) == (media_type, suffix)
