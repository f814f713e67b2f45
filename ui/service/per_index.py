"""What is made from an index once and kept as long as it is in use: lists, look-up tables."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from assistant.assistant import Assistant

Made = TypeVar("Made")


class PerIndex(Generic[Made]):
    """One thing for each open assistant, made when it is first wanted.

    Args:
        make: Makes it. What it makes must not hold the assistant itself, or neither ever goes.
    """

    def __init__(self, make: Callable[[Assistant], Made]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Assistant, Made] = WeakKeyDictionary()
        self._making = threading.Lock()

    def of(self, assistant: Assistant) -> Made:
        """That of an assistant."""
        made = self._made.get(assistant)
        if made is None:
            with self._making:
                made = self._made.get(assistant)
                if made is None:
                    made = self._made[assistant] = self._make(assistant)
        return made
