"""The figures of an ablation as tables: everything on, and what each part left out changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scipy import stats

from evals.case import Score
from evals.grid import Grid
from evals.intervals import Difference, Estimate, paired, ratio
from evals.questions import LANGUAGES, Question
from evals.table import LANGUAGE_NAMES

TITLES = {
    "recall@5": "Recall@5, article",
    "recall@5_finest": "Recall@5, finest",
    "mrr": "MRR, article",
    "citation_recall": "Handed over: recall",
    "pinpoint_recall": "… at the pinpoint",
    "citation_precision": "… right",
    "comparison_coverage": "… jurisdictions compared",
}
"""What is measured, in the order of the columns."""

FALSE = 0.05
"""Of the changes that are marked, the share expected to be noise (Benjamini and Hochberg 1995)."""

Results = Mapping[str, Mapping[str, Mapping[str, Score]]]
"""By variant, question id and name of the measure."""


def grids(questions: Sequence[Question], results: Results, base: str) -> list[Grid]:
    """All languages together first, then each measure by language.

    Args:
        questions: What was asked.
        results: What each variant scored.
        base: The variant that the others are compared with.
    """
    languages = [name for name in LANGUAGES if any(q.language == name for q in questions)]
    shown = [name for name in TITLES if _scores(questions, results[base], name)]
    together = [(name, list(questions)) for name in shown]
    first = _grid(
        "All languages",
        [TITLES[name] for name in shown],
        together,
        results,
        base,
        marked=True,
    )
    columns = [*(LANGUAGE_NAMES[name] for name in languages), "all"]
    parts = [*([q for q in questions if q.language == name] for name in languages), questions]
    return [
        first,
        *(
            _grid(TITLES[name], columns, [(name, list(p)) for p in parts], results, base)
            for name in shown
        ),
    ]


def _grid(
    title: str,
    columns: Sequence[str],
    cells: Sequence[tuple[str, list[Question]]],
    results: Results,
    base: str,
    *,
    marked: bool = False,
) -> Grid:
    """One table: a row for each variant, a column for each measure of some questions."""
    was = [_scores(questions, results[base], name) for name, questions in cells]
    rows = [[base, *(_value(ratio(scores)) for scores in was)]]
    others = [variant for variant in results if variant != base]
    changes = {
        variant: [
            paired(before, _scores(questions, results[variant], name))
            for before, (name, questions) in zip(was, cells, strict=True)
        ]
        for variant in others
    }
    likely = _beyond_noise(changes) if marked else set()
    rows += [
        [
            variant,
            *(_change(c, star=(variant, n) in likely) for n, c in enumerate(changes[variant])),
        ]
        for variant in others
    ]
    return Grid(title, ["", *columns], rows)


def _beyond_noise(changes: Mapping[str, Sequence[Difference | None]]) -> set[tuple[str, int]]:
    """The cells whose change is unlikely to be noise, all cells of the table considered."""
    tested = {
        (variant, n): change.p
        for variant, row in changes.items()
        for n, change in enumerate(row)
        if change is not None
    }
    if not tested:
        return set()
    adjusted = stats.false_discovery_control(list(tested.values()))
    return {cell for cell, p in zip(tested, adjusted, strict=True) if p < FALSE}


def _scores(
    questions: Sequence[Question], scored: Mapping[str, Mapping[str, Score]], name: str
) -> dict[str, list[Score]]:
    groups: dict[str, list[Score]] = {}
    for question in questions:
        if name in scored[question.id]:
            groups.setdefault(question.group, []).append(scored[question.id][name])
    return groups


def _value(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    return f"{_short(estimate.value)} [{_short(estimate.low)}–{_short(estimate.high)}]"


def _change(change: Difference | None, *, star: bool) -> str:
    if change is None:
        return "–"
    moved = change.after - change.before
    if not moved and change.low == change.high == 0:
        return "±0"
    mark = " *" if star else ""
    return f"{_signed(moved)}{mark} [{_signed(change.low)}, {_signed(change.high)}]"


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _signed(value: float) -> str:
    """A change to three places: ``-.031``.

    >>> _signed(-0.0312), _signed(0.1), _signed(0.0)
    ('−.031', '+.100', '±.000')
    """
    rounded = round(value, 3)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return f"{sign}{abs(rounded):.3f}".replace("0.", ".", 1)
