"""A run on disk: a folder with what was asked, what came back and how it scored.

``run.json`` says what was run; ``records.jsonl`` holds one question a line; ``report.html`` is
for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import UsageError
from evals.case import Score
from evals.questions import Kind, Language, Question

_RUN = "run.json"
_RECORDS = "records.jsonl"
REPORT = "report.html"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Cited(_Data):
    """A citation as reports show it."""

    locator: str
    pinpoint: str
    quote: str


class Record(_Data):
    """One question of a run."""

    id: str
    group: str
    kind: Kind
    language: Language
    instruments: tuple[str, ...] = Field(description="Of the required provisions.")
    answerable: bool
    scores: dict[str, Score] = Field(description="Part and whole, by metric.")
    problems: tuple[str, ...] = Field(description="What is wrong, in words; empty if nothing.")
    abstained: bool
    said: str = Field("", description="The reply as a reader sees it, without quotations.")
    citations: tuple[Cited, ...] = ()
    found: tuple[str, ...] = Field((), description="Locators retrieved, best first.")
    confidence: float | None = Field(None, description="The abstention score.")
    first_ms: float = Field(description="Until the first claim could be shown.")
    full_ms: float = Field(description="Until the answer was complete.")


class Run(_Data):
    """What was run."""

    id: str
    created: datetime
    split: str
    kind: Kind | None = None
    language: Language | None = None
    retrieval_only: bool = False
    questions: int
    set_sha256: str = Field(description="Of the questions asked, with their gold.")
    texts: str = Field(description="Which texts were in the index, as a hash; `` if unknown.")
    official: int = Field(description="Official texts in the index.")
    model: str = Field("", description="Fingerprint of the embedding model.")
    threshold: float | None = Field(None, description="Least abstention score that answers.")


class Results(_Data):
    """A run with its records."""

    run: Run
    records: tuple[Record, ...]

    def by_id(self) -> dict[str, Record]:
        """The records by question."""
        return {record.id: record for record in self.records}


def save(results: Results, folder: Path) -> None:
    """Write a run's data to its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _RUN).write_text(results.run.model_dump_json(indent=1) + "\n", "utf-8")
    lines = (record.model_dump_json() for record in results.records)
    (folder / _RECORDS).write_text("\n".join(lines) + "\n", "utf-8")


def read(folder: Path) -> Results:
    """Read what `save` wrote.

    Raises:
        UsageError: The folder holds no run.
    """
    try:
        run = Run.model_validate_json((folder / _RUN).read_bytes())
        lines = (folder / _RECORDS).read_text("utf-8").splitlines()
        records = tuple(Record.model_validate_json(line) for line in lines)
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"{folder} holds no evaluation run that can be read; give the folder of one."
        ) from error
    return Results(run=run, records=records)


def grouped(records: Iterable[Record], metric: str) -> dict[str, list[Score]]:
    """A metric's parts by group; groups without any are left out."""
    groups: dict[str, list[Score]] = {}
    for record in records:
        if metric in record.scores:
            groups.setdefault(record.group, []).append(record.scores[metric])
    return groups


def slices(records: Sequence[Record], key: str) -> dict[str, list[Record]]:
    """The records apart by ``language``, ``kind`` or ``instrument``.

    A question about several instruments stands under each of them.
    """
    parts: dict[str, list[Record]] = {}
    for record in records:
        names: tuple[str, ...]
        if key == "language":
            names = (record.language,)
        elif key == "kind":
            names = (record.kind,)
        else:
            names = record.instruments
        for name in names:
            parts.setdefault(name, []).append(record)
    return parts


def same_set(questions: Iterable[Question], records: Iterable[Record]) -> bool:
    """Whether records are about exactly these questions."""
    return {q.id for q in questions} == {r.id for r in records}
