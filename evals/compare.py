"""Two runs side by side: what changed beyond noise, and which questions changed sides."""

from __future__ import annotations

from dataclasses import dataclass

from evals.intervals import Difference, paired
from evals.metrics import METRICS, Metric
from evals.record import Record, Results, grouped
from evals.table import RIGHT

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Change:
    """A metric in two runs, on the questions that both asked."""

    metric: Metric
    difference: Difference

    @property
    def worse(self) -> bool:
        """Whether it moved in the wrong direction, noise or not."""
        moved = self.difference.after - self.difference.before
        return moved < 0 if self.metric.better == "higher" else moved > 0

    @property
    def significant(self) -> bool:
        """Whether it moved beyond noise."""
        return self.difference.p < SIGNIFICANT


@dataclass(frozen=True)
class Comparison:
    """What changed between two runs.

    Attributes:
        before: Id of the earlier run.
        changes: Every metric that both measured.
        failing: Questions that were right and are no longer.
        mended: Questions that were not and now are.
    """

    before: str
    changes: tuple[Change, ...]
    failing: tuple[Record, ...]
    mended: tuple[Record, ...]


def compare(before: Results, after: Results) -> Comparison:
    """Compare two runs on the questions that both asked.

    Between a run of whole answers and one of retrieval only, being right does not mean the same:
    then only the metrics that both measured are compared.
    """
    alike = before.run.retrieval_only == after.run.retrieval_only
    old, new = before.by_id(), after.by_id()
    shared = [name for name in new if name in old]
    was = {name: alike and not old[name].problems for name in shared}
    now = {name: alike and not new[name].problems for name in shared}
    changes = []
    for metric in (RIGHT, *METRICS) if alike else METRICS:
        difference = paired(
            grouped((old[name] for name in shared), metric.name),
            grouped((new[name] for name in shared), metric.name),
        )
        if difference is not None:
            changes.append(Change(metric, difference))
    return Comparison(
        before=before.run.id,
        changes=tuple(changes),
        failing=tuple(new[name] for name in shared if was[name] and not now[name]),
        mended=tuple(new[name] for name in shared if now[name] and not was[name]),
    )


def chance(p: float) -> str:
    """A probability as it is written.

    >>> chance(0.0002), chance(0.04)
    ('p < 0.001', 'p = 0.040')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
