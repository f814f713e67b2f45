"""Whether a statement and its quotation are about the same thing.

Cosines bunch together, and what counts as near differs from statement to statement. So the
cosine of statement and quotation is taken together with how far it stands above the statement's and
the quotation's usual cosine with lines about the same instrument, and with the share of the
statement's glossary terms that the provision knows. Fitted on the odd half of ``evals/corruption``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Check
from assistant.verification.statement import Backing, Context, Meaning, Statement, Vectors
from corpus.centring import LanguageMeans
from corpus.glossary import Glossary
from corpus.scope import Scope

WEIGHTS = (-3.87, 1.31, 0.55, 0.71, 4.09)
"""Constant; cosine; its distance from the statement's usual cosine, from the quotation's usual
cosine, in standard deviations; share of terms known, from -0.5 to 0.5."""

LEVEL = {False: -2.5, True: -1.1}
"""Least score that passes; False: as usual, True: strict."""

_KEPT = 10_000
"""Vectors remembered: the same quotation is compared again and again."""


class Embeds(Protocol):
    """What gives vectors; :class:`corpus.embedding.Embedder` does."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (n, dimension)."""
        ...


class Centred:
    """Meanings by an embedding model, with each language's mean removed.

    Args:
        embedder: Gives the vectors.
        means: The language means of the index.
        scope: The lines about each instrument; without them nothing is known to be usual.

    Example:
        >>> from corpus.centring import LanguageMeans
        >>> class Letters:
        ...     def embed_passages(self, texts):
        ...         return np.array([[t.count("a"), t.count("b"), 1] for t in texts], np.float32)
        >>> means = LanguageMeans({"en": np.zeros(3, np.float32)}, {})
        >>> Centred(Letters(), means).vectors(["aaa"], "en").round(2)
        array([[0.95, 0.  , 0.32]], dtype=float32)
    """

    def __init__(self, embedder: Embeds, means: LanguageMeans, scope: Scope | None = None) -> None:
        self._embedder = embedder
        self._means = means
        self._scope = scope
        self._known: dict[tuple[str, str], NDArray[np.float32]] = {}
        self._backgrounds: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str], language: str) -> Vectors:
        """Vectors at length 1 with the language's mean removed, shape (n, dimension)."""
        new = [text for text in dict.fromkeys(texts) if (language, text) not in self._known]
        if new:
            if len(self._known) > _KEPT:
                self._known.clear()
                new = list(dict.fromkeys(texts))
            rows = self._embedder.embed_passages(new)
            centred = self._means.centred_passages(rows, [language] * len(new))
            self._known.update({(language, t): row for t, row in zip(new, centred, strict=True)})
        return np.stack([self._known[language, text] for text in texts])

    def background(self, instrument: str) -> Vectors:
        """The lines about an instrument; those about all where it has none of its own."""
        if self._scope is None:
            return np.empty((0, 0), np.float32)
        if instrument not in self._backgrounds:
            about = self._scope.about
            of_any = np.char.find(about, "/") >= 0
            own = np.char.startswith(about, instrument + "/")
            chosen = own if own.any() else of_any
            self._backgrounds[instrument] = self._scope.vectors[chosen].astype(np.float32)
        return self._backgrounds[instrument]


def check(statement: Statement, context: Context) -> Check | None:
    """The statement is near enough to what it quotes; None where there are no vectors."""
    if context.meaning is None:
        return None
    scores = [score(statement, backing, context, context.meaning) for backing in statement.backings]
    best = max(scores)
    return Check(
        statement=statement.text,
        test="similarity",
        passed=best >= LEVEL[context.strict],
        detail=f"{best:.2f}",
    )


def score(statement: Statement, backing: Backing, context: Context, meaning: Meaning) -> float:
    """How much speaks for the statement being about the quotation, as the logarithm of odds."""
    return float(np.dot(WEIGHTS, (1.0, *features(statement, backing, context, meaning))))


def features(
    statement: Statement, backing: Backing, context: Context, meaning: Meaning
) -> tuple[float, float, float, float]:
    """Cosine, its two distances from the usual, and the share of terms known less a half."""
    said = meaning.vectors([statement.text], context.language)[0]
    quoted = meaning.vectors([backing.quotation], backing.language)[0]
    cosine = float(said @ quoted)
    usual = meaning.background(backing.provision.edition.instrument)
    share = shared_terms(statement, context.terms) - 0.5
    return cosine, _above(cosine, usual, said), _above(cosine, usual, quoted), share


def _above(cosine: float, usual: Vectors, vector: NDArray[np.float32]) -> float:
    if not len(usual):
        return 0.0
    cosines = usual @ vector
    return float((cosine - cosines.mean()) / max(float(cosines.std()), 1e-6))


def shared_terms(statement: Statement, terms: Glossary) -> float:
    """The share of a statement's glossary terms that its provisions have; a half for none."""
    said = {match.term.id for match in terms.lookup(statement.text)}
    if not said:
        return 0.5
    held = {match.term.id for match in terms.lookup(statement.provided)}
    return len(said & held) / len(said)
