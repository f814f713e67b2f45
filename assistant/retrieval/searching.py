"""From an understood question to candidates, best first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assistant.answer import Candidate, Understanding
from assistant.retrieval.features import features_of
from assistant.retrieval.found import Group, Retrieval
from assistant.retrieval.fusion import Fused, fuse, unit_of
from assistant.retrieval.legs import FAMILY, Sought, named, run_legs
from assistant.retrieval.ranking import ranking
from assistant.retrieval.recipe import RECIPE, Recipe
from assistant.understanding.parts import parts
from corpus.catalogue import catalogue
from corpus.centring import Array, normalised
from corpus.digest import Digest, digest
from corpus.embedding import Embedder
from corpus.index import Index
from corpus.passage import Passage
from corpus.provision import enclosing, instrument_of

_NAMED = 1000.0
"""Added to the score of a provision that the question names: it comes before all that is found."""

_ON_TOPIC = 8.0
"""Added to the score of what is filed under a topic that the asker has chosen: about twice the
distance of the first place and the tenth."""

_HARDLY = 1e-3
"""By how much a place of an undescribed text stands behind the described one of its rank."""

_WHOLE = 0.5
"""How much of the whole question is added to each of its parts."""


def editions_on(understanding: Understanding, index: Index) -> tuple[str, ...]:
    """The edition of each instrument that is in force on the day asked about.

    An instrument of which that version is not installed is searched in the nearest one that is.
    """
    chosen = []
    for instrument in understanding.instruments:
        installed = {t.version for t in index.manifest.texts if t.instrument == instrument}
        version = catalogue().version_held(instrument, understanding.as_at, installed)
        if version:
            chosen.append(f"{instrument}@{version}")
    return tuple(chosen)


def retrieve(
    understanding: Understanding,
    index: Index,
    embedder: Embedder,
    words: Digest | None = None,
    recipe: Recipe = RECIPE,
) -> Retrieval:
    """Find the provisions that speak to a question.

    Args:
        understanding: The question and where to look.
        index: The open index.
        embedder: The model that made it.
        words: The digest; this installation's where not given.
        recipe: How to search.

    Returns:
        Candidates for each group, with the rank that each leg gave them.
    """
    started = time.perf_counter()
    sought = _sought(understanding, index, embedder, words or digest(), recipe)
    embedded = time.perf_counter()
    editions = editions_on(understanding, index)
    groups = _groups(understanding, recipe)
    found, nearest = run_legs(sought, groups, editions, index, recipe)
    searched = time.perf_counter()
    described = (words or digest()).instruments
    for group, legs in zip(groups, found, strict=True):
        group.undescribed = tuple(i for i in group.instruments if i not in described)
        fused = fuse(legs, recipe)
        looked_up = named(understanding.references, group, editions, index)
        for place, passage in looked_up.items():
            fused.places.setdefault(place, 0.0)
            fused.units.setdefault(unit_of(place), 0.0)
            fused.ranks.setdefault(place, {})["named"] = list(looked_up).index(place) + 1
            fused.passages.setdefault(place, passage)
        group.features = features_of(fused, sought.lines, understanding, words or digest())
        chosen = _on_topic(fused.places, understanding.topics, words or digest())
        _order(group, fused, list(looked_up), chosen, recipe)
    closeness = float(np.mean([hit.score for hit in nearest])) if nearest else -1.0
    ms = {
        "embedding": embedded - started,
        "searching": searched - embedded,
        "ranking": time.perf_counter() - searched,
    }
    rounded = {name: round(1000 * seconds, 2) for name, seconds in ms.items()}
    return Retrieval(groups, closeness, sought.lines, rounded)


def _sought(
    understanding: Understanding, index: Index, embedder: Embedder, known: Digest, recipe: Recipe
) -> Sought:
    language = understanding.language if understanding.language in FAMILY else "en"
    subject = understanding.subject if recipe.names_removed else understanding.question
    words = " ".join((subject, *understanding.expansion)) if recipe.glossary else subject
    pieces = parts(subject) if recipe.parts else []
    pieces += [known.topics[topic].name.get(language) for topic in understanding.topics]
    vector, *others = embedder.embed_queries([subject, *pieces])
    plain = index.means.centred_question(vector, language)
    lines = index.scope.compare(
        plain, understanding.instruments if understanding.jurisdictions else ()
    ).about(understanding.topics)

    def turned(given: Array) -> Array:
        if not recipe.centred:
            return given
        centred = index.means.centred_question(given, language)
        return index.adapter.adapted(centred) if recipe.adapted else centred

    drawn = (turned(normalised((other + _WHOLE * vector)[None, :])[0]) for other in others)
    return Sought(turned(vector), plain, tuple(drawn), words, language, lines)


def _groups(understanding: Understanding, recipe: Recipe) -> list[Group]:
    if not (understanding.comparison and recipe.quotas):
        return [Group("", understanding.instruments)]
    book = catalogue()
    return [
        Group(
            place,
            tuple(i for i in understanding.instruments if book.instrument(i).jurisdiction == place),
        )
        for place in understanding.jurisdictions
    ]


def _on_topic(places: Iterable[str], topics: Sequence[str], known: Digest) -> frozenset[str]:
    """The places that the digest files under topics chosen."""
    if not topics:
        return frozenset()
    entries = ((place, known.nearest(place)) for place in places)
    return frozenset(p for p, entry in entries if entry and set(entry.topics) & set(topics))


def _order(
    group: Group, fused: Fused, looked_up: list[str], chosen: frozenset[str], recipe: Recipe
) -> None:
    """Put the places of a group in order.

    A place that only encloses one that stands before it is left out: the paragraph is the pinpoint.
    """
    scores = dict(fused.places)
    if recipe.ranked:
        weights = ranking()
        scores = {place: weights.score(values) for place, values in group.features.items()}
    else:
        scores = {p: s / 1000 + fused.units[unit_of(p)] for p, s in fused.places.items()}
    if group.undescribed:
        _side_by_side(scores, group.undescribed)
    for place in chosen:
        scores[place] += _ON_TOPIC
    for order, place in enumerate(looked_up):
        scores[place] = _NAMED - order
    group.passages = fused.passages
    inside: set[str] = set()
    for place in sorted(scores, key=lambda place: (-scores[place], place)):
        if place in inside and place not in looked_up:
            continue
        inside.update(enclosing(place))
        group.candidates.append(
            _candidate(place, group.passages[place], scores[place], fused.ranks)
        )


def _side_by_side(scores: dict[str, float], undescribed: Sequence[str]) -> None:
    """Give places of texts without a digest the ranks that they have among themselves.

    Most of a score rests on the digest. Set beside a described text, one without would never come
    up; both were named, so that the best of each stands with the best of the other.
    """
    ordered = sorted(scores, key=lambda place: (-scores[place], place))
    without = [place for place in ordered if instrument_of(place) in undescribed]
    with_ = [scores[place] for place in ordered if instrument_of(place) not in undescribed]
    if with_:
        for rank, place in enumerate(without):
            beyond = max(0, rank - len(with_) + 1)
            scores[place] = with_[min(rank, len(with_) - 1)] - _HARDLY - beyond


def _candidate(
    place: str, passage: Passage, score: float, ranks: Mapping[str, dict[str, int]]
) -> Candidate:
    return Candidate(
        locator=place,
        instrument=passage.instrument,
        language=passage.language,
        version=passage.version,
        heading=passage.heading,
        score=round(score, 6),
        legs=ranks.get(place, {}),
    )
