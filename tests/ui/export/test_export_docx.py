"""DOCX: real styles and languages, nothing of the machine, readable by other programs."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from forms import PUBLISHER, QUESTION, exported, squeezed, varied, words_of
from hostile import HOSTILE, infested, tame
from kettles import answer_first, compared, refusal
from lxml import etree

from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.export.format import Format

HAN = {"zh-Hant": "zh-HK", "zh-Hans": "zh-CN"}


def opened(of):
    return docx.Document(io.BytesIO(exported(of, Format.DOCX)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_real_styles(language):
    document = opened(varied(language))
    styles = [p.style.name for p in document.paragraphs]
    assert styles[0] == "Heading 1"
    sources = [p.style.name for p in document.paragraphs if p.text.startswith("[")]
    assert sources == ["Heading 3"] * 6
    assert styles.count("Quote") == 5
    assert "List Bullet" in styles
    assert document.paragraphs[0].text == QUESTION[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_run_of_chinese_names_its_language_and_font(language):
    document = opened(varied(language))
    runs = [r for r in document.element.body.iter(qn("w:r")) if r.findall(qn("w:t"))]
    spoken = set()
    for run in runs:
        tongue = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        if tongue is not None and tongue.get(qn("w:eastAsia")):
            spoken.add(tongue.get(qn("w:eastAsia")))
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts.get(qn("w:hint")) == "eastAsia"
            assert fonts.get(qn("w:eastAsia")).startswith("Microsoft ")
    assert spoken == {"zh-CN", HAN.get(language, "zh-CN")}
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:eastAsia")) == HAN.get(language, "zh-HK")


def test_the_table_has_a_row_of_heads_for_every_page():
    (table,) = opened(compared("q")).tables
    assert [c.text for c in table.rows[0].cells][1:] == [
        "European Union", "Mainland China", "Hong Kong",
    ]  # fmt: skip
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True] + [False] * (len(heads) - 1)
    assert len(heads) > 3


def test_limits_are_a_second_level():
    styles = [p.style.name for p in opened(answer_first()).paragraphs]
    assert "List Bullet 2" in styles


def test_marks_lead_to_their_sources_and_links_to_publishers():
    document = opened(varied("en"))
    body = document.element.body
    names = {b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))}
    links = list(body.iter(qn("w:hyperlink")))
    anchors = {a for link in links if (a := link.get(qn("w:anchor")))}
    assert anchors == names == {f"source_{n}" for n in range(1, 7)}
    away = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert away == [PUBLISHER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_properties_tell_what_it_is_and_nothing_of_the_machine(language):
    content = exported(varied(language), Format.DOCX)
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.title, properties.language) == (QUESTION[language], language)
    assert (properties.author, properties.last_modified_by) == ("RuleBridge", "RuleBridge")
    assert (properties.comments, properties.created.isoformat()[:10]) == ("", "2026-11-22")
    assert content == exported(varied(language), Format.DOCX)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}
        told = b"".join(archive.read(name) for name in archive.namelist())
    home = str(Path.home()).encode()
    assert len(home) < 2 or home not in told


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words):
    content = exported(infested(words), Format.DOCX)
    document = docx.Document(io.BytesIO(content))
    assert [r for r in document.part.rels.values() if r.is_external] == []
    codes = {e.text for e in document.element.iter(qn("w:instrText"))}
    assert codes == set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    other = opened(tame(words))
    assert [p.style.name for p in document.paragraphs] == [p.style.name for p in other.paragraphs]


def test_every_page_says_that_it_is_no_advice():
    foot = opened(refusal("q")).sections[0].footer.paragraphs[0]
    assert text("en", "notices.not_advice") in foot.text
    assert [e.text for e in foot._p.iter(qn("w:instrText"))] == ["PAGE"]


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """What LibreOffice reads in the files, by the name of the file."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice (soffice) to read what was written")
    folder = tmp_path_factory.mktemp("docx")
    given = {f"varied-{language}": varied(language) for language in LANGUAGES}
    given |= {"compared": compared("q"), "refusal": refusal("q"), "infested": infested(HOSTILE[11])}
    for name, of in given.items():
        (folder / f"{name}.docx").write_bytes(exported(of, Format.DOCX))
    command = [
        office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
        "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, folder.glob("*.docx")),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (of, (folder / f"{name}.txt").read_text("utf-8")) for name, of in given.items()}


@pytest.mark.parametrize(
    "name", ["varied-en", "varied-zh-Hant", "varied-zh-Hans", "compared", "refusal", "infested"]
)
def test_libreoffice_reads_what_was_written(converted, name):
    of, read = converted[name]
    mine = words_of(Format.DOCX, exported(of, Format.DOCX))
    found = squeezed(read)
    lines = [line for line in mine.split("\n") if line.strip()]
    assert len(lines) > 5
    assert [line for line in lines if squeezed(line) not in found] == []
