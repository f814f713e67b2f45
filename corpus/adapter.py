"""Turning a question's vector towards the provisions that answer questions like it.

The embedding model was made for texts of every kind; how people ask about law and how law is
written lie further apart than it knows. A linear map, learned from the digest alone (how people
ask for a provision, and our gist of it, in three languages), is added to the question's vector:
``q + q·W + b``, at length 1. Passages stay as they are, so nothing has to be indexed anew.

Measured on instruments that the map was not learned from; ``make adapter`` prints the figures.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.centring import Array, normalised

FILE = "adapter.npz"
"""Name of the shipped file, in ``corpus/digest/``."""


class QueryAdapter:
    """A learned map of question vectors.

    Args:
        fingerprint: The embedding model it was learned for, without its precision.
        weights: ``W``, shape (dimension, dimension).
        bias: ``b``, shape (dimension,).

    Example:
        >>> QueryAdapter.none().adapted(np.ones(2, np.float32)).tolist()
        [1.0, 1.0]
    """

    def __init__(
        self, fingerprint: str, weights: NDArray[np.floating], bias: NDArray[np.floating]
    ) -> None:
        self.fingerprint = fingerprint
        self.weights = weights.astype(np.float32)
        self.bias = bias.astype(np.float32)

    @classmethod
    def none(cls) -> QueryAdapter:
        """The map that changes nothing."""
        return cls("", np.empty((0, 0)), np.empty(0))

    @classmethod
    def load(cls, fingerprint: str, path: Path | None = None) -> QueryAdapter:
        """The shipped map; the one that changes nothing for another model or without a file.

        Args:
            fingerprint: The model in use.
            path: The file; the shipped one where not given.
        """
        source = path or Path(str(files("corpus.digest").joinpath(FILE)))
        if not source.is_file():
            return cls.none()
        with np.load(source) as data:
            made = cls(str(data["fingerprint"]), data["weights"], data["bias"])
        return made if made.fingerprint == fingerprint else cls.none()

    def save(self, path: Path) -> None:
        """Write to a file (NumPy's npz), in half precision."""
        np.savez(
            path,
            fingerprint=self.fingerprint,
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float16),
        )

    def adapted(self, question: Array) -> Array:
        """A question's vector, its language's mean removed, turned; shape (…, dimension)."""
        if not self.weights.size:
            return question
        turned = question + question @ self.weights + self.bias
        return normalised(np.atleast_2d(turned)).reshape(question.shape)
