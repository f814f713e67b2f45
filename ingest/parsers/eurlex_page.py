"""Reads a EUR-Lex page into a flat stream of printed blocks, in reading order.

The page's tree says little about the law's structure that can be relied on: the same paragraph
is a ``div`` in one file and a loose ``p`` in the next. What every file has is printed blocks
with a class, an order, and the containers they stand in; this module keeps those and no more.
Nothing is lost: the blocks' words together are the words of the page's body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.errors import UnreadableSource
from ingest.parsers.eurlex_blocks import Block, Enter, Event, Leave, Rule, without_marks
from ingest.parsers.web_encoding import web_encoding

_ROLES: dict[str, str] = {
    "ti-art": "article",
    "title-article-norm": "article",
    "sti-art": "article-heading",
    "stitle-article-norm": "article-heading",
    "ti-section-1": "division",
    "title-division-1": "division",
    "ti-section-2": "division-heading",
    "title-division-2": "division-heading",
    "doc-ti": "title",
    "title-annex-1": "title",
    "title-annex-2": "title",
    "ti-grseq-1": "group",
    "note": "note",
    "footnote": "note",
    "modref": "note",
    "arrow": "note",
}
"""Class names of the Official Journal (without ``oj-``) and of the consolidated texts."""

_BREAKING_TAGS = (
    "address article blockquote body caption center dd div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead"
    " tr ul"
)
_BREAKING = frozenset(_BREAKING_TAGS.split())
_UNREAD = frozenset({"script", "style"})
_CONTAINER = re.compile(r"(?:art|anx|rct|prt|tis|cpt|sct|sbs|cit|enc|pbl|fnp|tit)_(?!.*\.tit_).+")


def read_body(data: bytes, name: str) -> html.HtmlElement:
    """The page's ``body`` element.

    Args:
        data: The file. UTF-8 unless it declares another encoding.
        name: What to call the file in an error.

    Raises:
        UnreadableSource: Empty, not text, not a whole HTML page, or nested beyond reading.
    """
    if not data.strip():
        raise UnreadableSource(f"The file for {name} is empty; fetch it again from EUR-Lex.")
    declared = re.search(rb"(?:encoding|charset)\s*=\s*[\"']?([A-Za-z0-9._-]+)", data[:2048])
    encoding = web_encoding(declared.group(1).decode("ascii") if declared else "utf-8")
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding) if encoding else ""
    except UnicodeError:
        text = ""
    if "\0" in text or not re.search(r"<(?:html|body)\b", text, re.IGNORECASE):
        raise UnreadableSource(
            f"The file for {name} is not an HTML page; fetch the HTML version from EUR-Lex."
        )
    if not re.search(r"</(?:html|body)\s*>", text[-4096:], re.IGNORECASE):
        raise UnreadableSource(f"The file for {name} breaks off; fetch it again from EUR-Lex.")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.LxmlError:
        root = None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        # The reader stops at such an error and drops the rest without a word.
        raise UnreadableSource(
            f"The file for {name} is damaged or nested too deeply; fetch it again from EUR-Lex."
        )
    body = None if root is None else root.find("body")
    if body is None:
        raise UnreadableSource(f"The file for {name} has no text; fetch it again from EUR-Lex.")
    return body


def read_events(body: html.HtmlElement) -> Iterator[Event]:
    """Blocks, containers and separating lines of a page, in reading order."""
    reader = _Reader()
    unread = 0
    for action, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        plain = action in {"start", "end"}
        if plain and element.tag in _UNREAD:
            unread += 1 if action == "start" else -1
        elif plain and not unread:
            yield from (reader.start if action == "start" else reader.end)(element)
        if unread:
            continue
        if action == "start":
            reader.text(element.text)
        elif element is not body:
            reader.text(element.tail)
    yield from reader.flush()


@dataclass
class _Reader:
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """The block being read: text, and whether it is a footnote reference."""
    roles: list[str] = field(default_factory=lambda: [""])
    depth: int = 0
    data_tables: int = 0
    in_reference: int = 0

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append((text, self.in_reference > 0))

    def start(self, element: html.HtmlElement) -> Iterator[Event]:
        if element.tag not in _BREAKING:
            if element.tag == "br":
                self.text("\n")
            self.in_reference += _is_reference(element)
            return
        yield from self.flush()
        self.roles.append(_role(element) or self.roles[-1])
        self.depth += _is_layout(element)
        self.data_tables += _is_data_table(element)
        if _CONTAINER.fullmatch(element.get("id", "")):
            yield Enter(element.get("id", ""))
        if element.tag == "hr" and re.search(r"separator|doc-sep|doc-end", _classes(element)):
            yield Rule()

    def end(self, element: html.HtmlElement) -> Iterator[Event]:
        if element.tag not in _BREAKING:
            self.in_reference -= _is_reference(element)
            return
        yield from self.flush()
        self.roles.pop()
        self.depth -= _is_layout(element)
        self.data_tables -= _is_data_table(element)
        if _CONTAINER.fullmatch(element.get("id", "")):
            yield Leave(element.get("id", ""))

    def flush(self) -> Iterator[Event]:
        text, marks = without_marks(self.pieces)
        self.pieces = []
        if text or marks:
            yield Block(self.roles[-1], text, marks, self.depth, self.data_tables > 0)


def _classes(element: html.HtmlElement) -> str:
    return str(element.get("class", ""))


def _role(element: html.HtmlElement) -> str:
    for name in _classes(element).split():
        plain = name.removeprefix("oj-")
        if plain.startswith("title-gr-seq"):
            return "group"
        if plain in _ROLES and element.tag != "hr":
            return _ROLES[plain]
    return ""


def _is_layout(element: html.HtmlElement) -> bool:
    if element.tag == "table":
        return not _classes(element)
    return "grid-container" in _classes(element).split()


def _is_data_table(element: html.HtmlElement) -> bool:
    return element.tag == "table" and bool(_classes(element))


def _is_reference(element: html.HtmlElement) -> bool:
    """A footnote's number in the text: ``id="ntc1-…"`` in the Journal, else ``href="#E0001"``."""
    if element.tag != "a":
        return False
    return element.get("id", "").startswith(("ntc", "src.")) or bool(
        re.match(r"#(?:ntr|E\d)", element.get("href", ""))
    )
