"""Reads a publisher's document of no format of its own: PDF, HTML, DOCX, Markdown or text.

The general reader of documents finds sections by their headings, else pages, else paragraphs
(`ingest/parsers/document`). What it reads for a person's own collection is stamped here as a text
of the catalogue: its locators begin with the instrument, and its edition is the catalogue's.
"""

from __future__ import annotations

from corpus.catalogue import catalogue
from corpus.provision import Edition, ParsedText, Provision
from ingest.parsers.document.parsing import own_locator, parse_document

_SLUG = "published"


def parse(data: bytes, edition: Edition) -> ParsedText:
    r"""Takes a publisher's document apart into provisions.

    Args:
        data: The file.
        edition: The edition that it is.

    Returns:
        Provisions such as ``coe-ai-convention/sec_art-5/par_1``.

    Raises:
        UnreadableDocument: It cannot be read: a scan, encrypted, damaged, empty.

    Example:
        >>> from corpus.catalogue import catalogue
        >>> law = catalogue().instrument("coe-ai-convention")
        >>> version = law.version[0]
        >>> edition = catalogue().edition(law, version, version.text[0])
        >>> parsed = parse(b"# Kettles\n\n## 2.1 Scope\n\nAll kettles.\n", edition)
        >>> [p.locator for p in parsed.provisions]
        ['coe-ai-convention/sec_2.1', 'coe-ai-convention/sec_2.1/par_1']
    """
    known = catalogue().find(edition.instrument)
    name = known.short.get("en") if known else edition.instrument
    read = parse_document(data, name, slug=_SLUG)
    main = read.edition.language
    return ParsedText(
        edition=edition,
        provisions=tuple(_stamped(provision, edition, main) for provision in read.provisions),
        furniture=read.furniture,
    )


def _stamped(provision: Provision, edition: Edition, main: str) -> Provision:
    spoken = provision.own_language or main
    return provision.model_copy(
        update={
            "locator": _named(provision.locator, edition),
            "root": _named(provision.root, edition),
            "edition": edition,
            "own_language": "" if spoken == edition.language else spoken,
        }
    )


def _named(locator: str, edition: Edition) -> str:
    return f"{edition.instrument}/{locator.removeprefix(own_locator(_SLUG))}"
