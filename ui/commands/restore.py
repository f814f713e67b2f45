"""``rulebridge restore``: a backup put back, verified before anything is switched over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.interface_language import from_environment

_LANGUAGE = from_environment(os.environ)


def _say(key: str, **values: object) -> str:
    return text(_LANGUAGE, f"operation.{key}", **values)


HELP = _say("restore")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_say("arg_file"))],
    accounts: Annotated[
        bool, typer.Option("--accounts/--no-accounts", help=_say("opt_accounts"))
    ] = True,
    without_index: Annotated[
        bool, typer.Option("--without-index", help=_say("opt_without_index"))
    ] = False,
    outdated: Annotated[bool, typer.Option("--outdated", help=_say("opt_outdated"))] = False,
    fingerprint: Annotated[
        str | None,
        typer.Option("--fingerprint", metavar="HASH", help=_say("opt_fingerprint")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_say("opt_json"))] = False,
) -> None:
    """Put a backup back; what was there is kept."""
    from rich.console import Console

    from ingest.backup.restoring import restore as run
    from ui.contract import line

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status(_say("restoring")) as shown:

        def progress(part: str, done: int, total: int) -> None:
            shown.update(_say("restoring_part", part=_say(f"part_{part}"), done=done, total=total))

        done = run(
            settings(),
            file,
            accounts=accounts,
            index=not without_index,
            outdated=outdated,
            fingerprint=fingerprint,
            progress=progress,
        )
    if as_json:
        record = {
            "parts": [part.value for part in done.parts],
            "index": done.index.id if done.index else None,
            "passages": done.index.passages if done.index else None,
            "searched": done.searched,
            "rebuild": done.rebuild,
            "kept": str(done.kept) if done.kept else None,
        }
        typer.echo(line(record))
        return
    parts = text(_LANGUAGE, "operation.separator").join(
        _say(f"part_{part.value}") for part in done.parts
    )
    typer.echo(_say("restored", parts=parts))
    if done.index is not None and done.rebuild:
        typer.echo(_say("rebuild"))
    elif done.index is not None:
        typer.echo(_say("in_use", index=done.index.id, passages=done.index.passages))
        typer.echo(_say("searched", searches=done.searched))
    if done.kept is not None:
        typer.echo(_say("kept", folder=done.kept))
