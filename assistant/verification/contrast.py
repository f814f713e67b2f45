"""Does the quotation carry a statement's force better than it carries the opposite?

For every word of a statement that gives it its force, the counterpart is made: “must” becomes “must
not” and “may”, 適用 becomes 不適用. What speaks for the statement and against its counterpart is

* whether the quotation says the same at all, in marks or in other words (``words.toml``);
* whether the part of the quotation that is nearest in meaning says the same;
* how much nearer the statement is to the quotation than its counterpart is.

The last two need vectors. Weights and levels were fitted on the odd half of ``evals/corruption``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from assistant.verification.clauses import PartOfQuotation, clause_around, parts
from assistant.verification.marks import Kind, also_says, marks
from assistant.verification.statement import Backing, Context, Meaning, Statement, Vectors
from corpus.provision import Status

NEGATING = frozenset(("not", "must_not", "need_not"))

_NEVER_HELD: frozenset[Kind] = frozenset(("should", "only"))
"""Kinds that a statement may have of itself: advice is always allowed, a limit often implied."""


@dataclass(frozen=True)
class Weights:
    """What each piece of evidence counts, as the logarithm of odds.

    Attributes:
        quoted: The quotation has the mark.
        quoted_otherwise: It has other words that can mean the same.
        nearest: The nearest part has the mark.
        nearest_otherwise: It has other words.
        prior: For the kind that comes first in the alphabet, against the other.
        whole: Cosine gained by the statement over its counterpart, towards the quotation.
        clause: The same for the clause, towards the nearest part.
    """

    quoted: float
    quoted_otherwise: float
    nearest: float
    nearest_otherwise: float
    prior: float
    whole: float = 0.0
    clause: float = 0.0


WEIGHTS = {
    ("is", "not"): Weights(0.60, 0.00, 0.48, 0.17, 0.90, 37.7, 13.6),
    ("may", "must"): Weights(1.28, 0.49, 1.62, 0.60, 0.02, 8.3, 15.6),
    ("may", "must_not"): Weights(1.73, 0.53, 1.35, 0.17, 0.81, 0.7, 16.4),
    ("must", "must_not"): Weights(1.66, 0.00, 0.80, 0.89, 0.82, 23.4, 9.4),
    ("must", "need_not"): Weights(1.00, 0.50, 1.00, 0.50, -2.00),
    ("must_not", "need_not"): Weights(1.42, 0.00, 1.33, 0.21, 2.49),
}
"""By pair of kinds, in alphabetical order: logistic regression on statements and counterparts. Too
few hold a “need not” beside a “must”: that row is set by hand."""


@dataclass(frozen=True)
class Contrast:
    """A statement beside its counterpart.

    Attributes:
        says: What the statement says: a mark's kind, or ``is``.
        against: What the counterpart says.
        words: The word that was exchanged.
        start: Where it stands in the statement.
        end: The character after it.
        counterpart: The statement with the word exchanged.
    """

    says: str
    against: str
    words: str
    start: int
    end: int
    counterpart: str


@dataclass(frozen=True)
class Weighed:
    """A contrast with its result.

    Attributes:
        contrast: What was compared.
        odds: How much more the quotation speaks for the statement than for its counterpart, as a
            logarithm; 0 where it tells nothing.
    """

    contrast: Contrast
    odds: float

    @property
    def pair(self) -> tuple[str, str]:
        """The two kinds, in alphabetical order."""
        return _pair(self.contrast)


def weigh(statement: Statement, context: Context) -> list[Weighed]:
    """Weigh a statement against each of its counterparts."""
    return [Weighed(c, odds(c, row)) for c, row in evidence(statement, context)]


def outweighed(
    weighed: Iterable[Weighed], pairs: Collection[tuple[str, str]], least: float
) -> list[str]:
    """The contrasts of some pairs of kinds that the quotation decides against, with their odds.

    Args:
        weighed: What :func:`weigh` gives.
        pairs: Kinds that are opposed, each pair in alphabetical order.
        least: Least odds that are not against.
    """
    against = (w for w in weighed if w.pair in pairs and w.odds < least)
    return [f"{w.contrast.words}: {w.odds:.1f}" for w in against]


def _pair(contrast: Contrast) -> tuple[str, str]:
    return (min(contrast.says, contrast.against), max(contrast.says, contrast.against))


def contrasts(text: str, language: str) -> Iterator[Contrast]:
    """The counterparts of a statement.

    >>> [c.counterpart for c in contrasts("A kettle must whistle.", "en")]
    ['A kettle must not whistle.', 'A kettle may whistle.']
    """
    for says, against, pattern, to in _rules("en" if language == "en" else "zh"):
        for match in pattern.finditer(text):
            chosen = to.split("|")[language == "zh-Hans"] if "|" in to else to
            put = text[: match.start()] + match.expand(chosen) + text[match.end() :]
            yield Contrast(says, against, match.group(), match.start(), match.end(), put)


@cache
def _rules(family: str) -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    data = files("assistant.verification").joinpath("contrasts.toml").read_text("utf-8")
    return tuple(
        (item["says"], item["against"], re.compile(pattern), to)
        for item in tomllib.loads(data)["contrast"]
        for pattern, to in item[family]
    )


def evidence(statement: Statement, context: Context) -> list[tuple[Contrast, list[float]]]:
    """Every counterpart of a statement with what speaks for the statement, feature by feature.

    Returns:
        Features in the order of :class:`Weights`, the prior's left out.
    """
    language = context.language
    found = list(contrasts(statement.text, language))
    if not found:
        return []
    quoted = [p for b in statement.backings for p in parts(b.quotation, _opening(b))]
    gains = _gains(statement, found, quoted, context)
    advises = any(_only_advises(b) for b in statement.backings)
    whole = statement.quoted
    rows = []
    for contrast, (nearest, by_whole, by_clause) in zip(found, gains, strict=True):
        near = nearest.governed if nearest else whole
        row = []
        for text in (whole, near):
            mine, mine_else = _said(text, contrast.says, advises)
            other, other_else = _said(text, contrast.against, advises)
            row += [mine - other, (1 - mine) * mine_else - (1 - other) * other_else]
        rows.append((contrast, [*row, by_whole, by_clause]))
    return rows


def _opening(backing: Backing) -> str:
    """The line that announces the list in which the provision stands."""
    return backing.around[0].body.split("\n", 1)[0] if backing.around else ""


def _only_advises(backing: Backing) -> bool:
    """Whether a “should” of the source is no more than advice."""
    provision = backing.provision
    return provision.edition.binding_force.is_voluntary or provision.status is Status.EXPLANATORY


def _said(text: str, kind: str, advises: bool) -> tuple[float, float]:
    """Whether a text has a mark, and whether it has other words for the same."""
    if kind == "is":
        return 0.0, 0.0
    found = _kinds(text)
    if kind == "not":
        return float(bool(found & NEGATING)), float(also_says(text, "not"))
    if kind == "must":
        should = "should" in found and not advises
        return float("must" in found or should), float(also_says(text, "must"))
    return float(kind in found), float(also_says(text, kind))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _kinds(text: str) -> frozenset[Kind]:
    return frozenset(mark.kind for mark in marks(text))


def _gains(
    statement: Statement,
    found: list[Contrast],
    quoted: list[PartOfQuotation],
    context: Context,
) -> list[tuple[PartOfQuotation | None, float, float]]:
    """For each counterpart: the nearest part, and what the statement gains over it in cosine."""
    meaning = context.meaning
    if meaning is None:
        return [(None, 0.0, 0.0)] * len(found)
    text, language = statement.text, context.language
    said = []
    for contrast in found:
        left, right = clause_around(text, contrast.start, contrast.end)
        grown = len(contrast.counterpart) - len(text)
        said += [contrast.counterpart, text[left:right], contrast.counterpart[left : right + grown]]
    vectors = meaning.vectors([text, *said], language)
    own, others = vectors[0], vectors[1:]
    near = _quoted_vectors(statement, meaning)
    whole = np.concatenate([meaning.vectors([b.quotation], b.language) for b in statement.backings])
    results: list[tuple[PartOfQuotation | None, float, float]] = []
    for number in range(len(found)):
        counterpart, clause, turned = others[3 * number : 3 * number + 3]
        closeness = near @ (clause + turned) + 0.5 * near @ (own + counterpart)
        best = int(np.argmax(closeness))
        gain = float(np.max(whole @ own) - np.max(whole @ counterpart))
        results.append((quoted[best], gain, float(near[best] @ (clause - turned))))
    return results


def _quoted_vectors(statement: Statement, meaning: Meaning) -> Vectors:
    rows = []
    for backing in statement.backings:
        own = [p.words for p in parts(backing.quotation, _opening(backing))]
        rows.append(meaning.vectors(own, backing.language))
    return np.concatenate(rows)


def unsupported(statement: Statement) -> list[Kind]:
    """The kinds of force that a statement has and that nothing in the quotation can mean.

    >>> from assistant.verification.statement import Statement
    >>> unsupported(Statement("It must not whistle.", ()))
    ['must_not']
    """
    whole = statement.quoted
    advises = any(_only_advises(b) for b in statement.backings)
    kinds = {mark.kind for mark in marks(statement.text)} - _NEVER_HELD
    denied = any(_said(whole, "not", advises))
    return [
        kind
        for kind in sorted(kinds)
        if not any(_said(whole, kind, advises)) and not (kind == "need_not" and denied)
    ]


def odds(contrast: Contrast, row: list[float]) -> float:
    """How much more the quotation speaks for the statement than for its counterpart."""
    pair = _pair(contrast)
    weights = WEIGHTS.get(pair)
    if weights is None:
        return 0.0
    sign = 1.0 if (contrast.says, contrast.against) == pair else -1.0
    return (
        weights.quoted * row[0]
        + weights.quoted_otherwise * row[1]
        + weights.nearest * row[2]
        + weights.nearest_otherwise * row[3]
        + weights.prior * sign
        + weights.whole * row[4]
        + weights.clause * row[5]
    )
