"""What the product asks of the passage store for a question, to compare stores by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.passage import PassageFilter
from corpus.store import Leg, PassageStore

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(frozen=True)
class Search:
    """Searches that run together, and look-ups beside them."""

    legs: tuple[Leg, ...]
    looked_up: tuple[PassageFilter, ...]

    def run(self, store: PassageStore) -> None:
        """Do the same in another store."""
        store.search(self.legs)
        for wanted in self.looked_up:
            list(store.passages(wanted))


def recorded(assistant: Assistant, questions: Sequence[str]) -> list[Search]:
    """Search for every question and note what the store was asked for.

    Questions that are declined before anything is searched are left out.
    """
    from evals.questions import AS_AT

    store = assistant.index.store
    search, passages = store.search, store.passages
    legs: list[Leg] = []
    filters: list[PassageFilter] = []

    def searched(given: Sequence[Leg]) -> Any:
        legs.extend(given)
        return search(given)

    def looked_up(given: PassageFilter, limit: int | None = None) -> Any:
        filters.append(given)
        return passages(given, limit)

    searches = []
    store.search, store.passages = searched, looked_up  # type: ignore[method-assign, assignment]
    try:
        for question in questions:
            legs.clear()
            filters.clear()
            assistant.search(question, as_at=AS_AT)
            if legs:
                searches.append(Search(tuple(legs), tuple(filters)))
    finally:
        store.search, store.passages = search, passages  # type: ignore[method-assign]
    return searches
