"""``rulebridge backup``: everything that cannot be made again, in one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.interface_language import from_environment

if TYPE_CHECKING:
    from ingest.backup.saving import Saved

_LANGUAGE = from_environment(os.environ)


def _say(key: str, **values: object) -> str:
    return text(_LANGUAGE, f"operation.{key}", **values)


HELP = _say("backup")


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="FILE|DIR", help=_say("arg_target"), show_default=False)
    ],
    accounts: Annotated[
        bool, typer.Option("--accounts/--no-accounts", help=_say("opt_accounts"))
    ] = True,
    snapshot: Annotated[bool, typer.Option("--snapshot", help=_say("opt_snapshot"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_say("opt_json"))] = False,
) -> None:
    """Save the installation; it goes on serving."""
    from rich.console import Console

    from ingest.backup.saving import backup as run
    from ui.contract import line

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status(_say("saving")) as shown:

        def progress(part: str, members: int) -> None:
            shown.update(_say("saving_part", part=_say(f"part_{part}"), members=members))

        made = run(settings(), target, accounts=accounts, snapshot=snapshot, progress=progress)
    if as_json:
        typer.echo(line(_record(made)))
        return
    parts = text(_LANGUAGE, "operation.separator").join(
        _say(f"part_{part.value}") for part in made.inventory.parts
    )
    size = f"{made.size / 2**20:.1f}"
    typer.echo(_say("saved", file=made.path, size=size, parts=parts))
    typer.echo(_say("fingerprint", fingerprint=made.fingerprint))
    if "accounts" in made.inventory.parts:
        typer.echo(_say("keep_private"))


def _record(made: Saved) -> dict[str, object]:
    return {
        "file": str(made.path),
        "size": made.size,
        "fingerprint": made.fingerprint,
        "made": made.inventory.made.isoformat(),
        "parts": [part.value for part in made.inventory.parts],
        "engine": made.inventory.engine.value if made.inventory.engine else None,
        "members": len(made.inventory.members),
    }
