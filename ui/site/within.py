"""Searching inside one edition: for the words as typed, else for all of them anywhere."""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from assistant.composing.citation import pinpoint
from corpus.digest import Digest, DigestEntry
from corpus.provision import Edition, Provision
from corpus.provisions import ProvisionTable
from corpus.script import fold
from ui.site.nesting import descendants

LONGEST = 200
"""Characters of a query that are looked at."""

_KEPT = 12
_AROUND = 80
_EXCERPTS = 3
_WORD = re.compile(r"[^\W\u2e80-\u9fff]+|[\u2e80-\u9fff]+")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Excerpt:
    """Words around a match, cut into what is before, the match and what is after."""

    locator: str
    before: str
    match: str
    after: str
    mark: str
    """Where the match stands in the provision, as a permalink's ``mark``."""


@dataclass(frozen=True)
class Hit:
    """A top-level provision with matches."""

    root: Provision
    count: int
    spans: tuple[tuple[int, int], ...]
    """The places to be shown, in the root's characters."""


@dataclass(frozen=True)
class _Folded:
    root: Provision
    text: str
    places: array[int]


class Within:
    """Finds words in editions; keeps the folded texts of those searched last.

    Args:
        table: The provisions.
    """

    def __init__(self, table: ProvisionTable) -> None:
        self._table = table
        self._texts: OrderedDict[Edition, list[_Folded]] = OrderedDict()
        self._lock = Lock()

    def find(self, query: str, edition: Edition) -> list[Hit]:
        """The top-level provisions that have the words, those with the whole phrase only if any.

        Args:
            query: As typed; case, width and Chinese script do not matter.
            edition: Where to look.
        """
        phrase = folded_query(query)
        if not phrase:
            return []
        texts = self._folded(edition)
        hits = [self._hit(t, [phrase]) for t in texts if phrase in t.text or _named(t.root, phrase)]
        words = _WORD.findall(phrase)
        if not hits and len(words) > 1:
            hits = [self._hit(t, words) for t in texts if all(w in t.text for w in words)]
        return sorted(hits, key=lambda hit: not _named(hit.root, phrase))

    def excerpts(self, hit: Hit) -> tuple[Excerpt, ...]:
        """Words around the places of a hit that are to be shown."""
        inside = descendants(hit.root, self._table)
        return tuple(_excerpt(hit.root, span, inside) for span in hit.spans)

    def _folded(self, edition: Edition) -> list[_Folded]:
        with self._lock:
            if edition in self._texts:
                self._texts.move_to_end(edition)
                return self._texts[edition]
        roots = self._table.roots(edition.instrument, edition.language, edition.version)
        made = [_Folded(p, *_with_places(p.text)) for p in roots if p.edition == edition]
        with self._lock:
            self._texts[edition] = made
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return made

    def _hit(self, of: _Folded, words: Sequence[str]) -> Hit:
        found = [[m.span() for m in re.finditer(re.escape(w), of.text)] for w in words]
        count = len({span for spans in found for span in spans})
        # One place for each word comes before a second place for any.
        chosen: list[tuple[int, int]] = []
        for spans in found:
            chosen += spans[:1]
        for start, end in sorted(span for spans in found for span in spans[1:]):
            if len(chosen) >= _EXCERPTS:
                break
            if all(abs(start - other) > _AROUND for other, _ in chosen):
                chosen.append((start, end))
        shown = (
            (of.places[start], of.places[end - 1] + 1) for start, end in sorted(chosen[:_EXCERPTS])
        )
        return Hit(of.root, count, tuple(shown))


def _excerpt(root: Provision, span: tuple[int, int], inside: Sequence[Provision]) -> Excerpt:
    """Words around a place, told to the smallest provision that has it."""
    start, end = span
    around = [p for p in inside if p.span[0] <= start and end <= p.span[1]]
    place = min(around, key=lambda p: p.span[1] - p.span[0], default=root)
    low, high = _cut(root.text, start - _AROUND, 1), _cut(root.text, end + _AROUND, -1)
    before = ("… " if low else "") + root.text[low:start]
    after = root.text[end:high] + (" …" if high < len(root.text) else "")
    base = place.span[0] if not place.is_root else 0
    return Excerpt(
        place.locator,
        " ".join(before.split("\n")),
        root.text[start:end],
        " ".join(after.split("\n")),
        f"{start - base}-{end - base}",
    )


def folded_query(query: str) -> str:
    """What is looked for: folded, white space as single spaces."""
    return " ".join(fold(query[:LONGEST]).split())


def in_digest(query: str, instrument: str, words: Digest, reader: str) -> list[DigestEntry]:
    """Entries whose heading or gist, in the reader's language, has the words."""
    phrase = folded_query(query)
    wanted = _WORD.findall(phrase)
    if not wanted:
        return []
    found = []
    for entry in words.within(instrument):
        described = fold(f"{entry.heading.get(reader)} {entry.gist.get(reader)}")
        if all(word in described for word in wanted):
            found.append(entry)
    return found


def _cut(words: str, place: int, step: int) -> int:
    """A place to cut at, moved to where a word begins or ends if that is near."""
    place = min(max(place, 0), len(words))
    for moved in range(place, place + 16 * step, step):
        if not 0 < moved < len(words) or words[moved].isspace() or _IDEOGRAPH.match(words, moved):
            return min(max(moved, 0), len(words))
    return place


def _named(root: Provision, phrase: str) -> bool:
    """Whether the phrase names the provision, as ``article 50`` or ``第50條`` do."""
    asked = phrase.replace(" ", "")
    names = (root.locator, root.label, *(pinpoint(root.locator, t) for t in ("en", "zh-Hant")))
    return len(asked) > 1 and any(asked == fold(name).replace(" ", "") for name in names if name)


def _with_places(words: str) -> tuple[str, array[int]]:
    """A text folded, and for each of its characters the place it comes from."""
    pieces: list[str] = []
    places = array("l")
    for place, character in enumerate(words):
        piece = _character(character)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


@lru_cache(maxsize=16384)
def _character(character: str) -> str:
    return " " if character.isspace() else fold(character)
