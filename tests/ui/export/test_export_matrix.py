"""Comparisons as files: tables that say the same in every form, and safe to open."""

from __future__ import annotations

import csv
import io
import json

import pytest
from forms import DAY, DOCUMENTS, sources_of, squeezed, tokens, words_of
from hostile import HOSTILE, infested
from kettles import KETTLES, NEIGHBOURS, cite, compared

from assistant.answer import Notice, Synthesis
from assistant.comparing.aspects import Aspect
from assistant.comparing.comparison import Cell, Entry, Matrix, Row, State
from corpus.catalogue import LANGUAGES
from corpus.provision import BindingForce
from corpus.texts import text
from ui.export.exporting import export_answer, export_matrix
from ui.export.format import Format


def laid_out(language: str = "en", words: str = "Kettles and neighbours") -> Matrix:
    def found(place: str, number: int, of, quote: str) -> Cell:
        citation = cite(number, of, quote, gist=words, pinpoint=f"Article {number}(1)")
        entry = Entry(aspect=Aspect.RULE, heading=words, citation=citation, figures=("3 cups",))
        return Cell(
            jurisdiction=place,
            state=State.FOUND,
            entries=(entry,),
            more=2,
            binding_force=(BindingForce.STATUTE,),
            editions=("Kettles: 2026",),
        )

    cells = (
        found("eu", 1, KETTLES, "Nobody shall teach a kettle"),
        found("cn", 2, NEIGHBOURS, "水壶不得评判邻居"),
        Cell(
            jurisdiction="hk", state=State.SILENT, remark="No kettle found.", searched=("cap-486",)
        ),
    )
    rows = (
        Row(
            topic="kettles",
            name=words,
            cells=cells,
            synthesis=(Synthesis(kind="common", text="Both know kettles.", jurisdictions=("eu",)),),
        ),
    )
    return Matrix(
        asked=("kettles",),
        language=language,
        as_at=DAY,
        jurisdictions=("eu", "cn", "hk"),
        rows=rows,
        notices=(Notice(code="edition", text="Kettles may be warm.", citations=(1,)),),
    )


def matrix_file(form: Format, of: Matrix) -> bytes:
    return export_matrix(of, form, exported_on=DAY, base_url="https://rules.example").content


def lines_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_what_the_matrix_says(form, language):
    of = laid_out(language)
    content = matrix_file(form, of)
    found = squeezed(words_of(form, content))
    for words in (
        "Kettles and neighbours",
        "Both know kettles.",
        "No kettle found.",
        "3 cups[1]",
        "Kettles: 2026",
        "Kettles may be warm.[1]",
        text(language, "compare.more", count=2),
        text(language, "compare.aspect_rule"),
        text(language, "authority.authentic"),
        text(language, "binding_force.statute"),
        text(language, "notices.not_advice"),
        "https://rules.example/p/cn-genai/art_4/itm_1",
    ):
        assert squeezed(words) in found
    assert sources_of(form, content) == [
        (c.number, c.pinpoint, squeezed(c.quote)) for c in of.citations
    ]


def test_json_reads_back():
    of = laid_out()
    record = json.loads(matrix_file(Format.JSON, of))
    assert Matrix.model_validate(record) == of
    assert record["export"]["exported_on"] == "2026-11-22"


@pytest.mark.parametrize("words", HOSTILE)
def test_a_table_keeps_its_shape(words):
    def shape(content: bytes) -> list[str]:
        return [t.type for t in tokens(content)]

    tame = shape(matrix_file(Format.MARKDOWN, laid_out(words="tame")))
    assert shape(matrix_file(Format.MARKDOWN, laid_out(words=words))) == tame


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_compares_is_a_table_too(language):
    given = export_answer(compared("q", language), Format.CSV, exported_on=DAY)
    assert given.name.endswith(".csv")
    assert given.content.endswith(b"\r\n")
    found = lines_of(given.content)
    marks = [line[text(language, "export.number")] for line in found]
    assert marks == ["1", "2", ""]
    quotes = [line[text(language, "answer.quotation")] for line in found]
    assert quotes == ["Nobody shall teach a kettle", "水壶不得评判邻居", ""]
    says = [line[text(language, "compare.aspect_rule")] for line in found]
    assert says[:2] == [claim.text for claim in compared("q", language).claims]
    silent = found[2][text(language, "compare.state")]
    assert {"en": "no provision", "zh-Hant": "找不到", "zh-Hans": "没有找到"}[language] in silent
    assert found[0][text(language, "compare.figures")] == "3 cups (a pot)"
    kinds = {line[text(language, "cli.column_authority")] for line in found[:2]}
    assert kinds == {text(language, "authority.authentic")}


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\n@", " =", "\x00=", "\u202e="]
)
def test_no_cell_is_a_formula(start):
    words = f'{start}HYPERLINK("https://evil.example")'
    answered = export_answer(infested(words), Format.CSV, exported_on=DAY).content
    matrix = matrix_file(Format.CSV, laid_out(words=words))
    for content in (answered, matrix):
        values = [v for line in lines_of(content) for v in line.values()]
        assert any("HYPERLINK" in value for value in values)
        assert [v for v in values if v.lstrip()[:1] in tuple("=+-@") and v.strip()] == []
        assert [v for v in values if "\x00" in v or "\u202e" in v] == []
