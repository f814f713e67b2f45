"""``rulebridge index move``: the passages to a Qdrant server, or back into a folder."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.interface_language import from_environment

_LANGUAGE = from_environment(os.environ)


def _say(key: str, **values: object) -> str:
    return text(_LANGUAGE, f"operation.{key}", **values)


HELP = _say("move")


def move(
    to: Annotated[str, typer.Option("--to", metavar="URL|local", help=_say("opt_to"))],
    as_json: Annotated[bool, typer.Option("--json", help=_say("opt_json"))] = False,
) -> None:
    """Carry the index in use to another store, verify it there, and switch over."""
    from rich.console import Console

    from ingest.moving import move as run
    from ui.contract import line

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status(_say("moving")) as shown:

        def progress(done: int, total: int) -> None:
            shown.update(_say("moving_far", done=done, total=total))

        moved = run(settings(), to, progress=progress)
    there = moved.manifest.location
    if as_json:
        record = {
            "index": moved.manifest.id,
            "location": there or None,
            "passages": moved.manifest.passages,
            "searched": moved.searched,
            "before": moved.before.id,
        }
        typer.echo(line(record))
        return
    typer.echo(_say("moved", place=there or _say("local"), passages=moved.manifest.passages))
    typer.echo(_say("searched", searches=moved.searched))
    if (settings().qdrant_url or "").rstrip("/") != there:
        typer.echo(_say("set_url" if there else "unset_url", url=there))
