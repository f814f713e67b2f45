"""Stretches of the official files, cut when they are needed and kept nowhere."""

from __future__ import annotations

import copy
import io
import os
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import docx
from lxml import etree, html
from pypdf import PdfReader, PdfWriter

from ingest.parsers.pdf import Line, read_lines
from tests.fuzzing.invented import archive, slim
from tests.fuzzing.targets import Input, records_of

_EU = ("eu-ai-act_en_oj-2024-07-12.xhtml", "eu-ai-act_en_consolidated-2026-07-27.xhtml")
_HK = tuple(
    (f"cap{number}_{language}.xml", language)
    for number in (486, 528)
    for language in ("en", "zh-Hant")
)
_CN = (("cn-interim-measures_zh-Hans.html", "zh-Hans"), ("cn-interim-measures_en_casi.txt", "en"))
_US = (("nist-ai-100-1.pdf", "nist-ai-rmf"), ("nist-ai-600-1.pdf", "nist-genai-profile"))
_EU_PDF = "eu-ai-act_en_oj-2024-07-12.pdf"
_REPORT = "hkust-mirc-2025_report_en-zh.txt"
_ACTION = re.compile(r"(?:GV|MP|MS|MG)-?\d")
_SMALL, _LARGE = 6_000, 60_000


def folder() -> Path | None:
    """The folder of official files, if there is one."""
    named = os.environ.get("RULEBRIDGE_SOURCES")
    found = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "corpus"
    return found if found.is_dir() else None


@lru_cache(maxsize=16)
def slices(target: str) -> tuple[Input, ...]:
    """Stretches of a few thousand bytes up to some pages, the same ones each time."""
    return tuple(_slices(target, random.Random(f"slices {target}")))


@lru_cache(maxsize=16)
def whole(target: str) -> tuple[Input, ...]:
    """The whole files."""
    files = {
        "eurlex": [("", name) for name in _EU],
        "hklm": [(language, name) for name, language in _HK],
        "measures": [(language, name) for name, language in _CN],
        "nist": [(f"{document} pdf", name) for name, document in _US],
        "pdf": [("", name) for name, _ in _US],
        "html": [("", name) for name in _EU],
        "markdown": [("", _REPORT)],
        "text": [("", _REPORT)],
    }
    given = [Input(v, data) for v, name in files.get(target, []) if (data := _bytes(name))]
    if target == "archive":
        given = [Input("", archive(data)) for name, _ in _HK[:2] if (data := _bytes(name))]
    return tuple(given)


def _bytes(name: str) -> bytes:
    place = folder()
    path = place / name if place else None
    return path.read_bytes() if path and path.is_file() else b""


def _slices(target: str, rng: random.Random) -> Iterator[Input]:
    if target in {"eurlex", "html"}:
        yield from (Input("", page) for name in _EU for page in _articles(_bytes(name), rng))
    if target == "html":
        yield from (Input("", data) for name, _ in _CN if (data := _bytes(name)))
    elif target in {"hklm", "archive"}:
        for name, language in _HK:
            found = list(_sections(_bytes(name), rng))
            if target == "hklm":
                yield from (Input(language, law) for law in found)
            else:
                yield from (Input("", archive(law)) for law in found[:2])
    elif target == "measures":
        yield from (Input(language, data) for name, language in _CN if (data := _bytes(name)))
    elif target == "nist":
        for name, document in _US:
            yield from (
                Input(f"{document} lines", data) for data in _line_slices(_bytes(name), rng)
            )
            yield from (
                Input(f"{document} pdf", data) for data in _pages(_bytes(name), rng, (1, 5))
            )
    elif target == "pdf":
        for name in (_EU_PDF, *(name for name, _ in _US)):
            yield from (Input("", data) for data in _pages(_bytes(name), rng, (1, 2)))
    elif target in {"text", "markdown", "docx"}:
        yield from (Input("", data) for data in _of_report(target, rng))


