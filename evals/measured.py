"""Write ``corpus/measured.toml``, the figures that the pages show: ``python -m evals.measured``.

Args on the command line: the folder of a run; the latest whole run on the test half if none.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.errors import RuleBridgeError, UsageError
from corpus.measured import COLUMNS, FILE, METRICS
from evals.cli import RUNS
from evals.intervals import Estimate, ratio
from evals.record import Results, grouped, read, slices


def latest(runs: Path = RUNS) -> Path:
    """The latest run of all questions of the test half.

    Raises:
        UsageError: There is none.
    """
    for folder in sorted(runs.glob("*-test"), reverse=True):
        run = read(folder).run
        if not (run.kind or run.language or run.retrieval_only):
            return folder
    raise UsageError(
        f"{runs} holds no run on the test half; `rulebridge eval --split test` is one."
    )


def written(results: Results) -> str:
    """The figures of a run as TOML, to two decimals."""
    run = results.run
    lines = [
        "# How good the answers were when last measured. Written by `python -m evals.measured`.",
        f"taken = {run.created.date().isoformat()}",
        f'split = "{run.split}"',
        f"questions = {run.questions}",
        f"official = {run.official}",
    ]
    parts = slices(results.records, "language")
    for metric in METRICS:
        overall = ratio(grouped(results.records, metric))
        if overall is None:
            continue
        lines += ["", "[[figures]]", f'metric = "{metric}"', f"overall = {_value(overall)}"]
        lines.append("[figures.by_language]")
        for language in COLUMNS:
            own = ratio(grouped(parts.get(language, []), metric))
            if own is not None:
                lines.append(f"{language} = {_value(own)}")
    return "\n".join(lines) + "\n"


def _value(of: Estimate) -> str:
    return f"{{ value = {of.value:.2f}, low = {of.low:.2f}, high = {of.high:.2f}, n = {of.n} }}"


def main(arguments: list[str]) -> int:
    """Write the file; a failure is one line on standard error."""
    try:
        folder = Path(arguments[0]) if arguments else latest()
        FILE.write_text(written(read(folder)), "utf-8")
    except RuleBridgeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
