"""Parser for EU regulations as EUR-Lex publishes them in HTML.

Reads the Official Journal's mark-up (``oj-ti-art``, points as two-column tables), the same
mark-up with everything below a paragraph laid flat, and the consolidated texts' mark-up
(``title-article-norm``, points as grids). Locators: ``art_50/par_2``, ``art_5/par_1/pnt_c/pnt_i``,
``art_3/pnt_1``, ``anx_I/sec_A/pnt_2``, ``anx_III/pnt_4/pnt_a``, ``rct_27``.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText, Status
from ingest.parsers.eurlex_blocks import Block, Enter, Event, Leave, Rule
from ingest.parsers.eurlex_labels import Label, leading_label, run_on_points, whole_label
from ingest.parsers.eurlex_levels import PARAGRAPH, ROOT, SECTION, Levels, MarkedBuilder
from ingest.parsers.eurlex_page import read_body, read_events
from ingest.parsers.wording import locator_step

_ANNEX = re.compile(r"ANNEX\b(?:\s+([IVXLC]+[a-z]?|[A-Z]|[0-9]+)\b)?", re.IGNORECASE)
_ARTICLE = re.compile(r"Article\s*([0-9]+[a-z]*)", re.IGNORECASE)
_SECTION = re.compile(
    r"((?:Section|SECTION|Part|PART)\s+([A-Z]{1,5}|[0-9]{1,2})(?:\s*[.:—–-](?=\s)|$))(.*)"
)
_TERM = re.compile(r"[‘“](.+?)[’”](?=(?:,[^.;]{0,80}?,)?\s+means\b)")
_TERM_IN_LIST = re.compile(r"[‘“](.+?)[’”](?=[\s,(])")
_RANKS = {"prt": "part", "tis": "title", "cpt": "chapter", "sct": "section", "sbs": "subsection"}
_MOST_LEVELS = 12
"""Deeper than any legal text nests its points; what is deeper stays words of the last one."""


def parse(data: bytes, edition: Edition) -> ParsedText:
    """Takes a EUR-Lex page apart into articles, paragraphs, points, annexes and recitals.

    Args:
        data: The HTML file as published; UTF-8 unless it declares another encoding.
        edition: The edition that the file is.

    Returns:
        Every word of the page's body, in the page's order. Footnote references and amendment
        marks are notes at their places; footnotes printed at the end of the page are furniture.

    Raises:
        UnreadableSource: Empty, broken off, not HTML, or without articles marked up as EUR-Lex
            does it.
    """
    name = f"{edition.instrument} {edition.version}"
    assembler = _Assembler(MarkedBuilder(edition), list(read_events(read_body(data, name))))
    parsed = assembler.assembled()
    if not any(provision.kind == "article" for provision in parsed.provisions):
        raise UnreadableSource(
            f"The file for {name} has no article headings as EUR-Lex marks them; fetch the HTML "
            "version of the regulation from EUR-Lex."
        )
    return parsed


def provision_url(base_url: str, locator: str) -> str:
    """The page address that leads to the article, annex or recital of a locator.

    >>> provision_url("https://example.org/reg", "eu-ai-act/art_50/par_2")
    'https://example.org/reg#art_50'
    """
    root = locator.split("/")[1:2]
    page = base_url.partition("#")[0]
    return f"{page}#{root[0]}" if root and root[0].startswith(("art_", "anx_", "rct_")) else page


class _Assembler:
    """One walk over a page's events, from the first word to the last."""

    def __init__(self, builder: MarkedBuilder, events: list[Event]) -> None:
        self._builder = builder
        self._events = events
        self._next = 0
        self._levels = Levels(builder)
        self._containers: list[str] = []
        self._divisions: list[tuple[int, str, ExitStack]] = []
        self._announcing = False
        """The block before ends in a colon: what it announces belongs to it."""

    def assembled(self) -> ParsedText:
        while (event := self._ahead()) is not None:
            self._next += 1
            if isinstance(event, Block):
                self._block(event)
            elif isinstance(event, Enter):
                self._containers.append(event.container)
            elif isinstance(event, Leave):
                self._leave(event.container)
            elif isinstance(event, Rule):
                self._levels.close()
        self._levels.close()
        self._close_divisions(0)
        return self._builder.parsed()

    def _ahead(self, by: int = 0) -> Event | None:
        at = self._next + by
        return self._events[at] if at < len(self._events) else None

    def _following(self, role: str) -> Block:
        """The next blocks of this role as one, an empty one if there are none."""
        texts: list[str] = []
        marks: list[tuple[int, str]] = []
        length = 0
        while isinstance(event := self._ahead(), Block) and event.role == role:
            if _ANNEX.match(event.text):
                break
            shift = length + 1 if texts and event.text else length
            marks += [(offset + shift, mark) for offset, mark in event.marks]
            if event.text:
                texts.append(event.text)
                length = shift + len(event.text)
            self._next += 1
        return Block(role, " ".join(texts), tuple(marks))

    @property
    def _container(self) -> str:
        return self._containers[-1] if self._containers else ""

    def _leave(self, container: str) -> None:
        self._containers.pop()
        root = self._levels.root
        if root and root.container == container:
            self._levels.close()
        opened = [number for number, found in enumerate(self._divisions) if found[1] == container]
        if opened:
            self._close_divisions(opened[0])

    def _close_divisions(self, keep: int) -> None:
        if len(self._divisions) > keep:
            self._levels.close()
        while len(self._divisions) > keep:
            self._divisions.pop()[2].close()

    def _block(self, block: Block) -> None:
        annex = next((c for c in self._containers if c.startswith("anx_")), "")
        root = self._levels.root
        if block.role == "note":
            self._builder.note(block.printed)
        elif block.role == "article" and block.text[:1].isalpha():
            self._article(block)
        elif block.role == "division" and not annex:
            self._division(block)
        elif block.role == "title" and (_ANNEX.match(block.text) or (annex and not root)):
            self._annex(block, annex)
        elif self._container.startswith("rct_") and not root:
            self._recital(block)
        elif not root:
            self._builder.block(block)
        else:
            self._text(block, root.kind)
            self._announcing = block.text.endswith(":")

    def _division(self, block: Block) -> None:
        ranks = list(_RANKS.values())
        word = block.text.partition(" ")[0].lower()
        prefix = self._container.rpartition(".")[2].partition("_")[0]
        rank = ranks.index(word if word in ranks else _RANKS.get(prefix, "part"))
        heading = self._following("division-heading")
        self._levels.close()
        self._close_divisions(sum(found[0] < rank for found in self._divisions))
        closing = ExitStack()
        closing.enter_context(self._builder.division(f"{block.printed} {heading.printed}"))
        self._divisions.append((rank, self._container, closing))

    def _article(self, block: Block) -> None:
        # An inserted article may stand in the container of the one before it, so the printed
        # number goes before the container's id.
        number = _ARTICLE.match(block.text)
        named = self._container[4:] if self._container.startswith("art_") else block.text
        step = locator_step("art", number.group(1) if number else named)
        self._root(step, "article", block, self._following("article-heading"))

    def _annex(self, block: Block, container: str) -> None:
        number = _ANNEX.match(block.text)
        step = locator_step("anx", (number and number.group(1)) or container[4:])
        self._root(step, "annex", block, self._following("title"))

    def _recital(self, block: Block) -> None:
        label = block if whole_label(block.text) else None
        self._root(locator_step("rct", self._container[4:]), "recital", label, None)
        if not label:
            self._builder.block(block)

    def _root(self, step: str, kind: str, label: Block | None, heading: Block | None) -> None:
        self._levels.close()
        status = Status.EXPLANATORY if kind == "recital" else Status.OPERATIVE
        self._levels.open(
            step,
            kind,
            ROOT,
            label=label,
            heading=heading,
            container=self._container,
            status=status,
        )

    def _text(self, block: Block, root: str) -> None:
        """A block inside an article, annex or recital."""
        loose = block.depth == 0 and not block.data
        if root == "annex" and loose and (section := _SECTION.fullmatch(block.text)):
            self._section(block, section)
            return
        label = None if block.data else whole_label(block.text)
        head, rest = block, None
        if not label and loose and root != "recital":
            label = leading_label(block.text, paragraphs_only=root == "article")
            if label:
                head, rest = block.split(len(label.printed))
        if not label or len(self._levels) >= _MOST_LEVELS:
            if not (self._announcing and block.text.startswith(("‘", "“"))):
                self._levels.close_deeper(block.depth)
            self._words(block)
        elif root == "article" and loose and label.form == "dotted":
            self._levels.close_deeper(SECTION)
            step = locator_step("par", label.key)
            self._levels.open(step, "paragraph", PARAGRAPH, label=head)
            if rest:
                self._words(rest)
        else:
            heading = rest if block.role == "group" else None
            self._point(label, head, rest, heading)
            if rest and not heading:
                self._words(rest)

    def _section(self, block: Block, found: re.Match[str]) -> None:
        label, heading = block.split(found.end(1))
        following = self._ahead()
        if not heading.text and isinstance(following, Block) and _is_heading(following):
            heading = following
            self._next += 1
        self._levels.close(1)
        step = locator_step("sec", found.group(2))
        self._levels.open(step, "annex-section", SECTION, label=label, heading=heading)

    def _words(self, block: Block) -> None:
        """Write a block; points that run on inside an annex's paragraph become points."""
        root = self._levels.root
        points = run_on_points(block.text) if root and root.kind == "annex" else []
        parts: list[Block] = []
        for start, _ in reversed(points):
            block, part = block.split(start)
            parts.append(replace(part, depth=block.depth + 1))
        self._builder.block(block)
        for part, (_, label) in zip(reversed(parts), points, strict=True):
            head, rest = part.split(len(label.printed))
            self._point(label, head, rest, None)
            self._builder.block(rest)

    def _point(self, label: Label, head: Block, rest: Block | None, heading: Block | None) -> None:
        style = self._levels.place(label, head.depth, lambda: self._next_key(head.depth))
        parent = self._levels.last
        step = f"pnt_{label.key}"
        if style == "dash":
            parent.dashes += 1
            step = f"ind_{parent.dashes}"
        following = self._ahead()
        text = rest.text if rest else following.text if isinstance(following, Block) else ""
        term = self._term(label, text)
        self._levels.open(
            step,
            "definition" if term else "point",
            head.depth,
            label=head,
            heading=heading,
            counted=(label, style),
        )
        self._builder.term(term)

    def _term(self, label: Label, text: str) -> str:
        """The term that a numbered point of an article defines, if it does."""
        root = self._levels.root
        if root is None or root.kind != "article" or label.form != "bracketed":
            return ""
        found = _TERM.match(text)
        if not found and root.title.lower().startswith("definition"):
            found = _TERM_IN_LIST.match(text)
        return found.group(1) if found else ""

    def _next_key(self, depth: int) -> str:
        """Key of the next label in lists of this depth, before the text leaves them."""
        by = 0
        while isinstance(event := self._ahead(by), Block):
            if event.role != "note" and event.depth < depth:
                break
            label = whole_label(event.text)
            if label and event.depth == depth:
                return label.key
            by += 1
        return ""


def _is_heading(block: Block) -> bool:
    plain = block.depth == 0 and block.role in {"", "group"}
    return plain and not block.text.endswith((".", ":", ";", ",")) and not leading_label(block.text)
