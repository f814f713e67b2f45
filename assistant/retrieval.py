"""Finding provisions: several searches on their own terms, fused by rank.

Each group of instruments (one for each jurisdiction in a comparison, so that none drowns
another) is searched by three legs: meaning within the question's language, meaning across
languages with each language's mean removed, and words where the scripts match. Ranks are fused
with reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), first over top-level
provisions, then over the places inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from assistant.answer import Candidate, Understanding
from corpus.catalogue import catalogue
from corpus.embedding import Embedder
from corpus.index import Index
from corpus.passage import Hit, Passage, PassageFilter
from corpus.provision import Authority, Status, encloses, enclosing, instrument_of
from corpus.scope import Comparison
from corpus.sparse import encode_query
from corpus.store import Leg, LegKind

RRF_K = 10
"""The constant of reciprocal rank fusion. The paper has 60; 10 measured better on dev, where few
legs are fused and the first ranks count."""

LEG_LIMIT = 30
"""Passages taken from each leg."""

_FAMILY = {"en": ("en",), "zh-Hant": ("zh-Hant", "zh-Hans"), "zh-Hans": ("zh-Hans", "zh-Hant")}
_SECOND_PLACE = 0.9
"""Share of the score of the place before it that a further place in the same root gets."""

WEIGHTS = {"meaning": 1.0, "across": 0.5, "words": 1.0, "asked": 1.0, "named": 5.0}
"""Weight of each leg in the fusion. A provision that the question names outweighs all the rest."""

EXPLANATORY_SHARE = 0.8
"""Share of its score that a recital or an explanatory section keeps: rules come first."""

_SHARE_OF_PARTS = 0.3
"""Share of the scores of its parts that a place gets: where many points of a paragraph are found,
the paragraph is what was asked for."""


@dataclass
class Group:
    """Instruments searched together and what was found in them.

    Attributes:
        jurisdiction: The jurisdiction, or empty where everything is searched at once.
        instruments: What was searched.
        candidates: Places found, best first.
        passages: The passage that speaks best for each candidate.
    """

    jurisdiction: str
    instruments: tuple[str, ...]
    candidates: list[Candidate] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)


@dataclass
class Retrieval:
    """Everything found for one question.

    Attributes:
        groups: One for each jurisdiction compared, or a single one.
        closeness: Mean similarity of the five best passages across languages, means removed.
        lines: How the question compares with phrasings, topics and background.
    """

    groups: list[Group]
    closeness: float
    lines: Comparison

    @property
    def candidates(self) -> list[Candidate]:
        """All candidates, groups taken in turn, best first."""
        merged: list[Candidate] = []
        depth = max((len(g.candidates) for g in self.groups), default=0)
        for rank in range(depth):
            merged += [g.candidates[rank] for g in self.groups if rank < len(g.candidates)]
        return merged


def editions_on(understanding: Understanding, index: Index) -> tuple[str, ...]:
    """The edition of each instrument that is in force on the day asked about.

    An instrument of which that version is not installed is searched in the latest one that is.
    """
    chosen = []
    for instrument in understanding.instruments:
        installed = {t.version for t in index.manifest.texts if t.instrument == instrument}
        version = catalogue().version_on(instrument, understanding.as_at)
        if version is not None and version.id in installed:
            chosen.append(f"{instrument}@{version.id}")
        elif installed:
            chosen.append(f"{instrument}@{max(installed)}")
    return tuple(chosen)


def retrieve(understanding: Understanding, index: Index, embedder: Embedder) -> Retrieval:
    """Find the provisions that speak to a question.

    Args:
        understanding: The question and where to look.
        index: The open index.
        embedder: The model that made it.

    Returns:
        Candidates for each group, with the rank that each leg gave them.
    """
    language = understanding.language if understanding.language in _FAMILY else "en"
    # What the corpus answers is judged by the question as asked, what is found by the law's words.
    texts = list(dict.fromkeys((understanding.subject, understanding.searched_text)))
    vectors = embedder.embed_queries(texts)
    vector = vectors[-1]
    asked = index.means.centred_question(vectors[0], language)
    centred = index.means.centred_question(vector, language)
    words = encode_query(understanding.searched_text)
    editions = editions_on(understanding, index)
    groups = _groups(understanding)
    legs: list[Leg] = []
    names: list[tuple[int, str]] = []
    for number, group in enumerate(groups):
        here = tuple(e for e in editions if e.split("@")[0] in group.instruments)
        if not here:
            continue
        same = PassageFilter(editions=here, languages=_FAMILY[language])
        other = PassageFilter(
            editions=here,
            languages=tuple(lang for lang in _FAMILY if lang not in _FAMILY[language]),
        )
        plan: tuple[tuple[LegKind, str, object, PassageFilter], ...] = (
            ("dense", "meaning", vector, same),
            ("centred", "across", centred, other),
            ("sparse", "words", words, same),
        )
        for kind, name, query, where in plan:
            legs.append(Leg(kind, query, where, LEG_LIMIT))  # type: ignore[arg-type]
            names.append((number, name))
    everywhere = PassageFilter(editions=editions)
    legs.append(Leg("centred", asked, everywhere, 5))
    *found, nearest = index.store.search(legs)
    chosen = understanding.instruments if understanding.jurisdictions else ()
    lines = index.scope.compare(asked, chosen)
    near = lines if len(texts) == 1 else index.scope.compare(centred, chosen)
    for number, group in enumerate(groups):
        ranked = {name: hits for (n, name), hits in zip(names, found, strict=True) if n == number}
        ranked["asked"] = _asked(near, group, editions, language, index)
        ranked["named"] = _named(understanding.references, group, editions, index)
        _fuse(group, ranked)
    closeness = float(np.mean([hit.score for hit in nearest])) if nearest else -1.0
    return Retrieval(groups, closeness, lines)


def _named(
    references: Sequence[str], group: Group, editions: Sequence[str], index: Index
) -> list[Hit]:
    """The provisions that the question names, looked up and not searched for."""
    hits = []
    for locator in references:
        if instrument_of(locator) not in group.instruments:
            continue
        root = "/".join(locator.split("/")[:2])
        inside = index.store.passages(PassageFilter(editions=tuple(editions), roots=(root,)))
        near = [p for p in inside if encloses(locator, p.locator) or encloses(p.locator, locator)]
        near.sort(key=lambda p: (p.locator != locator, p.authority is Authority.OWN_DIGEST, p.span))
        if near:
            named = near[0].model_copy(update={"locator": locator})
            hits.append(Hit(passage=named, score=1.0))
    return hits


def _asked(
    lines: Comparison, group: Group, editions: Sequence[str], language: str, index: Index
) -> list[Hit]:
    """The digest passages of the provisions whose phrasings are nearest to the question."""
    own = (p for p in lines.provisions.items() if instrument_of(p[0]) in group.instruments)
    near = dict(islice(own, 2 * LEG_LIMIT))
    wanted = PassageFilter(
        editions=tuple(editions),
        locators=tuple(near),
        languages=(language,),
        authorities=(Authority.OWN_DIGEST,),
    )
    found = {p.locator: p for p in index.store.passages(wanted)} if near else {}
    return [Hit(passage=found[place], score=near[place]) for place in near if place in found]


def _groups(understanding: Understanding) -> list[Group]:
    if not understanding.comparison:
        return [Group("", understanding.instruments)]
    book = catalogue()
    return [
        Group(
            place,
            tuple(i for i in understanding.instruments if book.instrument(i).jurisdiction == place),
        )
        for place in understanding.jurisdictions
    ]


def _fuse(group: Group, legs: dict[str, list[Hit]]) -> None:
    """Order what the legs of one group found: roots by fused rank, then places inside them."""
    roots: dict[str, float] = {}
    places: dict[str, float] = {}
    ranks: dict[str, dict[str, int]] = {}
    best: dict[str, Passage] = {}
    for name, hits in legs.items():
        for rank, root in enumerate(dict.fromkeys(h.passage.root for h in hits), start=1):
            roots[root] = roots.get(root, 0.0) + WEIGHTS[name] / (RRF_K + rank)
        for rank, (place, passage) in enumerate(_first_of_each(hits), start=1):
            places[place] = places.get(place, 0.0) + WEIGHTS[name] / (RRF_K + rank)
            ranks.setdefault(place, {})[name] = rank
            best[place] = _better(best.get(place), passage)
    finest = _finest(places, best)
    weight = dict(places)
    for place, score in places.items():
        for outer in enclosing(place):
            if outer in weight:
                weight[outer] += _SHARE_OF_PARTS * score
    explanatory = {p.root for p in best.values() if p.status is Status.EXPLANATORY}
    scored: list[tuple[float, str]] = []
    for root, fused in roots.items():
        explains = root in explanatory or root.split("/")[1].startswith("rct_")
        score = fused * EXPLANATORY_SHARE if explains else fused
        inside = sorted((p for p in finest if best[p].root == root), key=lambda p: -weight[p])
        for order, place in enumerate(inside[:3]):
            share = score * _SECOND_PLACE**order
            scored.append((share + places[place] * 1e-3, place))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    group.passages = best
    group.candidates = [
        Candidate(
            locator=place,
            instrument=best[place].instrument,
            language=best[place].language,
            version=best[place].version,
            heading=best[place].heading,
            score=round(score, 6),
            legs=ranks[place],
        )
        for score, place in scored
    ]


def _first_of_each(hits: Sequence[Hit]) -> Iterable[tuple[str, Passage]]:
    seen: dict[str, Passage] = {}
    for hit in hits:
        seen.setdefault(hit.passage.locator, hit.passage)
    return seen.items()


def _better(held: Passage | None, other: Passage) -> Passage:
    """The passage that speaks for a place: official words before our own digest."""
    if held is None or (
        held.authority is Authority.OWN_DIGEST and other.authority is not Authority.OWN_DIGEST
    ):
        return other
    return held


def _finest(places: dict[str, float], best: dict[str, Passage]) -> list[str]:
    """Places without those that only enclose a finer one found with official words.

    The digest entry of an article helps to find the article; where a paragraph of it was found
    as well, the paragraph is the pinpoint and takes over what the entry contributed.
    """
    official = (p for p in places if best[p].authority is not Authority.OWN_DIGEST)
    around = {outer for place in official for outer in enclosing(place)}
    return [
        place
        for place in places
        if best[place].authority is not Authority.OWN_DIGEST or place not in around
    ]
