"""Options that several commands share, and what checks them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.catalogue import LANGUAGES, catalogue
from corpus.errors import UsageError
from corpus.texts import text
from ui.interface_language import from_environment

if TYPE_CHECKING:
    from rich.console import Console

LANGUAGE = from_environment(os.environ)
"""Language of help, labels and tables; answers are in the question's."""


def words(key: str) -> str:
    """Words of the command line in the reader's language, such as an option's help."""
    return text(LANGUAGE, f"cli.{key}")


Instruments = Annotated[
    list[str] | None, typer.Option("--instrument", metavar="ID", help=words("opt_instrument"))
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="L", help=words("opt_language"))
]
AsAt = Annotated[
    datetime | None, typer.Option("--as-at", formats=["%Y-%m-%d"], help=words("opt_as_at"))
]
Json = Annotated[bool, typer.Option("--json", help=words("opt_json"))]


def known_instruments(chosen: Sequence[str] | None) -> tuple[str, ...]:
    """The instruments chosen.

    Raises:
        UnknownInstrument: One is not in the catalogue.
    """
    for instrument in chosen or ():
        catalogue().instrument(instrument)
    return tuple(chosen or ())


def known_language(language: str | None) -> str | None:
    """The language chosen, if any.

    Raises:
        UsageError: It is none of ours.
    """
    if language is not None and language not in LANGUAGES:
        raise UsageError(
            f"There is no language “{language}” here; choose from: {', '.join(LANGUAGES)}."
        )
    return language


def console(*, stderr: bool = False, quiet: bool = False) -> Console:
    """A terminal that prints what it is given, without reading meaning into it."""
    from rich.console import Console

    return Console(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
