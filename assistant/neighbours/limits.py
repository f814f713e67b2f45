"""Which provisions limit or condition one: asked for a place, answered from what texts say.

Each edition is read once, when its instrument is first asked for. Locators name a place in every
language, so what one language's text says counts for all; the words are given in the language
asked for where its text says so too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from assistant.neighbours.found import Found, Kind
from assistant.neighbours.reading import read
from corpus.provision import BindingForce, Provision, encloses, enclosing, instrument_of

MOST = 4
"""How many limits are handed out."""


@dataclass(frozen=True)
class Limit:
    """A provision that limits or conditions another.

    Attributes:
        locator: The provision that limits.
        of: The provision that is limited: the one asked for, one around it or one inside it.
        kind: Whether it takes something out (``exception``) or makes it depend (``condition``).
        words: The words that say so, verbatim.
        said_in: The provision that holds the words: one of the two.
        language: The language of the words.
    """

    locator: str
    of: str
    kind: Kind
    words: str
    said_in: str
    language: str


_DEFINITION = re.compile(r"/def[^/]*")
"""What a term means does not depend on whom the section that defines it spares."""

_SCOPE = frozenset({"eu-ai-act/art_2", "cn-genai/art_2"})
"""Articles that say to what a law applies at all: their words limit the whole of it, and what they
say of single articles is understood only among their own paragraphs."""

_Pairs = dict[tuple[str, str], dict[str, Found]]
_Pair = tuple[str, str, dict[str, Found]]


class Neighbours:
    """Finds limits among provisions.

    Args:
        provisions: All that may be asked for, such as a
            :class:`~corpus.provisions.ProvisionTable`; instruments that bind nobody are left out,
            because what they recommend has no exceptions in law.

    Example:
        ```python
        neighbours = Neighbours(index.provisions)
        for limit in neighbours.limits_of("cap-486/s_26/ss_1", "en"):
            print(limit.kind, limit.locator, limit.words)
        ```
    """

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self._editions: dict[tuple[str, str, str, str], list[Provision]] = {}
        self._order: dict[str, int] = {}
        for provision in provisions:
            edition = provision.edition
            force = edition.binding_force
            if force.is_voluntary or force is BindingForce.NOT_LAW:
                continue
            key = (edition.instrument, edition.version, edition.language, edition.authority.value)
            self._editions.setdefault(key, []).append(provision)
            self._order[provision.locator] = provision.order
        self._pairs: dict[tuple[str, str], _Pairs] = {}
        self._of_place: dict[tuple[str, str], tuple[_Pair, ...]] = {}
        # Two questions at once must not read the same law twice.
        self._reading = Lock()

    def limits_of(
        self,
        locator: str,
        language: str = "en",
        version: str | None = None,
        *,
        among: Collection[str] = (),
        most: int = MOST,
    ) -> tuple[Limit, ...]:
        """The provisions that limit one, nearest first.

        Limits of what encloses it are limits of it too. In the same article first, then what its
        own words name, then provisions elsewhere that exempt from it; what exempts from a whole
        Part by its number, only where the question is about it.

        Args:
            locator: The provision found.
            language: The language in which the words are wanted.
            version: The version of the instrument; the latest where not given.
            among: Provisions that bear on the question: of many, those come first.
            most: How many at most.
        """
        limits: list[tuple[tuple[int, bool, int, int], Limit]] = []
        asked = frozenset(among)
        around = asked.union(*map(_and_around, asked))
        for limiter, of, said in self._that_count(locator, version):
            asked_about = limiter in around or not asked.isdisjoint(_and_around(limiter))
            if not asked_about and any(found.broad for found in said.values()):
                continue
            limit = _limit(limiter, of, said, language)
            place = (
                0 if _root(limiter) == _root(locator) else 1 if limit.said_in == of else 2,
                not asked_about,
                0 if of == locator else 1 if encloses(of, locator) else 2,
                self._order.get(limiter, 0),
            )
            limits.append((place, limit))
        limits.sort(key=lambda one: one[0])
        first: dict[str, Limit] = {}
        for _, limit in limits:
            first.setdefault(limit.locator, limit)
        finest = [one for one in first if not any(other.startswith(f"{one}/") for other in first)]
        return tuple(first[one] for one in finest[:most])

    def scope_of(
        self, instrument: str, language: str = "en", version: str | None = None
    ) -> tuple[Limit, ...]:
        """What limits an instrument as a whole: to whom and what it does not apply."""
        pairs = self._pairs_of(instrument, self._version(instrument, version))
        return tuple(
            _limit(limiter, of, said, language)
            for (limiter, of), said in pairs.items()
            if of == instrument
        )

    def _that_count(self, locator: str, version: str | None) -> tuple[_Pair, ...]:
        """The limits of a provision, found among all of its instrument once."""
        chosen = self._version(instrument_of(locator), version)
        kept = self._of_place.get((locator, chosen))
        if kept is None:
            kept = self._of_place[locator, chosen] = tuple(
                (limiter, of, said)
                for (limiter, of), said in self._pairs_of(instrument_of(locator), chosen).items()
                if self._counts(locator, limiter, of)
            )
        return kept

    def _counts(self, asked: str, limiter: str, of: str) -> bool:
        """Whether a limit is one of the provision asked for, and not its own words."""
        if "/" not in of or encloses(asked, limiter):
            return False
        if encloses(limiter, asked):
            return of != limiter and encloses(limiter, of) and encloses(of, asked)
        definition = _DEFINITION.search(asked)
        if definition and not encloses(asked[: definition.end()], of):
            return False
        return encloses(of, asked) or encloses(asked, of)

    def _version(self, instrument: str, version: str | None) -> str:
        """The version meant: the latest where there is none of that name."""
        versions = {key[1] for key in self._editions if key[0] == instrument}
        return version if version in versions else max(versions, default="")

    def _pairs_of(self, instrument: str, chosen: str) -> _Pairs:
        with self._reading:
            if (instrument, chosen) not in self._pairs:
                self._pairs[instrument, chosen] = self._read(instrument, chosen)
            return self._pairs[instrument, chosen]

    def _read(self, instrument: str, version: str) -> _Pairs:
        pairs: _Pairs = {}
        for key in sorted(self._editions):
            if key[:2] != (instrument, version):
                continue
            for found in read(self._editions[key]):
                said = pairs.setdefault((found.limiter, found.of), {})
                held = said.get(key[2])
                if held is None or (held.kind == "condition" and found.kind == "exception"):
                    said[key[2]] = found
        # What only one language may say is kept only where it says it clearly.
        return {
            (limiter, of): said
            for (limiter, of), said in pairs.items()
            if any(found.alone for found in said.values())
            and (of == instrument or _root(limiter) not in _SCOPE)
        }


def _limit(limiter: str, of: str, said: dict[str, Found], language: str) -> Limit:
    spoken = language if language in said else next(iter(said))
    found = said[spoken]
    return Limit(limiter, of, found.kind, found.words, found.said_in, spoken)


def _root(locator: str) -> str:
    return "/".join(locator.split("/")[:2])


@lru_cache(maxsize=1 << 15)
def _and_around(locator: str) -> frozenset[str]:
    """A provision and all that encloses it, the instrument too."""
    return frozenset((locator, *enclosing(locator), instrument_of(locator)))
