"""Reads the Interim Measures for generative AI: the Chinese web page and an English translation.

Both are plain runs of paragraphs; what a paragraph is, its first characters say. Locators are
the same in both languages and follow Chinese citation:

- ``art_7/itm_2``: Article 7, item 2 (第七条第二项), where the article has one paragraph (款), to
  which its items belong. That paragraph is the article itself and has no step of its own.
- ``art_2/par_3``: Article 2, paragraph 3 (第二条第三款), where it has several. Items would then
  belong to theirs: ``art_2/par_1/itm_1`` (第二条第一款第一项).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.web_encoding import web_encoding

Element = etree._Element

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|p|div|h1|meta)\b", re.IGNORECASE)
_BLOCK = re.compile(
    "address|article|blockquote|body|br|center|d[dlt]|div|footer|form|h[1-6r]|header|li|main|nav"
    "|ol|p|pre|section|table|tbody|t[dhr]|tfoot|thead|ul"
)
_ENOUGH = 2
"""Articles that show where on a page the text stands."""

_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_NUMERAL = "[〇零一二三四五六七八九十百]{1,9}"
_ARTICLE = re.compile(
    rf"(第({_NUMERAL})条)(?:\s+|$)|(Article ([0-9]{{1,4}}))(?:[.:：]?\s+|[.:：]?$)"
)
_DIVISION = re.compile(rf"第{_NUMERAL}[章节](?:\s|$)|Chapter ([IVX]+|[0-9]+)\b")
_ITEM = re.compile(rf"([（(]({_NUMERAL}|[0-9]{{1,4}})[)）])\s*")


def parse(data: bytes, edition: Edition) -> ParsedText:
    """Every article of the Measures, in reading order.

    Args:
        data: A web page in Chinese or English, or plain text with one paragraph a line.
        edition: The edition that the file is.

    Raises:
        UnreadableSource: No article can be read from the bytes.
    """
    name = f"The file for {edition.instrument} ({edition.language})"
    page = bool(_HTML.search(data[:4096]))
    lines = list(_page_lines(data, name)) if page else [(x, None) for x in _text_lines(data, name)]
    builder = ProvisionBuilder(edition)
    first, end = _of_the_text(lines)
    blocks: list[_Article | str] = [line for line, _ in lines[:first]]
    blocks += _articles([line for line, _ in lines[first:end]])
    blocks += [line for line, _ in lines[end:]]
    if not any(isinstance(block, _Article) for block in blocks):
        raise UnreadableSource(f"{name} has no articles: give the text of the measures.")
    with ExitStack() as chapter:
        for block in blocks:
            if isinstance(block, _Article):
                block.tell(builder)
            elif _DIVISION.match(block):
                chapter.close()
                chapter.enter_context(builder.division(block))
            else:
                builder.furniture(block)
    return builder.parsed()


def number(numeral: str) -> int:
    """A Chinese or Arabic numeral below 1,000 as a number.

    >>> number("二十四"), number("十"), number("一百零三"), number("7")
    (24, 10, 103, 7)
    """
    if numeral.isdecimal() and numeral.isascii():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = max("〇一二三四五六七八九".find(character), 0)
    return total + digit


@dataclass
class _Paragraph:
    words: str
    items: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, printed number and words of each item."""

    def tell(self, builder: ProvisionBuilder) -> None:
        builder.words(self.words)
        for item, label, words in self.items:
            with builder.provision(f"itm_{item}", "item", label=label):
                builder.words(words)


@dataclass
class _Article:
    number: int
    label: str
    paragraphs: list[_Paragraph] = field(default_factory=list)

    def add(self, line: str) -> None:
        item = _ITEM.match(line)
        if item and self.paragraphs:
            found = (number(item[2]), item[1], line[item.end() :])
            self.paragraphs[-1].items.append(found)
        elif line:
            self.paragraphs.append(_Paragraph(line))

    def tell(self, builder: ProvisionBuilder) -> None:
        with builder.provision(f"art_{self.number}", "article", label=self.label):
            if len(self.paragraphs) == 1:
                self.paragraphs[0].tell(builder)
                return
            for count, paragraph in enumerate(self.paragraphs, start=1):
                with builder.provision(f"par_{count}", "paragraph"):
                    paragraph.tell(builder)


def _of_the_text(lines: Sequence[tuple[str, Element | None]]) -> tuple[int, int]:
    """Which lines of a page are the text: those in the element that holds every article.

    What stands outside of it, such as the site's menus and its imprint, is no part of an article:
    the last one would end in them.
    """
    begins = [element for line, element in lines if _ARTICLE.match(line) and element is not None]
    if len(begins) < _ENOUGH:
        return 0, len(lines)
    holding = _around(begins)
    inside = [
        n
        for n, (_, element) in enumerate(lines)
        if element is not None and (element is holding or holding in element.iterancestors())
    ]
    return inside[0], inside[-1] + 1


def _around(elements: Sequence[Element]) -> Element:
    """The innermost element that is or holds all of some elements."""
    chain = [elements[0], *elements[0].iterancestors()]
    places = {id(element): place for place, element in enumerate(chain)}
    highest = 0
    for element in elements:
        held = next((e for e in (element, *element.iterancestors()) if id(e) in places), chain[-1])
        highest = max(highest, places[id(held)])
    return chain[highest]


def _articles(lines: list[str]) -> list[_Article | str]:
    """Articles, and the lines that stand outside them: titles and chapter headings."""
    blocks: list[_Article | str] = []
    article: _Article | None = None
    for line in lines:
        begins = _ARTICLE.match(line)
        count = number(begins[2] or begins[4]) if begins else 0
        # A paragraph may begin with a reference; only the next number begins an article.
        if begins and count == (article.number if article else 0) + 1:
            article = _Article(count, begins[1] or begins[3])
            article.add(line[begins.end() :])
            blocks.append(article)
        elif article is None or _DIVISION.match(line):
            blocks.append(line)
        else:
            article.add(line)
    return blocks


def _text_lines(data: bytes, name: str) -> Iterator[str]:
    for line in _decoded(data, name).splitlines():
        if line := line.strip():
            yield line


def _page_lines(data: bytes, name: str) -> Iterator[tuple[str, Element]]:
    """Each line of a page with the innermost block that it begins in."""
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data, name))
    try:
        page = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableSource(f"{name} is not a readable web page: fetch it again.") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableSource(f"{name} is nested too deep to be read: fetch it again.")
    body = page.find("body")
    line: list[str] = []
    unseen = 0
    around: list[Element] = [page if body is None else body]
    for event, element in etree.iterwalk(page if body is None else body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        unseen += (1 if starts else -1) * (tag in _UNSEEN)
        if _BLOCK.fullmatch(tag):
            if whole := "".join(line).strip():
                yield whole, around[-1]
            line = []
            if starts:
                around.append(element)
            elif len(around) > 1:
                around.pop()
        if not unseen:
            line.append(
                (element.text if starts and tag else None if starts else element.tail) or ""
            )


def _decoded(data: bytes, name: str) -> str:
    """The text of a file in the encoding that it states, else UTF-8, else GB 18030."""
    stated = _CHARSET.search(data[:4096])
    charset = web_encoding(stated[1].decode("ascii")) if stated else None
    for encoding in filter(None, (charset, "utf-8-sig", "gb18030")):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableSource(f"{name} is not text in UTF-8 or GB 18030: fetch it again.")
