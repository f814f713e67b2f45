"""Provisions to passages: the stretches that are embedded and found.

A provision with its words is one passage where it fits :data:`MAX_TOKENS`. Paragraphs,
subsections and definitions are passages of their own even where the whole article would fit,
because people cite them. What does not fit is split at the boundaries of the provisions inside
it, then between sentences, and only at last between words. Every passage is an exact stretch of
its provision's text; heading path and lead-in travel beside it as context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.catalogue import catalogue
from corpus.digest import DigestEntry
from corpus.passage import Passage
from corpus.provision import (
    Authority,
    BindingForce,
    ParsedText,
    Provision,
    Status,
    instrument_of,
)

MAX_TOKENS = 240
"""Longest passage, in estimated tokens of the embedding model (its window is 512)."""

MIN_CHARACTERS = 30
"""Shorter stretches between provisions (“In this Ordinance—”) are only context."""

_MAX_CONTEXT = 320
_STEP = 1 << 10
_LATIN_WORD = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9\u2e80-\U0003134f]")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+|(?<=[。；！？])|\n")


def estimated_tokens(text: str) -> int:
    """About how many tokens the embedding model sees: 1.35 a Latin word, 0.8 a Han character.

    >>> estimated_tokens("personal data"), estimated_tokens("個人資料")
    (2, 3)
    """
    return int(1.35 * len(_LATIN_WORD.findall(text)) + 0.8 * len(_HAN.findall(text)))


_OWN_PASSAGE = re.compile(r"(par_\d\w*|ss_\w+|def_.+|dpp_\d+)$")
"""Last steps of the places people cite: numbered paragraphs, subsections, definitions."""


_BARE_LABEL = re.compile(r"[(（]?[0-9A-Za-z]{1,5}[)）.]*")
"""A number without a heading, `(1)` or `(a)`: says nothing about what the passage means."""


def _last_step(provision: Provision) -> str:
    return provision.locator.rsplit("/", 1)[-1]


class _Cutter:
    """Cuts one root provision; a child knows its place in its parent by root spans."""

    def __init__(self, root: Provision, inside: Sequence[Provision]) -> None:
        self._root = root
        self._children: dict[str, list[Provision]] = {}
        for provision in inside:
            parent = provision.locator.rsplit("/", 1)[0]
            self._children.setdefault(parent, []).append(provision)

    def passages(self) -> Iterator[Passage]:
        yield from self._cut(self._root, ())

    def _cut(self, provision: Provision, lead_ins: tuple[str, ...]) -> Iterator[Passage]:
        children = self._children.get(provision.locator, [])
        fits = estimated_tokens(provision.text) <= MAX_TOKENS
        divides = any(_OWN_PASSAGE.match(_last_step(child)) for child in children)
        if fits and not divides:
            yield self._passage(provision, provision.body_start, len(provision.text), lead_ins)
            return
        base = provision.span[0]
        done = provision.body_start
        first = provision.text[done : children[0].span[0] - base] if children else ""
        inner = (*lead_ins, first.strip()) if first.strip() else lead_ins
        for child in children:
            yield from self._between(provision, done, child.span[0] - base, lead_ins)
            yield from self._cut(child, inner)
            done = child.span[1] - base
        yield from self._between(provision, done, len(provision.text), lead_ins)

    def _between(
        self, provision: Provision, start: int, end: int, lead_ins: tuple[str, ...]
    ) -> Iterator[Passage]:
        for first, last in split_text(provision.text, start, end):
            if last - first >= MIN_CHARACTERS or not self._children.get(provision.locator):
                yield self._passage(provision, first, last, lead_ins)

    def _passage(
        self, provision: Provision, start: int, end: int, lead_ins: tuple[str, ...]
    ) -> Passage:
        edition = provision.edition
        short = catalogue().instrument(edition.instrument).short.get(edition.language)
        titles = [t for t in provision.heading_path[-4:] if not _BARE_LABEL.fullmatch(t)]
        own = provision.title if provision.heading or provision.is_root else ""
        context = " › ".join(part for part in (short, *titles, own) if part)
        if lead_ins:
            context = f"{context}\n{' '.join(lead_ins)[-_MAX_CONTEXT:]}"
        text = provision.text[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        return Passage(
            locator=provision.locator,
            root=provision.root,
            instrument=edition.instrument,
            jurisdiction=edition.jurisdiction,
            version=edition.version,
            language=edition.language,
            authority=edition.authority,
            binding_force=edition.binding_force,
            status=provision.status,
            applies_from=provision.applies_from,
            heading=self._root.title,
            context=context,
            text=text.strip(),
            span=(start, end),
        )


def split_text(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of ``text[start:end]`` of at most MAX_TOKENS, cut between sentences."""
    cuts = [start, *(start + m.end() for m in _SENTENCE_END.finditer(text[start:end])), end]
    first = start
    for previous, cut in pairwise(cuts):
        if previous > first and _is_too_long(text, first, cut):
            yield from _non_blank(text, first, previous)
            first = previous
        while _is_too_long(text, first, cut):
            middle = _word_boundary(text, first, cut)
            yield from _non_blank(text, first, middle)
            first = middle
    yield from _non_blank(text, first, end)


