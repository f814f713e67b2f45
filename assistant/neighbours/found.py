"""One limit as a text says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["exception", "condition"]


@dataclass(frozen=True)
class Found:
    """One limit as a text says it.

    Attributes:
        limiter: The provision that limits.
        of: The provision that is limited; an instrument's id where all of it is.
        kind: Whether it is an exception or a condition.
        said_in: The provision that holds the words.
        words: The words that say so, verbatim.
        alone: Whether it counts by itself, or only gives words to what another language says.
        broad: Whether the words name a whole Part by its number, and not the provision.
    """

    limiter: str
    of: str
    kind: Kind
    said_in: str
    words: str
    alone: bool = True
    broad: bool = False
