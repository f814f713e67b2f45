"""The gate: does a change make the answers worse than the committed baseline, beyond noise?

The baseline keeps every question's part in every metric, so that the same questions are
compared one with another. A metric fails if it is worse and a paired permutation test over
groups finds that chance would do so in fewer than 5 of 100 cases; in one language alone, in
fewer than 1 of 100, because there are four of them. Metrics that have to be perfect fail at a
single lapse more than before. A language model's judgement never takes part.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import UsageError
from evals.case import Score
from evals.compare import SIGNIFICANT, Change, chance
from evals.intervals import paired
from evals.metrics import METRICS
from evals.questions import LANGUAGES
from evals.record import Record, Results, grouped
from evals.table import LANGUAGE_NAMES, RIGHT

BASELINE = Path(__file__).parent / "baseline.json"
SIGNIFICANT_IN_ONE_LANGUAGE = 0.01


class Baseline(BaseModel):
    """The figures that a change may not fall below."""

    model_config = ConfigDict(frozen=True)

    run: str = Field(description="Id of the run it was taken from.")
    split: str
    set_sha256: str
    texts: str
    scores: dict[str, dict[str, Score]] = Field(description="By question, then by metric.")


@dataclass(frozen=True)
class Fall:
    """A metric that fell, in one language or in all together (``language`` empty)."""

    change: Change
    language: str = ""

    def __str__(self) -> str:
        """One line for a terminal."""
        difference = self.change.difference
        where = f" in {LANGUAGE_NAMES[self.language]}" if self.language else ""
        return (
            f"{self.change.metric.title}{where}: {difference.before:.3f} → "
            f"{difference.after:.3f} ({chance(difference.p)})"
        )


@dataclass(frozen=True)
class Verdict:
    """Whether a run passes, and what keeps it from passing."""

    falls: tuple[Fall, ...]
    failing: tuple[Record, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing fell. A newly failing question alone is no fall."""
        return not self.falls


def judge(results: Results, path: Path | None = None) -> Verdict:
    """Compare a run with the committed baseline.

    Raises:
        UsageError: There is no baseline, or it was taken from other questions or texts.
    """
    baseline = _read(path or BASELINE)
    _same_ground(results, baseline)
    old = baseline.scores
    now = {r.id: r for r in results.records if r.id in old}
    before = tuple(_as_before(record, old[record.id]) for record in now.values())
    after = tuple(now.values())
    falls = [Fall(c) for c in _changes(before, after) if _fell(c, SIGNIFICANT)]
    whole = {fall.change.metric.name for fall in falls}
    for language in LANGUAGES:
        changes = _changes(
            [r for r in before if r.language == language],
            [r for r in after if r.language == language],
        )
        falls += [
            Fall(c, language)
            for c in changes
            if c.metric.name not in whole and _fell(c, SIGNIFICANT_IN_ONE_LANGUAGE)
        ]
    was = {r.id for r in before if r.scores[RIGHT.name].part == 1}
    measure = RIGHT.name
    failing = tuple(r for r in after if r.id in was and r.scores[measure].part < 1)
    return Verdict(tuple(falls), failing)


def write(results: Results, path: Path | None = None) -> None:
    """Make a run the baseline.

    Raises:
        UsageError: The run left questions or stages out.
    """
    run = results.run
    if run.kind or run.language or run.retrieval_only:
        raise UsageError(
            "A baseline needs every question answered in full: leave out --kind, --language and "
            "--retrieval-only."
        )
    kept = {m.name for m in METRICS if m.gated} | {RIGHT.name}
    scores = {
        record.id: {name: score for name, score in record.scores.items() if name in kept}
        for record in results.records
    }
    head = {"run": run.id, "split": run.split, "set_sha256": run.set_sha256, "texts": run.texts}
    # One question a line: a change of the baseline can be read as a difference of lines.
    lines = ",\n".join(
        f'  "{name}": {json.dumps(of_one, separators=(",", ":"))}'
        for name, of_one in scores.items()
    )
    opening = json.dumps(head, indent=1).removesuffix("\n}")
    (path or BASELINE).write_text(f'{opening},\n "scores": {{\n{lines}\n }}\n}}\n', "utf-8")


def _read(path: Path) -> Baseline:
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"There is no baseline that can be read at {path}: run “rulebridge eval "
            "--write-baseline” first."
        ) from error


def _same_ground(results: Results, baseline: Baseline) -> None:
    run = results.run
    if run.split != baseline.split:
        raise UsageError(
            f"The baseline was taken on {baseline.split}: add --split {baseline.split}."
        )
    whole = not (run.kind or run.language)
    if whole and run.set_sha256 != baseline.set_sha256:
        raise UsageError(
            "The questions or their gold changed since the baseline was taken: look at a run, then "
            "take a new one with --write-baseline."
        )
    if run.texts != baseline.texts:
        raise UsageError(
            "The index holds other texts than the one the baseline was taken from: ingest the "
            "same sources, or take a new baseline with --write-baseline."
        )


def _changes(before: Sequence[Record], after: Sequence[Record]) -> list[Change]:
    changes = []
    for metric in METRICS:
        if not metric.gated:
            continue
        difference = paired(grouped(before, metric.name), grouped(after, metric.name))
        if difference is not None:
            changes.append(Change(metric, difference))
    return changes


def _fell(change: Change, significant: float) -> bool:
    return change.worse and (change.metric.exact or change.difference.p < significant)


def _as_before(record: Record, scores: dict[str, Score]) -> Record:
    return record.model_copy(update={"scores": scores})
