"""``rulebridge feedback``: count, export and clear what readers said of answers."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.commands.options import LANGUAGE


def _said(key: str, **values: object) -> str:
    return text(LANGUAGE, f"feedback.{key}", **values)


class CandidateForm(StrEnum):
    """How candidates are written."""

    JSONL = "jsonl"
    TOML = "toml"


app = typer.Typer(help=_said("app"), no_args_is_help=True)


@app.command(help=_said("export"))
def export(
    form: Annotated[
        CandidateForm, typer.Option("--format", help=_said("opt_form"))
    ] = CandidateForm.JSONL,
) -> None:
    """Print candidates for the test set."""
    from ui.feedback.candidates import as_json_lines, as_toml, candidates
    from ui.feedback.store import FeedbackStore

    found = list(candidates(FeedbackStore.of(settings())))
    written = as_toml(found) if form is CandidateForm.TOML else as_json_lines(found)
    # In bytes: the file is the same on every platform, line ends included.
    typer.echo(written.encode(), nl=False)


@app.command(help=_said("count"))
def count(
    as_json: Annotated[bool, typer.Option("--json", help=text(LANGUAGE, "cli.opt_json"))] = False,
) -> None:
    """Count by reason."""
    from ui.contract import line
    from ui.feedback.feedback import Reason
    from ui.feedback.store import FeedbackStore

    store = FeedbackStore.of(settings())
    found = Counter(feedback.reason for feedback in store)
    if as_json:
        reasons = {reason.value: found[reason] for reason in Reason}
        typer.echo(line({"total": found.total(), "reasons": reasons}))
        return
    if not found:
        typer.echo(_said("none"))
    for reason, times in found.most_common():
        typer.echo(_row(_said(f"reason_{reason.value}"), times))
    if found:
        typer.echo(_row(_said("total"), found.total()))
    if store.unreadable:
        typer.echo(_said("unreadable", count=store.unreadable), err=True)


@app.command(help=_said("clear"))
def clear(yes: Annotated[bool, typer.Option("--yes", help=_said("opt_yes"))] = False) -> None:
    """Delete everything."""
    from ui.feedback.store import FeedbackStore

    store = FeedbackStore.of(settings())
    if not yes:
        typer.confirm(_said("sure", count=len(store)), abort=True)
    typer.echo(_said("cleared", count=store.clear()))


def _row(label: str, times: int) -> str:
    return text(LANGUAGE, "ui.labelled", label=label, words=str(times))
