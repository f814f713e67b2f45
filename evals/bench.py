"""Speed and memory, measured on this machine: ``make bench``.

Three things are timed: making an index in a fresh process, searching, and answering. Next to each
time stands its ratio to a baseline from the same run, because times alone say more about the
machine than about the program: indexing against embedding the same passages and nothing else,
searching and answering against embedding the question.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant.assistant import Assistant
from corpus.embedding import embedder_for
from corpus.index import Index
from corpus.settings import Settings, settings

_ROUNDS = 3


def questions() -> list[str]:
    """The stand-alone questions of the grounding test set."""
    data = files("evals").joinpath("grounding", "questions.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in data.splitlines()]
    return [row["question"] for row in rows if not row["history"]]


def milliseconds(run: Callable[[str], object], asked: Sequence[str]) -> dict[str, float]:
    """Median, 95th percentile and worst time of a call over the questions, in milliseconds."""
    times = []
    for question in asked:
        started = time.perf_counter()
        run(question)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95, worst = np.percentile(times, [50, 95, 100])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "max": round(float(worst), 1)}


def measure_ingest(home: Path, sources: Path | None) -> dict[str, float]:
    """Seconds and peak memory of ``rulebridge ingest`` in a process of its own."""
    command = [sys.executable, "-m", "ui.cli", "ingest"]
    if sources:
        command += ["--sources", str(sources)]
    environment = {**os.environ, "RULEBRIDGE_HOME": str(home)}
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    return {"seconds": round(seconds, 1), "peak_mb": round(peak)}


def main(output: Path | None = None) -> None:
    """Run everything and print a table; with --output also write the figures as JSON."""
    sources = settings().sources
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "models").symlink_to(settings().models.absolute(), target_is_directory=True)
        ingest = measure_ingest(home, sources)
        again = measure_ingest(home, sources)
        configuration = Settings(home=home)
        embedder = embedder_for(configuration)
        with Assistant(Index.open(configuration, embedder.fingerprint), embedder) as assistant:
            asked = questions() * _ROUNDS
            for question in asked[:20]:
                assistant.ask(question)
            passages = assistant.index.manifest.passages
            figures = {
                "embed a question": milliseconds(lambda q: embedder.embed_queries([q]), asked),
                "search": milliseconds(assistant.search, asked),
                "ask": milliseconds(assistant.ask, asked),
            }
    base = figures["embed a question"]["p50"]
    table = Table("what", "p50 ms", "p95 ms", "max ms", "p50 against embedding alone")
    for name, row in figures.items():
        table.add_row(
            name, *(str(row[k]) for k in ("p50", "p95", "max")), f"{row['p50'] / base:.1f}"
        )
    console = Console()
    console.print(table)
    console.print(
        f"Index of {passages} passages: {ingest['seconds']} s and {ingest['peak_mb']} MB at most; "
        f"again without a change: {again['seconds']} s."
    )
    if output:
        result = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "official_texts": sources is not None,
            "passages": passages,
            "ingest": ingest,
            "ingest_again": again,
            "milliseconds": figures,
        }
        output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
