"""The reference with which a provision is cited, whichever face asks for it."""

from __future__ import annotations

from datetime import date

from assistant.bibliography.reference import Reference, reference_of, reference_to
from assistant.composing.citing import cite_digest
from corpus.catalogue import catalogue
from corpus.digest import Digest
from corpus.provision import instrument_of
from corpus.provisions import ProvisionTable
from ui.service.reading import edition_meant, provision_view
from ui.service.requests import ProvisionRequest


def reference_for(request: ProvisionRequest, table: ProvisionTable, words: Digest) -> Reference:
    """The reference for a provision; from the digest where its text is not installed.

    Args:
        request: Which provision, in which edition, and the reader's language.
        table: The words of the law.
        words: The digest.

    Raises:
        UnknownProvision: There is none as asked for.
    """
    today = date.today()
    view = provision_view(request, table, words)
    held = table.get(view.locator, view.language, view.version, view.authority)
    if held:
        chosen = edition_meant(held, today, request.reader)
        return reference_to(chosen, accessed=today, language=request.reader)
    entry = words.entry(view.locator)
    assert entry is not None, "what is neither a text nor in the digest is unknown"
    latest = catalogue().instrument(instrument_of(view.locator)).described_version.id
    citation = cite_digest(1, entry, latest, request.reader)
    return reference_of(citation, accessed=today, language=request.reader)
