"""The ``cite`` command: provisions by locator, in a citation style."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from assistant.bibliography.style import Style
from corpus.catalogue import LANGUAGES
from corpus.errors import UnknownProvision, UsageError
from corpus.provision import LOCATOR, is_own
from corpus.settings import settings
from corpus.texts import text
from ui.commands.options import LANGUAGE


def _help(key: str) -> str:
    return text(LANGUAGE, f"cli.{key}")


def cite(
    locators: Annotated[
        list[str],
        typer.Argument(metavar="LOCATOR…", help=_help("arg_locators"), show_default=False),
    ],
    style: Annotated[
        Style, typer.Option("--style", metavar="S", help=_help("opt_style"))
    ] = Style.OSCOLA,
    language: Annotated[
        str, typer.Option("--language", metavar="L", help=_help("opt_language"))
    ] = LANGUAGE,
    text_language: Annotated[
        str | None, typer.Option("--text-language", metavar="L", help=_help("opt_text_language"))
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help=_help("opt_version"))
    ] = None,
) -> None:
    """Print references to provisions."""
    from assistant.bibliography.citing import cite_as
    from corpus.digest import digest
    from corpus.index import open_provisions
    from ui.citing import references_of_views
    from ui.service.reading import provision_view
    from ui.service.requests import ProvisionRequest

    if language not in LANGUAGES:
        raise UsageError(
            f"There is no language “{language}” here; choose from: {', '.join(LANGUAGES)}."
        )
    wanted = [locator.strip().strip("/") for locator in locators]
    for locator in wanted:
        if not LOCATOR.fullmatch(locator) or "/" not in locator:
            raise UnknownProvision(
                f"“{locator}” is no locator; it looks like eu-ai-act/art_50/par_2.", locator=locator
            )
    own = [locator for locator in wanted if is_own(locator)]
    for line in _own_lines(own, style, language):
        typer.echo(line)
    if len(own) == len(wanted):
        return
    with open_provisions(settings()) as table:
        requests = [
            ProvisionRequest.model_validate(
                {
                    "locator": locator,
                    "language": text_language,
                    "version": version,
                    "reader": language,
                }
            )
            for locator in wanted
            if not is_own(locator)
        ]
        views = [provision_view(request, table, digest()) for request in requests]
        references = references_of_views(views, table, accessed=date.today(), reader=language)
    typer.echo(cite_as(references, style, language).rstrip("\n"))


def _own_lines(locators: list[str], style: Style, language: str) -> Iterator[str]:
    from corpus.documents import Documents
    from ui.own_reference import own_reference

    with Documents(settings()) as documents:
        for locator in locators:
            place = documents.provision(locator)
            yield own_reference(documents.get(locator), place, style, language)
