"""``rulebridge compare``: its four forms, its errors, and that files are safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import pytest
from kettles import edition as edition_of
from kettles import indexed, manifest, provision
from rich.cells import cell_len
from typer.testing import CliRunner

import ui.cli
from corpus.catalogue import catalogue
from corpus.digest import digest
from corpus.provision import Authority, BindingForce
from corpus.provisions import ProvisionTable
from corpus.settings import settings
from ui.compare_export import guarded

MATRIX = ["asked", "language", "as_at", "jurisdictions", "rows", "notices"]
ROW = ["topic", "name", "cells", "synthesis"]
CELL = [
    "jurisdiction", "state", "remark", "entries", "more", "roles", "figures", "binding_force",
    "dates", "editions", "searched",
]  # fmt: skip
ENTRY = ["aspect", "heading", "citation", "roles", "figures"]
HOSTILE = "=HYPERLINK(“x”)\nA data user | must <b>boil</b> [1] *kettles*."


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def index(home):
    """An index of the digest, without passages, and of one hostile provision."""
    digested = [
        indexed(i.id, i.version[-1].id, "en", Authority.OWN_DIGEST) for i in catalogue().instruments
    ]
    made = manifest(*digested, indexed("cap-486", "2022-10-01", "en", Authority.AUTHENTIC))
    folder = home / "index" / made.id
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(made.model_dump_json(), "utf-8")
    (home / "index" / "current").write_text(made.id, "utf-8")
    of = edition_of(
        "cap-486", "2022-10-01", "en", jurisdiction="hk", binding_force=BindingForce.STATUTE
    )
    with ProvisionTable.create(folder / "provisions.sqlite") as table:
        table.write([provision("cap-486/s_26", of, HOSTILE)])


@pytest.fixture
def run(index):
    return lambda *arguments: CliRunner().invoke(ui.cli.app, ["compare", *arguments])


def rows(output):
    assert output.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(output.removeprefix("\ufeff"), newline="")))


def test_json_is_one_object_in_one_line(run):
    result = run("retention-and-erasure", "--jurisdictions", "hk,us", "--json")
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
    record = json.loads(result.output)
    assert list(record) == MATRIX
    (row,) = record["rows"]
    assert list(row) == ROW
    assert [list(cell) for cell in row["cells"]] == [CELL, CELL]
    first = row["cells"][0]["entries"][0]
    assert list(first) == ENTRY
    assert first["citation"]["quote"] == HOSTILE
    assert (first["citation"]["number"], first["citation"]["quote_verified"]) == (1, True)
    assert run("retention-and-erasure", "--jurisdictions", "hk,us", "--format", "json").output == (
        result.output
    )


@pytest.mark.parametrize(
    ("topic", "language", "title", "silent"),
    [
        ("marking-of-generated-content", "en", "Hong Kong", "No provision found"),
        ("生成內容的標示", "zh-Hant", "香港", "找不到相關條文"),
        ("生成内容的标识", "zh-Hans", "香港", "没有找到相关条文"),
        ("水印", "zh-Hant", "香港", "找不到相關條文"),
    ],
)
def test_the_language_is_the_topics_unless_given(run, topic, language, title, silent):
    spoken = run(topic, "--format", "markdown").output
    assert title in spoken
    assert silent in spoken
    given = json.loads(run(topic, "--language", "en", "--json").output)
    assert given["language"] == "en"
    assert json.loads(run(topic, "--json").output)["language"] == language


@pytest.mark.parametrize("columns", [40, 72, 100])
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_table_fits_the_terminal(run, monkeypatch, columns, language):
    monkeypatch.setenv("COLUMNS", str(columns))
    result = run("penalties", "--language", language)
    assert result.exit_code == 0
    lines = [line for line in result.output.splitlines() if "://" not in line]
    assert max(map(cell_len, lines)) <= columns
    walls = [line for line in lines if line.startswith("│")]
    assert {cell_len(line) for line in walls} == {columns}
    for number in range(1, 5):
        assert f"[{number}]" in result.output


def test_at_a_hundred_columns_all_four_stand_side_by_side(run):
    head = run("penalties", "--language", "en").output.splitlines()[2]
    for name in ("European Union", "Mainland China", "Hong Kong", "United States"):
        assert name in head


def test_csv_has_a_line_for_each_provision_and_each_empty_cell(run):
    result = run("marking-of-generated-content", "--format", "csv", "--language", "en")
    found = rows(result.output)
    asked = json.loads(run("marking-of-generated-content", "--json").output)
    cells = asked["rows"][0]["cells"]
    assert len(found) == sum(max(1, len(cell["entries"])) for cell in cells)
    silent = next(line for line in found if line["Jurisdiction"] == "Hong Kong")
    assert silent["Provision"] == ""
    assert "No provision found in PDPO" in silent["Note"]
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfTopic,Jurisdiction,")
    assert result.stdout_bytes.endswith(b"\r\n")


def test_csv_runs_no_formula(run):
    found = rows(run("retention-and-erasure", "--format", "csv", "--language", "en").output)
    quoted = next(line for line in found if line["Locator"] == "cap-486/s_26")
    assert quoted["Quotation"] == "'" + HOSTILE
    assert not [v for line in found for v in line.values() if v[:1] in "=+-@" and v]


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@a", "＝1", "\tx", " =1", "\n=1"])
def test_what_a_spreadsheet_would_compute_is_guarded(value):
    assert guarded(value) == "'" + value


def test_markdown_escapes_the_words_of_the_law(run):
    written = run("retention-and-erasure", "--format", "markdown", "--language", "en").output
    note = next(line for line in written.splitlines() if "boil" in line)
    assert note.startswith("[^")
    assert r"\| must \<b\>boil\</b\> \[1\] \*kettles\*" in note
    table = [line for line in written.splitlines() if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in table} == {6}


def test_every_footnote_is_defined_once(run):
    written = run("consent", "penalties", "--format", "markdown", "--language", "en").output
    defined = re.findall(r"^\[\^(\d+)\]:", written, re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", written))
    assert len(defined) == len(set(defined))
    assert used == set(defined)


def test_free_words_say_what_they_were_taken_for(run):
    assert "Topics taken from “deepfake labelling”: " in run("deepfake labelling").output
    assert "taken from" not in run("consent").output


def test_topics_are_listed(run):
    listed = run("--topics").output
    assert all(topic in listed for topic in digest().topics)
    records = json.loads(run("--topics", "--json").output)
    assert [record["id"] for record in records] == list(digest().topics)
    assert set(records[0]["name"]) == {"en", "zh-Hant", "zh-Hans"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Give a topic"),
        (("xyzzy",), "no topic “xyzzy”; nearest are"),
        (("consent", "--jurisdictions", "uk"), "no jurisdiction “uk”"),
        (("consent", "--jurisdictions", ","), "ids separated by commas"),
        (("consent", "--language", "fr"), "no language “fr”"),
        (("consent", "--format", "xml"), "'xml' is not one of"),
        (("consent", "--as-at", "soon"), "does not match the format"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_without_an_index_the_next_step_is_told(home):
    result = CliRunner().invoke(ui.cli.app, ["compare", "consent"])
    assert result.exit_code == 1
    assert "rulebridge ingest" in result.stderr


def test_no_model_is_loaded(index):
    code = (
        "import sys, ui.cli\n"
        "try:\n    ui.cli.app(['compare', 'consent', '--json'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'torch', 'sentence_transformers', 'llama_index', 'gradio'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["topic"] == "consent"
