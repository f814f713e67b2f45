"""The facade: one question in, one verified answer out.

Everything that asks, asks here: the command line, the web chat, interfaces to come and the
evaluations. They all get the same :class:`~assistant.answer.Answer`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Self

from assistant.abstention import Confidence, answers, judge
from assistant.answer import Answer, Trace, Understanding
from assistant.comparing.comparison import Holdings, Matrix, lay_out
from assistant.composing.defined_terms import DefinedTerms
from assistant.composing.extractive import Draft, compose
from assistant.neighbours import Limit, Neighbours
from assistant.refusing import nothing_close, refusal
from assistant.retrieval import Retrieval, retrieve
from assistant.selection import LOOKED_AT
from assistant.tracing import trace_of
from assistant.understanding.question import understand
from corpus.catalogue import LANGUAGES, catalogue
from corpus.closing import Closing
from corpus.digest import Digest, digest
from corpus.embedding import Embedder, embedder_for
from corpus.errors import UsageError
from corpus.glossary import glossary
from corpus.index import Index
from corpus.provision import Provision
from corpus.settings import Settings

MAX_TOPICS = 3
"""Topics that one question is said to be about."""

NEAR_TOPIC = 0.3
"""Least cosine of a question and a topic that it is said to be about."""


class Assistant(Closing):
    """Answers questions from an index.

    Args:
        index: The open index.
        embedder: The model that made it.
        words: The digest; this installation's where not given.

    Example:
        ```python
        from assistant.assistant import Assistant
        from corpus.settings import settings

        with Assistant.open(settings()) as assistant:
            print(assistant.ask("Is social scoring allowed in the EU?").lead)
        ```
    """

    def __init__(self, index: Index, embedder: Embedder, words: Digest | None = None) -> None:
        self.index = index
        self.embedder = embedder
        self.words = words or digest()
        provisions = list(index.provisions)
        self._definitions = DefinedTerms(provisions)
        self._neighbours = Neighbours(provisions)
        self._terms = glossary().with_statutory(_bilingual_terms(provisions))

    @classmethod
    def open(cls, configuration: Settings) -> Self:
        """Open the index in use with the embedding model of the settings.

        Raises:
            RuleBridgeError: No index, another model's index, no model, or no store.
        """
        embedder = embedder_for(configuration)
        return cls(Index.open(configuration, embedder.fingerprint), embedder)

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        instruments: Iterable[str] | None = None,
        as_at: date | None = None,
        history: Sequence[Answer] = (),
        interface: str | None = None,
    ) -> Answer:
        """Answer one question, or say why there is no answer.

        Args:
            question: As typed, in English or Chinese.
            language: Language of the reply; recognised from the question where not given.
            instruments: Search only these instrument ids.
            as_at: The day whose law counts; today where not given.
            history: Earlier answers of the conversation, oldest first.
            interface: Language of the interface, for questions whose own is in doubt.

        Raises:
            UsageError: An unknown instrument or language.
        """
        started = time.perf_counter()
        understanding = self._understood(question, instruments, language, as_at, history, interface)
        understood = time.perf_counter()
        refused = refusal(question, understanding, self.available)
        if refused is not None:
            return _timed(refused, started, {"understanding": understood - started})
        understanding, retrieval, measured = self._found(understanding)
        found = time.perf_counter()
        draft = compose(
            understanding,
            retrieval,
            self.index,
            self.words,
            limits=self._limits(understanding, retrieval),
            definitions=self._definitions,
        )
        trace = trace_of(retrieval, measured, draft)
        if draft.claims:
            answer = _answer(question, understanding, retrieval, draft, trace)
        else:
            answer = nothing_close(question, understanding, self.available, retrieval, trace)
        stages = {
            "understanding": understood - started,
            "finding": found - understood,
            "composing": time.perf_counter() - found,
        }
        return _timed(answer, started, stages)

    def search(
        self,
        question: str,
        *,
        instruments: Iterable[str] | None = None,
        language: str | None = None,
        as_at: date | None = None,
    ) -> tuple[Understanding, Retrieval, bool]:
        """Find provisions without composing an answer.

        Returns:
            How the question was understood, what was found, and whether `ask` would abstain.
        """
        understanding = self._understood(question, instruments, language, as_at)
        refused = refusal(question, understanding, self.available) is not None
        understanding, retrieval, _ = self._found(understanding)
        silent = refused or not any(answers(retrieval, group) for group in retrieval.groups)
        return understanding, retrieval, silent

    def compare(
        self,
        topic: str | Sequence[str],
        jurisdictions: Iterable[str] | None = None,
        language: str = "en",
        as_at: date | None = None,
    ) -> Matrix:
        """Lay out what each jurisdiction provides on a topic, without a question.

        Args:
            topic: A topic's id, its name in any language, or free words; or several of them.
            jurisdictions: Ids of the catalogue; all where not given.
            language: Language of the matrix.
            as_at: The day whose law counts; today where not given.

        Raises:
            UsageError: An unknown topic, jurisdiction or language.
        """
        holdings = Holdings(self.index.provisions, self.index.manifest.texts, self.words)
        return lay_out(topic, holdings, jurisdictions=jurisdictions, language=language, as_at=as_at)

    @property
    def available(self) -> tuple[str, ...]:
        """Instruments in the index, official text or digest."""
        return tuple(dict.fromkeys(t.instrument for t in self.index.manifest.texts))

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    def _understood(
        self,
        question: str,
        instruments: Iterable[str] | None,
        language: str | None,
        as_at: date | None,
        history: Sequence[Answer] = (),
        interface: str | None = None,
    ) -> Understanding:
        chosen = self._checked(instruments, language)
        return understand(
            question.strip(),
            available=self.available,
            today=date.today(),
            as_at=as_at,
            interface=interface,
            language=language,
            instruments=chosen,
            history=history,
            exists=self._exists,
            definitions=self._definitions,
            terms=self._terms,
        )

    def _exists(self, locator: str) -> bool:
        return self.words.entry(locator) is not None or bool(self.index.provisions.get(locator))

    def _checked(
        self, instruments: Iterable[str] | None, language: str | None
    ) -> tuple[str, ...] | None:
        if language is not None and language not in LANGUAGES:
            raise UsageError(
                f"RuleBridge does not answer in “{language}”; choose from: {', '.join(LANGUAGES)}.",
                language=language,
            )
        chosen = tuple(instruments or ())
        for instrument in chosen:
            catalogue().instrument(instrument)
        return chosen or None

    def _found(
        self, understanding: Understanding
    ) -> tuple[Understanding, Retrieval, list[Confidence]]:
        """What there is, how sure it is that it answers, and the topics it turned out to be."""
        retrieval = retrieve(understanding, self.index, self.embedder, self.words)
        measured = judge(retrieval, understanding)
        nearest = sorted(retrieval.lines.topics.items(), key=lambda item: -item[1])
        topics = tuple(topic for topic, near in nearest[:MAX_TOPICS] if near >= NEAR_TOPIC)
        return understanding.model_copy(update={"topics": topics}), retrieval, measured

    def _limits(
        self, understanding: Understanding, retrieval: Retrieval
    ) -> dict[str, tuple[Limit, ...]]:
        """What limits the places that may be used, for each of them."""
        limits: dict[str, tuple[Limit, ...]] = {}
        for group in retrieval.groups:
            among = [candidate.locator for candidate in group.candidates]
            for candidate in group.candidates[:LOOKED_AT]:
                limits[candidate.locator] = self._neighbours.limits_of(
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


def _answer(
    question: str,
    understanding: Understanding,
    retrieval: Retrieval,
    draft: Draft,
    trace: Trace,
) -> Answer:
    return Answer(
        question=question,
        language=understanding.reply_language,
        lead=draft.lead,
        lead_citations=draft.lead_citations,
        claims=tuple(draft.claims),
        citations=tuple(draft.citations),
        notices=tuple(draft.notices),
        comparison=tuple(draft.comparison),
        synthesis=draft.synthesis,
        searched=understanding.instruments,
        understanding=understanding,
        candidates=tuple(retrieval.candidates),
        withheld=draft.withheld,
        trace=trace,
    )


def _timed(answer: Answer, started: float, stages: dict[str, float]) -> Answer:
    """The answer with how long it took, in all and stage by stage."""
    ms = {name: round(1000 * seconds, 2) for name, seconds in stages.items()}
    trace = answer.trace.model_copy(update={"ms": ms | answer.trace.ms})
    taken = round((time.perf_counter() - started) * 1000, 2)
    return answer.model_copy(update={"trace": trace, "ms": taken})
