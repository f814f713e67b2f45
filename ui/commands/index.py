"""``rulebridge index``: which indexes there are, which is in use, and whether they are sound."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.errors import IndexMissing
from corpus.settings import settings
from corpus.texts import text
from ui.command import FAILURE
from ui.commands.options import LANGUAGE, Json, console


def _say(key: str, **values: object) -> str:
    return text(LANGUAGE, f"indexes.{key}", **values)


index = typer.Typer(help=_say("app"), no_args_is_help=True)
"""The commands for indexes."""

Id = Annotated[str, typer.Argument(metavar="ID", help=_say("arg_index"), show_default=False)]


@index.command("list", help=_say("list"))
def list_indexes(as_json: Json = False) -> None:
    """List the indexes, newest first."""
    from corpus.indexes import held_indexes
    from ui.commands.index_shown import show_held
    from ui.contract import line
    from ui.index_contract import held_record

    held = held_indexes(settings())
    if as_json:
        typer.echo(line([held_record(each) for each in held]))
    elif held:
        show_held(console(), held, LANGUAGE)
    else:
        typer.echo(_say("none"))


@index.command("switch", help=_say("switch"))
def switch(index_id: Id) -> None:
    """Put an index into use."""
    from corpus.manifest import current_id
    from ingest.switching import switch as run

    before = current_id(settings())
    used = run(settings(), index_id, _model()).id
    typer.echo(_say("already" if used == before else "switched", index=used))


@index.command("rollback", help=_say("rollback"))
def rollback() -> None:
    """Go back to the index used before."""
    from ingest.switching import rollback as run

    typer.echo(_say("switched", index=run(settings(), _model()).id))


@index.command("verify", help=_say("verify"))
def verify(
    index_id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_say("arg_index"), show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Check an index; status 1 if it is not sound."""
    from corpus.manifest import current_id
    from ingest.verification.verifying import verify_index
    from ui.commands.index_shown import show_verification
    from ui.contract import line
    from ui.index_contract import verification_record

    chosen = index_id or current_id(settings())
    if chosen is None:
        raise IndexMissing("There is no index yet; run “rulebridge ingest” first.")
    found = verify_index(settings(), chosen)
    if as_json:
        typer.echo(line(verification_record(found)))
    else:
        show_verification(console(), found, LANGUAGE)
    if not found.ok:
        raise typer.Exit(FAILURE)


def _model() -> str:
    from corpus.embedding import embedder_for

    return embedder_for(settings()).fingerprint


__all__ = ("index",)
