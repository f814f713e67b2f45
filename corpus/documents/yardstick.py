"""What a document's vectors are measured by: language means, and how near chance comes to it.

How near a question comes to *some* passage of a document says little by itself: a long document
in the question's language comes near to everything. So a document keeps how near lines about
quite other matters come to it, in each language; a question bears on it when it comes clearly
nearer than those.

Measured with the shipped model on four documents (a bilingual report, two laws and a profile): a
question on the document was told from an everyday one in 99 to 100 of 100 pairs; by the plain
cosine in 93 to 100.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import LANGUAGES
from corpus.centring import Array, LanguageMeans
from corpus.script import fold


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The measures of one document, one row a language in the order of `LANGUAGES`.

    Attributes:
        passages: Mean vector of passages, shape (languages, dimension).
        questions: Mean vector of questions, the same shape.
        chance: Mean and spread of the best cosine that unrelated lines reach, (languages, 2).
    """

    passages: Array
    questions: Array
    chance: Array

    @classmethod
    def of(
        cls, means: LanguageMeans | None, unrelated: Array, languages: list[str], dense: Array
    ) -> Yardstick:
        """The measures of a document.

        Args:
            means: Language means of the model, where they are known.
            unrelated: Vectors of lines about other matters, embedded as questions, (m, dimension).
            languages: Language of each line.
            dense: The document's embeddings, shape (n, dimension).
        """
        nothing = np.zeros((len(LANGUAGES), dense.shape[1]), np.float32)
        passages = np.stack([means.passages[k] for k in LANGUAGES]) if means else nothing
        questions = np.stack([means.questions[k] for k in LANGUAGES]) if means else nothing
        best = (dense @ unrelated.T).max(axis=0)
        labels = np.array(languages)
        by_language = [best[labels == language] for language in LANGUAGES]
        chance = [(float(b.mean()), float(b.std())) for b in by_language]
        return cls(passages, questions, np.array(chance, np.float32))

    def above_chance(self, cosines: Array, language: str) -> Array:
        """How much nearer than chance, in standard deviations: 0 is just as near.

        Args:
            cosines: Of a question and stretches, shape (n,).
            language: The question's.
        """
        mean, spread = self.chance[LANGUAGES.index(language)]
        return np.asarray((cosines - mean) / max(float(spread), 1e-6), np.float32)

    def centred(self, dense: NDArray[np.float32], languages: list[str]) -> Array:
        """Stretches with the mean of their language removed, at length 1."""
        return LanguageMeans(_by_language(self.passages), {}).centred_passages(dense, languages)

    def centred_question(self, vector: Array, language: str) -> Array:
        """A question with the mean of its language removed, at length 1."""
        return LanguageMeans({}, _by_language(self.questions)).centred_question(vector, language)


def share_of_chance(deviations: float) -> float:
    """How many of the unrelated lines come less near, 0 to 1.

    >>> share_of_chance(0.0), round(share_of_chance(2.0), 3)
    (0.5, 0.977)
    """
    return (1 + erf(deviations / sqrt(2))) / 2


def language_asked(question: str) -> str:
    """Which of the three languages a question is nearest to, by its characters.

    >>> [language_asked(text) for text in ("Kettles?", "電水壺？", "电水壶？")]
    ['en', 'zh-Hant', 'zh-Hans']
    """
    plain = unicodedata.normalize("NFKC", question).casefold()
    if not any("\u3400" <= c <= "\u9fff" for c in plain):
        return "en"
    return "zh-Hans" if fold(question) == plain else "zh-Hant"


def _by_language(rows: Array) -> dict[str, Array]:
    return dict(zip(LANGUAGES, rows, strict=True))
