"""Makes a PDF's printed lines running text: paragraphs and headings, without what frames pages."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.errors import DocumentScanned
from ingest.parsers.document.blocks import Block, Document, Role
from ingest.parsers.document.headings import begins_title, is_title, numbered, with_headings
from ingest.parsers.document.pdf_pages import Page, Pages
from ingest.parsers.pdf import Line
from ingest.parsers.prose import Vocabulary

_ZONE = 0.11
"""The share of a page's height, above and below, where running heads and feet stand."""
_EMPTY = 20
"""A page with fewer letters is a picture, or blank."""
_SCANNED = 0.6
_LARGER = 1.12
_NUMBER = re.compile(
    r"[\s|–—-]*(?:page|p\.|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|共)\s*\d{1,4})?"
    r"\s*(?:页|頁)?[\s|–—-]*",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:[•‣▪●○◦·–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[（(][一二三四五六七八九十]+[)）])(?:\s|$)"
    r"|[一二三四五六七八九十]{1,3}、|第[〇零一二三四五六七八九十百]+[条條章节節]"
)
_SENTENCE_END = re.compile(r"[.:;!?。：；！？][”’」』）)\"'\d]*$")
_WORD_DOCUMENT = re.compile(
    r"^Microsoft \w+ - |\.(?:docx?|pdf|indd|qxd|tex|pptx?)$|^untitled", re.I
)
_LEADS_TO = re.compile(r"(?:\D[ .…·]+|^)(?:\d{1,3}|[ivxl]{1,6})$")
_LONGEST_LEADER, _LONGEST_NUMBER = 80, 60
_LONGEST = 200
"""Lines of a paragraph; more are a page without white space."""
_LONGEST_TEXT = 8_000
_FEWEST_HEADINGS = 3
_FEWEST_ENTRIES = 5


def read_blocks(read: Pages, name: str) -> Document:
    """The blocks of a PDF's pages.

    Args:
        read: The pages.
        name: What to call the file in an error.

    Returns:
        Blocks with their pages: with headings where the print shows them, else page by page.

    Raises:
        DocumentScanned: Most pages have no words, or letters that are none.
    """
    pages = read.pages
    seen = [p for p in pages if p.readable and sum(len(x.text) for x in p.lines) >= _EMPTY]
    broken = sum(not p.readable for p in pages)
    few = len(pages) > 1 and len(seen) < (1 - _SCANNED) * len(pages)
    if not any(p.lines for p in pages) or few or broken > 0.5 * len(pages):
        raise DocumentScanned(
            f"{name} looks scanned: {len(pages) - len(seen)} of {len(pages)} pages have no "
            "readable text; run OCR on it and give the result.",
            file=name,
        )
    frame = _frame(pages)
    body = [line for page in pages for line in page.lines if not frame.has(page, line)]
    words = Vocabulary(line.text for line in body)
    look = _Look.of(body)
    blocks: list[Block] = []
    for page in pages:
        printed: list[Line] = []
        framing: list[Block] = []
        for line in page.lines:
            if frame.has(page, line):
                framing.append(Block(line.text, Role.FURNITURE, page=page.number))
            else:
                printed.append(line)
        blocks += framing
        if _is_contents(printed):
            blocks += [Block(x.text, Role.FURNITURE, page=page.number) for x in printed]
            continue
        blocks += [_block(lines, look, words, page.number) for lines in _grouped(printed, look)]
    title = "" if _WORD_DOCUMENT.search(read.title) else read.title
    return Document(tuple(_structured(blocks, len(pages), words)), title, paged=True)


