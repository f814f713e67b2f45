"""A place in a reader's own document as it is read, and quotations from it."""

from __future__ import annotations

from assistant.composing.citation import pinpoint
from corpus.documents import Documents
from corpus.provision import Provision
from corpus.provisions import ProvisionTable
from ui.service.quotes import Quotations
from ui.service.reading import around
from ui.service.requests import ProvisionRequest, QuoteRequest
from ui.service.results import ProvisionView, QuoteCheck, edition_view


def own_view(request: ProvisionRequest, documents: Documents, owner: str) -> ProvisionView:
    """A place in a document; the heading path begins with the document's title.

    Args:
        request: Which one; a document has one version, whatever is asked for.
        documents: The own documents.
        owner: Who asks.

    Raises:
        UnknownDocument: There is no such document that this reader sees.
        UnknownProvision: It has no such place.
        DocumentUnusable: It is damaged.
    """
    provision = documents.provision(request.locator, owner)
    table = documents.provisions(request.locator, owner)
    edition = provision.edition
    return ProvisionView(
        locator=provision.locator,
        instrument=edition.instrument,
        jurisdiction=edition.jurisdiction,
        pinpoint=pinpoint(provision.locator, request.reader),
        title=provision.title,
        heading_path=provision.heading_path,
        text=provision.text,
        body_start=provision.body_start,
        language=provision.language,
        version=edition.version,
        authority=edition.authority,
        binding_force=edition.binding_force,
        status=provision.status,
        page=provision.page,
        source_sha256=edition.source_sha256,
        notes=tuple(note.text for note in provision.notes),
        editions=(edition_view(provision),),
        foreign=foreign_stretches(provision, table),
        **around(provision, table, request.reader),
    )


def foreign_stretches(
    provision: Provision, table: ProvisionTable
) -> tuple[tuple[int, int, str], ...]:
    """Where a text is in another language than most of it: start, end, language.

    Args:
        provision: The text.
        table: The table it stands in.
    """
    base = provision.span[0]
    return tuple(
        (inside.span[0] - base, inside.span[1] - base, inside.language)
        for inside in table.children(provision.locator)
        if inside.language != provision.language
    )


def own_quote(request: QuoteRequest, documents: Documents, owner: str) -> QuoteCheck:
    """Whether words stand in an own document as quoted.

    Args:
        request: The words, and the place in the document.
        documents: The own documents.
        owner: Who asks.

    Raises:
        UnknownDocument: There is no such document that this reader sees.
        UnknownProvision: It has no such place.
    """
    table = documents.provisions(request.locator or "", owner)
    # A document has one version and is looked in whole: its languages stand side by side.
    return Quotations(table).check(request.model_copy(update={"language": None, "version": None}))
