"""What is said of a provision in one of its versions, for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.provision import BindingForce, Status
from corpus.texts import text, written_date
from ui.service.history_view import PlaceChange, Step, VersionStep


def facts_of(version: VersionStep, force: BindingForce, language: str) -> Iterator[str]:
    """The days and the state of a provision in a version, in short sentences.

    Args:
        version: The provision in the version.
        force: Of the instrument: nothing voluntary is ever “in force”.
        language: Of the sentences.
    """

    def told(key: str, **values: object) -> str:
        return text(language, f"history.{key}", **values)

    def day(key: str) -> str:
        return written_date(language, getattr(version, key)) if getattr(version, key) else ""

    kind = "published" if force is BindingForce.VOLUNTARY_FRAMEWORK else "in_force"
    start, end = day("in_force_from"), day("in_force_to")
    if start:
        yield told(f"{kind}_until", start=start, end=end) if end else told(kind, start=start)
    if version.step is Step.REMOVED:
        return
    if version.wording_from and version.wording_from != version.in_force_from:
        yield told("wording_from", date=day("wording_from"))
    if version.applies_from:
        yield told("applies_from", date=day("applies_from"))
    if version.applied_from_before:
        yield told("applied_before", date=day("applied_from_before"))
    if version.commencement:
        yield version.commencement
    for part in version.parts:
        key = "part_remark" if part.remark else "part"
        start = written_date(language, part.applies_from)
        yield told(key, place=part.pinpoint, date=start, remark=part.remark)
    if version.status is not None and version.status is not Status.OPERATIVE:
        yield told("status", status=text(language, f"status.{version.status.value}"))
    if version.remark:
        yield version.remark


def status_change(change: PlaceChange, language: str) -> str:
    """That a place has another state than before; empty where it has not."""
    before, now = change.status_before, change.status
    if before is None or now is None or before is now:
        return ""
    names = {k: text(language, f"status.{s.value}") for k, s in (("before", before), ("now", now))}
    return text(language, "history.status_changed", **names)
