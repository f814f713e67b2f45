"""The assistant that commands ask. One place, so that tests can lend them another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.settings import settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def open_assistant() -> Assistant:
    """The assistant of this installation."""
    from assistant.assistant import Assistant

    return Assistant.open(settings())
