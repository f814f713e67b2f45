"""A chart of lines on logarithmic scales, as one SVG, light or dark as the reader's system is.

Colours are Okabe and Ito's; every line also has a mark and a dash of its own, and every point says
its values. The drawing is in ``chart.svg.j2``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_WIDTH, _HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 560, 44, 320
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_DASHES = ("none", "7 3", "2 3", "9 3 2 3")


def drawn(
    title: str,
    lines: Mapping[str, Sequence[tuple[float, float]]],
    *,
    x_axis: str,
    y_axis: str,
    limit: tuple[float, str] | None = None,
) -> str:
    """The chart as SVG.

    Args:
        title: What is shown.
        lines: At most four, by name: points of x and y, both above zero.
        x_axis: What x is.
        y_axis: What y is.
        limit: A value of y to mark, and what it is.
    """
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points] + ([limit[0]] if limit else [])
    x_scale, y_scale = _scale(xs, _LEFT, _RIGHT), _scale(ys, _BOTTOM, _TOP)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken = "; ".join(
        f"{name}: " + ", ".join(f"{y:g} at {x:,.0f}" for x, y in points)
        for name, points in lines.items()
    )
    return environment.get_template("chart.svg.j2").render(
        width=_WIDTH, height=_HEIGHT, left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM,
        title=title, description=f"{y_axis} by {x_axis}. {spoken}.", x_axis=x_axis, y_axis=y_axis,
        x_ticks=[*_ticks(x_scale)],
        y_ticks=[*_ticks(y_scale)],
        limit={"at": _at(limit[0], y_scale), "said": limit[1]} if limit else None,
        lines=[
            _line(name, number, points, x_scale, y_scale)
            for number, (name, points) in enumerate(lines.items())
        ],
    )  # fmt: skip


_Scale = tuple[float, float, float, float]
"""The decades shown, from and to, and where they begin and end on the drawing."""


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1), start, end


def _at(value: float, scale: _Scale) -> float:
    low, high, start, end = scale
    return round(start + (log10(value) - low) / (high - low) * (end - start), 1)


def _ticks(scale: _Scale) -> Iterator[dict[str, Any]]:
    for decade in range(int(scale[0]), int(scale[1]) + 1):
        yield {"at": _at(10.0**decade, scale), "said": f"{10**decade:,}" if decade >= 0 else ".1"}


def _line(
    name: str, number: int, points: Sequence[tuple[float, float]], x_scale: _Scale, y_scale: _Scale
) -> dict[str, Any]:
    return {
        "name": name,
        "colour": _COLOURS[number % len(_COLOURS)],
        "dashes": _DASHES[number % len(_DASHES)],
        "points": [
            {"x": _at(x, x_scale), "y": _at(y, y_scale), "said": f"{name}: {y:g} at {x:,.0f}"}
            for x, y in points
        ],
    }
