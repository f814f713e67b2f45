"""The ``instruments`` and ``provision`` commands: what there is, and its words."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.catalogue import catalogue
from corpus.settings import settings
from ui.commands.options import LANGUAGE, Json, Language, console, known_language, words


def instruments(as_json: Json = False) -> None:
    """List what is known and what is installed."""
    from corpus.index import current_manifest
    from ui.contract import instrument_record, line
    from ui.render import show_instruments

    manifest = current_manifest(settings())
    texts = manifest.texts if manifest else ()
    if as_json:
        shown = catalogue().shown({text.instrument for text in texts})
        typer.echo(line([instrument_record(i, texts) for i in shown]))
    else:
        show_instruments(console(), texts, LANGUAGE)


def provision(
    locator: Annotated[str, typer.Argument(help=words("arg_locator"), show_default=False)],
    language: Language = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help=words("opt_version"))
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the words of one provision."""
    from ui.contract import line, provision_record
    from ui.lookup import look_up
    from ui.render import show_provision

    found, editions = look_up(settings(), locator, known_language(language), version)
    if as_json:
        typer.echo(line(provision_record(found, editions)))
    else:
        show_provision(console(), found, editions, LANGUAGE)
