"""What has to be closed after use, as a context manager."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Closes itself at the end of a ``with`` block, whatever happened in it.

    >>> class Door(Closing):
    ...     def close(self) -> None:
    ...         self.shut = True
    >>> with Door() as door:
    ...     pass
    >>> door.shut
    True
    """

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
