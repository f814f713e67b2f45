"""What answers are made from: the open index, and what is read from it once when it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.abstention import Confidence, answers, judge
from assistant.answer import Understanding
from assistant.composing.defined_terms import DefinedTerms
from assistant.neighbours import Limit, Neighbours
from assistant.retrieval import Retrieval, retrieve
from assistant.selection import LOOKED_AT
from corpus.digest import Digest, digest
from corpus.embedding import Embedder
from corpus.glossary import glossary
from corpus.index import Index
from corpus.provision import Provision
from corpus.threads import one_core_a_question

MAX_TOPICS = 3
"""Topics that one question is said to be about."""

NEAR_TOPIC = 0.3
"""Least cosine of a question and a topic that it is said to be about."""


class Knowledge:
    """An index with its model, the digest, defined terms, exceptions and the glossary.

    Args:
        index: The open index.
        embedder: The model that made it.
        words: The digest; this installation's where not given.
    """

    def __init__(self, index: Index, embedder: Embedder, words: Digest | None = None) -> None:
        one_core_a_question()
        self.index = index
        self.embedder = embedder
        self.words = words or digest()
        provisions = list(index.provisions)
        self.definitions = DefinedTerms(provisions)
        self.neighbours = Neighbours(provisions)
        self.terms = glossary().with_statutory(_bilingual_terms(provisions))

    @property
    def available(self) -> tuple[str, ...]:
        """Instruments in the index, official text or digest."""
        return tuple(dict.fromkeys(t.instrument for t in self.index.manifest.texts))

    def exists(self, locator: str) -> bool:
        """Whether there is a provision at a locator, in any text."""
        return self.words.entry(locator) is not None or bool(self.index.provisions.get(locator))

    def find(
        self, understanding: Understanding
    ) -> tuple[Understanding, Retrieval, list[Confidence]]:
        """Search for a question.

        Args:
            understanding: The question; the topics it is known to be about, if any, are kept.

        Returns:
            The understanding with the topics the question turned out to be about, what was found,
            and how sure it is that each group answers.
        """
        retrieval = retrieve(understanding, self.index, self.embedder, self.words)
        measured = judge(retrieval, understanding)
        if understanding.topics:
            return understanding, retrieval, measured
        nearest = sorted(retrieval.lines.topics.items(), key=lambda item: -item[1])
        topics = tuple(topic for topic, near in nearest[:MAX_TOPICS] if near >= NEAR_TOPIC)
        return understanding.model_copy(update={"topics": topics}), retrieval, measured

    def limits(
        self, understanding: Understanding, retrieval: Retrieval
    ) -> dict[str, tuple[Limit, ...]]:
        """What limits the places that may be used, for each of them; none of a silent group is."""
        limits: dict[str, tuple[Limit, ...]] = {}
        for group in retrieval.groups:
            if not answers(retrieval, group):
                continue
            among = [candidate.locator for candidate in group.candidates]
            for candidate in group.candidates[:LOOKED_AT]:
                limits[candidate.locator] = self.neighbours.limits_of(
                    candidate.locator,
                    understanding.reply_language,
                    candidate.version,
                    among=among,
                )
        return limits


def _bilingual_terms(provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    """The terms that a bilingual statute defines: English, Traditional Chinese."""
    for provision in provisions:
        if provision.edition.language == "en":
            for term in provision.terms:
                if term.other and term.other_language == "zh-Hant":
                    yield term.term, term.other
