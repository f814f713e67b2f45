"""The history of a provision: its words and days in every installed version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.composing.citation import pinpoint
from corpus.catalogue import Version, catalogue
from corpus.changes import Change, Changes, Stretch, Turn, changes
from corpus.errors import UnknownProvision
from corpus.provision import Authority, Provision, Status, encloses, instrument_of, is_own
from corpus.provisions import ProvisionTable
from ui.service.history_view import (
    History,
    HistoryRequest,
    PlaceChange,
    Start,
    Step,
    VersionStep,
    Words,
)


def provision_history(request: HistoryRequest, table: ProvisionTable) -> History:
    """Lay out what became of a provision from version to version.

    Args:
        request: Which one, and for whom.
        table: The words of the law.

    Raises:
        UnknownProvision: No installed version has it, or it is a place in an own document.
    """
    locator, reader = request.locator, request.reader
    editions = [] if is_own(locator) else table.get(locator)
    fitting = [p for p in editions if request.language in (None, p.edition.language)]
    if not fitting:
        held = ", ".join(dict.fromkeys(p.edition.language for p in editions))
        raise UnknownProvision(
            f"{locator} has no history here: "
            + (f"it is installed in {held}." if held else "no installed version of a law has it."),
            locator=locator,
        )
    chosen = min(fitting, key=lambda p: _rank(p, reader)).edition
    instrument = instrument_of(locator)
    known = catalogue().find(instrument)
    versions = known.version if known else ()
    installed = {
        e.version
        for e in table.editions()
        if (e.instrument, e.language, e.authority)
        == (instrument, chosen.language, chosen.authority)
    }
    steps = tuple(
        _steps(locator, [v for v in versions if v.id in installed], table, fitting, reader)
    )
    return History(
        locator=locator,
        instrument=instrument,
        pinpoint=pinpoint(locator, reader),
        heading=_heading(fitting, table),
        language=chosen.language,
        authority=chosen.authority,
        binding_force=chosen.binding_force,
        languages=tuple(dict.fromkeys(p.edition.language for p in editions)),
        versions=steps,
        not_installed=tuple(v.label.get(reader) for v in versions if v.id not in installed),
    )


def _rank(provision: Provision, reader: str) -> tuple[bool, bool, bool]:
    """The reader's own language first, then its other script, then what is authentic."""
    own, authority = provision.edition.language, provision.edition.authority
    return own != reader, own[:2] != reader[:2], authority is not Authority.AUTHENTIC


def _heading(editions: Sequence[Provision], table: ProvisionTable) -> str:
    """Its own heading in the latest version, else that of the article it stands in."""
    latest = editions[0]
    if latest.heading or latest.is_root:
        return latest.heading
    edition = latest.edition
    roots = table.get(latest.root, edition.language, edition.version, edition.authority)
    return roots[0].heading if roots else ""


def _steps(
    locator: str,
    versions: Sequence[Version],
    table: ProvisionTable,
    editions: Sequence[Provision],
    reader: str,
) -> Iterator[VersionStep]:
    edition = min(editions, key=lambda p: _rank(p, reader)).edition
    before: list[Provision] = []
    was: Version | None = None
    for version in versions:
        here = table.within(locator, edition.language, version.id, edition.authority)
        if here or before:
            yield _step(locator, version, was, here, before, reader)
        before, was = here, version


def _step(
    locator: str,
    version: Version,
    was: Version | None,
    here: Sequence[Provision],
    before: Sequence[Provision],
    reader: str,
) -> VersionStep:
    book = catalogue()
    found = next((p for p in here if p.locator == locator), None)
    past = next((p for p in before if p.locator == locator), None)
    differences = changes(before, here) if before and here else None
    day = book.applies_from(locator, version.id) if found else None
    former = book.applies_from(locator, was.id) if past and was else None
    rule = book.commencement_of(locator, version.id) if found else None
    edition = found.edition if found else None
    return VersionStep(
        version=version.id,
        label=version.label.get(reader),
        remark=version.remark.get(reader) if version.remark else "",
        step=_what(found, past, differences, first=was is None),
        status=found.status if found else None,
        in_force_from=version.in_force_from,
        in_force_to=version.in_force_to,
        wording_from=found.in_force_from if found else None,
        applies_from=day,
        applied_from_before=former if found and past and former != day else None,
        commencement=rule.remark.get(reader) if rule and rule.remark else "",
        parts=tuple(_starts(locator, version, here, reader)),
        changes=tuple(_changes(differences, reader)) if differences else (),
        url=book.url_of(locator, version.id, edition.language, found.page)
        if edition and found
        else "",
    )


def _what(
    found: Provision | None, past: Provision | None, differences: Changes | None, *, first: bool
) -> Step:
    gone = (Status.REPEALED, Status.OMITTED)
    if found is None:
        return Step.REMOVED
    if past is None:
        return Step.FIRST if first else Step.ADDED
    if found.status in gone and past.status not in gone:
        return Step.REPEALED
    if not differences:
        return Step.UNCHANGED
    words = differences.added or differences.removed
    slight = not words and all(change.is_typography for change in differences.changed)
    return Step.TYPOGRAPHY if slight else Step.AMENDED


def _starts(
    locator: str, version: Version, here: Sequence[Provision], reader: str
) -> Iterator[Start]:
    """The parts that apply from another day than the whole."""
    instrument = instrument_of(locator)
    day = catalogue().applies_from(locator, version.id)
    there = {p.locator for p in here}
    for rule in version.commencement:
        for tail in rule.locators:
            place = f"{instrument}/{tail}"
            inner = place != locator and encloses(locator, place) and place in there
            if inner and (rule.start != day or rule.remark):
                yield Start(
                    locator=place,
                    pinpoint=pinpoint(place, reader),
                    applies_from=rule.start,
                    remark=rule.remark.get(reader) if rule.remark else "",
                )


def _changes(found: Changes, reader: str) -> Iterator[PlaceChange]:
    """All changes, in reading order; what came or went stands where it is or was."""
    whole = [(p, Step.REMOVED, Turn.REMOVED) for p in found.removed]
    whole += [(p, Step.ADDED, Turn.ADDED) for p in found.added]
    made = [
        (
            p.order,
            PlaceChange(
                locator=p.locator,
                pinpoint=pinpoint(p.locator, reader),
                step=step,
                words=(Words(turn=turn, text=p.text),),
                status=p.status if turn is Turn.ADDED else None,
                status_before=p.status if turn is Turn.REMOVED else None,
            ),
        )
        for p, step, turn in whole
    ]
    made += [(change.order, _amended(change, reader)) for change in found.changed]
    return (change for _, change in sorted(made, key=lambda pair: pair[0]))


def _amended(change: Change, reader: str) -> PlaceChange:
    before, now = change.status
    return PlaceChange(
        locator=change.locator,
        pinpoint=pinpoint(change.locator, reader),
        step=Step.TYPOGRAPHY if change.is_typography else Step.AMENDED,
        words=tuple(_words(change.words)),
        status_before=before,
        status=now,
    )


def _words(stretches: Sequence[Stretch]) -> Iterator[Words]:
    return (Words(turn=s.turn, text=s.words) for s in stretches)