def _structured(blocks: list[Block], pages: int, words: Vocabulary) -> list[Block]:
    """With headings and paragraphs across pages, if there is a structure; else pages."""
    found = with_headings(_levelled(blocks))
    headings = sum(b.role is Role.HEADING for b in found)
    if headings >= max(_FEWEST_HEADINGS, pages // 12):
        return list(_across_pages(found, words))
    return [
        replace(b, role=Role.PARAGRAPH, level=0) if b.role is Role.HEADING else b for b in blocks
    ]


def _across_pages(blocks: Sequence[Block], words: Vocabulary) -> Iterator[Block]:
    """A paragraph that a page's end breaks is one again, what frames the pages before it."""
    held: Block | None = None
    between: list[Block] = []
    for block in blocks:
        if block.role is Role.FURNITURE:
            between.append(block)
            continue
        if held and len(held.text) < _LONGEST_TEXT and _goes_on(held, block):
            held = replace(held, text=words.join([held.text, block.text]))
            continue
        if held:
            yield held
        yield from between
        held, between = block, []
    if held:
        yield held
    yield from between


def _goes_on(block: Block, following: Block) -> bool:
    if block.role is not Role.PARAGRAPH or following.role is not Role.PARAGRAPH:
        return False
    if block.page == following.page or _SENTENCE_END.search(block.text):
        return False
    return not _ITEM.match(following.text) and not following.text[:1].isupper()


@dataclass(frozen=True)
class _Frame:
    """What stands at the same place of many pages."""

    repeated: frozenset[tuple[bool, str]]

    def has(self, page: Page, line: Line) -> bool:
        zone = _zone(page, line)
        if zone is None:
            return False
        text = line.text
        is_number = len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None
        return is_number or (zone, _key(line)) in self.repeated


def _is_contents(lines: Sequence[Line]) -> bool:
    """Whether a page is a table of contents: most of its lines end in a page's number."""
    # The end of a line tells; a run of dots without end would be searched from each of them.
    ending = sum(_LEADS_TO.search(line.text[-_LONGEST_LEADER:]) is not None for line in lines)
    return ending >= _FEWEST_ENTRIES and ending >= 0.6 * len(lines)


def _zone(page: Page, line: Line) -> bool | None:
    """Whether a line stands at the top (true) or the foot (false) of its page, or in neither."""
    share = line.first.y / page.height if page.height else 0.5
    if share > 1 - _ZONE:
        return True
    return False if share < _ZONE else None


def _key(line: Line) -> str:
    if (found := numbered(line.text)) and found.named:
        # Article 4 and Article 12 at the top of their pages are no running head.
        return line.text
    return re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()


def _frame(pages: Sequence[Page]) -> _Frame:
    count: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        found = {(zone, _key(x)) for x in page.lines if (zone := _zone(page, x)) is not None}
        count.update(found)
    least = 2 if len(pages) < 3 else 3 if len(pages) < 50 else 5
    return _Frame(frozenset(key for key, times in count.items() if times >= least))


@dataclass(frozen=True)
class _Look:
    """How the body of the document is set."""

    size: float
    gap: float
    width: float
    """Letters in a full line."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Look:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.first.size, 1)] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        gaps = [
            gap
            for above, below in pairwise(lines)
            if above.page == below.page
            and 0.5 * size < (gap := above.first.y - below.first.y) < 3 * size
        ]
        lengths = sorted(len(line.text) for line in lines)
        width = lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0
        return cls(size, statistics.median(gaps) if gaps else 1.2 * size, width)


def _grouped(lines: Sequence[Line], look: _Look) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and (len(group) >= _LONGEST or _begins(group, line, look)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(group: Sequence[Line], line: Line, look: _Look) -> bool:
    """Whether a line begins a paragraph of its own."""
    last = group[-1]
    gap = last.first.y - line.first.y
    size = max(line.first.size, last.first.size, 1.0)
    if abs(gap) < 0.3 * size:
        return False
    ended = _SENTENCE_END.search(last.text) is not None
    if gap < 0:
        return ended or line.bold != last.bold
    if gap > 1.35 * max(look.gap, 0.8 * line.first.size):
        return True
    if abs(line.first.size - last.first.size) > 0.1 * size or line.bold != last.bold:
        return not (line.bold is False and last.bold is False)
    if _ITEM.match(line.text):
        return True
    shift = line.first.x - last.first.x
    return ended and (abs(shift) > 0.5 * size or len(last.text) < 0.7 * look.width)


def _block(lines: Sequence[Line], look: _Look, words: Vocabulary, page: int) -> Block:
    printed: list[str] = []
    before: Line | None = None
    for line in lines:
        if before and abs(before.first.y - line.first.y) < 0.3 * max(line.first.size, 1.0):
            printed[-1] += f" {line.text}"
        else:
            printed.append(line.text)
        before = line
    text = words.join(printed)
    size = round(lines[0].first.size, 1)
    stands_out = size >= _LARGER * look.size or all(line.bold for line in lines)
    if stands_out and len(printed) <= 3 and is_title(text) and begins_title(text):
        # The level is the size for now: levels are known when all headings are.
        return Block(text, Role.HEADING, level=int(size * 10), page=page, guessed=True)
    return Block(text, page=page)


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Sizes of headings to levels, the largest the outermost; more than six are one.

    What stands out again and again in the same words is the head of a table.
    """
    told = Counter(b.text for b in blocks if b.role is Role.HEADING)
    blocks = [
        replace(b, role=Role.PARAGRAPH, level=0, guessed=False) if told[b.text] > 2 else b
        for b in blocks
    ]
    sizes = sorted({b.level for b in blocks if b.role is Role.HEADING}, reverse=True)
    rank = {size: min(at, 6) for at, size in enumerate(sizes, start=1)}
    return [replace(b, level=rank[b.level]) if b.role is Role.HEADING else b for b in blocks]
