"""What the corpus is about and what it is not about, as vectors to compare a question with.

*Phrasings* are the ways in which people ask for a provision, from the digest: a question close to
one of them is about that provision, and about the corpus. The topics say the same in general.
``background.toml`` holds our own one-line descriptions of neighbouring laws, other regimes and
everyday matters. All lines are embedded as questions, with their language's mean removed, when the
index is made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from corpus.catalogue import LANGUAGES, Trilingual, catalogue, derived
from corpus.centring import Array, LanguageMeans
from corpus.digest import Digest

_NEAREST = 200
"""Phrasings looked at for the provisions they ask for."""


class OutsideName(BaseModel):
    """A law or a place that people ask about and whose law is not held here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["law", "place"]
    jurisdiction: str = Field(
        "", description="Whose law it is, or which place, where the catalogue knows the place."
    )
    instrument: str = Field(
        "", description="Catalogue id, where it is a further instrument: known, maybe installed."
    )
    name: Trilingual
    aliases: tuple[str, ...]


class BackgroundLine(Trilingual):
    """A line about something else, with the law that governs it, where that is known by name."""

    law: str = Field("", description="English name of an `OutsideName`; empty for none.")


@cache
def _background() -> tuple[tuple[BackgroundLine, ...], tuple[OutsideName, ...]]:
    data = tomllib.loads(files("corpus").joinpath("background.toml").read_text("utf-8"))
    lines = tuple(BackgroundLine.model_validate(line) for line in data["line"])
    return lines, tuple(OutsideName.model_validate(name) for name in data["outside"])


@derived
def outside_names() -> tuple[OutsideName, ...]:
    """The laws and places known by name that questions are not answered from.

    Further instruments of the catalogue are among them, those that are installed included: who
    asks decides by what is in the index whether such a name is one of a text that can be searched.
    """
    return _background()[1] + tuple(_further_names())


def _further_names() -> Iterator[OutsideName]:
    book = catalogue()
    for place in book.further_places:
        if place.aliases:
            yield OutsideName(
                kind="place", jurisdiction=place.id, name=place.name, aliases=place.aliases
            )
    for law in book.further:
        titles = (t.get(language) for t in (law.title, law.short) for language in LANGUAGES)
        names = dict.fromkeys((*titles, *law.aliases, *law.implied_by))
        yield OutsideName(kind="law", instrument=law.id, name=law.short, aliases=tuple(names))


def law_behind(line: str) -> OutsideName | None:
    """The law not held here that a background line is about, if it is one known by name.

    Args:
        line: The line, in any language, as :class:`Comparison` gives it.
    """
    return _laws_behind().get(line)


@derived
def _laws_behind() -> dict[str, OutsideName]:
    lines, _ = _background()
    known = {name.name.en: name for name in outside_names()}
    return {
        line.get(language): known[line.law] for line in lines if line.law for language in LANGUAGES
    }


