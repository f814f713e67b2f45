"""What fetching or checking found, text by text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.errors import PublisherUnreachable, RuleBridgeError
from ingest.fetching.provenance import Provenance
from ingest.fetching.publishers import Source


class Result(StrEnum):
    """What became of one text."""

    ACCEPTED = "accepted"
    """Downloaded for the first time and kept."""
    UNCHANGED = "unchanged"
    """The publisher has what was accepted last."""
    CHANGED = "changed"
    """The publisher has another file: it was kept, and waits to be accepted."""
    WAITING = "waiting"
    """The publisher has the changed file that waits already."""
    NEWER = "newer"
    """Checked only: the publisher has something else than what was accepted."""
    MISSING = "missing"
    """Checked only: the publisher has it, and it was never fetched."""
    UNKNOWN = "unknown"
    """Checked only: the publisher says nothing by which to tell."""
    BY_HAND = "by-hand"
    """There is nothing to download; the file has to be put into a source folder."""
    FAILED = "failed"
    """It did not come, or was refused; ``error`` says why. What is there is used."""


@dataclass(frozen=True)
class Outcome:
    """What became of one text.

    Attributes:
        source: Which.
        result: What.
        record: The record of the file that it is about, if there is one.
        error: Why it failed.
        publisher_version: The date that the publisher gives its version, if it does.
        doubt: Why it is not known whether the publisher has a later version besides.
    """

    source: Source
    result: Result
    record: Provenance | None = None
    error: RuleBridgeError | None = None
    publisher_version: date | None = None
    doubt: RuleBridgeError | None = None


@dataclass(frozen=True)
class FetchReport:
    """What became of every text, in the order of ``publishers.toml``."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Those that failed."""
        return tuple(o for o in self.outcomes if o.result is Result.FAILED)

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The publishers' hosts that could not be reached, each once."""
        errors = (o.error for o in self.failed)
        hosts = (str(e.details["host"]) for e in errors if isinstance(e, PublisherUnreachable))
        return tuple(dict.fromkeys(hosts))

    def of(self, result: Result) -> tuple[Outcome, ...]:
        """Those with one result."""
        return tuple(o for o in self.outcomes if o.result is result)
