"""How a place in a reader's own document is referred to: plainly, as no style knows it."""

from __future__ import annotations

from assistant.bibliography.style import Style
from corpus.documents import OwnDocument
from corpus.documents.placing import pinpoint
from corpus.errors import UsageError
from corpus.provision import Provision
from corpus.texts import text, written_date


def own_reference(document: OwnDocument, place: Provision, style: Style, language: str) -> str:
    """Title, file, place and day added, and that it is not law; the same in every style.

    Args:
        document: The document.
        place: What is referred to in it.
        style: The style asked for.
        language: The reader's.

    Raises:
        UsageError: A format for programs: it would pass the document off as published.
    """
    if style.is_data:
        raise UsageError(
            "A document of your own has no record in a reference manager's format; leave --style "
            "out, or give a style for reading."
        )
    return text(
        language,
        "documents.cited",
        title=document.title,
        file=document.file,
        place=pinpoint(place, language),
        date=written_date(language, document.added.date()),
    )
