"""Charts as inline SVG: one file, no script, no other host; readable in grey and by a reader.

Colours are Okabe and Ito's, which colour-blind people can tell apart; every series also has its
own mark. Each chart has a title and a description for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from evals.intervals import Estimate
from evals.table import LANGUAGE_NAMES

COLOURS = {"en": "#0072b2", "zh-Hant": "#d55e00", "yue": "#009e73", "zh-Hans": "#cc79a7"}
_MARKS = {"en": "circle", "zh-Hant": "square", "yue": "diamond", "zh-Hans": "triangle"}
_WIDTH = 720
_LEFT = 150
_RIGHT = 20


def dots(title: str, rows: Mapping[str, Mapping[str, Estimate | None]], description: str) -> Markup:
    """Shares from 0 to 1 with their intervals: one line for each row, one mark a language.

    Args:
        title: What is shown.
        rows: By row and language.
        description: The same in a sentence.
    """
    step = 14 * len(COLOURS) + 10
    height = 46 + step * len(rows)
    parts = [_scale(x / 4, f"{x * 25} %", 16, height - 24) for x in range(5)]
    for number, (name, cells) in enumerate(rows.items()):
        top = 24 + number * step
        parts.append(_text(_LEFT - 8, top + step / 2, name, "end"))
        parts.append(_line(0, top - 6, _WIDTH, top - 6, "rule"))
        for place, language in enumerate(COLOURS):
            cell = cells.get(language)
            if cell is None:
                continue
            y = top + 8 + place * 14
            parts.append(_line(_x(cell.low), y, _x(cell.high), y, f"range {language}"))
            parts.append(_mark(language, _x(cell.value), y, _said(cell)))
    return _chart(title, description, height, parts)


def curves(
    title: str, points: Mapping[str, Sequence[tuple[str, Estimate]]], description: str
) -> Markup:
    """Shares over a row of cut-offs, a curve for each language."""
    height = 260
    labels = [label for label, _ in next(iter(points.values()), ())]
    parts = [_level(y / 4, height) for y in range(5)]
    for place, label in enumerate(labels):
        parts.append(_text(_column(place, len(labels)), height - 8, label, "middle"))
    for language, series in points.items():
        places = [(_column(n, len(labels)), _y(e.value, height)) for n, (_, e) in enumerate(series)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(Markup('<polyline class="curve {}" points="{}"/>').format(language, path))
        parts += [
            _mark(language, x, y, _said(estimate))
            for (x, y), (_, estimate) in zip(places, series, strict=True)
        ]
    return _chart(title, description, height, parts)


def steps(
    title: str,
    bins: Sequence[tuple[float, float, Estimate]],
    threshold: float | None,
    description: str,
) -> Markup:
    """The share answerable by abstention score, with the threshold where answers begin."""
    height = 260
    if not bins:
        return Markup("")
    least, most = bins[0][0], bins[-1][1]
    span = (most - least) or 1.0

    def place(score: float) -> float:
        return _LEFT + (score - least) / span * (_WIDTH - _LEFT - _RIGHT)

    parts = [_level(y / 4, height) for y in range(5)]
    for low, high, share in bins:
        middle, y = place((low + high) / 2), _y(share.value, height)
        parts.append(_line(place(low), y, place(high), y, "curve en"))
        parts.append(
            _line(middle, _y(share.low, height), middle, _y(share.high, height), "range en")
        )
        parts.append(_mark("en", middle, y, f"{low:.2f} – {high:.2f}: {_said(share)}"))
    parts += [
        _text(place(score), height - 8, f"{score:.2f}", "middle")
        for score in (least, (least + most) / 2, most)
    ]
    if threshold is not None and least <= threshold <= most:
        x = place(threshold)
        parts.append(_line(x, 16, x, height - 30, "threshold"))
        parts.append(_text(x + 4, 24, f"answers from {threshold:.2f}", "start"))
    return _chart(title, description, height, parts)


def bars(title: str, values: Sequence[float], description: str, count: int = 24) -> Markup:
    """How often a duration in milliseconds occurs."""
    height = 220
    if not values:
        return Markup("")
    most = max(values) or 1.0
    width = most / count
    counts = [0] * count
    for value in values:
        counts[min(int(value / width), count - 1)] += 1
    room = (_WIDTH - _LEFT - _RIGHT) / count
    parts = [_line(_LEFT, height - 30, _WIDTH - _RIGHT, height - 30, "rule")]
    for number, found in enumerate(counts):
        tall = found / max(counts) * (height - 60)
        said = f"{number * width:.0f}–{(number + 1) * width:.0f} ms: {found}"
        parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                "<title>{}</title></rect>"
            ).format(_LEFT + number * room, height - 30 - tall, room - 2, tall, said)
        )
    for share in (0.0, 0.5, 1.0):
        x = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
        parts.append(_text(x, height - 8, f"{share * most:.0f} ms", "middle"))
    return _chart(title, description, height, parts)


def legend() -> Markup:
    """Which mark is which language."""
    return Markup("").join(
        Markup(
            '<span class="key"><svg width="14" height="14" aria-hidden="true">{}</svg> {}</span> '
        ).format(_mark(language, 7, 7, ""), LANGUAGE_NAMES[language])
        for language in COLOURS
    )


def _chart(title: str, description: str, height: float, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" aria-label="{}. {}">{}</svg>'
    ).format(_WIDTH, height, title, description, Markup("").join(parts))


def _mark(language: str, x: float, y: float, said: str) -> Markup:
    shapes = {
        "circle": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
        "square": f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"/>',
        "diamond": f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"/>',
        "triangle": f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z"/>',
    }
    name = f"{LANGUAGE_NAMES[language]}: {said}" if said else ""
    return Markup('<g class="mark {}">{}<title>{}</title></g>').format(
        language,
        Markup(shapes[_MARKS[language]]),  # noqa: S704 - numbers only
        name,
    )


def _scale(share: float, label: str, top: float, bottom: float) -> Markup:
    x = _x(share)
    return _line(x, top, x, bottom, "grid") + _text(x, bottom + 16, label, "middle")


def _level(share: float, height: float) -> Markup:
    y = _y(share, height)
    grid = _line(_LEFT, y, _WIDTH - _RIGHT, y, "grid")
    return grid + _text(_LEFT - 8, y, f"{share * 100:.0f} %", "end")


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float, height: float) -> float:
    return 16 + (1 - share) * (height - 50)


def _column(place: int, count: int) -> float:
    room = _WIDTH - _LEFT - _RIGHT - 40
    return _LEFT + 20 + (room * place / (count - 1) if count > 1 else room / 2)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        kind, x1, y1, x2, y2
    )


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" dominant-baseline="middle">{}</text>'
    ).format(x, y, anchor, escape(words))


def _said(estimate: Estimate) -> str:
    return f"{estimate.value:.0%} ({estimate.low:.0%} to {estimate.high:.0%}, n = {estimate.n})"
