"""Figures by language, kind and instrument, each with its interval and never one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evals.case import Score
from evals.intervals import Estimate, quantile, ratio
from evals.metrics import METRICS, Metric
from evals.questions import KINDS, LANGUAGES
from evals.record import Record, grouped, slices

RIGHT = Metric("right", "Wholly right")
"""Nothing wrong at all; the strictest figure, for charts and lists of failures."""

LANGUAGE_NAMES = {
    "en": "English",
    "zh-Hant": "繁體中文",
    "yue": "粵語",
    "zh-Hans": "简体中文",
}
_ORDER = {"language": LANGUAGES, "kind": KINDS}


@dataclass(frozen=True)
class Row:
    """One metric: over everything, and apart.

    Attributes:
        metric: The metric.
        overall: Over all records; shown beside the others only.
        cells: By language, kind or instrument, in the order of the columns.
    """

    metric: Metric
    overall: Estimate | None
    cells: dict[str, Estimate | None]

    @property
    def gap(self) -> float | None:
        """The largest difference between two columns."""
        values = [cell.value for cell in self.cells.values() if cell is not None]
        return max(values) - min(values) if len(values) > 1 else None


def rows(records: Sequence[Record], key: str, metrics: Sequence[Metric]) -> list[Row]:
    """Metrics by ``language``, ``kind`` or ``instrument``; those without any figure left out."""
    parts = slices(records, key)
    columns = [name for name in _ORDER.get(key, sorted(parts)) if name in parts]
    made = []
    for metric in metrics:
        overall = ratio(grouped(records, metric.name))
        if overall is not None:
            cells = {c: ratio(grouped(parts[c], metric.name)) for c in columns}
            made.append(Row(metric, overall, cells))
    return made


def shown_metrics(records: Sequence[Record]) -> list[Metric]:
    """The metrics that a run's tables show."""
    measured = {name for record in records for name in record.scores}
    return [m for m in (RIGHT, *METRICS) if m.shown and m.name in measured]


def latency(records: Sequence[Record]) -> dict[str, dict[str, Estimate | None]]:
    """Milliseconds to the first claim and to the whole answer: p50 and p95 by language."""
    parts = {"all": list(records), **slices(records, "language")}
    columns = ["all", *(language for language in LANGUAGES if language in parts)]
    return {
        f"{title}, p{percent}": {
            column: quantile(_times(parts[column], field), percent / 100) for column in columns
        }
        for title, field in (("First claim", "first_ms"), ("Whole answer", "full_ms"))
        for percent in (50, 95)
    }


def calibration(records: Sequence[Record], bins: int = 8) -> list[tuple[float, float, Estimate]]:
    """How often a question is answerable, by the abstention score it got.

    Returns:
        Lower and upper edge of each bin that holds a question, with the share answerable. The
        bins hold about equally many questions.
    """
    scored = sorted(
        ((r.confidence, r) for r in records if r.confidence is not None), key=lambda pair: pair[0]
    )
    count = min(bins, len(scored))
    edges = [round(n * len(scored) / count) for n in range(count + 1)] if count else []
    found = []
    for start, stop in pairwise(edges):
        groups: dict[str, list[Score]] = {}
        for _, record in scored[start:stop]:
            groups.setdefault(record.group, []).append(Score(float(record.answerable)))
        share = ratio(groups)
        if share is not None:
            found.append((scored[start][0], scored[stop - 1][0], share))
    return found


def _times(records: Sequence[Record], field: str) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = {}
    for record in records:
        groups.setdefault(record.group, []).append(getattr(record, field))
    return groups
