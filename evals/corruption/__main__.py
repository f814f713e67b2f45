"""The command ``python -m evals.corruption``: how well verification tells right from wrong.

Odd halves are for tuning, even ones for the final figure. Needs an index with the official texts
(``rulebridge ingest``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.verification import Centred
from corpus.centring import LanguageMeans
from corpus.digest import digest
from corpus.embedding import embedder_for
from corpus.errors import IndexMissing, UsageError
from corpus.index import current_manifest, index_root, open_provisions
from corpus.scope import Scope
from corpus.settings import Settings, settings
from evals.corruption.changes import corruptions
from evals.corruption.claims import correct_claims
from evals.corruption.measure import (
    Outcome,
    Subject,
    judge_correct,
    judge_corrupted,
    write,
)
from evals.corruption.table import show

RUNS = Path("runs")
EACH = 60
"""Corruptions of one kind in one language, in each half."""


def main(
    half: Annotated[
        str, typer.Option(help="odd for tuning, even for the final figure, or both.")
    ] = "odd",
    strict: Annotated[bool, typer.Option("--strict", help="Withhold in doubt.")] = False,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Without comparing meanings.")
    ] = False,
    each: Annotated[int, typer.Option(help="Corruptions of one kind in one language.")] = EACH,
    runs: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the JSON.")] = RUNS,
) -> None:
    """Verify correct and corrupted claims and show what was withheld."""
    if half not in ("odd", "even", "both"):
        raise UsageError(f"There is no half “{half}”; choose from: odd, even, both.")
    console = Console(highlight=False, markup=False, emoji=False)
    configuration = settings()
    meaning = _meaning(configuration)
    subject = Subject(None if words_only else meaning, strict)
    with open_provisions(configuration) as table:
        claims = correct_claims(digest(), table, meaning.vectors)
    for name in ("odd", "even") if half == "both" else (half,):
        chosen = [claim for claim in claims if claim.even is (name == "even")]
        outcomes: Sequence[Outcome] = [
            *judge_correct(chosen, subject),
            *judge_corrupted(corruptions(chosen, digest(), each), subject),
        ]
        path = runs / f"corruption-{name}{'-strict' if strict else ''}.json"
        write(outcomes, name, path)
        show(console, outcomes, name)
        console.print(f"Everything: {path}", soft_wrap=True)


def _meaning(configuration: Settings) -> Centred:
    manifest = current_manifest(configuration)
    if manifest is None:
        raise IndexMissing("There is no index yet; run “rulebridge ingest --sources FOLDER”.")
    folder = index_root(configuration) / manifest.id
    return Centred(
        embedder_for(configuration),
        LanguageMeans.load(folder / "means.npz"),
        Scope.load(folder / "scope.npz"),
    )


if __name__ == "__main__":
    typer.run(main)