class Line(BaseModel):
    """A line to compare questions with.

    Attributes:
        text: The line.
        language: Its language.
        about: Locator of the provision it asks for; `topic:` and the id of a topic; empty for a
            line about something else.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    about: str


def lines_of(words: Digest) -> list[Line]:
    """All lines: the phrasings and topics of a digest, and the background."""
    phrasings = [
        Line(text=text, language=language, about=entry.locator)
        for entry in words.entries.values()
        for language in LANGUAGES
        for text in entry.asked.in_language(language)
    ]
    topics = [
        Line(
            text=f"{t.name.get(lang)}: {t.description.get(lang)}",
            language=lang,
            about=f"topic:{t.id}",
        )
        for t in words.topics.values()
        for lang in LANGUAGES
    ]
    background = [
        Line(text=line.get(lang), language=lang, about="")
        for line in _background()[0]
        for lang in LANGUAGES
    ]
    return phrasings + topics + background


class Scope:
    """The lines with their vectors.

    Args:
        about: What each line is about, see :class:`Line`.
        texts: Each line.
        vectors: Each line's vector with its language's mean removed, at length 1, shape
            (lines, dimension).
    """

    def __init__(self, about: NDArray[np.str_], texts: NDArray[np.str_], vectors: Array) -> None:
        self.about = about
        self.texts = texts
        self.vectors = vectors
        self._background = about == ""
        self._phrasing = np.char.find(about, "/") >= 0
        self._topic = np.char.startswith(about, "topic:")
        self._instrument = np.array([line.split("/")[0] for line in about.tolist()])

    @classmethod
    def measure(
        cls, lines: list[Line], means: LanguageMeans, embed: Callable[[list[str]], Array]
    ) -> Scope:
        """Embed lines.

        Args:
            lines: From :func:`lines_of`.
            means: The language means of the index.
            embed: Gives the vectors of questions.
        """
        vectors = embed([line.text for line in lines])
        centred = [
            means.centred_question(vector, line.language)
            for vector, line in zip(vectors, lines, strict=True)
        ]
        return cls(
            np.array([line.about for line in lines]),
            np.array([line.text for line in lines]),
            np.stack(centred),
        )

    def compare(self, question: Array, instruments: Collection[str] = ()) -> Comparison:
        """Compare a question with every line.

        A phrasing of an instrument that is not searched speaks against an answer: a question about
        Hong Kong that sounds most like one about the AI Act is probably not answered by Hong Kong
        law.

        Args:
            question: Its vector with its language's mean removed, shape (dimension,).
            instruments: The instruments searched; all where empty.
        """
        similar = self.vectors @ question
        searched = np.isin(self._instrument, list(instruments)) | (not instruments)
        inside = np.where((searched | self._topic) & ~self._background, similar, -1.0)
        outside = np.where(self._background, similar, -1.0)
        other_law = np.where(self._phrasing & ~searched, similar, -1.0)
        best, other = int(np.argmax(inside)), int(np.argmax(outside))
        phrasings = np.where(self._phrasing & searched, similar, -1.0)
        provisions: dict[str, float] = {}
        for row in np.argsort(-phrasings, kind="stable")[:_NEAREST]:
            if phrasings[row] > -1.0:
                provisions.setdefault(str(self.about[row]), float(similar[row]))
        topics: dict[str, float] = {}
        for row in np.flatnonzero(self._topic):
            topic = str(self.about[row]).removeprefix("topic:")
            topics[topic] = max(topics.get(topic, -1.0), float(similar[row]))
        return Comparison(
            scope=float(inside[best]),
            background=float(outside[other]),
            elsewhere=float(np.max(other_law)),
            scope_line=str(self.texts[best]),
            background_line=str(self.texts[other]),
            provisions=provisions,
            topics=topics,
        )

    def save(self, path: Path) -> None:
        """Write to a file (NumPy's npz)."""
        half = self.vectors.astype(np.float16)
        np.savez(path, about=self.about, texts=self.texts, vectors=half)

    @classmethod
    def load(cls, path: Path) -> Scope:
        """Read what `save` wrote."""
        with np.load(path) as data:
            return cls(data["about"], data["texts"], data["vectors"].astype(np.float32))


class Comparison(BaseModel):
    """How a question compares with the lines; similarities are cosines."""

    model_config = ConfigDict(frozen=True)

    scope: float
    background: float
    elsewhere: float
    """The nearest phrasing of an instrument that is not searched; -1 where all are."""
    scope_line: str
    background_line: str
    provisions: dict[str, float]
    """The provisions whose phrasings are nearest, best first."""
    topics: dict[str, float] = Field(default_factory=dict)
    """How close each topic comes, by its id."""

    def about(self, chosen: Collection[str]) -> Comparison:
        """The same, of a question that is known to be about some topics and no others.

        Args:
            chosen: Ids of topics; the comparison stays as it is where empty.
        """
        if not chosen or not self.topics:
            return self
        nearest, farthest = max(self.topics.values()), min(self.topics.values())
        topics = {t: nearest if t in chosen else farthest for t in self.topics}
        return self.model_copy(update={"topics": topics})
