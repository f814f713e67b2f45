"""Answers written by a language model, one verified statement at a time.

The model is given numbered clauses and asked for statements with quotations. Each statement is
handed to the verifier as soon as its last brace has arrived, and given out only if it passes.
Whatever goes wrong ends in a :class:`~assistant.model.endpoint.Failure`, upon which the caller
shows the extractive answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from assistant.answer import Understanding
from assistant.model.claim_reader import Claimed, ClaimReader
from assistant.model.endpoint import Cut, Endpoint, Failure, ModelFailed, Stopped
from assistant.model.numbered_clause import NumberedClause, fitting
from assistant.model.prompt import messages, repair, schema
from corpus.closing import Closing
from corpus.settings import Settings

MAX_STATEMENTS = 12
"""Statements read of one reply; a model that writes more is running on."""

log = logging.getLogger(__name__)


class Verdict(Protocol):
    """What a verifier says of a statement; all that this module looks at."""

    @property
    def passed(self) -> bool:
        """Whether the clauses named carry the statement."""


V = TypeVar("V", bound=Verdict)

Verify = Callable[[str, list[tuple[int, str]]], V]
"""The statement and, for each clause it names, the citation number and the quotation."""


@dataclass(frozen=True)
class Written(Generic[V]):
    """A statement that passed every check."""

    text: str
    clauses: tuple[tuple[int, str], ...]
    """Citation number and quotation, as the model wrote them."""
    verdict: V


@dataclass(frozen=True)
class Withheld(Generic[V]):
    """A statement that is not shown."""

    text: str
    clauses: tuple[tuple[int, str], ...]
    reason: str
    """`unknown_clause`, `no_quotation`, `check_failed` or `failed_checks`."""
    verdict: V | None = None


class Writer:
    """Asks a language model for an answer.

    Args:
        endpoint: The model.
        budget: Most tokens of clauses in a prompt.

    Example:
        ```python
        writer = Writer.of(settings())
        with writer.write(understanding, clauses, verify) as writing:
            for statement in writing:
                show(statement.text)
            if writing.failure:
                show(writing.failure.sentence(understanding.reply_language))
        ```
    """

    def __init__(self, endpoint: Endpoint, budget: int = 3000) -> None:
        self.endpoint = endpoint
        self.budget = budget

    @classmethod
    def of(cls, configuration: Settings) -> Self | None:
        """The writer of the settings; None where no model is set, which is the default."""
        endpoint = Endpoint.of(configuration)
        return None if endpoint is None else cls(endpoint, configuration.llm_prompt_tokens)

    @property
    def name(self) -> str:
        """The model's name, for ``Answer.written_by``."""
        return self.endpoint.model

    def prepare(self) -> None:
        """Import what is slow to import before the first question."""
        self.endpoint.prepare()

    def write(
        self,
        understanding: Understanding,
        clauses: Sequence[NumberedClause],
        verify: Verify[V],
        *,
        stop: threading.Event | None = None,
    ) -> Writing[V]:
        """Begin an answer; nothing is sent before the first statement is asked for.

        Args:
            understanding: The question; its ``question`` and ``reply_language`` are used.
            clauses: What may be used, best first.
            verify: Decides on each statement. If it fails itself, the statement is withheld.
            stop: Set from another thread, ends the writing.
        """
        return Writing(self, understanding, clauses, verify, stop)


