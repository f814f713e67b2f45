"""Counts of a campaign, and the record of them that is kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.fuzzing.campaign.batch import Result
from tests.fuzzing.campaign.tracing import Step, all_lines, lines_of
from tests.fuzzing.campaign.trial import Finding
from tests.fuzzing.found import FOUND
from tests.fuzzing.growth import SIZES, Growth
from tests.fuzzing.regexes import Slow
from tests.fuzzing.targets import TARGETS, Input

_MOST_KEPT = 400


@dataclass
class Tally:
    """What has come of one parser's inputs so far."""

    target: str
    inputs: int = 0
    batches: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)
    corpus: list[Input] = field(default_factory=list)
    steps: set[Step] = field(default_factory=set)
    slowest: float = 0.0
    peak: int = 0
    growth: list[Growth] = field(default_factory=list)

    @property
    def lines(self) -> set[tuple[str, int]]:
        """Lines of the parser that were reached."""
        return lines_of(self.steps)

    def add(self, result: Result) -> list[Finding]:
        """Counts a batch in.

        Returns:
            What it found that was not known.
        """
        self.inputs += result.done
        self.batches += 1
        self.endings += result.endings
        self.steps |= result.steps
        self.slowest = max(self.slowest, result.slowest)
        self.peak = max(self.peak, result.peak)
        self.corpus += result.fresh
        if len(self.corpus) > _MOST_KEPT:
            self.corpus = random.Random(self.inputs).sample(self.corpus, _MOST_KEPT)
        new = [f for key, f in result.findings.items() if key not in self.findings]
        self.findings |= {finding.key: finding for finding in new}
        return new


def write_record(
    path: Path, tallies: dict[str, Tally], seed: int, held: Sequence[Slow] | None = None
) -> None:
    """Writes a campaign's counts as a table.

    Args:
        path: The file.
        tallies: The counts, by parser.
        seed: Of the campaign.
        held: The expressions that some text holds up; nothing if they were not asked.
    """
    day = datetime.now(UTC).date().isoformat()
    path.write_text("\n".join(_record(tallies, seed, day, held)) + "\n", "utf-8")


def _record(
    tallies: dict[str, Tally], seed: int, day: str, held: Sequence[Slow] | None
) -> list[str]:
    rows = [
        f"# Fuzzing campaign of {day}",
        "",
        f"Written by `python -m tests.fuzzing --seed {seed} --record FILE`. Reading an input may "
        "take 5 s of CPU time and 1 GB of memory, and must end in provisions that keep the "
        "contract, or in one sentence.",
        "",
        "| Parser | Inputs | Provisions | Errors | Lines reached | Slowest | Memory | Findings |",
        "|---|--:|--:|---|--:|--:|--:|--:|",
    ]
    for name, tally in tallies.items():
        errors = {k: n for k, n in tally.endings.most_common() if k != "provisions"}
        told = ", ".join(f"{kind} {count:,}" for kind, count in errors.items()) or "none"
        lines = all_lines(TARGETS[name].modules)
        reached = f"{len(tally.lines & lines):,} of {len(lines):,}"
        cells = (
            *(name, f"{tally.inputs:,}", f"{tally.endings['provisions']:,}", told, reached),
            *(f"{tally.slowest:.2f} s", f"{tally.peak / 2**20:.0f} MB", len(tally.findings)),
        )
        rows.append(f"| {' | '.join(map(str, cells))} |")
    rows += _growth(tallies)
    if held is not None:
        rows += ["", "Expressions of the parsers that slow down on some text of 2,000 characters:"]
        rows += [
            "",
            *(f"- `{x.module}.{x.name}`: asked with {x.bound or 'ANY TEXT'}" for x in held),
        ]
    rows += ["", "Found and mended, each with a test in `found.py`:", ""]
    rows += [f"- {found.target}, {found.name.replace('-', ' ')}: {found.was}" for found in FOUND]
    return rows


def _growth(tallies: dict[str, Tally]) -> list[str]:
    """Whether twice as much took twice as long."""
    measured = {name: tally.growth for name, tally in tallies.items() if tally.growth}
    if not measured:
        return []
    rows = [
        "",
        f"A word of the format or a structure, repeated to {SIZES[-1] // 1_000} kB: how long that "
        "takes, and which took over three times as long as half of it.",
        "",
        "| Parser | Families | Slowest | Steep |",
        "|---|--:|--:|---|",
    ]
    for name, growth in measured.items():
        slowest = max(growth, key=lambda one: one.seconds[-1])
        steep = "; ".join(f"{g.family} (× {g.ratio:.1f})" for g in growth if g.is_steep) or "none"
        cells = (name, len(growth), f"{slowest.seconds[-1]:.2f} s", steep.replace("|", "\\|"))
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows
