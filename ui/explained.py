"""Why this answer: what a reader who wants to learn or to audit is told of how it came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.composing.citation import pinpoint
from assistant.composing.explaining import explanation, why
from corpus.provision import instrument_of
from corpus.texts import joined, text, texts
from ui.reading import place_name
from ui.wording import instrument_name

_SCORE = "score"
_DEGREES = ((0.9, 5), (0.7, 4), (0.5, 3), (0.2, 2), (0.0, 1))
"""Least likelihood, and how it is put into words, from 1 to 5."""


@dataclass(frozen=True)
class Account:
    """How an answer came about, in the answer's language.

    Attributes:
        title: What the account is of.
        sure: How sure it was that the texts answer, a sentence for each jurisdiction compared.
        brought_in: For each clause used, what found it, its mark written as ``[1]``.
        passed_over: Reason → instrument → places considered and not used, best first.
        withheld: The checks that statements failed, with how many.
    """

    title: str
    sure: tuple[str, ...]
    brought_in: tuple[str, ...]
    passed_over: dict[str, dict[str, list[str]]]
    withheld: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell: of a question that was never searched for."""
        return not (self.sure or self.brought_in or self.passed_over or self.withheld)


def account(answer: Answer) -> Account:
    """How an answer came about."""
    language = answer.language
    return Account(
        text(language, "why.title_silent" if answer.abstained else "why.title"),
        tuple(_sure(answer)),
        tuple(_brought_in(answer)),
        _passed_over(answer),
        tuple(_withheld(answer)),
    )


def degree(likelihood: float, language: str) -> str:
    """A likelihood in words.

    >>> degree(0.95, "en"), degree(0.3, "zh-Hans")
    ('very likely', '不太可能')
    """
    step = next(step for least, step in _DEGREES if likelihood >= least)
    return text(language, f"why.degree_{step}")


def _sure(answer: Answer) -> Iterator[str]:
    language = answer.language
    measured = {
        name: value
        for name, value in answer.trace.confidence.items()
        if isinstance(value, float | int) and name.split("_")[0] == _SCORE
    }
    by_place = {n.removeprefix(f"{_SCORE}_"): v for n, v in measured.items() if n != _SCORE}
    for jurisdiction, value in by_place.items():
        place = place_name(jurisdiction, language)
        yield text(language, "why.sure_in", place=place, degree=degree(value, language))
    if not by_place and _SCORE in measured:
        yield text(language, "why.sure", degree=degree(measured[_SCORE], language))


def _brought_in(answer: Answer) -> list[str]:
    """What found each clause: `why` without its beginning, which tells of the question."""
    reading = explanation(answer.understanding, (), (), (), answer.language)
    general = text(answer.language, "why.words")
    told = why(answer).removeprefix(reading).split("\n")
    return [line for line in told if line and line != general]


def _passed_over(answer: Answer) -> dict[str, dict[str, list[str]]]:
    language = answer.language
    known = texts(language)["why"]
    found: dict[str, dict[str, list[str]]] = {}
    for locator, code in answer.trace.passed_over.items():
        reason = known.get(f"passed_{code}", code)
        name = instrument_name(instrument_of(locator), language)
        place = pinpoint(locator, language)
        found.setdefault(reason, {}).setdefault(name, []).append(place)
    return found


def _withheld(answer: Answer) -> Iterator[str]:
    language = answer.language
    known = texts(language)["why"]
    failed = Counter(check.test for check in answer.trace.checks if not check.passed)
    for test, count in failed.items():
        name = known.get(f"check_{test}", test)
        yield text(language, "ui.labelled", label=name, words=str(count))


def listed(places: dict[str, list[str]], language: str) -> Iterator[tuple[str, str]]:
    """Instruments with their places, each in one line."""
    for name, pinpoints in places.items():
        yield name, joined(language, pinpoints)
