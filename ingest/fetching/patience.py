"""How long to wait for publishers, and how often to ask again."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Patience:
    """Limits of time, in seconds, and of tries.

    Attributes:
        connect: For finding a host and for each address of it.
        read: Longest silence.
        total: For one answer altogether.
        attempts: How often the same is asked for.
        longest_wait: Most time between two tries; who asks for more is asked another day.
    """

    connect: float = 5.0
    read: float = 30.0
    total: float = 180.0
    attempts: int = 4
    longest_wait: float = 60.0


PATIENT = Patience()
"""For a download that somebody asked for."""

ARCHIVE = Patience(total=3600.0, attempts=3)
"""For an archive of several hundred megabytes."""

QUICK = Patience(connect=3.0, read=10.0, total=60.0, attempts=2, longest_wait=5.0)
"""For a start that should not wait for the network."""


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3): a number or a date.

    >>> retry_after("120")
    120.0
    >>> retry_after("Fri, 31 Dec 1999 23:59:59 GMT")
    0.0
    >>> retry_after("soon") is None
    True
    """
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        then = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())
