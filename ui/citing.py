"""References for provisions as the service reads them: for the faces that cite by locator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.bibliography.reference import Reference, reference_at, reference_to
from corpus.provisions import ProvisionTable
from ui.service.results import ProvisionView


def references_of_views(
    views: Iterable[ProvisionView], provisions: ProvisionTable, *, accessed: date, reader: str
) -> list[Reference]:
    """The references for provisions that were read, in order.

    Args:
        views: The provisions, each in one edition.
        provisions: Where their words are stored; it knows the terms that definitions define.
        accessed: The day they were read.
        reader: Language of the reader.

    Raises:
        UnknownInstrument: The catalogue does not have an instrument.
    """
    return [_reference(view, provisions, accessed, reader) for view in views]


def _reference(
    view: ProvisionView, provisions: ProvisionTable, accessed: date, reader: str
) -> Reference:
    stored = provisions.get(view.locator, view.language, view.version, view.authority)
    if stored:
        return reference_to(stored[0], accessed=accessed, language=reader)
    # Only the digest has it.
    return reference_at(
        view.locator,
        view.version,
        view.language,
        reader,
        accessed,
        authority=view.authority,
        binding_force=view.binding_force,
        status=view.status,
        applies_from=view.applies_from,
        heading=view.title,
        url=view.url,
    )
