"""The facade: one question in, one verified answer out.

Everything that asks, asks here: the command line, the web chat, interfaces to come and the
evaluations. They all get the same :class:`~assistant.answer.Answer`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Self

from assistant.abstention import answers
from assistant.answer import Answer, Understanding
from assistant.answering import extractive_answer, timed
from assistant.comparing.comparison import Holdings, Matrix, lay_out
from assistant.excerpts import with_excerpts
from assistant.knowledge import Knowledge
from assistant.model.answering import ModelAnswerer
from assistant.model.writer import Writer
from assistant.refusing import refusal
from assistant.retrieval import Retrieval
from assistant.understanding.question import understand
from corpus.catalogue import LANGUAGES, catalogue
from corpus.closing import Closing
from corpus.digest import Digest
from corpus.documents import Documents
from corpus.embedding import Embedder, embedder_for
from corpus.errors import ModelUnavailable, UsageError
from corpus.index import Index
from corpus.settings import Settings


class Assistant(Closing):
    """Answers questions from an index.

    Args:
        index: The open index.
        embedder: The model that made it.
        words: The digest; this installation's where not given.
        writer: Asks the language model that is set; none is, by default.
        documents: The own documents that may be looked in, if there are any.

    Example:
        ```python
        from assistant.assistant import Assistant
        from corpus.settings import settings

        with Assistant.open(settings()) as assistant:
            print(assistant.ask("Is social scoring allowed in the EU?").lead)
        ```
    """

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        words: Digest | None = None,
        writer: Writer | None = None,
        documents: Documents | None = None,
    ) -> None:
        self.knowledge = Knowledge(index, embedder, words)
        terms = self.knowledge.terms
        self.documents = documents
        self.model = ModelAnswerer.of(writer, index, embedder, terms) if writer else None

    @classmethod
    def open(cls, configuration: Settings, embedder: Embedder | None = None) -> Self:
        """Open the index in use with the embedding model of the settings.

        Args:
            configuration: Where the index is, and which model made it.
            embedder: That model, where it is loaded already.

        Raises:
            RuleBridgeError: No index, another model's index, no model, or no store.
        """
        embedder = embedder or embedder_for(configuration)
        index = Index.open(configuration, embedder.fingerprint)
        try:
            # The first question shall not have to wait for it.
            embedder.load()
        except ModelUnavailable:
            index.close()
            raise
        documents = Documents(configuration)
        return cls(index, embedder, writer=Writer.of(configuration), documents=documents)

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        instruments: Iterable[str] | None = None,
        as_at: date | None = None,
        history: Sequence[Answer] = (),
        interface: str | None = None,
        topics: Iterable[str] = (),
        documents: Iterable[str] | None = None,
        owner: str = "",
    ) -> Answer:
        """Answer one question, or say why there is no answer.

        Args:
            question: As typed, in English or Chinese.
            language: Language of the reply; recognised from the question where not given.
            instruments: Search only these instrument ids.
            as_at: The day whose law counts; today where not given.
            history: Earlier answers of the conversation, oldest first.
            interface: Language of the interface, for questions whose own is in doubt.
            topics: What it is about, ids of the digest; found from the question where not given.
            documents: Own documents to look in as well, by id; all that the asker sees where
                empty, none where not given. What they say stands apart, in `Answer.excerpts`.
            owner: Who asks, as own documents know them.

        Raises:
            UsageError: An unknown instrument, language, topic or document.
        """
        *_, answer = self.stream(
            question,
            language=language,
            instruments=instruments,
            as_at=as_at,
            history=history,
            interface=interface,
            topics=topics,
            documents=documents,
            owner=owner,
        )
        return answer

    def stream(
        self,
        question: str,
        *,
        language: str | None = None,
        instruments: Iterable[str] | None = None,
        as_at: date | None = None,
        history: Sequence[Answer] = (),
        interface: str | None = None,
        topics: Iterable[str] = (),
        documents: Iterable[str] | None = None,
        owner: str = "",
        stop: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Answer one question as the answer grows; the arguments are those of `ask`.

        A statement appears when it is verified, not before. Without a language model there is one
        answer, complete at once.

        Args:
            question: As typed.
            language: Language of the reply.
            instruments: Search only these instrument ids.
            as_at: The day whose law counts.
            history: Earlier answers of the conversation, oldest first.
            interface: Language of the interface.
            topics: What it is about, ids of the digest.
            documents: Own documents to look in as well.
            owner: Who asks.
            stop: Set from another thread, ends a language model's writing.

        Yields:
            The answer so far; the last one is the whole.
        """
        started = time.perf_counter()
        understanding = self._understood(question, instruments, language, as_at, history, interface)
        understanding = understanding.model_copy(update={"topics": self._topics(topics)})
        stages = {"understanding": time.perf_counter() - started}
        extractive = extractive_answer(question, understanding, self.knowledge)
        if documents is not None and self.documents is not None:
            extractive = with_excerpts(
                extractive, self.documents, self.embedder, wanted=tuple(documents), owner=owner
            )
        if self.model is None or extractive.abstained or understanding.operation == "why":
            yield timed(extractive, stages, started)
            return
        for answer in self.model.answers(extractive, stop):
            yield timed(answer, stages, started)

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
        understanding, retrieval, _ = self.knowledge.find(understanding)
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
        return self.knowledge.available

    @property
    def index(self) -> Index:
        """The open index."""
        return self.knowledge.index

    @property
    def embedder(self) -> Embedder:
        """The embedding model."""
        return self.knowledge.embedder

    @property
    def words(self) -> Digest:
        """The digest."""
        return self.knowledge.words

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()
        if self.documents is not None:
            self.documents.close()

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
            exists=self.knowledge.exists,
            definitions=self.knowledge.definitions,
            terms=self.knowledge.terms,
        )

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

    def _topics(self, wanted: Iterable[str]) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(wanted))
        for topic in chosen:
            if topic not in self.words.topics:
                raise UsageError(
                    f"There is no topic “{topic}”; “rulebridge compare --topics” lists them.",
                    topic=topic,
                )
        return chosen
