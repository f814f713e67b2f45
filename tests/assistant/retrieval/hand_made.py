"""A store that finds what it is told to, and an index around it without model or files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

import numpy as np
from clauses import comparison, passage, understanding

from assistant.retrieval import RECIPE, Recipe, Retrieval, retrieve
from corpus.passage import Hit, Passage
from corpus.provision import Authority
from corpus.store import Leg

OWN = {"authority": Authority.OWN_DIGEST}
LAW = ("eu-ai-act",)
SUBJECT, QUESTION, PART = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]
"""Vectors of a subject, of the whole question it was taken from, and of a part of either."""


def several(*locators: str, **fields: object) -> list[Passage]:
    return [passage(locator, **fields) for locator in locators]


def hits(*passages: Passage) -> list[Hit]:
    """Passages found in this order, each with half the score of the one before it."""
    return [Hit(passage=p, score=0.5**n) for n, p in enumerate(passages)]


def name_of(leg: Leg) -> str:
    """Which leg a request is, told by what it asks for."""
    if leg.kind == "sparse":
        return "words"
    if leg.filter.authorities == (Authority.OWN_DIGEST,):
        return "digest"
    return "same" if "en" in leg.filter.languages else "across"


class Store:
    """Gives each leg of an English question what it is told to.

    Args:
        held: What is there to be looked up.
        nearest: Scores of the passages nearest to the question.
        found: What each leg finds, by its name, in the editions it searches.
    """

    def __init__(
        self,
        held: Sequence[Passage] = (),
        nearest: Sequence[float] = (0.5,),
        **found: Sequence[Passage],
    ) -> None:
        self.held, self.nearest, self.found = held, nearest, found
        self.legs: list[Leg] = []

    def search(self, legs: list[Leg]) -> list[list[Hit]]:
        self.legs = legs
        any_passage = passage("cap-486/s_1")
        closest = [Hit(passage=any_passage, score=score) for score in self.nearest]
        return [*(self._hits(leg) for leg in legs[:-1]), closest]

    def passages(self, which) -> Iterable[Passage]:
        wanted = {
            "locator": which.locators,
            "root": which.roots,
            "edition": which.editions,
            "language": which.languages,
            "authority": which.authorities,
        }
        for held in self.held:
            if all(not some or getattr(held, field) in some for field, some in wanted.items()):
                yield held

    def _hits(self, leg: Leg) -> list[Hit]:
        told = self.found.get(name_of(leg), ())
        return hits(*[p for p in told if p.edition in leg.filter.editions])


class Embedder:
    """Tells the subject, the question and their parts from each other by their vectors."""

    def __init__(self, subject: str, question: str) -> None:
        self.known = {subject: SUBJECT, question: QUESTION}

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self.known.get(text, PART) for text in texts], np.float32)


class Scope:
    """Compares every question alike, and keeps what it was asked."""

    def __init__(self, **lines: object) -> None:
        self.lines, self.asked = comparison(**lines), []

    def compare(self, question, instruments=()):
        self.asked.append((question.tolist(), tuple(instruments)))
        return self.lines


def index_of(store: Store, *installed: Passage, scope: Scope | None = None) -> SimpleNamespace:
    """An index: means take 1 from the last part of a vector, the adapter adds 2 to it."""
    apart = np.array([0, 0, 1], np.float32)
    return SimpleNamespace(
        store=store,
        manifest=SimpleNamespace(texts=installed),
        means=SimpleNamespace(centred_question=lambda vector, language: vector - apart),
        adapter=SimpleNamespace(adapted=lambda vector: vector + 2 * apart),
        scope=scope or Scope(),
    )


def retrieved(
    store: Store,
    instruments: Sequence[str] = LAW,
    asked: dict[str, float] | None = None,
    recipe: Recipe = RECIPE,
    words=None,
    scope: Scope | None = None,
    language: str = "en",
    **fields: object,
) -> Retrieval:
    """What is found by hand-made legs; ``asked`` gives locators near by their phrasings."""
    installed = several(*[f"{instrument}/x_1" for instrument in instruments])
    index = index_of(store, *installed, scope=scope or Scope(provisions=asked or {}))
    question = "Are kettles covered in the EU?"
    own = {"subject": "Are kettles covered?", "instruments": tuple(instruments)} | fields
    understood = understanding(question, language, **own)
    embedder = Embedder(understood.subject, question)
    return retrieve(understood, index, embedder, words, recipe)


def order(retrieval: Retrieval) -> list[str]:
    return [candidate.locator for candidate in retrieval.candidates]