class Writing(Closing, Generic[V]):
    """An answer being written: iterate once, then look at how it ended.

    Attributes:
        shown: The statements given out.
        withheld: The statements that failed, in order.
        dropped: Parts of the reply, repaired or not, that were no statements.
        failure: Why the answer cannot be used; None for one that can.
        stopped: Whether the caller ended it.
    """

    def __init__(
        self,
        writer: Writer,
        understanding: Understanding,
        clauses: Sequence[NumberedClause],
        verify: Verify[V],
        stop: threading.Event | None = None,
    ) -> None:
        self.shown: list[Written[V]] = []
        self.withheld: list[Withheld[V]] = []
        self.dropped = 0
        self.failure: Failure | None = None
        self.stopped = False
        self._writer = writer
        self._understanding = understanding
        self._clauses = fitting(clauses, writer.budget)
        self._without = Failure.TOO_LONG if clauses else Failure.NO_TEXT
        self._verify = verify
        self._stop = stop
        self._seen: set[str] = set()
        self._cut = False
        self._statements = self._written()

    def __iter__(self) -> Iterator[Written[V]]:
        return self._statements

    def close(self) -> None:
        """End it, wherever it is; the connection is closed."""
        self._statements.close()

    def _written(self) -> Generator[Written[V], None, None]:
        try:
            yield from self._answered()
        except ModelFailed as failed:
            self.failure = failed.failure
            log.warning("The language model gave no answer: %s.", failed)
        except (Stopped, GeneratorExit):
            self.stopped = True

    def _answered(self) -> Generator[Written[V], None, None]:
        if not self._clauses:
            raise ModelFailed(self._without)
        deadline = time.monotonic() + self._writer.endpoint.patience.whole
        language = self._understanding.reply_language
        asked = messages(self._understanding.question, self._clauses, language)
        first = ClaimReader()
        yield from self._read(asked, first, deadline)
        self.dropped = first.dropped
        problem = first.problem
        if problem and not self._cut and not self._running_on(first):
            log.info("Asking again for a reply that could not be used: %s.", problem)
            second = ClaimReader()
            try:
                yield from self._read(repair(asked, first.reply, problem), second, deadline)
            except ModelFailed:
                if not self.shown:
                    raise
            self.dropped = second.dropped
            problem = second.problem
        if problem and not self._seen:
            raise ModelFailed(Failure.BROKEN, problem)
        if not self.shown:
            raise ModelFailed(Failure.NOTHING_VERIFIED, f"{len(self.withheld)} withheld")

    def _read(
        self, asked: Sequence[tuple[str, str]], reader: ClaimReader, deadline: float
    ) -> Generator[Written[V], None, None]:
        pieces = self._writer.endpoint.stream(
            asked, deadline, schema=schema(self._clauses), stop=self._stop
        )
        try:
            for piece in pieces:
                for claim in reader.feed(piece):
                    written = self._checked(claim)
                    if written is not None:
                        self.shown.append(written)
                        yield written
                if reader.finished or self._running_on(reader):
                    return
        except Cut:
            self._cut = True
        finally:
            pieces.close()

    def _running_on(self, reader: ClaimReader) -> bool:
        """Whether the model is running on."""
        limit = self._writer.endpoint.max_tokens * 6
        return len(self._seen) >= MAX_STATEMENTS or len(reader.reply) > limit

    def _checked(self, claim: Claimed) -> Written[V] | None:
        if claim.text in self._seen or len(self._seen) >= MAX_STATEMENTS:
            return None
        self._seen.add(claim.text)
        clauses = tuple((quoted.number, quoted.quotation) for quoted in claim.clauses)
        reason, verdict = self._judged(claim.text, clauses)
        if reason or verdict is None:
            self.withheld.append(Withheld(claim.text, clauses, reason, verdict))
            return None
        return Written(claim.text, clauses, verdict)

    def _judged(self, text: str, clauses: tuple[tuple[int, str], ...]) -> tuple[str, V | None]:
        """Why a statement is withheld, empty for one that passes, and the verdict on it."""
        known = {clause.number for clause in self._clauses}
        if any(number not in known for number, _ in clauses):
            return "unknown_clause", None
        if not all(quotation for _, quotation in clauses):
            return "no_quotation", None
        try:
            verdict = self._verify(text, list(clauses))
        except Exception as error:
            # What could not be checked counts as not carried. The message may quote it.
            kind = type(error).__name__
            log.error("A statement could not be checked (%s) and is withheld.", kind)  # noqa: TRY400
            return "check_failed", None
        return ("" if verdict.passed else "failed_checks"), verdict
