"""Blocks to provisions: sections where headings give structure, else pages, else paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from corpus.provision import Edition, ParsedText
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.document.blocks import Block, Document, Role
from ingest.parsers.document.headings import numbered
from ingest.parsers.document.script import Tongues
from ingest.parsers.wording import tidy

_ROOT_CHARACTERS = 100_000
_ROOT_PARAGRAPHS = 1_000
"""A section longer than this goes on in a second one: a root is one text that is held whole."""
_STEP = 40
_LONGEST = 8_000
"""Characters of a paragraph; a longer one goes on in the next."""
_LONGEST_HEADING = 1_000
_WORDS = (Role.HEADING, Role.PARAGRAPH)
_END = re.compile(r"[.!?;]\s|[。！？；]|\n")


def assemble(document: Document, edition: Edition, title: str) -> ParsedText:
    """The provisions of a document.

    Args:
        document: The blocks, in reading order.
        edition: What stamps them.
        title: The document's title: the first step of every heading path.

    Returns:
        Roots ``sec_…`` of kind `section` with a heading where the document has headings, else
        ``p_12`` of kind `page` where it has pages, both with ``par_…`` inside; else, and before
        the first heading, roots ``par_…`` of kind `paragraph`. Nothing printed is lost.
    """
    builder = ProvisionBuilder(edition)
    texts = (block.text for block in document.blocks if block.role is not Role.FURNITURE)
    writer = _Writer(builder, Tongues(edition.language, texts))
    blocks = [part for block in document.blocks for part in _shortened(block)]
    with builder.division(title, printed=False):
        if any(block.role is Role.HEADING for block in blocks):
            _Sections(writer, title).read(blocks)
        elif document.paged:
            _pages(writer, blocks)
        else:
            writer.outside(blocks)
    return builder.parsed()


def _shortened(block: Block) -> Iterator[Block]:
    """A block without end as several, cut between sentences or words; a blank one as none."""
    text = block.text
    if not tidy(text):
        return
    if block.role is Role.HEADING and len(text) > _LONGEST_HEADING:
        block = replace(block, role=Role.PARAGRAPH, level=0)
    start = 0
    while len(text) - start > _LONGEST:
        window = text[start + _LONGEST // 2 : start + _LONGEST]
        ends = list(_END.finditer(window)) or list(re.finditer(r"\s", window))
        cut = start + _LONGEST // 2 + (ends[-1].end() if ends else _LONGEST // 2)
        if tidy(text[start:cut]):
            yield replace(block, text=text[start:cut], notes=())
        start = cut
    yield replace(block, text=text[start:])


def title_in(document: Document) -> str:
    """The document's title as its first heading prints it, if the others stand below it."""
    headings = [block for block in document.blocks if block.role is Role.HEADING]
    if len(headings) < 2 or not _is_title_block(headings[0], headings):
        return ""
    return tidy(headings[0].text)


def _is_title_block(first: Block, headings: Sequence[Block]) -> bool:
    return numbered(first.text) is None and all(h.level > first.level for h in headings[1:])


@dataclass
class _Writer:
    """Tells the builder paragraphs; those outside any section are counted through."""

    builder: ProvisionBuilder
    tongues: Tongues
    loose: int = 0

    def apart(self, *of: str | Sequence[Block]) -> str:
        """The language of a heading or some blocks together, where it is not the document's."""
        texts = (
            (part,) if isinstance(part, str) else (b.text for b in part if b.role in _WORDS)
            for part in of
        )
        return self.tongues.apart("\n".join(chain.from_iterable(texts)))

    def paragraphs(self, blocks: Sequence[Block]) -> None:
        """The paragraphs of the section or page that is open, counted from 1."""
        number = 0
        for block in blocks:
            number += block.role is not Role.FURNITURE
            self._write(block, number)

    def outside(self, blocks: Sequence[Block]) -> None:
        """Paragraphs that stand in no section."""
        for block in blocks:
            self.loose += block.role is not Role.FURNITURE
            self._write(block, self.loose)

    def _write(self, block: Block, number: int) -> None:
        if block.role is Role.FURNITURE:
            for words in (*block.text.split("\n"), *block.notes):
                self.builder.furniture(words)
            return
        tongue = self.apart(block.text)
        with self.builder.provision(
            f"par_{number}", "paragraph", page=block.page, own_language=tongue
        ):
            for line in block.text.split("\n"):
                self.builder.words(line)
            for note in block.notes:
                self.builder.note(note)


