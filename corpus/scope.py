"""What the corpus is about and what it is not about, as vectors to compare a question with.

The topics, headings and phrasings of the digest say what it is about. ``background.toml`` holds our own one-line
descriptions of neighbouring laws, other regimes and everyday matters, in three languages. Both
are embedded as questions, with their language's mean removed, when the index is made.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from corpus.catalogue import LANGUAGES, Trilingual
from corpus.centring import Array, LanguageMeans
from corpus.digest import digest


class QueryEmbedder(Protocol):
    """What this module needs of an embedder."""

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Questions to vectors, shape (n, dimension)."""


class OutsideName(BaseModel):
    """A law or a place that people ask about and whose law is not held here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["law", "place"]
    name: Trilingual
    aliases: tuple[str, ...]


@cache
def _background() -> tuple[tuple[Trilingual, ...], tuple[OutsideName, ...]]:
    data = tomllib.loads(files("corpus").joinpath("background.toml").read_text("utf-8"))
    lines = tuple(Trilingual.model_validate(line) for line in data["line"])
    return lines, tuple(OutsideName.model_validate(name) for name in data["outside"])


def outside_names() -> tuple[OutsideName, ...]:
    """The laws and places known by name whose law the corpus does not hold."""
    return _background()[1]


class Scope:
    """The lines about the corpus and about other things, with their vectors.

    Args:
        inside: Vectors of the lines about the corpus, shape (n, dimension), at length 1.
        outside: Vectors of the other lines, shape (m, dimension), at length 1.
        outside_lines: The English wording of each of the other lines.
    """

    def __init__(self, inside: Array, outside: Array, outside_lines: list[str]) -> None:
        self.inside = inside
        self.outside = outside
        self.outside_lines = outside_lines

    @classmethod
    def measure(cls, embedder: QueryEmbedder, means: LanguageMeans) -> Scope:
        """Embed all lines in all languages."""
        topics = [
            (f"{t.name.get(lang)}: {t.description.get(lang)}", lang)
            for t in digest().topics.values()
            for lang in LANGUAGES
        ]
        topics += [
            (line, lang)
            for entry in digest().entries.values()
            for lang in LANGUAGES
            for line in (entry.heading.get(lang), *entry.asked.in_language(lang))
        ]
        lines = _background()[0]
        others = [(line.get(lang), lang) for line in lines for lang in LANGUAGES]
        return cls(
            _vectors(topics, embedder, means),
            _vectors(others, embedder, means),
            [line.en for line in lines for _ in LANGUAGES],
        )

    def nearest_scope(self, question: Array) -> tuple[float, int]:
        """Cosine of the nearest line about the corpus, and its row."""
        similar = self.inside @ question
        row = int(np.argmax(similar))
        return float(similar[row]), row

    def nearest_background(self, question: Array) -> tuple[float, str]:
        """Cosine of the nearest line about something else, and its English wording."""
        similar = self.outside @ question
        row = int(np.argmax(similar))
        return float(similar[row]), self.outside_lines[row]

    def save(self, path: Path) -> None:
        """Write to a file (NumPy's npz)."""
        np.savez(path, inside=self.inside, outside=self.outside, lines=np.array(self.outside_lines))

    @classmethod
    def load(cls, path: Path) -> Scope:
        """Read what `save` wrote."""
        with np.load(path) as data:
            return cls(data["inside"], data["outside"], [str(line) for line in data["lines"]])


def _vectors(lines: list[tuple[str, str]], embedder: QueryEmbedder, means: LanguageMeans) -> Array:
    vectors = embedder.embed_queries([line for line, _ in lines])
    return np.stack(
        [means.centred_question(v, lang) for v, (_, lang) in zip(vectors, lines, strict=True)]
    )
