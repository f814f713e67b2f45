"""How often somebody may try a password: less and less often.

Tries are counted before the password is looked at, so that many at once gain nothing. An address
has its own, wider limits against trying one password on many names; there is none on a name alone,
which would let anybody lock anybody out.
"""

from __future__ import annotations

import threading

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ui.safety.addresses import counted_as
from ui.safety.rates import seconds_until

_FOR_NAME = "5 per minute; 10 per 10 minutes; 20 per hour; 50 per day"
_FOR_ADDRESS = "60 per minute; 200 per hour; 600 per day"


class Attempts:
    """Remembers who tried to sign in."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._limits = [
            *((limit, True) for limit in parse_many(_FOR_NAME)),
            *((limit, False) for limit in parse_many(_FOR_ADDRESS)),
        ]

    def wait(self, address: str, name: str) -> int:
        """Count a try.

        Returns:
            Seconds to wait before the next one; 0 if this one is allowed.
        """
        given = [(limit, self._who(address, name, named=named)) for limit, named in self._limits]
        # Nothing may come between testing and counting.
        with self._lock:
            full = [
                seconds_until(self._limiter.get_window_stats(limit, *who).reset_time)
                for limit, who in given
                if not self._limiter.test(limit, *who)
            ]
            if full:
                return max(full)
            for limit, who in given:
                self._limiter.hit(limit, *who)
        return 0

    def forgive(self, address: str, name: str) -> None:
        """Forget the tries of somebody who got it right."""
        for limit, named in self._limits:
            if named:
                self._clear(limit, self._who(address, name, named=True))

    def _clear(self, limit: RateLimitItem, who: tuple[str, ...]) -> None:
        self._limiter.clear(limit, *who)

    @staticmethod
    def _who(address: str, name: str, *, named: bool) -> tuple[str, ...]:
        counted = counted_as(address)
        return ("name", counted, name) if named else ("address", counted)
