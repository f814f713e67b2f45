"""Searches some documents for a question: every stretch is compared, nothing is left to chance.

Two rankings are fused by reciprocal rank, as in the search of the law: nearness of meaning (each
language's mean removed, the question turned by the learned map) and, at half its weight, words.
A document on other matters gives nothing, see `corpus.documents.yardstick`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.adapter import QueryAdapter
from corpus.centring import Array
from corpus.documents.holding import Holding
from corpus.documents.stretch import Stretch
from corpus.documents.vectors import by_words, rarity
from corpus.documents.yardstick import language_asked, share_of_chance
from corpus.embedding import Embedder
from corpus.sparse import encode_query

K = 10
"""Constant of the fusion: the larger, the less the first ranks stand out."""

WORDS = 0.5
"""Weight of the ranking by words; thrice that for a stretch that has what is asked for by name."""

BEARS = (1.5, 0.5)
"""How much nearer than chance a question has to come for a document to bear on it, in standard
deviations: to a short document (of `LENGTHS` stretches), and to a long one."""

LENGTHS = (10, 200)
"""What is short and long. The few stretches of a short document are near to little else, so a
question on it stands out; of a long one on the law, many questions come near some part.

With these figures 87, 84, 96 and 97 of 100 questions on four documents (1465, 43, 224 and 504
stretches) had an excerpt, and of 160 everyday questions none."""

PLAUSIBLE = 0.0
"""The same for each further stretch of a document that bears on it."""

NAMED = 0.75
"""Share of a question's words, counted by rarity, that settles it whatever the meaning."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch that bears on a question.

    Attributes:
        holding: The document.
        stretch: Where in it.
        score: How much nearer than chance, 0 to 1.
    """

    holding: Holding
    stretch: Stretch
    score: float


def nearest(
    question: str,
    holdings: Sequence[Holding],
    embedder: Embedder,
    adapter: QueryAdapter,
    *,
    limit: int,
    everything: bool = False,
) -> list[Found]:
    """The stretches that bear on a question, best first.

    Args:
        question: In any language.
        holdings: The documents to look in. One whose vectors another model made is searched by
            words alone.
        embedder: The embedding model.
        adapter: Turns questions towards provisions.
        limit: Most stretches.
        everything: Leave out the threshold.
    """
    if not holdings or not any(c.isalnum() for c in question):
        return []
    vector = embedder.embed_queries([question])[0]
    asked = encode_query(question)
    rare = rarity(asked, [h.vectors for h in holdings])
    looked = [
        _compared(holding, language_asked(question), vector, rare, embedder.fingerprint, adapter)
        for holding in holdings
    ]
    near, words, share, above = (np.concatenate(part) for part in zip(*looked, strict=True))
    named = (share >= NAMED) & (len(asked) > 1)
    fused = _ranked(near) + np.where(named, 3 * WORDS, WORDS) * _ranked(words)
    bears = np.concatenate([_bears(part[3]) for part in looked])
    wanted = everything | named | (bears & (above >= PLAUSIBLE))
    places = [(h, s) for h in holdings for s in h.stretches]
    order = [int(n) for n in np.argsort(-fused, kind="stable") if wanted[n] and fused[n] > 0]
    scores = {n: max(share_of_chance(float(above[n])), named[n] * share[n]) for n in order[:limit]}
    return [Found(*places[n], float(score)) for n, score in scores.items()]


def _compared(
    holding: Holding,
    language: str,
    vector: Array,
    rare: dict[int, float],
    model: str,
    adapter: QueryAdapter,
) -> tuple[Array, Array, Array, Array]:
    """A document's stretches: nearness, score and share of words, deviations above chance."""
    words, share = by_words(rare, holding.vectors)
    if holding.document.model != model:
        unknown = np.full(len(holding.vectors), -np.inf, np.float32)
        return unknown, words, share, unknown
    yardstick = holding.vectors.yardstick
    near = holding.centred @ adapter.adapted(yardstick.centred_question(vector, language))
    cosines = holding.vectors.dense.astype(np.float32) @ vector
    return near, words, share, yardstick.above_chance(cosines, language)


def _bears(above: Array) -> NDArray[np.bool_]:
    """Whether a document bears on the question, once for each of its stretches."""
    short, long = np.log(LENGTHS)
    least = np.interp(np.log(max(len(above), 1)), (short, long), BEARS)
    return np.full(len(above), above.max(initial=-np.inf) >= least)


def _ranked(scores: Array) -> Array:
    """One over rank and constant; nothing for what did not match at all."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.empty(len(scores), np.float32)
    ranks[order] = np.arange(1, len(scores) + 1)
    matched = np.isfinite(scores) & (scores != 0)
    return np.where(matched, 1 / (K + ranks), 0).astype(np.float32)
