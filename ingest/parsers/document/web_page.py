"""Reads HTML: the main content as a person sees it, headings and tables kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.errors import DocumentDamaged
from ingest.parsers.document.blocks import CELL, Block, Document, Role
from ingest.parsers.document.cleaning import clean
from ingest.parsers.document.encoding import decode
from ingest.parsers.document.headings import with_headings
from ingest.parsers.document.limits import Clock
from ingest.parsers.web_encoding import web_encoding
from ingest.parsers.wording import tidy

_CHARSET = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,30})", re.IGNORECASE
)
_UNREAD = frozenset(
    "script style template noscript head iframe object embed svg math canvas audio video select"
    " button textarea datalist dialog map".split()
)
_AROUND = frozenset({"nav", "header", "footer", "aside", "menu"})
_AROUND_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_BREAKING = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table"
    " tbody td tfoot th thead tr ul aside menu legend".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])")
_LABEL = re.compile(r"[(（]?[0-9A-Za-z一二三四五六七八九十]{1,5}[)）.、]|[•—–-]")
_ENOUGH = 200


def page_text(data: bytes, name: str) -> str:
    """The page as text, in the encoding that it declares if that is true.

    Raises:
        DocumentGarbled: Neither the declared encoding nor any other one fits.
    """
    declared = None if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _CHARSET.search(data[:4096])
    if declared and not data.startswith(b"\xef\xbb\xbf"):
        encoding = web_encoding(declared[1].decode("ascii"))
        try:
            # A page that declares wrongly is common; the bytes themselves tell better.
            text = data.decode(encoding) if encoding else "\0"
        except UnicodeError:
            text = "\0"
        if "\0" not in text:
            return text
    return decode(data, name)


def read_page(text: str, name: str, clock: Clock) -> Document:
    """The blocks of an HTML page's main content.

    Scripts, styles, forms, hidden elements, and what frames the content (navigation, header,
    footer) are left out, the frame only where enough remains.

    Args:
        text: The page.
        name: What to call the file in an error.
        clock: The time left.

    Raises:
        DocumentDamaged: Nested beyond reading, or without a body.
    """
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(clean(text).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        # Comments and white space alone.
        return Document(())
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise _damaged(name) from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        # The reader stops at such a place and drops the rest without a word.
        raise _damaged(name)
    declared = root.find(".//title")
    title = tidy(clean(declared.text or "")) if declared is not None else ""
    blocks = _content(root, clock)
    return Document(tuple(with_headings(blocks)), title)


def _damaged(name: str) -> DocumentDamaged:
    return DocumentDamaged(
        f"{name} is damaged or nested too deeply; open it in a browser and save it again.",
        file=name,
    )


def _content(root: html.HtmlElement, clock: Clock) -> list[Block]:
    framed = list(_Reader(clock, framed=True).blocks(root))
    mains = root.xpath("//main | //*[@role='main']") or root.xpath("//body//article")
    if len(mains) == 1:
        found = list(_Reader(clock, framed=True).blocks(mains[0]))
        if _is_most(found, framed):
            return found
    whole = list(_Reader(clock, framed=False).blocks(root))
    return framed if _is_most(framed, whole) else whole


def _is_most(part: Sequence[Block], whole: Sequence[Block]) -> bool:
    """Whether a part of the page is its content: long enough, or a good share of everything."""
    length = sum(len(block.text) for block in part)
    return length >= _ENOUGH or length > 0.3 * sum(len(block.text) for block in whole)


def _in_one_line(text: str) -> str:
    """The text with its line ends, and the white space around them, as spaces."""
    first, *others = text.split("\n")
    if not others:
        return text
    *between, last = others
    return " ".join((first.rstrip(), *(part.strip() for part in between), last.lstrip()))


def _level(element: html.HtmlElement) -> int:
    tag = element.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if element.get("role") == "heading":
        stated = element.get("aria-level", "2")
        return int(stated) if stated in set("123456") else 2
    return 0


@dataclass
class _Row:
    cells: list[list[str]] = field(default_factory=list)
    whole: bool = True
    """No table, list or heading inside: the row reads as one line."""


@dataclass
class _Reader:
    """One walk over the page; no step of it calls itself, however deep the page is."""

    clock: Clock
    framed: bool
    pieces: list[str] = field(default_factory=list)
    level: int = 0
    kept: int = 0
    """Inside how many ``pre`` elements: line ends count there."""
    rows: list[_Row] = field(default_factory=list)

    def blocks(self, root: html.HtmlElement) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for count, (action, element) in enumerate(walk):
            if count % 4096 == 0:
                self.clock.check()
            if action == "start":
                if self._is_left_out(element):
                    walk.skip_subtree()
                    continue
                yield from self._start(element)
            else:
                if not self._is_left_out(element):
                    yield from self._end(element)
                if element is not root:
                    self._text(element.tail)
        yield from self._flush()

    def _is_left_out(self, element: html.HtmlElement) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD or element.get("hidden") is not None:
            return True
        if _HIDDEN.search(element.get("style", "").lower()):
            return True
        return self.framed and (tag in _AROUND or element.get("role", "") in _AROUND_ROLES)

    def _text(self, text: str | None) -> None:
        if text:
            # References to characters have become characters: invisible ones go only now.
            text = clean(text)
            self.pieces.append(text if self.kept else _in_one_line(text))

    def _start(self, element: html.HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag == "br":
            self.pieces.append("\n")
        if tag in _BREAKING:
            yield from self._flush()
            if tag == "pre":
                self.kept += 1
            elif tag == "tr":
                if self.rows:
                    yield from self._opened()
                self.rows.append(_Row())
            elif tag in {"td", "th"} and self.rows:
                self.rows[-1].cells.append([])
        if level := _level(element):
            yield from self._flush()
            if self.rows:
                yield from self._opened()
            self.level = level
        self._text(element.text)

    def _end(self, element: html.HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag in _BREAKING or _level(element):
            yield from self._flush()
        if _level(element):
            self.level = 0
        if tag == "pre":
            self.kept -= 1
        elif tag == "tr" and self.rows:
            yield from self._closed(self.rows.pop())

    def _flush(self) -> Iterator[Block]:
        text = "".join(self.pieces)
        self.pieces = []
        text = "\n".join(line for part in text.split("\n") if (line := tidy(part)))
        if not text:
            return
        if self.level:
            yield Block(" ".join(text.split("\n")), Role.HEADING, level=self.level)
        elif self.rows and self.rows[-1].whole and self.rows[-1].cells:
            self.rows[-1].cells[-1].append(text)
        else:
            yield Block(text)

    def _opened(self) -> Iterator[Block]:
        """A row turns out to hold more than words: its cells are read one after the other."""
        for row in self.rows:
            if row.whole:
                row.whole = False
                yield from (Block(text) for cell in row.cells for text in cell)

    def _closed(self, row: _Row) -> Iterator[Block]:
        if not row.whole:
            return
        cells = [cell for cell in row.cells if cell]
        if len(cells) > 1 and len(cells[0]) == 1 and _LABEL.fullmatch(cells[0][0]):
            # A point laid out as a table: its label stands before its words.
            label, *rest = (text for cell in cells for text in cell)
            yield Block(f"{label} {rest[0]}")
            yield from (Block(text) for text in rest[1:])
        elif all(len(cell) == 1 for cell in cells):
            yield Block(CELL.join(" ".join(cell[0].split("\n")) for cell in cells))
        else:
            yield from (Block(text) for cell in cells for text in cell)
