"""One language model behind any OpenAI-compatible address, through LlamaIndex.

:class:`Endpoint` sends a conversation and gives the reply in pieces as it is written. It keeps the
times, retries what is worth retrying, lets go of the connection when the caller stops, and
reports every failure as one of :class:`Failure`. How a call is kept in time is in
:mod:`assistant.model.call`, what goes over the wire in :mod:`assistant.model.traffic`.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import SecretStr

from corpus.settings import Settings
from corpus.texts import text


class Failure(StrEnum):
    """Why a language model gave no answer; each has a sentence in every language."""

    UNREACHABLE = "unreachable"
    """No connection, or it broke off."""
    REFUSED_KEY = "refused_key"
    """The server does not accept the key."""
    REJECTED = "rejected"
    """The server does not accept the request: unknown model, too long, wrong address."""
    BUSY = "busy"
    """Too many requests, or the server fails."""
    TOO_SLOW = "too_slow"
    """First token, next token or end did not come in time."""
    NO_TEXT = "no_text"
    """No official text of the clauses is installed, so that there is nothing to quote."""
    TOO_LONG = "too_long"
    """Not one clause fits the prompt."""
    BROKEN = "broken"
    """The reply is no list of claims, even after it was asked for again."""
    NOTHING_VERIFIED = "nothing_verified"
    """No statement of the reply passed the checks."""

    def sentence(self, language: str) -> str:
        """What a reader is told.

        >>> Failure.BUSY.sentence("en").startswith("The language model")
        True
        """
        return text(language, f"model.{self.value}")


class ModelFailed(Exception):
    """A reply that did not come; never leaves the assistant.

    Args:
        failure: What a reader is told.
        detail: What an operator is told: free of the key and of the question.
        status: HTTP status, where there was one.
        retry_after: Seconds after which the server wants to be asked again.
        again: Whether asking again may help.
    """

    def __init__(
        self,
        failure: Failure,
        detail: str = "",
        *,
        status: int | None = None,
        retry_after: float | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure
        self.status = status
        self.retry_after = retry_after
        self.again = again


class Stopped(Exception):
    """The caller wants no more of it."""


class Cut(Exception):
    """The reply reached the token limit; what has come of it may be used."""


@dataclass(frozen=True)
class Patience:
    """How long each part of a reply may take, in seconds."""

    whole: float
    """From the question to the last token, repair included."""
    connect: float
    first: float
    """To the first token: a small machine reads a long prompt slowly."""
    between: float
    """From one token to the next."""
    pause: float = 0.5
    """Before the second attempt; about twice as long before the third."""
    longest_pause: float = 20.0
    """A server that asks for more than this (`Retry-After`) counts as busy."""

    @classmethod
    def of(cls, whole: float) -> Patience:
        """The usual shares of a whole.

        >>> Patience.of(60).first, Patience.of(60).between
        (45.0, 15.0)
        """
        return cls(
            whole=whole, connect=min(5.0, whole), first=whole * 0.75, between=min(20.0, whole / 4)
        )


@dataclass
class Endpoint:
    """An OpenAI-compatible server and the model asked there.

    Example:
        ```python
        endpoint = Endpoint.of(settings())
        if endpoint is not None:
            for piece in endpoint.stream([("user", "Say hello.")], time.monotonic() + 30):
                ...
        ```
    """

    url: str
    model: str
    max_tokens: int
    patience: Patience
    key: SecretStr | None = None
    constrains: bool | None = None
    """Whether the server takes a JSON Schema; None until it was tried."""

    @classmethod
    def of(cls, configuration: Settings) -> Endpoint | None:
        """The endpoint of the settings; None where none is set, which is the default."""
        if configuration.llm_url is None:
            return None
        return cls(
            url=configuration.llm_url,
            model=configuration.llm_model,
            max_tokens=configuration.llm_max_tokens,
            patience=Patience.of(configuration.llm_timeout),
            key=configuration.llm_api_key,
        )

    def prepare(self) -> None:
        """Import what a call needs, so that the first question need not wait for it (3 s)."""
        from assistant.model.traffic import prepare

        prepare(self)

    def stream(
        self,
        messages: Sequence[tuple[str, str]],
        deadline: float,
        *,
        schema: dict[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Generator[str, None, None]:
        """The reply, piece by piece; closing the generator closes the connection.

        Args:
            messages: Role and words of each message.
            deadline: When it has to be over, on the clock of ``time.monotonic``.
            schema: JSON Schema of the reply; sent where the server takes one.
            stop: Ends the stream within a tenth of a second once it is set.

        Raises:
            ModelFailed: There is no reply, or it broke off.
            Cut: After the last piece, where the token limit ended the reply.
            Stopped: ``stop`` was set.
        """
        from assistant.model.call import Call

        call = Call(self, deadline, stop or threading.Event())
        try:
            yield from call.pieces(messages, schema)
        finally:
            call.close()
