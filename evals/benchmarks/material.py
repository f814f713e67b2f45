"""Many passages out of few: synthetic variations around the real ones, for the scaling study.

A corpus of a million passages of law in three languages is not to be had; what matters to a search
engine is how vectors lie to each other, how long the term lists are and what the payloads weigh.
All three are taken from the real index. A variation lies as far from the passage that it varies as
that passage's nearest neighbour does (drawn from the real distances), in a direction that real
passages differ in (the difference of two of them, drawn at random). It keeps most of the terms and
the whole payload, but has a locator of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.centring import Array, normalised
from corpus.sparse import SparseVector
from corpus.store.base import Point

CHUNK = 10_000
"""Passages made at a time: 15 MB of vectors."""

_KEPT_TERMS = 0.8
_NEAREST_OF = 2000
_LARGEST = 0.999
"""Passages that stand in two editions word for word are no measure of how far texts lie apart."""


@dataclass(frozen=True)
class Real:
    """The passages of a real index.

    Attributes:
        vectors: Centred embeddings, shape (n, dimension), length 1.
        indices: Term numbers of each passage.
        values: Weights of those terms.
        payloads: What the store keeps beside them.
    """

    vectors: Array
    indices: Sequence[NDArray[np.uint32]]
    values: Sequence[NDArray[np.float32]]
    payloads: Sequence[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.vectors)


def read_real(points: Iterable[Point]) -> Real:
    """The passages of a store.

    Args:
        points: What `PassageStore.points` gives.
    """
    vectors, indices, values, payloads = [], [], [], []
    for point in points:
        sparse = point.vectors.get("sparse")
        terms = sparse if isinstance(sparse, SparseVector) else SparseVector((), ())
        vectors.append(np.array(point.vectors["centred"], np.float32))
        indices.append(np.array(terms.indices, np.uint32))
        values.append(np.array(terms.values, np.float32))
        payloads.append(point.payload)
    return Real(np.stack(vectors), indices, values, payloads)


def nearest(vectors: Array, seed: int = 0) -> Array:
    """Cosine of passages to the nearest other that is not the same text, ascending."""
    rng = np.random.default_rng(seed)
    rows = rng.choice(len(vectors), min(_NEAREST_OF, len(vectors)), replace=False)
    similar = vectors[rows] @ vectors.T
    similar[similar > _LARGEST] = -1.0
    return np.sort(similar.max(axis=1))


def synthetic(real: Real, count: int, seed: int = 0) -> Iterator[Point]:
    """So many synthetic passages; every real one is varied as often as any other.

    Args:
        real: What is varied.
        count: How many to make.
        seed: The same seed makes the same passages.
    """
    near = nearest(real.vectors, seed)
    for start in range(0, count, CHUNK):
        rng = np.random.default_rng((seed, start))
        rows = np.arange(start, min(start + CHUNK, count))
        origin = rows % len(real)
        vectors = _varied(real.vectors, origin, rng.choice(near, len(rows)), rng).tolist()
        for row, of, vector in zip(rows.tolist(), origin.tolist(), vectors, strict=True):
            kept = rng.random(len(real.indices[of])) < _KEPT_TERMS
            terms = SparseVector(
                tuple(real.indices[of][kept].tolist()), tuple(real.values[of][kept].tolist())
            )
            named: dict[str, list[float] | SparseVector] = {"dense": vector, "centred": vector}
            if len(terms):
                named["sparse"] = terms
            yield Point(str(uuid.UUID(int=row + 1)), named, _payload(real.payloads[of], row))


def _varied(
    vectors: Array, origin: NDArray[np.int64], cosine: Array, rng: np.random.Generator
) -> Array:
    """Vectors at the given cosine from their origins, in directions in which real ones differ."""
    here = vectors[origin]
    one, other = rng.integers(len(vectors), size=(2, len(origin)))
    aside = vectors[one] - vectors[other]
    aside += 1e-3 * rng.standard_normal(aside.shape, np.float32)
    aside -= here * np.sum(aside * here, axis=1, keepdims=True)
    sine = np.sqrt(np.maximum(0.0, 1.0 - cosine**2))
    return normalised(here * cosine[:, None] + normalised(aside) * sine[:, None])


def _payload(payload: dict[str, Any], row: int) -> dict[str, Any]:
    # Only the place is its own: filters on everything else let through the share they do today.
    own = {"locator": f"{payload['locator']}/copy_{row}", "root": f"{payload['root']}/copy_{row}"}
    return payload | own
