"""How long the web server waits for a request to arrive: uvicorn itself would wait for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.safety.addresses import Network, counted_as, parsed, within

_GRACE = 5.0
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def impatient(
    seconds: float, most: int, proxies: Sequence[Network] = (), longer: float = 1
) -> type[asyncio.Protocol]:
    """A protocol for ``uvicorn.Config(http=…)`` that hangs up on who dawdles or comes too often.

    Args:
        seconds: Time from connecting, or from a request's first byte, to the end of its headers;
            a little more until the end of its body.
        most: Most connections at once from one address; this machine and proxies have no limit.
        proxies: Networks of the proxies.
        longer: How many times longer a body may take than headers; how long each kind of body may
            take, the application says.
    """
    held: Counter[str] = Counter()

    class Impatient(H11Protocol):
        """HTTP/1.1 with a limit to waiting."""

        _timer: asyncio.TimerHandle | None = None
        _awaited: object = None
        _heard = False
        _counted = ""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            address = parsed(self.client[0]) if self.client else None
            if address and not address.is_loopback and not within(str(address), proxies):
                self._counted = counted_as(str(address))
                held[self._counted] += 1
                if held[self._counted] > most:
                    transport.abort()
                    return
            self._await(h11.IDLE)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._heard = True
            state = self.conn.their_state
            awaited = state if state in (h11.IDLE, h11.SEND_BODY) else None
            if awaited is not self._awaited:
                self._await(awaited)

        def connection_lost(self, exc: Exception | None) -> None:
            self._await(None)
            if self._counted:
                held[self._counted] -= 1
                if held[self._counted] <= 0:
                    del held[self._counted]
            super().connection_lost(exc)

        def _await(self, state: object) -> None:
            if self._timer is not None:
                self._timer.cancel()
            self._awaited, self._timer = state, None
            if state is not None:
                # A slow body is first answered by the application, where it reads it at all.
                wait = seconds if state is h11.IDLE else seconds * longer + _GRACE
                self._timer = self.loop.call_later(wait, self._hang_up)

        def _hang_up(self) -> None:
            late = self.conn.their_state is self._awaited and not self.transport.is_closing()
            # Browsers open connections in advance; to those there is nothing to say.
            if late and self._heard and self.conn.their_state is h11.IDLE:
                self.transport.write(_TOO_SLOW)
            if late:
                self.transport.close()

    return Impatient
