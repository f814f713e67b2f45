"""The styles of a DOCX document: fonts for both scripts, headings, quotation, table cells."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

LATIN = "en-GB"
HAN_LANGUAGES = {"zh-Hant": "zh-HK", "zh-Hans": "zh-CN"}
"""As word processors name them: by place, not by script."""
HAN_FONTS = {"zh-Hant": "Microsoft JhengHei", "zh-Hans": "Microsoft YaHei"}
LEAD, FACT, CELL, SOFT, LINK = "Lead", "Fact", "Cell", "Soft", "Link"
_FONT = "Calibri"
_LABEL = 5.0
"""Centimetres for the labels of facts."""
_TEXT, _SMALL = Pt(11), Pt(9)
_DARK, _GREY, _BLUE = (
    RGBColor(0x1A, 0x1A, 0x1A),
    RGBColor(0x55, 0x55, 0x55),
    RGBColor(0x0B, 0x4A, 0x82),
)
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def dress(document: Document, language: str) -> None:
    """Set page, styles and languages of a new document.

    Args:
        document: The document.
        language: Its language: ``en``, ``zh-Hant`` or ``zh-Hans``.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    han = language if language in HAN_LANGUAGES else "zh-Hant"
    styles: Any = document.styles
    _speak(styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"), han)
    _theme_language(document, han)
    for name in (LEAD, FACT, CELL):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name in (SOFT, LINK):
        styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    spacing = 1.3 if language in HAN_LANGUAGES else 1.15
    _style(styles["Normal"], _TEXT, after=6, spacing=spacing)
    _style(styles[LEAD], Pt(12.5), after=6)
    _style(styles[FACT], _SMALL, after=1)
    _style(styles[CELL], _SMALL, before=2, after=3, spacing=1.15)
    for level, (size, before) in enumerate(((Pt(17), 0), (Pt(14), 16), (Pt(11.5), 12)), start=1):
        _style(styles[f"Heading {level}"], size, before=before, after=5, bold=True)
    for bullet in ("List Bullet", "List Bullet 2"):
        _style(styles[bullet], _TEXT, after=4)
    quote = styles["Quote"]
    _style(quote, _TEXT, before=3, after=6)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)
    _bar(quote)
    fact = styles[FACT].paragraph_format
    fact.left_indent, fact.first_line_indent = Cm(_LABEL), Cm(-_LABEL)
    fact.tab_stops.add_tab_stop(Cm(_LABEL))
    _speak(styles["Footer"].element.get_or_add_rPr(), han)
    styles["Footer"].font.size = _SMALL
    _colour(styles[SOFT], _GREY, _SMALL)
    _colour(styles[LINK], _BLUE, None)


def _style(
    style: ParagraphStyle,
    size: Pt,
    *,
    before: float = 0,
    after: float = 0,
    spacing: float | None = None,
    bold: bool = False,
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in _THEMES:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.font.name = _FONT
    style.font.size, style.font.bold, style.font.color.rgb = size, bold, _DARK
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if spacing is not None:
        form.line_spacing = spacing


def _colour(style: CharacterStyle, colour: RGBColor, size: Pt | None) -> None:
    style.font.color.rgb = colour
    if size is not None:
        style.font.size = size


def _speak(properties: Any, han: str) -> None:
    """Set the fonts and languages of a style's or the defaults' run properties."""
    for name in ("w:rFonts", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    fonts, language = OxmlElement("w:rFonts"), OxmlElement("w:lang")
    for key, value in (("ascii", _FONT), ("hAnsi", _FONT), ("eastAsia", HAN_FONTS[han])):
        fonts.set(qn(f"w:{key}"), value)
    for key, value in (("val", LATIN), ("eastAsia", HAN_LANGUAGES[han])):
        language.set(qn(f"w:{key}"), value)
    properties.insert(0, fonts)
    properties.append(language)


def _theme_language(document: Document, han: str) -> None:
    settings: Any = document.settings.element
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), LATIN)
        theme.set(qn("w:eastAsia"), HAN_LANGUAGES[han])


def _bar(style: ParagraphStyle) -> None:
    """A line at the left of a quotation, so that it stands out also without colour."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "2B5C8A")):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    properties: Any = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