@dataclass
class _Sections:
    writer: _Writer
    title: str
    above: list[tuple[int, ExitStack]] = field(default_factory=list)
    """Headings that the one being read stands under."""
    unnamed: int = 0

    def read(self, blocks: Sequence[Block]) -> None:
        headings = [block for block in blocks if block.role is Role.HEADING]
        # The document's own title is printed above it, and encloses everything.
        titled = len(headings) > 1 and _is_title_block(headings[0], headings)
        title = headings[0] if titled and tidy(headings[0].text) == tidy(self.title) else None
        heading: Block | None = None
        body: list[Block] = []
        for block in blocks:
            if block.role is not Role.HEADING:
                body.append(block)
                continue
            self._section(heading, body)
            heading, body = block, []
            if block is title:
                self.writer.builder.furniture(tidy(block.text))
                heading = None
        self._section(heading, body)
        self._leave(0)

    def _section(self, heading: Block | None, body: Sequence[Block]) -> None:
        if heading is None:
            self.writer.outside(body)
            return
        builder = self.writer.builder
        self._leave(heading.level)
        printed = tidy(heading.text)
        step = self._step(heading)
        parts = list(_parts(body)) or [[]]
        tongue = self.writer.apart(printed, parts[0])
        with builder.provision(
            step, "section", heading=printed, page=heading.page, own_language=tongue
        ):
            for note in heading.notes:
                builder.note(note)
            self.writer.paragraphs(parts[0])
        division = ExitStack()
        division.enter_context(builder.division(printed, printed=False))
        self.above.append((heading.level, division))
        for part in parts[1:]:
            tongue = self.writer.apart(part)
            with builder.provision(step, "section", page=_page(part), own_language=tongue):
                self.writer.paragraphs(part)

    def _leave(self, level: int) -> None:
        while self.above and self.above[-1][0] >= level:
            self.above.pop()[1].close()

    def _step(self, heading: Block) -> str:
        found = numbered(heading.text.split("\n", 1)[0])
        number = heading.number.strip(" .()（）、") or (found.step if found else "")
        plain = re.sub(r"[^A-Za-z0-9.-]+", "-", number).strip("-.")
        if not plain:
            words = re.sub(r"[^a-z0-9]+", "-", heading.text.lower()).strip("-")
            if len(words) > _STEP:
                words = words[:_STEP].rsplit("-", 1)[0]
            plain = words
        if not plain:
            self.unnamed += 1
            plain = f"h{self.unnamed}"
        return f"sec_{plain[:_STEP]}"


def _pages(writer: _Writer, blocks: Sequence[Block]) -> None:
    for page, found in groupby(blocks, key=lambda block: block.page):
        for part in _parts(list(found)):
            if all(block.role is Role.FURNITURE for block in part):
                writer.paragraphs(part)
                continue
            tongue = writer.apart(part)
            with writer.builder.provision(f"p_{page}", "page", page=page, own_language=tongue):
                writer.paragraphs(part)


def _parts(body: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    size = 0
    for block in body:
        if part and (size + len(block.text) > _ROOT_CHARACTERS or len(part) >= _ROOT_PARAGRAPHS):
            yield part
            part, size = [], 0
        part.append(block)
        size += len(block.text)
    if part:
        yield part


def _page(part: Sequence[Block]) -> int | None:
    return part[0].page if part else None
