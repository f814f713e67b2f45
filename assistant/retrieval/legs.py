"""The legs: the same question searched for in five ways, each on its own terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from assistant.retrieval.found import Group
from assistant.retrieval.recipe import LegName, Recipe
from corpus.centring import Array
from corpus.index import Index
from corpus.passage import Hit, Passage, PassageFilter
from corpus.provision import Authority, encloses, instrument_of
from corpus.scope import Comparison
from corpus.sparse import SparseVector, encode_query
from corpus.store import Leg, LegKind, PassageStore

FAMILY = {"en": ("en",), "zh-Hant": ("zh-Hant", "zh-Hans"), "zh-Hans": ("zh-Hans", "zh-Hant")}
"""Languages that a question's words are searched in: Chinese in either script."""

_OFFICIAL = tuple(a for a in Authority if a.is_official)
_IN_PARTS: tuple[LegName, ...] = ("digest", "same")
"""Legs that search for the parts of a question too."""

_NEAREST = 5
"""Passages whose mean similarity says how close the corpus comes."""


@dataclass(frozen=True)
class Sought:
    """A question as the legs take it.

    Attributes:
        vector: Turned by the adapter, its language's mean removed, shape (dimension,).
        plain: As embedded, its language's mean removed.
        parts: The same for each part of a question that asks several things.
        words: What is searched for by words.
        language: Its language, one of those answered in.
        lines: The plain vector compared with phrasings and topics.
    """

    vector: Array
    plain: Array
    parts: tuple[Array, ...]
    words: str
    language: str
    lines: Comparison


Found = dict[str, list[Hit]]
"""What each leg of one group found, best first, by the leg's name."""


def run_legs(
    sought: Sought, groups: Sequence[Group], editions: Collection[str], index: Index, recipe: Recipe
) -> tuple[list[Found], list[Hit]]:
    """Search all groups as one request.

    Returns:
        For each group what its legs found, and the passages nearest to the plain question
        wherever they stand.
    """
    legs: list[Leg] = []
    names: list[tuple[int, LegName]] = []
    kind: LegKind = "centred" if recipe.centred else "dense"
    for number, group in enumerate(groups):
        here = tuple(e for e in editions if e.split("@")[0] in group.instruments)
        if not here:
            continue
        family = FAMILY[sought.language]
        others = tuple(language for language in FAMILY if language not in family)
        own = (Authority.OWN_DIGEST,)
        plan: dict[LegName, tuple[LegKind, tuple[str, ...], tuple[Authority, ...]]] = {
            "digest": (kind, (), own),
            "same": (kind, family, _OFFICIAL),
            "across": (kind, others, _OFFICIAL),
            "words": ("sparse", family, ()),
        }
        for name, (vector, languages, authorities) in plan.items():
            if recipe.weights[name]:
                where = PassageFilter(editions=here, languages=languages, authorities=authorities)
                queries: list[Array | SparseVector] = [sought.vector]
                if vector == "sparse":
                    queries = [encode_query(sought.words)]
                elif name in _IN_PARTS:
                    queries += sought.parts
                legs += [Leg(vector, query, where, recipe.limit) for query in queries]
                names += [(number, name)] * len(queries)
    legs.append(Leg("centred", sought.plain, PassageFilter(editions=tuple(editions)), _NEAREST))
    *hits, nearest = index.store.search(legs)
    found: list[Found] = [{} for _ in groups]
    for (number, name), passages in zip(names, hits, strict=True):
        before = found[number].get(name)
        found[number][name] = _joined(before, passages) if before is not None else passages
    if recipe.weights["asked"]:
        for group, legs_found in zip(groups, found, strict=True):
            legs_found["asked"] = _asked(sought, group, editions, index, recipe.limit)
    return found, nearest


def _joined(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """What two searches found, each passage once with its better score, best first."""
    best = {hit.passage.id: hit for hit in hits}
    for hit in others:
        ident = hit.passage.id
        held = best.get(ident)
        if held is None or hit.score > held.score:
            best[ident] = hit
    ordered = sorted((-hit.score, ident) for ident, hit in best.items())
    return [best[ident] for _, ident in ordered]


def named(
    references: Sequence[str], group: Group, editions: Collection[str], index: Index
) -> dict[str, Passage]:
    """The provisions that the question names, looked up and not searched for."""
    passages = {}
    for locator in references:
        if instrument_of(locator) not in group.instruments:
            continue
        root = "/".join(locator.split("/")[:2])
        inside = index.store.passages(PassageFilter(editions=tuple(editions), roots=(root,)))
        near = [p for p in inside if encloses(locator, p.locator) or encloses(p.locator, locator)]
        near.sort(key=lambda p: (p.locator != locator, p.authority is Authority.OWN_DIGEST, p.span))
        if near:
            passages[locator] = near[0].model_copy(update={"locator": locator})
    return passages


def _asked(
    sought: Sought, group: Group, editions: Collection[str], index: Index, limit: int
) -> list[Hit]:
    """The digest passages of the provisions whose phrasings are nearest to the question."""
    own = (
        item
        for item in sought.lines.provisions.items()
        if instrument_of(item[0]) in group.instruments
    )
    near = dict(islice(own, limit))
    edition_of = {edition.split("@")[0]: edition for edition in editions}
    found = {}
    for place in near:
        edition = edition_of.get(instrument_of(place))
        passage = _described(index, edition, sought.language).get(place) if edition else None
        if passage is not None:
            found[place] = passage
    return [Hit(passage=found[place], score=near[place]) for place in near if place in found]


def _described(index: Index, edition: str, language: str) -> dict[str, Passage]:
    """The digest's passages on an edition, by place; read from the store once."""
    kept = _DESCRIBED.setdefault(index.store, {})
    if (edition, language) not in kept:
        wanted = PassageFilter(
            editions=(edition,), languages=(language,), authorities=(Authority.OWN_DIGEST,)
        )
        kept[edition, language] = {p.locator: p for p in index.store.passages(wanted)}
    return kept[edition, language]


_DESCRIBED: WeakKeyDictionary[PassageStore, dict[tuple[str, str], dict[str, Passage]]] = (
    WeakKeyDictionary()
)
