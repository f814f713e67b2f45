"""The report of a run: one HTML file with figures, charts and every failure in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.catalogue import catalogue
from evals import charts
from evals.compare import Comparison
from evals.intervals import Estimate, ratio
from evals.problems import named
from evals.questions import Question
from evals.ranking import CUTOFFS
from evals.record import REPORT, Record, Results, grouped, slices
from evals.table import (
    LANGUAGE_NAMES,
    RIGHT,
    calibration,
    latency,
    rows,
    shown_metrics,
)

_TEMPLATE = "report.html.j2"


def write_report(
    results: Results,
    questions: Sequence[Question],
    folder: Path,
    comparison: Comparison | None = None,
) -> Path:
    """Write the report of a run.

    Args:
        results: The run.
        questions: Its questions, for what was expected.
        folder: Where to.
        comparison: With an earlier run, if there is one to show.

    Returns:
        The file, which needs no other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / REPORT
    path.write_text(render(results, questions, comparison), "utf-8")
    return path


def render(
    results: Results, questions: Sequence[Question], comparison: Comparison | None = None
) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "figure": _figure,
        "milliseconds": _milliseconds,
        "named": named,
        "place": _place,
    }
    records = results.records
    by_id = {question.id: question for question in questions}
    wrong = sorted((r for r in records if r.problems), key=lambda r: (r.kind, r.id))
    metrics = shown_metrics(records)
    return environment.get_template(_TEMPLATE).render(
        run=results.run,
        languages=LANGUAGE_NAMES,
        by_language=rows(records, "language", metrics),
        by_kind=rows(records, "kind", metrics),
        by_instrument=rows(records, "instrument", metrics),
        latency=latency(records),
        legend=charts.legend(),
        charts=_charts(results),
        failures=[(record, by_id[record.id]) for record in wrong],
        questions=by_id,
        comparison=comparison,
    )


def _charts(results: Results) -> dict[str, Markup]:
    records = results.records
    kinds = {
        row: {language: _right(part) for language, part in slices(of_kind, "language").items()}
        for row, of_kind in slices(records, "kind").items()
    }
    by_language = slices(records, "language")
    recall = {
        language: [
            (f"@{k}", estimate)
            for k in CUTOFFS
            if (estimate := ratio(grouped(part, f"recall@{k}"))) is not None
        ]
        for language, part in by_language.items()
    }
    times = [record.full_ms for record in records]
    found = "found the clauses needed" if results.run.retrieval_only else "were wholly right"
    return {
        "right": charts.dots(
            "Right, by kind and language", kinds, f"Share of questions that {found}"
        ),
        "recall": charts.curves(
            "Recall at k, by language",
            {language: series for language, series in recall.items() if series},
            "Share of the needs met among the first k places found, at article level",
        ),
        "calibration": charts.steps(
            "Abstention score",
            calibration(records),
            results.run.threshold,
            "Share of questions that have an answer, by the abstention score they got",
        ),
        "latency": charts.bars(
            "Latency", times, "How many questions were answered after how many milliseconds"
        ),
    }


def _right(records: Sequence[Record]) -> Estimate | None:
    return ratio(grouped(records, RIGHT.name))


def _place(jurisdiction: str) -> str:
    place = catalogue().place(jurisdiction)
    return place.name.en if place else jurisdiction


def _figure(estimate: Estimate | None) -> Markup:
    """A figure with its interval and how many questions it rests on."""
    if estimate is None:
        return Markup("–")
    return Markup('<b>{:.3f}</b> <span class="interval">[{:.2f}–{:.2f}] n {}</span>').format(
        estimate.value, estimate.low, estimate.high, estimate.n
    )


def _milliseconds(estimate: Estimate | None) -> Markup:
    if estimate is None:
        return Markup("–")
    return Markup('<b>{:.0f}</b> <span class="interval">[{:.0f}–{:.0f}]</span>').format(
        *estimate[:3]
    )