def _is_too_long(text: str, start: int, end: int) -> bool:
    """Whether a stretch has more than MAX_TOKENS; no more of it is read than tells."""
    size = _STEP
    while size < end - start:
        if estimated_tokens(text[start : start + size]) > MAX_TOKENS:
            return True
        size *= 2
    return estimated_tokens(text[start:end]) > MAX_TOKENS


def _non_blank(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if text[start:end].strip():
        yield start, end


def _word_boundary(text: str, start: int, end: int) -> int:
    """The last word boundary in ``text[start:end]`` that keeps MAX_TOKENS."""
    low, high = start + 1, start + 1 + _STEP
    while high < end and estimated_tokens(text[start:high]) <= MAX_TOKENS:
        high += high - start
    high = min(high, end)
    while low < high:
        middle = (low + high + 1) // 2
        if estimated_tokens(text[start:middle]) <= MAX_TOKENS:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", start + 1, low)
    return space if space > start else low


def passages_of(parsed: ParsedText) -> list[Passage]:
    """The passages of one parsed file, in reading order.

    Repealed and omitted provisions have nothing to find and give none.
    """
    inside: dict[str, list[Provision]] = {}
    for provision in parsed.provisions:
        if not provision.is_root:
            inside.setdefault(provision.root, []).append(provision)
    passages: list[Passage] = []
    for root in parsed.provisions:
        if root.is_root and root.status not in (Status.REPEALED, Status.OMITTED):
            cut = _Cutter(root, inside.get(root.locator, ())).passages()
            passages += [p for p in cut if p.text]
    return passages


def digest_passages(entries: Iterable[DigestEntry], version: str | None = None) -> list[Passage]:
    """The digest as passages: one for each entry and language, authority *own digest*.

    The phrasings under which people ask for a provision are indexed with the gist and never
    shown: they stand in the context.

    Args:
        entries: Digest entries.
        version: The version they are indexed for; the one they describe where not given.
    """
    passages = []
    book = catalogue()
    for entry in entries:
        instrument = book.instrument(instrument_of(entry.locator))
        latest = version or instrument.described_version.id
        for language in ("en", "zh-Hant", "zh-Hans"):
            heading = entry.heading.get(language)
            asked = entry.asked.in_language(language)
            gist = entry.gist.get(language)
            passages.append(
                Passage(
                    locator=entry.locator,
                    root="/".join(entry.locator.split("/")[:2]),
                    instrument=instrument.id,
                    jurisdiction=instrument.jurisdiction,
                    version=latest,
                    language=language,
                    authority=Authority.OWN_DIGEST,
                    binding_force=BindingForce.NOT_LAW,
                    applies_from=book.applies_from(entry.locator, latest),
                    heading=heading,
                    context="\n".join((instrument.short.get(language) + " › " + heading, *asked)),
                    text=gist,
                    span=(0, len(gist)),
                    topics=entry.topics,
                )
            )
    return passages
