"""The facade: one question in, one verified answer out.

Everything that asks, asks here: the command line, the web chat, interfaces to come and the
evaluations. They all get the same :class:`~assistant.answer.Answer`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Self

from assistant.abstention import Confidence, confidence
from assistant.answer import Answer, Trace, Understanding
from assistant.defined_terms import DefinedTerms
from assistant.extractive import Draft, compose
from assistant.notices import short
from assistant.question import understand
from assistant.retrieval import Retrieval, retrieve
from corpus.catalogue import LANGUAGES, catalogue
from corpus.closing import Closing
from corpus.digest import Digest, digest
from corpus.embedding import Embedder, embedder_for
from corpus.errors import UsageError
from corpus.glossary import glossary
from corpus.index import Index
from corpus.provision import Provision
from corpus.settings import Settings
from corpus.texts import joined, text

MAX_QUESTION = 2000
"""Longest question, in characters."""


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
        refusal = self._refusal(question, understanding)
        if refusal is not None:
            return _timed(refusal, started)
        retrieval = retrieve(understanding, self.index, self.embedder)
        sure = confidence(retrieval)
        draft = Draft(understanding.reply_language)
        if _answerable(understanding, sure):
            draft = compose(understanding, retrieval, self.index, self.words)
        abstained = not draft.claims
        answer = Answer(
            question=question,
            language=understanding.reply_language,
            abstained=abstained,
            reason=self._nothing(understanding) if abstained else "",
            reason_code="nothing_close" if abstained else "",
            lead=draft.lead,
            claims=tuple(draft.claims),
            citations=tuple(draft.citations),
            notices=tuple(draft.notices),
            comparison=tuple(draft.comparison),
            searched=understanding.instruments,
            understanding=understanding,
            candidates=tuple(retrieval.candidates),
            withheld=draft.withheld,
            trace=Trace(confidence=sure.__dict__),
        )
        return _timed(answer, started)

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
        retrieval = retrieve(understanding, self.index, self.embedder)
        refused = self._refusal(question, understanding) is not None
        silent = refused or not _answerable(understanding, confidence(retrieval))
        return understanding, retrieval, silent

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
            as_at=as_at or date.today(),
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

    def _refusal(self, question: str, understanding: Understanding) -> Answer | None:
        """The reply to what is no question for us, before anything is searched."""
        reply = understanding.reply_language
        if not question.strip():
            return _silent(question, understanding, "empty", text(reply, "reason.empty"))
        if len(question) > MAX_QUESTION:
            words = text(reply, "reason.too_long", length=len(question), limit=MAX_QUESTION)
            return _silent(question, understanding, "too_long", words)
        if understanding.language not in LANGUAGES:
            words = " ".join(text(lang, "reason.language") for lang in LANGUAGES)
            return _silent(question, understanding, "language", words)
        if understanding.outside and not understanding.instruments:
            words = text(reply, "reason.outside", laws=joined(reply, understanding.outside))
            words = f"{words} {self._looked(understanding)}"
            return _silent(question, understanding, "outside", words)
        if not understanding.instruments:
            wanted = [
                i.id
                for i in catalogue().instruments
                if i.jurisdiction in understanding.jurisdictions
            ]
            words = text(reply, "reason.not_installed", instruments=short(wanted, reply))
            return _silent(question, understanding, "not_installed", words)
        return None

    def _looked(self, understanding: Understanding) -> str:
        reply = understanding.reply_language
        names = short(understanding.instruments or self.available, reply)
        return (
            f"{text(reply, 'reason.searched', instruments=names)} {text(reply, 'reason.next_step')}"
        )

    def _nothing(self, understanding: Understanding) -> str:
        nothing = text(understanding.reply_language, "reason.nothing_close")
        return f"{nothing} {self._looked(understanding)}"


def _answerable(understanding: Understanding, sure: Confidence) -> bool:
    """Whether to answer: what is found is close enough, or the question names its provisions."""
    return sure.enough or bool(understanding.references)


def _silent(question: str, understanding: Understanding, code: str, reason: str) -> Answer:
    return Answer(
        question=question,
        language=understanding.reply_language,
        abstained=True,
        reason=reason,
        reason_code=code,
        searched=understanding.instruments,
        understanding=understanding,
    )


def _bilingual_terms(provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    """The terms that a bilingual statute defines: English, Traditional Chinese."""
    for provision in provisions:
        if provision.edition.language == "en":
            for term in provision.terms:
                if term.other and term.other_language == "zh-Hant":
                    yield term.term, term.other


def _timed(answer: Answer, started: float) -> Answer:
    return answer.model_copy(update={"ms": round((time.perf_counter() - started) * 1000, 2)})
