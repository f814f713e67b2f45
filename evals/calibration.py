"""When to be silent and how much to cite, measured: ``make calibration``.

Asks the dev half of the grounding set and the tuning set, to which the weights were fitted, so
every figure stands twice: as fitted, and cross-validated over groups (`evals/likelihoods.py`,
`evals/selecting.py`). Writes the likelihoods and a page to ``runs/``, the chart to
``evals/abstention.svg`` and the tables into ``evals/ABLATION.md``. The test half is not asked.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from rich.console import Console

from assistant.assistant import Assistant
from assistant.retrieval.ranking import ranking
from corpus.errors import RuleBridgeError
from corpus.settings import settings
from evals import selecting
from evals.abstention_chart import draw
from evals.fitting import TUNING, Seen, seen
from evals.grid import Grid, write_between
from evals.likelihoods import Likelihood, fitted_without, grid, likelihoods, of_questions
from evals.questions import load
from evals.record import REPORT
from evals.split import select

HERE = Path(__file__).parent
CHART = HERE / "abstention.svg"
PAGE = HERE / "ABLATION.md"
RUNS = Path("runs")
_TEMPLATE = "calibration.html.j2"
_DATA = "likelihoods.csv"


def measured(rows: Sequence[Seen]) -> tuple[list[Likelihood], list[Grid]]:
    """The likelihoods of the questions, and the tables of abstention and of choosing clauses."""
    without = fitted_without(rows)
    searches = likelihoods(rows, ranking(), without)
    questions = of_questions(searches)
    return questions, [grid(questions, searches), selecting.grid(selecting.options(rows, without))]


def write(questions: Sequence[Likelihood], grids: Sequence[Grid], folder: Path) -> Path:
    """Write the likelihoods and a page with chart and tables to the folder of a run.

    Returns:
        The page, which needs no other file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _DATA).open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(_data(questions))
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The chart is made by a template of ours that escapes what it is given.
    chart = Markup(draw(questions))  # noqa: S704
    page = environment.get_template(_TEMPLATE).render(
        run=folder.name, chart=chart, grids=grids, questions=len(questions)
    )
    path = folder / REPORT
    path.write_text(page, "utf-8")
    return path


def _data(questions: Iterable[Likelihood]) -> Iterable[Sequence[object]]:
    yield ("id", "group", "kind", "language", "holds", "fitted", "cross_validated")
    for one in questions:
        q = one.question
        yield (
            q.id,
            q.group,
            q.kind,
            q.language,
            int(one.holds),
            round(one.shipped, 4),
            round(one.held_out, 4),
        )


def main(
    runs: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the runs.")] = RUNS,
) -> None:
    """Measure when the assistant is silent and how much it cites."""
    console = Console(highlight=False, markup=False, emoji=False)
    asked = [*load(TUNING), *select(load(), "dev")]
    with Assistant.open(settings()) as assistant:
        rows = seen(assistant, asked)
        plan = assistant.index.manifest.plan[:12]
    questions, grids = measured(rows)
    page = write(questions, grids, runs / f"{datetime.now():%Y%m%dT%H%M%S}-calibration")
    CHART.write_text(draw(questions) + "\n", "utf-8")
    about = (
        f"{len(questions)} questions of the dev half and the tuning set that stand alone, in "
        f"{len({one.question.group for one in questions})} groups; index of plan {plan}."
    )
    write_between(PAGE, "calibration", "\n\n".join([about, *(g.markdown() for g in grids)]))
    for table in grids:
        console.print(table.table())
    console.print(f"Report: {page}", soft_wrap=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    try:
        typer.run(main)
    except RuleBridgeError as error:
        raise SystemExit(str(error)) from error
