"""Finds headings by their words: numbers and names as people print them, in three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.parsers.document.blocks import Block, Role
from ingest.parsers.measures import number

_ENGLISH = re.compile(
    r"(part|title|chapter|section|article|annex|appendix|schedule)"
    r"(?:\s+(\d{1,4}[A-Za-z]{0,2}|[IVXLC]{1,7}[a-z]?|[A-Z]))?(?=$|[\s.:—–-])"
    r"(?:\s*[.:—–-]+(?=\s|$))?\s*(.*)",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(第\s*([〇零一二三四五六七八九十百两兩]{1,8}|\d{1,4})\s*([编編部章节節条條])"
    r"(?:之([一二三四五六七八九十]))?)(?:分)?(?:[\s:：、]+|$)(.*)"
)
_ANNEX = re.compile(
    r"(附[件录錄表則则](?:\s*([一二三四五六七八九十]{1,3}|[0-9]{1,3}))?)(?:[\s:：、]+|$)(.*)"
)
_OUTLINE = re.compile(r"([一二三四五六七八九十]{1,3})、\s*(\S.*)")
_OUTLINE_INNER = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]\s*(\S.*)")
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})\.?\s+(\S.*)")
_SINGLE = re.compile(r"(\d{1,2})\.?\s+(\S.*)")
_NAMES = {
    "part": ("part", 1),
    "title": ("title", 1),
    "annex": ("annex", 1),
    "appendix": ("app", 1),
    "schedule": ("sch", 1),
    "chapter": ("ch", 2),
    "section": ("s", 3),
    "article": ("art", 4),
}
_CHINESE_NAMES = {"编": "part", "編": "part", "部": "part", "章": "chapter", "节": "section"}
_CHINESE_NAMES |= {"節": "section", "条": "article", "條": "article"}
_ENDS = tuple(".;:,。；：，、")
_MOST = 120
_ENOUGH = 3
"""So many numbered lines make a structure; fewer may be mentions."""
_PAGE = re.compile(r"[0-9]{1,4}$")
_LEADERS = ("....", ". . . .", "……", "····")
_MANY_DOTS = "......"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading that carries its number.

    Attributes:
        step: What the locator's step says after ``sec_``: ``2.1``, ``art-5``.
        rank: Place among the numbered headings, 1 the outermost.
        words: What follows the number.
        named: Whether a word names it (`Article`, 第…條) and not the number alone.
    """

    step: str
    rank: int
    words: str
    named: bool


def numbered(text: str) -> Numbered | None:
    """The number of a heading, if the text begins with one and reads like a heading.

    >>> numbered("2.1 Scope of kettles").step, numbered("Article 5").step
    ('2.1', 'art-5')
    >>> numbered("第三章 监督"), numbered("Article 5 shall apply to kettles.")
    (Numbered(step='ch-3', rank=2, words='监督', named=True), None)
    """
    if "\n" in text or len(text) > 4 * _MOST:
        return None
    return _named_in_english(text) or _named_in_chinese(text) or _counted(text)


def is_title(text: str) -> bool:
    """Whether words can be a heading: short, one line, no sentence's end.

    >>> is_title("Scope"), is_title("This applies to kettles.")
    (True, False)
    """
    return 0 < len(text) <= _MOST and "\n" not in text and not text.endswith(_ENDS)


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with numbered lines made headings, where they make up a structure.

    Headings that the format marks stay what they are. Lines that name themselves (`Article 5`,
    第五條) become headings where there are three or more; plain numbers only in a document that
    marks no headings at all. Lines of a table of contents become furniture.
    """
    blocks = [
        replace(b, role=Role.FURNITURE)
        if b.role is Role.PARAGRAPH and len(b.text) <= 4 * _MOST and _is_of_contents(b.text)
        else b
        for b in blocks
    ]
    marked = [b for b in blocks if b.role is Role.HEADING and not b.guessed]
    found = [_found(b) for b in blocks]
    named = sum(n is not None and n.named for n in found)
    use_names = named >= _ENOUGH and named > len(marked)
    counted = sum(n is not None and not n.named for n in found)
    use_counts = not marked and counted >= _ENOUGH
    # A line set larger than every numbered one stands above them, as a title does.
    looks = [
        b.level
        for b, n in zip(blocks, found, strict=True)
        if b.guessed and n is not None and (use_names if n.named else use_counts)
    ]
    largest = min(looks, default=1)
    blocks = [replace(b, guessed=False) if b.guessed and b.level < largest else b for b in blocks]
    below = max([b.level for b in marked] + [largest - 1])
    # Plain numbers count what stands inside the named parts.
    names = {n.rank for n in found if n is not None and n.named} if use_names else {0}
    inside = below + max(names)
    made: list[Block] = []
    for at, (block, number_) in enumerate(zip(blocks, found, strict=True)):
        if number_ is None or not (use_names if number_.named else use_counts):
            made.append(block)
            continue
        if not number_.named and not _stands_alone(found, at):
            made.append(block)
            continue
        made += _as_heading(block, number_, below if number_.named else inside)
    deepest = max((b.level for b in made if b.role is Role.HEADING and not b.guessed), default=0)
    made = [replace(b, level=b.level + deepest) if b.guessed else b for b in made]
    return _without_contents(_joined(made))


def _is_of_contents(text: str) -> bool:
    """Whether a line leads to a page: dots or a tab before a number at its end, or many dots."""
    if _MANY_DOTS in text:
        return True
    page = _PAGE.search(text)
    if page is None:
        return False
    before = text[: page.start()]
    words = before.rstrip()
    space = before[len(words) :]
    # Dots set apart have a space behind the last of them as well.
    apart = words.endswith(". . . .")
    return "\t" in space or (words.endswith(_LEADERS) and (bool(space) or not apart))


def _found(block: Block) -> Numbered | None:
    if block.role is Role.FURNITURE or (block.role is Role.HEADING and not block.guessed):
        return None
    return numbered(block.text)


def _as_heading(block: Block, found: Numbered, below: int) -> list[Block]:
    level = below + found.rank
    heading = replace(block, role=Role.HEADING, level=level, guessed=False)
    if is_title(found.words) or not found.words:
        return [heading]
    # A Chinese article runs on behind its number: the number is the heading, the rest the rule.
    label = block.text[: len(block.text) - len(found.words)].strip()
    return [replace(heading, text=label, notes=()), replace(block, text=found.words)]


def _stands_alone(found: Sequence[Numbered | None], at: int) -> bool:
    """A single number on a line is a heading only if no list goes on with the next line."""
    own = found[at]
    if own is None or not own.step.isdigit():
        return True
    around = (found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None)
    return not any(
        n is not None and n.step.isdigit() and abs(int(n.step) - int(own.step)) == 1 for n in around
    )


def _joined(blocks: list[Block]) -> list[Block]:
    """`Article 5` and the title printed under it as one heading."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last is not None and last.role is Role.HEADING and _takes_title(last, block):
            text = f"{last.text}\n{block.text}"
            made[-1] = replace(last, text=text, notes=last.notes + block.notes)
        else:
            made.append(block)
    return made


