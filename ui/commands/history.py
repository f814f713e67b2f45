"""The ``history`` command: a provision from version to version."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.errors import UnknownProvision
from corpus.provision import LOCATOR
from corpus.settings import settings
from ui.commands.options import LANGUAGE, Json, Language, console, known_language, words


def history(
    locator: Annotated[str, typer.Argument(help=words("arg_locator"), show_default=False)],
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Print what became of a provision in every installed version."""
    from corpus.index import open_provisions
    from ui.contract import line
    from ui.render_history import show_history
    from ui.service.history import provision_history
    from ui.service.history_view import HistoryRequest

    wanted = locator.strip().strip("/")
    if not LOCATOR.fullmatch(wanted) or "/" not in wanted:
        raise UnknownProvision(
            f"“{wanted}” is no locator; it looks like eu-ai-act/art_50/par_2.", locator=wanted
        )
    asked = HistoryRequest.model_validate(
        {"locator": wanted, "language": known_language(language), "reader": LANGUAGE}
    )
    with open_provisions(settings()) as table:
        found = provision_history(asked, table)
    if as_json:
        typer.echo(line(found.model_dump(mode="json")))
    else:
        show_history(console(), found, LANGUAGE)
