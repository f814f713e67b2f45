"""Own documents and passages of them in a terminal, always marked as no law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from corpus.documents import Excerpt, OwnDocument
from corpus.documents.placing import pinpoint
from corpus.provision import Provision
from corpus.texts import joined, text, written_date
from ui.render import say, styled
from ui.wording import language_name

_DOT = " · "
_INDENT = 4
_QUOTE_INDENT = 6
_OPENING = 80
"""Characters shown of a place without a heading."""


def read_as(document: OwnDocument, language: str) -> str:
    """What a document was read as: provisions, pages, languages.

    Args:
        document: The document.
        language: The reader's.
    """
    counts = [text(language, "documents.count_provisions", count=f"{document.provisions:,}")]
    if document.pages is not None:
        counts.append(text(language, "documents.count_pages", count=f"{document.pages:,}"))
    counts.append(joined(language, (language_name(tag, language) for tag in document.languages)))
    return _DOT.join(counts)


def show_documents(console: Console, documents: Sequence[OwnDocument], language: str) -> None:
    """Print a list of documents."""
    if not documents:
        say(console, styled(text(language, "documents.none")))
    for document in documents:
        show_document(console, document, language)


def show_document(console: Console, document: OwnDocument, language: str) -> None:
    """Print what a document is."""
    say(console, styled(f"{document.id}  {document.title}", "bold"))
    facts = text(
        language,
        "documents.line",
        kind=text(language, f"documents.kind_{document.kind}"),
        counts=read_as(document, language),
        date=written_date(language, document.added.date()),
    )
    marked = text(language, "authority.own-document")
    owner = text(language, "documents.owner", who=document.owner) if document.owner else ""
    said = _DOT.join(filter(None, (document.file, facts, marked, owner)))
    say(console, styled(said, "dim"), _INDENT)


def show_contents(console: Console, places: Iterable[Provision]) -> None:
    """Print a document's table of contents.

    Args:
        console: Where to.
        places: Its sections, pages or paragraphs.
    """
    for place in places:
        words = place.title or " ".join(place.text.split())
        if len(words) > _OPENING:
            words = words[: _OPENING - 1] + "…"
        depth = max(len(place.heading_path) - 1, 0)
        shown = styled(f"{place.locator}  ", "dim").append_text(styled(words))
        say(console, shown, 2 * min(depth, 5))


def show_excerpts(console: Console, excerpts: Sequence[Excerpt], language: str) -> None:
    """Print passages of documents, best first."""
    for rank, excerpt in enumerate(excerpts, start=1):
        place = _DOT.join(filter(None, (excerpt.title, pinpoint(excerpt, language))))
        say(console, styled(f"{rank:>2}. ", "cyan").append_text(styled(place, "bold")))
        facts = (
            excerpt.locator,
            language_name(excerpt.language, language),
            text(language, "authority.own-document"),
        )
        say(console, styled(_DOT.join(facts), "dim"), _INDENT)
        first, last = ("「", "」") if excerpt.language == "zh-Hant" else ("“", "”")
        say(console, styled(f"{first}{excerpt.text}{last}", "italic"), _QUOTE_INDENT)