def _takes_title(label: Block, block: Block) -> bool:
    found = numbered(label.text)
    if found is None or found.words or not found.named or block.role is Role.FURNITURE:
        return False
    if block.role is Role.HEADING and not block.guessed:
        return False
    if not is_title(block.text) or re.match(r"[(（•–-]|\d+[.)]", block.text):
        return False
    return numbered(block.text) is None and any(c.isalpha() for c in block.text)


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Numbered headings that only announce one of the same number later are a list of contents."""
    keys = [_key(b) for b in blocks]
    later: dict[str, int] = {key: at for at, key in enumerate(keys) if key}
    made = []
    for at, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        after = keys[at + 1] if at + 1 < len(keys) else ""
        if key and after and later[key] > at:
            made.append(replace(block, role=Role.FURNITURE, level=0))
        else:
            made.append(block)
    return made


def _key(block: Block) -> str:
    if block.role is not Role.HEADING:
        return ""
    return " ".join(block.text.split()).casefold()


def _named_in_english(text: str) -> Numbered | None:
    if match := _ENGLISH.fullmatch(text):
        word, label, words = match[1], match[2] or "", match[3]
        printed = word[:1].isupper() and (word[1:].islower() or word.isupper())
        is_annex = word.lower() in {"annex", "appendix", "schedule"}
        if not printed or not (label or (is_annex and not words)):
            return None
        if words and not (is_title(words) and begins_title(words)):
            return None
        short, rank = _NAMES[word.lower()]
        return Numbered(f"{short}-{label}" if label else short, rank, words, named=True)
    return None


def _named_in_chinese(text: str) -> Numbered | None:
    if match := _CHINESE.fullmatch(text):
        short, rank = _NAMES[_CHINESE_NAMES[match[3]]]
        label = str(number(match[2].replace("两", "二").replace("兩", "二")))
        label += f"-{number(match[4])}" if match[4] else ""
        if rank < 4 and match[5] and not is_title(match[5]):
            return None
        return Numbered(f"{short}-{label}", rank, match[5], named=True)
    if (match := _ANNEX.fullmatch(text)) and (not match[3] or is_title(match[3])):
        label = str(number(match[2])) if match[2] else ""
        return Numbered(f"annex-{label}".rstrip("-"), 1, match[3], named=True)
    return None


def _counted(text: str) -> Numbered | None:
    if match := _DECIMAL.fullmatch(text):
        rank = match[1].count(".") + 1
        fits = is_title(match[2]) and begins_title(match[2])
        return Numbered(match[1], rank, match[2], named=False) if fits else None
    if match := _SINGLE.fullmatch(text):
        fits = is_title(match[2]) and begins_title(match[2])
        return Numbered(match[1], 1, match[2], named=False) if fits else None
    for rank, pattern in enumerate((_OUTLINE, _OUTLINE_INNER), start=1):
        if (match := pattern.fullmatch(text)) and is_title(match[2]) and len(match[2]) <= 40:
            # The inner count begins anew under every outer one: the builder tells them apart.
            step = f"{'ab'[rank - 1]}{number(match[1])}"
            return Numbered(step, rank, match[2], named=False)
    return None


def begins_title(words: str) -> bool:
    """Whether words begin as a heading does: with a capital, a figure or a Chinese character.

    >>> begins_title("Scope"), begins_title("of 13 June"), begins_title("(with annexes)")
    (True, False, False)
    """
    if words.startswith(("(", "（")) or not any(c.isalpha() for c in words):
        return False
    first = next((c for c in words if c.isalnum()), "")
    return bool(first) and (not first.isalpha() or first.isupper() or not first.isascii())
