"""A reader's document to stretches that a search can find.

People cite a document by its paragraphs, so a paragraph is a stretch of its own; where paragraphs
of a section are so short that they mean little alone (the lines of a cover, the points of a list)
neighbours in one language are found together, and a long paragraph is cut between sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus.documents.stretch import Stretch
from corpus.provision import ParsedText, Provision
from ingest.passages import estimated_tokens, split_text

TOGETHER = 90
"""Estimated tokens up to which neighbouring paragraphs are found together."""

_CAPTION = 8
"""Shorter than this, a paragraph says what the next is about rather than something itself."""

_CONTEXT = 240


def stretches_of(parsed: ParsedText) -> list[Stretch]:
    """The stretches of a document, in reading order.

    Args:
        parsed: What the parser made of it.
    """
    inside: dict[str, list[Provision]] = {}
    for provision in parsed.provisions:
        if not provision.is_root:
            inside.setdefault(provision.root, []).append(provision)
    found: list[Stretch] = []
    captions: list[Provision] = []
    for root in (p for p in parsed.provisions if p.is_root):
        paragraphs = inside.get(root.locator, [])
        if not paragraphs and _is_caption(root):
            captions.append(root)
            continue
        if paragraphs:
            found += (_whole(c) for c in captions if c.heading not in root.heading_path)
            found += _of_section(root, paragraphs)
        else:
            context = _context(root, [caption.text for caption in captions])
            found += _cut(root, 0, len(root.text), root.language, context)
        captions.clear()
    return [s for s in (*found, *map(_whole, captions)) if s.end > s.start]


def _of_section(root: Provision, paragraphs: Sequence[Provision]) -> Iterator[Stretch]:
    group: list[Provision] = []
    for paragraph in paragraphs:
        if group and not _belongs(group, paragraph):
            # A caption goes with what it stands above.
            next_up = list(takewhile(_is_caption, reversed(group)))[::-1]
            if len(next_up) == len(group) or not _belongs(next_up, paragraph):
                next_up = []
            yield from _grouped(root, group[: len(group) - len(next_up)])
            group = next_up
        group.append(paragraph)
    yield from _grouped(root, group)


def _belongs(group: Sequence[Provision], paragraph: Provision) -> bool:
    tokens = sum(estimated_tokens(p.text) for p in (*group, paragraph))
    told = [p.language for p in (*group, paragraph) if not _is_caption(p)]
    return tokens <= TOGETHER and len(set(told)) <= 1


def _grouped(root: Provision, group: Sequence[Provision]) -> Iterator[Stretch]:
    told = next((p.language for p in group if not _is_caption(p)), group[0].language)
    context = _context(root, [root.heading] if root.heading else [])
    if len(group) == 1:
        yield from _cut(group[0], group[0].body_start, len(group[0].text), told, context)
        return
    start, end = group[0].span[0] - root.span[0], group[-1].span[1] - root.span[0]
    yield from _cut(root, start, end, told, context)


def _cut(of: Provision, start: int, end: int, language: str, context: str) -> Iterator[Stretch]:
    for first, last in split_text(of.text, start, end):
        words = of.text[first:last]
        at = first + len(words) - len(words.lstrip())
        yield Stretch(of.locator, at, at + len(words.strip()), language, context)


def _whole(root: Provision) -> Stretch:
    return Stretch(root.locator, 0, len(root.text), root.language, _context(root, []))


def _context(provision: Provision, captions: Sequence[str]) -> str:
    title, *headings = provision.heading_path or ("",)
    parts = [title[:_CONTEXT], " ".join([*headings[-3:], *captions[-3:]])[-_CONTEXT:]]
    return " › ".join(part for part in parts if part)


def _is_caption(provision: Provision) -> bool:
    return estimated_tokens(provision.text) < _CAPTION
