"""What every face can do: the chat, the REST API, the MCP server and the pages all ask here.

One way in means one answer out: the same question gets the same answer whichever face it came
through. The service adds no judgement of its own to the assistant's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.comparing.comparison import Matrix
from assistant.understanding.naming import searched
from corpus.catalogue import Instrument, catalogue
from corpus.digest import Topic
from corpus.documents import Documents
from corpus.errors import UnknownDocument, UsageError
from corpus.index import IndexedText
from corpus.provision import is_own
from ui.service.history import provision_history
from ui.service.history_view import History, HistoryRequest
from ui.service.living import Living
from ui.service.own import own_quote, own_view
from ui.service.per_index import PerIndex
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
        assistant: Open; shared by all who ask. Or what holds it, where it may be exchanged.
    """

    def __init__(self, assistant: Assistant | Living) -> None:
        self.living = assistant if isinstance(assistant, Living) else Living(assistant)
        self._quotations = PerIndex(lambda held: Quotations(held.index.provisions))

    @property
    def assistant(self) -> Assistant:
        """Who answers: the same for the whole of a request, see `one_index`."""
        return self.living.assistant

    def one_index(self) -> AbstractContextManager[Assistant]:
        """Until it ends, everything asked here is answered from one index, which stays open."""
        return self.living.one_index()

    def ask(self, request: AskRequest, history: Sequence[Answer] = (), owner: str = "") -> Answer:
        """Answer a question.

        Args:
            request: The question.
            history: Earlier answers of the conversation, oldest first; where not given, the
                request's earlier questions are answered first.
            owner: Who asks, as own documents know them; never taken from the request.

        Raises:
            UsageError: An unknown instrument, jurisdiction, topic or document.
        """
        with self.living.leased() as assistant:
            return assistant.ask(**self._asked(assistant, request, history, owner))

    def stream(
        self,
        request: AskRequest,
        history: Sequence[Answer] = (),
        stop: threading.Event | None = None,
        owner: str = "",
    ) -> Iterator[Answer]:
        """Answer a question as the answer grows, see `Assistant.stream`."""
        with self.living.leased() as assistant:
            asked = self._asked(assistant, request, history, owner)
            yield from assistant.stream(**asked, stop=stop)

    def search(self, request: SearchRequest) -> SearchResult:
        """Find provisions."""
        with self.living.leased() as assistant:
            understanding, retrieval, abstain = assistant.search(
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

    def provision(self, request: ProvisionRequest, owner: str = "") -> ProvisionView:
        """Read one provision, or a place in an own document of whoever asks.

        Raises:
            UnknownProvision: There is none as asked for.
            UnknownDocument: There is no such document that this reader sees.
        """
        with self.living.leased() as assistant:
            if is_own(request.locator):
                return own_view(request, _documents(assistant, request.locator), owner)
            return provision_view(request, assistant.index.provisions, assistant.words)

    def history(self, request: HistoryRequest) -> History:
        """Lay out what became of a provision from version to version.

        Raises:
            UnknownProvision: No installed version has it.
        """
        with self.living.leased() as assistant:
            return provision_history(request, assistant.index.provisions)

    def compare(self, request: CompareRequest) -> Matrix:
        """Lay out topics across jurisdictions.

        Raises:
            UsageError: An unknown topic or jurisdiction.
        """
        with self.living.leased() as assistant:
            return assistant.compare(
                request.topics, request.jurisdictions or None, request.language, request.as_at
            )

    def verify_quote(self, request: QuoteRequest, owner: str = "") -> QuoteCheck:
        """Look whether words stand as quoted in the law, or in the own document that is named.

        Raises:
            UnknownProvision: The place named is not installed.
            UsageError: Too short to be looked for everywhere.
        """
        with self.living.leased() as assistant:
            if request.locator and is_own(request.locator):
                return own_quote(request, _documents(assistant, request.locator), owner)
            return self._quotations.of(assistant).check(request)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What can be compared."""
        return tuple(self.assistant.words.topics.values())

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What is answered from, and what is installed besides, in the catalogue's order."""
        return catalogue().shown(self.assistant.available)

    @property
    def texts(self) -> tuple[IndexedText, ...]:
        """What is installed."""
        return self.assistant.index.manifest.texts

    def _asked(
        self, assistant: Assistant, request: AskRequest, history: Sequence[Answer], owner: str
    ) -> dict[str, Any]:
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
                before.append(assistant.ask(question, **options, history=tuple(before)))
        if request.documents is not None:
            options |= {"documents": request.documents, "owner": owner}
        return options | {"question": request.question, "history": tuple(before)}

    def _instruments(self, request: AskRequest) -> tuple[str, ...]:
        book = catalogue()
        for place in request.jurisdictions:
            if book.place(place) is None:
                known = ", ".join(j.id for j in book.every_place)
                raise UsageError(
                    f"There is no jurisdiction “{place}”; choose from: {known}.",
                    jurisdiction=place,
                    known=known,
                )
        if not request.jurisdictions:
            return request.instruments
        named = request.instruments or searched(request.jurisdictions, ())
        places = request.jurisdictions
        chosen = tuple(i for i in named if book.instrument(i).jurisdiction in places)
        if not chosen:
            raise UsageError(
                "None of the instruments chosen belongs to the jurisdictions chosen; "
                "leave one of the two out."
            )
        return chosen


def _documents(assistant: Assistant, asked: str) -> Documents:
    if assistant.documents is None:
        raise UnknownDocument(f"There is no document {asked} here.", document=asked)
    return assistant.documents
