"""The command: measure one thing or all, write the results down and make the page anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from evals.benchmarks import cold, load, report, scaling, soak, stock
from evals.benchmarks.scaling_run import LAYOUTS

Output = Annotated[
    Path, typer.Option("--output", help="Folder of the results; the page is made from them.")
]
Page = Annotated[Path, typer.Option("--page", help="Folder that BENCHMARKS.md is written to.")]

app = typer.Typer(
    help="Measure speed, size and staying power, each beside a baseline.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
_console = Console(stderr=True)


def _say(words: str) -> None:
    _console.print(words)


def _kept(name: str, measure: Callable[[], dict[str, Any]], output: Path, page: Path) -> None:
    path = report.keep(name, measure(), output)
    report.write(report.kept(output), page)
    _say(f"{name}: written to {path.name} and {page.name}/BENCHMARKS.md")


@app.command("stock")
def stock_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    sources: Annotated[Path | None, typer.Option("--sources", help="Official files.")] = None,
    rounds: Annotated[int, typer.Option("--rounds", min=1)] = stock.ROUNDS,
) -> None:
    """Ingest, search and ask against the stock LlamaIndex pipeline."""
    _kept("stock", lambda: stock.measure(_say, sources, rounds), output, page)


@app.command("scaling")
def scaling_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    sizes: Annotated[
        str, typer.Option("--sizes", help="Passages, separated by commas.")
    ] = ",".join(map(str, scaling.SIZES)),
    layouts: Annotated[
        str, typer.Option("--layouts", help="Which, separated by semicolons.")
    ] = ";".join(LAYOUTS),
    threads: Annotated[int, typer.Option("--threads", min=0, help="0 takes all.")] = 0,
    place: Annotated[Path | None, typer.Option("--place", help="Folder for the stores.")] = None,
) -> None:
    """Ten thousand to a million passages, with and without a graph."""
    given = ([int(s) for s in sizes.split(",")], [n.strip() for n in layouts.split(";")])
    _kept("scaling", lambda: scaling.measure(_say, *given, threads, place), output, page)


@app.command("load")
def load_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    users: Annotated[str, typer.Option("--users", help="Separated by commas.")] = ",".join(
        map(str, load.USERS)
    ),
    seconds: Annotated[float, typer.Option("--seconds", min=1)] = load.SECONDS,
    think: Annotated[float, typer.Option("--think", min=0.1)] = load.THINK,
) -> None:
    """Many users of the running server at once."""
    counts = [int(count) for count in users.split(",")]
    _kept("load", lambda: load.measure(_say, counts, seconds, think), output, page)


@app.command("soak")
def soak_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    requests: Annotated[int, typer.Option("--requests", min=10)] = soak.REQUESTS,
) -> None:
    """A working day's questions as fast as they can be answered: does memory grow?"""
    _kept("soak", lambda: soak.measure(_say, requests), output, page)


@app.command("cold")
def cold_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    times: Annotated[int, typer.Option("--times", min=1)] = cold.TIMES,
) -> None:
    """From typing each command to its end, or to its being ready."""
    _kept("cold", lambda: cold.measure(_say, times), output, page)


@app.command("page")
def page_command(output: Output = report.RESULTS, page: Page = report.EVALS) -> None:
    """Make the page anew from the results that are there."""
    report.write(report.kept(output), page)


@app.command("all")
def all_command(
    output: Output = report.RESULTS,
    page: Page = report.EVALS,
    long: Annotated[
        bool, typer.Option("--long", help="Also a million passages and the working day.")
    ] = False,
) -> None:
    """Everything; without --long the scaling study ends at 100,000 passages and nothing soaks."""
    sizes = scaling.SIZES if long else scaling.SIZES[:-1]
    _kept("cold", lambda: cold.measure(_say), output, page)
    _kept("stock", lambda: stock.measure(_say), output, page)
    _kept("load", lambda: load.measure(_say), output, page)
    _kept("scaling", lambda: scaling.measure(_say, sizes), output, page)
    if long:
        _kept("soak", lambda: soak.measure(_say), output, page)
