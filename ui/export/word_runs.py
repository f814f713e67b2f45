"""Runs in a DOCX paragraph: language, fonts, marks that lead to their source, links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ui.export.outline import Run, Weight
from ui.export.word_styles import HAN_FONTS, HAN_LANGUAGES, LATIN, LINK, SOFT

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def add_runs(
    paragraph: Paragraph,
    runs: Iterable[Run],
    *,
    bookmark: str = "",
    number: int = 0,
    tab: bool = False,
) -> None:
    """Add runs to a paragraph.

    Args:
        paragraph: Where to.
        runs: What to add.
        bookmark: A name for the place, for marks to lead to.
        number: The bookmark's id, unique in the document.
        tab: Whether to end with a tab.
    """
    inner = paragraph._p
    if bookmark:
        inner.append(_element("w:bookmarkStart", id=str(number), name=bookmark))
    for run in runs:
        if run.link:
            inner.append(_link(paragraph, run))
        elif run.words.strip() or run.words == " ":
            inner.append(_run(run))
        for mark in run.marks:
            inner.append(_mark(mark))
    if tab:
        paragraph.add_run().add_tab()
    if bookmark:
        inner.append(_element("w:bookmarkEnd", id=str(number)))


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a field that the word processor fills in, such as the page's number."""
    for kind in ("begin", "instrText", "end"):
        run = OxmlElement("w:r")
        if kind == "instrText":
            inner = OxmlElement("w:instrText")
            inner.text = code
        else:
            inner = _element("w:fldChar", fldCharType=kind)
        run.append(inner)
        paragraph._p.append(run)


def _run(run: Run, style: str = "") -> Any:
    element = OxmlElement("w:r")
    element.append(_properties(run, style))
    for number, line in enumerate(run.words.split("\n")):
        if number:
            element.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set(_XML_SPACE, "preserve")
        element.append(words)
    return element


def _properties(run: Run, style: str) -> Any:
    """Style, fonts, weight and language, in the order that the schema asks for."""
    properties = OxmlElement("w:rPr")
    style = style or (SOFT if run.weight is Weight.SOFT else "")
    if style:
        properties.append(_element("w:rStyle", val=style))
    han = HAN_LANGUAGES.get(run.language)
    if han:
        # The hint draws quotation marks and dots, which both scripts share, in the Han font.
        properties.append(_element("w:rFonts", eastAsia=HAN_FONTS[run.language], hint="eastAsia"))
    if run.weight is Weight.STRONG:
        properties.append(OxmlElement("w:b"))
    if han:
        properties.append(_element("w:lang", val=LATIN, eastAsia=han))
    elif run.language:
        tag = LATIN if run.language == "en" else run.language
        properties.append(_element("w:lang", val=tag))
    else:
        properties.append(OxmlElement("w:noProof"))
    return properties


def _mark(number: int) -> Any:
    link = _element("w:hyperlink", anchor=f"source_{number}", history="1")
    link.append(_run(Run(f"[{number}]", ""), LINK))
    return link


def _link(paragraph: Paragraph, run: Run) -> Any:
    relation = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.append(_run(run, LINK))
    return link


def _element(tag: str, /, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