def _articles(data: bytes, rng: random.Random) -> Iterator[bytes]:
    """Pages of a few articles, annexes and recitals each."""
    if not data:
        return
    body = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8")).find("body")
    found = [
        e
        for kind in ("art_", "anx_", "rct_")
        for e in body.xpath(f".//*[starts-with(@id, '{kind}')]")
        if "." not in e.get("id") and len(etree.tostring(e)) < _LARGE
    ]
    articles = [e for e in found if e.get("id").startswith("art_")]
    for size in (_SMALL, _SMALL, _SMALL, _LARGE):
        page = etree.Element("html")
        new = etree.SubElement(page, "body")
        new.append(copy.deepcopy(rng.choice(articles)))
        while len(etree.tostring(page)) < size:
            new.append(copy.deepcopy(rng.choice(found)))
        yield etree.tostring(page, method="html", encoding="utf-8")


def _sections(data: bytes, rng: random.Random) -> Iterator[bytes]:
    """Ordinances of one part, or a few sections, or a schedule."""
    if not data:
        return
    root = etree.fromstring(data)
    main = next(e for e in root if etree.QName(e).localname == "main")
    namespace = f"{{{etree.QName(main).namespace}}}"
    inside = [e for tag in ("section", "schedule", "part") for e in main.iter(namespace + tag)]
    for low, high in ((0, _SMALL), (0, _SMALL), (_SMALL, _LARGE), (_SMALL, _LARGE)):
        fitting = [e for e in inside if low <= len(etree.tostring(e)) < high]
        new = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
        body = etree.SubElement(new, main.tag)
        for element in rng.sample(fitting, min(3, len(fitting))):
            body.append(copy.deepcopy(element))
        yield etree.tostring(new, xml_declaration=True, encoding="UTF-8")


def _line_slices(data: bytes, rng: random.Random) -> Iterator[bytes]:
    """The printed lines of a document: all of them, and a third with every heading kept."""
    if not data:
        return
    lines = read_lines(data)
    yield records_of(lines)
    for _ in range(3):
        start = rng.randrange(len(lines))
        window = range(start, start + 150)
        yield records_of([x for n, x in enumerate(lines) if n in window or _is_frame(x, n)])


def _is_frame(line: Line, number: int) -> bool:
    """Whether a line is one of those that a document cannot do without."""
    text = line.text
    if line.first.bold and len(text) < 80:
        return True
    return text.startswith("Table ") or (number % 12 == 0 and _ACTION.match(text) is not None)


def _pages(data: bytes, rng: random.Random, counts: tuple[int, ...]) -> Iterator[bytes]:
    """A few pages of a PDF as a PDF."""
    if not data:
        return
    for count in counts:
        reader = PdfReader(io.BytesIO(data))
        start = rng.randrange(2, len(reader.pages) - count)
        writer = PdfWriter()
        for page in reader.pages[start : start + count]:
            writer.add_page(page)
        writer.compress_identical_objects(remove_unreferenced=True)
        out = io.BytesIO()
        writer.write(out)
        yield out.getvalue()


def _of_report(target: str, rng: random.Random) -> Iterator[bytes]:
    text = _bytes(_REPORT).decode("utf-8", "replace")
    for length in (1_500, 4_000, 9_000) if text else ():
        start = rng.randrange(len(text) - length)
        part = text[start : start + length]
        if target == "docx":
            document = docx.Document()
            for number, line in enumerate(part.split("\n")):
                style = f"Heading {1 + number % 3}" if number % 7 == 0 else None
                document.add_paragraph("".join(c for c in line if c.isprintable()), style)
            out = io.BytesIO()
            document.save(out)
            yield slim(out.getvalue())
        elif target == "markdown":
            marks = ("", "# ", "- ", "", "> ", "", "## ")
            lines = part.split("\n")
            yield "\n".join(marks[n % 7] + line for n, line in enumerate(lines)).encode()
        else:
            encoding = rng.choice(("utf-8", "utf-16", "gb18030", "big5hkscs"))
            yield part.encode(encoding, "ignore")
