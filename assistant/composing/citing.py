"""A provision as a citation when no question says what to look for: edition, words, gist, link."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.composing.citation import pinpoint
from assistant.composing.clause import citation_of
from assistant.composing.quoting import Hints, quotation
from assistant.verification.quotation import find_quote
from corpus.catalogue import catalogue
from corpus.digest import DigestEntry
from corpus.provision import Authority, Provision, instrument_of


def edition_for(editions: Sequence[Provision], language: str) -> Provision:
    """The edition to quote to a reader: in their language, else in Chinese for Chinese.

    Args:
        editions: One provision in the editions of one version, at least one.
        language: The reader's.
    """

    def rank(provision: Provision) -> tuple[bool, bool, bool]:
        own = provision.edition.language
        foreign = provision.edition.authority is not Authority.AUTHENTIC
        return own != language, own[:2] != language[:2], foreign

    return min(editions, key=rank)


def cite(
    number: int, provision: Provision, entry: DigestEntry, language: str, *, described: bool = True
) -> Citation | None:
    """A provision with its decisive words, checked against the stored text.

    Args:
        number: The citation's mark.
        provision: What is cited.
        entry: Its digest entry: gist and figures tell the decisive words.
        language: The reader's.
        described: Whether the digest describes this version; if not, there is no gist.

    Returns:
        The citation; None where the words are not found in the provision again.
    """
    edition = provision.edition
    hints = Hints(
        gist=entry.gist.get(edition.language) if described else "",
        figures=tuple(p for figure in entry.figures for p in figure.printed),
    )
    quote = quotation(provision, hints)
    spans = find_quote(quote, provision.text)
    if spans is None:
        return None
    gist = entry.gist.get(language) if described else ""
    citation = citation_of(provision, quote, spans, language, gist)
    return citation.model_copy(update={"number": number})


def cite_digest(number: int, entry: DigestEntry, version: str, language: str) -> Citation:
    """A citation where no official text is installed: no quotation, and marked as ours.

    Args:
        number: The citation's mark.
        entry: The digest entry.
        version: The version of the instrument that it describes.
        language: The reader's.
    """
    book = catalogue()
    instrument = book.instrument(instrument_of(entry.locator))
    return Citation(
        number=number,
        locator=entry.locator,
        instrument=instrument.id,
        jurisdiction=instrument.jurisdiction,
        language=language,
        version=version,
        authority=Authority.OWN_DIGEST,
        binding_force=instrument.binding_force,
        applies_from=book.applies_from(entry.locator, version),
        heading=entry.heading.get(language),
        pinpoint=pinpoint(entry.locator, language),
        quote="",
        quote_verified=False,
        gist=entry.gist.get(language),
        url=book.url_of(entry.locator, version, language),
    )
