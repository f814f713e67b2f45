"""The chart of abstention: one SVG for a page of its own or to stand in one, text as text.

Above, how sure the assistant is of questions with an answer (upwards) and without one (downwards),
with the weights in use and cross-validated. Below, for every threshold, the share answered of the
former and declined of the latter, by language. Colours are Okabe and Ito's; near misses are
striped, languages have their own marks and dashes. Light or dark follows the reader's setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.abstention import THRESHOLD, THRESHOLD_COMPARED
from evals.charts import COLOURS
from evals.likelihoods import Likelihood, Side, Which, area_of, said
from evals.questions import LANGUAGES
from evals.separation import curve
from evals.table import LANGUAGE_NAMES

_TEMPLATE = "abstention.svg.j2"
_WIDTH, _HEIGHT = 760, 760
_PANEL, _TALL, _MIDDLE = 330, 210, 110
_SIZE = 330
_BINS = 20
_TICKS = (0, 0.25, 0.5, 0.75, 1)
_DASHES = {"en": "none", "zh-Hant": "7 3", "yue": "2 3", "zh-Hans": "9 3 2 3", "all": "none"}
_SIDES: dict[Side, str] = {
    "answerable": "with an answer, upwards",
    "near-miss": "near misses, downwards",
    "other": "others without an answer, downwards",
}
_WITHOUT: tuple[Side, ...] = ("near-miss", "other")


def draw(questions: Sequence[Likelihood]) -> str:
    """The chart as SVG.

    Args:
        questions: With and without an answer; each side needs at least one.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    holding = sum(one.holds for one in questions)
    return environment.get_template(_TEMPLATE).render(
        width=_WIDTH,
        height=_HEIGHT,
        title="How sure the assistant is of having an answer",
        description=(
            f"{holding} questions with an answer and {len(questions) - holding} without, of the "
            "dev half and the tuning set. Area under the curve of answered against declined: "
            f"{said(area_of(questions, 'shipped'))} with weights fitted to these questions, "
            f"{said(area_of(questions, 'held_out'))} cross-validated."
        ),
        colours=COLOURS,
        ticks=_TICKS,
        panels=[
            _panel(questions, "shipped", 50, "As in use", "weights fitted to these questions"),
            _panel(
                questions,
                "held_out",
                50 + _PANEL + 30,
                "Cross-validated",
                "weights fitted without the question’s group",
            ),
        ],
        key={"x": 50, "y": 20, "step": 220, "rows": list(_SIDES.items())},
        curves={
            "x": 70,
            "y": 390,
            "size": _SIZE,
            "title": "Answered and declined, by threshold",
            "subtitle": "cross-validated",
            "threshold": f"Marks: answers from {THRESHOLD:.2f}, compared {THRESHOLD_COMPARED:.2f}.",
            "lines": _lines(questions, "held_out"),
        },
    )


def _panel(
    questions: Sequence[Likelihood], which: Which, x: int, title: str, subtitle: str
) -> dict[str, Any]:
    """Shares of each side by likelihood, answerable upwards, the others downwards."""
    edges = np.linspace(0, 1, _BINS + 1)
    counts = {
        side: np.histogram([q.of(which) for q in questions if q.side == side], edges)[0]
        for side in _SIDES
    }
    without = max(1, sum(int(counts[side].sum()) for side in _WITHOUT))
    shares = {
        side: counts[side] / (max(1, counts[side].sum()) if side == "answerable" else without)
        for side in _SIDES
    }
    most = max(
        shares["answerable"].max(),
        (shares["near-miss"] + shares["other"]).max(),
        1 / len(questions),
    )
    bars = []
    for n, (low, high) in enumerate(pairwise(edges.tolist())):
        below = float(_MIDDLE)
        for side, words in _SIDES.items():
            tall = float(shares[side][n] / most * (_TALL - _MIDDLE))
            if not tall:
                continue
            top = _MIDDLE - tall if side == "answerable" else below
            below += 0 if side == "answerable" else tall
            bars.append(
                {
                    "side": side,
                    "x": round(low * _PANEL + 1, 1),
                    "y": round(top, 1),
                    "width": round(_PANEL / _BINS - 2, 1),
                    "height": round(tall, 1),
                    "said": f"{low:.2f} to {high:.2f}, {words}: {counts[side][n]}",
                }
            )
    return {
        "x": x,
        "y": 80,
        "width": _PANEL,
        "height": _TALL,
        "middle": _MIDDLE,
        "limit": THRESHOLD * _PANEL,
        "title": title,
        "threshold": f"answers from {THRESHOLD:.2f}",
        "subtitle": subtitle,
        "bars": bars,
    }


def _lines(questions: Sequence[Likelihood], which: Which) -> list[dict[str, Any]]:
    """The curve of each language and of all, with the point of the threshold in use."""
    lines = []
    for name in (*LANGUAGES, "all"):
        own = [q for q in questions if name in (q.question.language, "all")]
        yes = [q.of(which) for q in own if q.holds]
        no = [q.of(which) for q in own if not q.holds]
        if not yes or not no:
            continue
        at = (
            float(np.mean([not q.answered(which) for q in own if not q.holds])),
            float(np.mean([q.answered(which) for q in own if q.holds])),
        )
        points = (_point(*point) for point in _corners(curve(yes, no)))
        lines.append(
            {
                "name": name,
                "dashes": _DASHES[name],
                "points": " ".join(f"{x:g},{y:g}" for x, y in points),
                "at": _point(*at),
                "said": f"{LANGUAGE_NAMES.get(name, name)} {said(area_of(own, which))}",
            }
        )
    return lines


def _corners(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points at which a line of steps turns."""
    inner = [
        here
        for before, here, after in zip(points, points[1:], points[2:], strict=False)
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
    return [points[0], *inner, points[-1]]


def _point(declined: float, answered: float) -> tuple[float, float]:
    return round(declined * _SIZE, 1), round((1 - answered) * _SIZE, 1)
