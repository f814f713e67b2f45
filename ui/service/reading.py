"""A provision as it is read: its words in one edition, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.composing.citation import pinpoint
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest, DigestEntry
from corpus.digest.describing import describes
from corpus.errors import UnknownProvision
from corpus.provision import Authority, Provision, Status, enclosing, instrument_of
from corpus.provisions import ProvisionTable
from ui.service.requests import ProvisionRequest
from ui.service.results import Neighbour, ProvisionView, edition_view


def provision_view(
    request: ProvisionRequest, provisions: ProvisionTable, words: Digest
) -> ProvisionView:
    """The provision asked for, in the edition a reader most likely means.

    Args:
        request: Which one, and for whom.
        provisions: The words of the law.
        words: The digest; it answers for what is not installed.

    Raises:
        UnknownProvision: Neither an installed text nor the digest has it.
    """
    editions = provisions.get(request.locator)
    fitting = [
        p
        for p in editions
        if request.language in (None, p.edition.language)
        and request.version in (None, p.edition.version)
    ]
    if fitting:
        chosen = edition_meant(fitting, request.as_at or date.today(), request.reader)
        return _of_text(chosen, editions, provisions, words, request.reader)
    entry = words.entry(request.locator)
    if entry is not None and not editions and request.language in (None, *LANGUAGES):
        return _of_digest(entry, request.reader)
    held = ", ".join(f"{p.edition.language} {p.edition.version}" for p in editions)
    reason = f"it is there in: {held}" if held else "look at the table of contents for what is"
    raise UnknownProvision(
        f"{request.locator} is not in the installed texts as asked for; {reason}.",
        locator=request.locator,
    )


def edition_meant(editions: Sequence[Provision], day: date, reader: str) -> Provision:
    """The edition to show: the version in force on the day, in the reader's language if authentic.

    Args:
        editions: One provision in several editions, at least one, latest version first.
        day: The day whose law counts.
        reader: Language of the reader.
    """
    versions = {p.edition.version for p in editions}
    current = catalogue().version_held(editions[0].edition.instrument, day, versions)
    of_version = [p for p in editions if p.edition.version == current]

    def rank(provision: Provision) -> tuple[bool, bool, bool]:
        own = provision.edition.language
        foreign = provision.edition.authority is not Authority.AUTHENTIC
        return own != reader, own[:2] != reader[:2], foreign

    return min(of_version, key=rank)


def _of_text(
    provision: Provision,
    editions: Sequence[Provision],
    provisions: ProvisionTable,
    words: Digest,
    reader: str,
) -> ProvisionView:
    edition = provision.edition
    book = catalogue()
    entry = words.entry(provision.locator)
    rule = book.commencement_of(provision.locator, edition.version)
    return ProvisionView(
        locator=provision.locator,
        instrument=edition.instrument,
        jurisdiction=edition.jurisdiction,
        pinpoint=pinpoint(provision.locator, reader),
        title=provision.title,
        heading_path=provision.heading_path,
        text=provision.text,
        body_start=provision.body_start,
        language=edition.language,
        version=edition.version,
        authority=edition.authority,
        binding_force=edition.binding_force,
        status=provision.status,
        in_force_from=provision.in_force_from or edition.in_force_from,
        in_force_to=edition.in_force_to,
        applies_from=provision.applies_from,
        commencement=rule.remark.get(reader) if rule and rule.remark else "",
        gist=_gist(entry, edition.version, provisions, reader),
        topics=tuple(entry.topics) if entry else (),
        url=book.url_of(provision.locator, edition.version, edition.language, provision.page),
        page=provision.page,
        source_sha256=edition.source_sha256,
        notes=tuple(note.text for note in provision.notes),
        editions=tuple(edition_view(p) for p in editions),
        **around(provision, provisions, reader),
    )


def around(provision: Provision, provisions: ProvisionTable, reader: str) -> dict[str, Any]:
    """What stands around a provision, as the fields of a `ProvisionView`.

    Args:
        provision: The provision.
        provisions: The table it stands in.
        reader: Language of the pinpoints.
    """
    edition = provision.edition
    siblings = _siblings(provision, provisions)
    places = [p.locator for p in siblings]
    at = places.index(provision.locator) if provision.locator in places else -1
    inside = provisions.children(provision.locator, edition.language, edition.version)
    return {
        "parent": _parent(provision, provisions, reader),
        "children": tuple(_neighbour(p, reader) for p in inside if p.edition == edition),
        "previous": _neighbour(siblings[at - 1], reader) if at > 0 else None,
        "next": _neighbour(siblings[at + 1], reader) if 0 <= at < len(siblings) - 1 else None,
    }


def _gist(entry: DigestEntry | None, version: str, held: ProvisionTable, reader: str) -> str:
    holds = entry is not None and describes(entry, version, held)
    return entry.gist.get(reader) if entry and holds else ""


def _of_digest(entry: DigestEntry, reader: str) -> ProvisionView:
    book = catalogue()
    instrument = book.instrument(instrument_of(entry.locator))
    version = instrument.described_version
    return ProvisionView(
        locator=entry.locator,
        instrument=instrument.id,
        jurisdiction=instrument.jurisdiction,
        pinpoint=pinpoint(entry.locator, reader),
        title=entry.heading.get(reader),
        text="",
        language=reader,
        version=version.id,
        authority=Authority.OWN_DIGEST,
        binding_force=instrument.binding_force,
        status=Status.OPERATIVE,
        in_force_from=version.in_force_from,
        in_force_to=version.in_force_to,
        applies_from=book.applies_from(entry.locator, version.id),
        gist=entry.gist.get(reader),
        topics=tuple(entry.topics),
        url=book.url_of(entry.locator, version.id, reader),
    )


def _siblings(provision: Provision, provisions: ProvisionTable) -> list[Provision]:
    """The provisions beside it, itself included, in reading order."""
    edition = provision.edition
    if provision.is_root:
        beside = provisions.roots(edition.instrument, edition.language, edition.version)
    else:
        around = provision.locator.rpartition("/")[0]
        beside = provisions.children(around, edition.language, edition.version)
    return [p for p in beside if p.edition == edition]


def _parent(provision: Provision, provisions: ProvisionTable, reader: str) -> Neighbour | None:
    edition = provision.edition
    for place in enclosing(provision.locator):
        around = provisions.get(place, edition.language, edition.version, edition.authority)
        if around:
            return _neighbour(around[0], reader)
    return None


def _neighbour(provision: Provision, reader: str) -> Neighbour:
    return Neighbour(
        locator=provision.locator,
        title=provision.title,
        pinpoint=pinpoint(provision.locator, reader),
    )
