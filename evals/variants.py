"""The search with one part left out at a time: what an ablation compares.

Example:
    >>> [variant.name for variant in VARIANTS][:3]
    ['everything on', 'without the leg digest', 'without the leg same']
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

import numpy as np

from assistant.answer import Understanding
from assistant.retrieval import RECIPE, Recipe, Retrieval, retrieve
from assistant.retrieval.recipe import LEGS
from corpus.digest import Digest
from corpus.embedding import Embedder
from corpus.encoder import Vectors
from corpus.index import Index
from corpus.passage import Hit, Passage, PassageFilter
from corpus.provision import Authority
from corpus.store import Leg, PassageStore

_OFFICIAL = tuple(a for a in Authority if a.is_official)


@dataclass(frozen=True)
class Variant:
    """One way to search.

    Attributes:
        name: As tables show it.
        recipe: The search's constants and switches.
        digest: Whether anything of the digest is there at all.
        following: Whether exceptions elsewhere are added to the clauses found.
    """

    name: str
    recipe: Recipe = RECIPE
    digest: bool = True
    following: bool = True


EVERYTHING = Variant("everything on")

VARIANTS = (
    EVERYTHING,
    *(
        Variant(f"without the leg {leg}", replace(RECIPE, weights=RECIPE.without(leg)))
        for leg in LEGS
    ),
    Variant(
        "without the digest",
        replace(RECIPE, weights=MappingProxyType({**RECIPE.weights, "digest": 0.0, "asked": 0.0})),
        digest=False,
    ),
    Variant("without language means removed", replace(RECIPE, centred=False)),
    Variant("without the adapter", replace(RECIPE, adapted=False)),
    Variant("without the glossary", replace(RECIPE, glossary=False)),
    Variant("with names left in", replace(RECIPE, names_removed=False)),
    Variant("without the parts of a question", replace(RECIPE, parts=False)),
    Variant("without quotas in comparisons", replace(RECIPE, quotas=False)),
    Variant("without the weighted order", replace(RECIPE, ranked=False)),
    Variant("without following exceptions", following=False),
)
"""Everything on, then one part at a time left out."""


def searched(
    variant: Variant, understanding: Understanding, index: Index, embedder: Embedder, words: Digest
) -> Retrieval:
    """What a variant finds for an understood question."""
    if not variant.digest:
        index, words = _without_digest(index), Digest((), ())
    return retrieve(understanding, index, embedder, words, variant.recipe)


def remembering(embedder: Embedder) -> Embedder:
    """The same embedder, which embeds each question once however often it is asked.

    Only `embed_queries` is there: it is all that searching asks of an embedder.
    """
    return cast(Embedder, _Remembering(embedder))


class _Remembering:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, Vectors] = {}

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if text not in self._held:
                self._held[text] = self._embedder.embed_queries([text])[0]
        return np.stack([self._held[text] for text in texts])


def _without_digest(index: Index) -> Index:
    """The same index as if it had been made without the digest."""
    bare = copy.copy(index)
    bare.store = cast(PassageStore, _OfficialOnly(index.store))
    return bare


class _OfficialOnly:
    """A store that keeps our own words to itself: the leg of words would still find them."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store

    def search(self, legs: Sequence[Leg]) -> list[list[Hit]]:
        return self._store.search([replace(leg, filter=_official(leg.filter)) for leg in legs])

    def passages(self, wanted: PassageFilter, limit: int | None = None) -> Iterator[Passage]:
        return self._store.passages(_official(wanted), limit)


def _official(wanted: PassageFilter) -> PassageFilter:
    if wanted.authorities:
        return wanted
    return wanted.model_copy(update={"authorities": _OFFICIAL})
