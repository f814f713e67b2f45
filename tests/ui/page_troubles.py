"""What a page complained of while it was used, for tests in a browser."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Error, Page

_LEFT = "AbortError: signal is aborted"
"""Gradio aborts its own stream when a page is left or loaded again, and does not catch what its own
client throws then. Whether that is still seen depends on the moment; nobody notices it."""


def watched(page: Page, troubles: list[str]) -> None:
    """Add to ``troubles`` what ``page`` throws or writes to its console as an error."""

    def note(said: str) -> None:
        if _LEFT not in said:
            troubles.append(said)

    def threw(error: Error) -> None:
        note(f"{error.name}: {error.message}")

    def wrote(message: ConsoleMessage) -> None:
        if message.type == "error":
            note(message.text)

    page.on("pageerror", threw)
    page.on("console", wrote)
