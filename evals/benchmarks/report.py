"""``evals/BENCHMARKS.md`` and its chart, out of the results that are committed beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.benchmarks.chart import drawn
from evals.benchmarks.scaling import TARGET_MS, TARGET_RECALL, server_from
from evals.benchmarks.stock import TARGETS
from evals.benchmarks.timing import ratio
from evals.table import LANGUAGE_NAMES

EVALS = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
NAMES = ("stock", "scaling", "load", "soak", "cold")

_PAGE = "BENCHMARKS.md"
_CHART = "scaling.svg"


def keep(name: str, result: Mapping[str, Any], folder: Path = RESULTS) -> Path:
    """Write down a result; the one of before is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def kept(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """The results there are, by name."""
    files = {name: folder / f"{name}.json" for name in NAMES}
    return {n: json.loads(file.read_text("utf-8")) for n, file in files.items() if file.is_file()}


def write(results: Mapping[str, Mapping[str, Any]], folder: Path = EVALS) -> Path:
    """Write the page, and the chart where there is a scaling study.

    Args:
        results: By name, as `kept` reads them; what is missing is said to be missing.
        folder: Where to.
    """
    scaling = results.get("scaling")
    if scaling:
        (folder / _CHART).write_text(_curve(scaling), "utf-8")
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=False,  # noqa: S701 - Markdown of our own figures
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["met"] = _met
    environment.filters["times"] = ratio
    page = environment.get_template("report.md.j2").render(
        results={name: results.get(name) for name in NAMES},
        nothing=not results,
        languages=LANGUAGE_NAMES | {"all": "all"},
        targets=TARGETS,
        chart=_CHART,
        target_ms=TARGET_MS,
        target_recall=TARGET_RECALL,
        advised=_advised(scaling) if scaling else {},
        machine=_machine,
    )
    path = folder / _PAGE
    path.write_text(page, "utf-8")
    return path


def _curve(scaling: Mapping[str, Any]) -> str:
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in scaling["rows"]:
        lines.setdefault(row["layout"], []).append((row["size"], row["search_ms"]["p95"]))
    return drawn(
        "A search as the product does it, by size of the corpus",
        lines,
        x_axis="passages",
        y_axis="95th percentile, ms",
        limit=(TARGET_MS, f"{TARGET_MS:g} ms"),
    )


def _advised(scaling: Mapping[str, Any]) -> dict[str, float | None]:
    names = {row["layout"] for row in scaling["rows"]}
    return {name: server_from(scaling["rows"], name, TARGET_MS) for name in sorted(names)}


def _machine(result: Mapping[str, Any]) -> str:
    """Date and machine in a line."""
    of = result["machine"]
    instructions = ", ".join(of["instructions"]) or "no vector instructions of note"
    return (
        f"{of['date']}, {of['cores']} cores ({of['processor']}; {instructions}), "
        f"{of['memory_gb']} GB of memory, {of['system']}, Python {of['python']}, "
        f"load before the run {of['load_before']}"
    )


def _met(value: float, target: float) -> str:
    """Whether a target is met, in a word.

    >>> _met(12.0, 10.0), _met(8.0, 10.0)
    ('met', 'missed')
    """
    return "met" if value >= target else "missed"
