"""What goes over the wire to a language model, and what comes back.

LlamaIndex's ``OpenAILike`` speaks the protocol; the HTTP client beneath it is ours. It adds the
key on the way out, so that neither LlamaIndex nor the OpenAI library ever holds it, sends nothing
about this machine, follows no redirection, and stops reading a reply that does not end.
"""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import openai
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from assistant.model.endpoint import Cut, Endpoint, Failure, ModelFailed

MAX_BYTES = 4 * 1024 * 1024
"""Longest reply that is read, in bytes on the wire."""

_PLACEHOLDER = "none"  # keeps the libraries from looking for a key in the environment
_REFUSED = (401, 403)
_BUSY = 429
_NOT_IMPLEMENTED = 501
_SERVER = 500


async def read(
    endpoint: Endpoint,
    messages: Sequence[tuple[str, str]],
    schema: dict[str, Any] | None,
    deliver: Callable[[str | Exception | None], None],
) -> None:
    """Ask and deliver each piece of the reply, then None; an exception where it ends badly."""
    try:
        async with _client(endpoint) as http:
            model = OpenAILike(
                model=endpoint.model,
                api_base=endpoint.url,
                api_key=_PLACEHOLDER,
                is_chat_model=True,
                max_tokens=endpoint.max_tokens,
                temperature=0.0,
                max_retries=0,
                async_http_client=http,
            )
            reply = await model.astream_chat(
                [ChatMessage(role=role, content=words) for role, words in messages],
                timeout=http.timeout,
                **_form(schema),
            )
            cut = False
            async for part in reply:
                choices = getattr(part.raw, "choices", None) or []
                cut = cut or any(choice.finish_reason == "length" for choice in choices)
                if part.delta:
                    deliver(part.delta)
    except Exception as error:
        deliver(failed(error))
    else:
        deliver(Cut() if cut else None)


def prepare(endpoint: Endpoint) -> None:
    """Have the libraries import what they put off until the first call."""
    client = openai.AsyncOpenAI(api_key=_PLACEHOLDER, http_client=_client(endpoint))
    assert client.chat.completions


def failed(error: Exception) -> ModelFailed:
    """What an exception of the libraries means; its own words may hold the question: dropped."""
    if isinstance(error, ModelFailed):
        return error
    if isinstance(error, openai.APIStatusError):
        return _refusal(error.status_code, error.response.headers.get("retry-after"))
    kind = type(error).__name__
    # The OpenAI library wraps what the HTTP client raises before the reply has begun.
    beneath = error.__cause__ if isinstance(error, openai.APIError) else error
    if isinstance(beneath, httpx.ConnectTimeout):
        return ModelFailed(Failure.UNREACHABLE, kind)
    if isinstance(beneath, httpx.TimeoutException):
        return ModelFailed(Failure.TOO_SLOW, kind)
    if isinstance(beneath, httpx.TransportError):
        return ModelFailed(Failure.UNREACHABLE, kind, again=True)
    return ModelFailed(Failure.BUSY if isinstance(error, openai.APIError) else Failure.BROKEN, kind)


def _refusal(status: int, retry_after: str | None) -> ModelFailed:
    detail = f"HTTP {status}"
    if status in _REFUSED:
        return ModelFailed(Failure.REFUSED_KEY, detail, status=status)
    if status == _BUSY or (status >= _SERVER and status != _NOT_IMPLEMENTED):
        wait = _seconds(retry_after)
        return ModelFailed(Failure.BUSY, detail, status=status, retry_after=wait, again=True)
    return ModelFailed(Failure.REJECTED, detail, status=status)


def _seconds(retry_after: str | None) -> float | None:
    """A ``Retry-After`` (RFC 9110, 10.2.3), in seconds or as a date, as seconds from now."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        day = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (day - datetime.now(day.tzinfo or UTC)).total_seconds())


def _form(schema: dict[str, Any] | None) -> dict[str, Any]:
    if schema is None:
        return {}
    wanted = {"name": "answer", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": wanted}}


def _client(endpoint: Endpoint) -> httpx.AsyncClient:
    patience = endpoint.patience

    async def outgoing(request: httpx.Request) -> None:
        for name in list(request.headers):
            if name.startswith(("x-stainless", "openai-", "authorization")):
                del request.headers[name]
        request.headers["user-agent"] = "RuleBridge"
        # Compressed, a small reply could become an endless one.
        request.headers["accept-encoding"] = "identity"
        if endpoint.key is not None:
            request.headers["authorization"] = f"Bearer {endpoint.key.get_secret_value()}"

    async def incoming(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Counted(response.stream)

    return httpx.AsyncClient(
        # The queue keeps the times; these make sure that the reading ends by itself as well.
        timeout=httpx.Timeout(max(patience.first, patience.between), connect=patience.connect),
        event_hooks={"request": [outgoing], "response": [incoming]},
        follow_redirects=False,
        trust_env=not _loopback(httpx.URL(endpoint.url).host),
    )


def _loopback(host: str) -> bool:
    """Whether it is this machine: a proxy of the environment must not see what goes there.

    >>> _loopback("localhost"), _loopback("127.0.0.1"), _loopback("llm.example")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Counted(httpx.AsyncByteStream):
    """A reply that ends with an error once it is longer than :data:`MAX_BYTES`."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for part in self._stream:
            length += len(part)
            if length > MAX_BYTES:
                raise ModelFailed(Failure.BROKEN, "the reply is too long")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
