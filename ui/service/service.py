"""What every face can do: the chat, the REST API, the MCP server and the pages all ask here.

One way in means one answer out: the same question gets the same answer whichever face it came
through. The service adds no judgement of its own to the assistant's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.comparing.comparison import Matrix
from corpus.catalogue import Instrument, catalogue
from corpus.digest import Topic
from corpus.errors import UsageError
from corpus.index import IndexedText
from ui.service.quotes import Quotations
from ui.service.reading import provision_view
from ui.service.requests import (
    AskRequest,
    CompareRequest,
    ProvisionRequest,
    QuoteRequest,
    SearchRequest,
)
from ui.service.results import ProvisionView, QuoteCheck, SearchResult


class Service:
    """Everything that can be asked of an installation.

    Args:
        assistant: Open; shared by all who ask.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._quotations = Quotations(assistant.index.provisions)

    def ask(self, request: AskRequest, history: Sequence[Answer] = ()) -> Answer:
        """Answer a question.

        Args:
            request: The question.
            history: Earlier answers of the conversation, oldest first; where not given, the
                request's earlier questions are answered first.

        Raises:
            UsageError: An unknown instrument, jurisdiction or topic.
        """
        return self.assistant.ask(**self._asked(request, history))

    def stream(
        self,
        request: AskRequest,
        history: Sequence[Answer] = (),
        stop: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Answer a question as the answer grows, see `Assistant.stream`."""
        yield from self.assistant.stream(**self._asked(request, history), stop=stop)

    def search(self, request: SearchRequest) -> SearchResult:
        """Find provisions."""
        understanding, retrieval, abstain = self.assistant.search(
            request.question,
            instruments=request.instruments or None,
            language=request.language,
            as_at=request.as_at,
        )
        return SearchResult(
            understanding=understanding,
            candidates=tuple(retrieval.candidates[: request.top]),
            abstain=abstain,
        )

    def provision(self, request: ProvisionRequest) -> ProvisionView:
        """Read one provision.

        Raises:
            UnknownProvision: There is none as asked for.
        """
        return provision_view(request, self.assistant.index.provisions, self.assistant.words)

    def compare(self, request: CompareRequest) -> Matrix:
        """Lay out topics across jurisdictions.

        Raises:
            UsageError: An unknown topic or jurisdiction.
        """
        return self.assistant.compare(
            request.topics, request.jurisdictions or None, request.language, request.as_at
        )

    def verify_quote(self, request: QuoteRequest) -> QuoteCheck:
        """Look whether words stand in the law as quoted.

        Raises:
            UnknownProvision: The place named is not installed.
            UsageError: Too short to be looked for everywhere.
        """
        return self._quotations.check(request)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What can be compared."""
        return tuple(self.assistant.words.topics.values())

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What is known, in the catalogue's order."""
        return catalogue().instruments

    @property
    def texts(self) -> tuple[IndexedText, ...]:
        """What is installed."""
        return self.assistant.index.manifest.texts

    def _asked(self, request: AskRequest, history: Sequence[Answer]) -> dict[str, Any]:
        options: dict[str, Any] = {
            "language": request.language,
            "instruments": self._instruments(request) or None,
            "topics": request.topics,
            "as_at": request.as_at,
            "interface": request.interface,
        }
        before = list(history)
        if not before:
            for question in request.earlier:
                before.append(self.assistant.ask(question, **options, history=tuple(before)))
        return options | {"question": request.question, "history": tuple(before)}

    def _instruments(self, request: AskRequest) -> tuple[str, ...]:
        book = catalogue()
        for place in request.jurisdictions:
            if book.place(place) is None:
                known = ", ".join(j.id for j in book.jurisdiction)
                raise UsageError(
                    f"There is no jurisdiction “{place}”; choose from: {known}.",
                    jurisdiction=place,
                    known=known,
                )
        if not request.jurisdictions:
            return request.instruments
        named = [book.instrument(i) for i in request.instruments] or book.instruments
        chosen = tuple(i.id for i in named if i.jurisdiction in request.jurisdictions)
        if not chosen:
            raise UsageError(
                "None of the instruments chosen belongs to the jurisdictions chosen; "
                "leave one of the two out."
            )
        return chosen
