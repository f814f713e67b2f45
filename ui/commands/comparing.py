"""The ``compare`` command: topics across jurisdictions."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.settings import settings
from ui.commands.options import LANGUAGE, AsAt, Json, Language, console, known_language, words
from ui.form import Form


def compare(
    topics: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC…", help=words("arg_topics"), show_default=False),
    ] = None,
    jurisdictions: Annotated[
        str | None, typer.Option("--jurisdictions", metavar="IDS", help=words("opt_jurisdictions"))
    ] = None,
    language: Language = None,
    as_at: AsAt = None,
    form: Annotated[Form, typer.Option("--format", help=words("opt_format"))] = Form.TABLE,
    as_json: Json = False,
    list_topics: Annotated[bool, typer.Option("--topics", help=words("opt_topics"))] = False,
) -> None:
    """Compare jurisdictions on topics."""
    from ui.compare_command import asked_matrix, print_matrix, print_topics

    shape = Form.JSON if as_json else form
    if list_topics:
        print_topics(console(), known_language(language) or LANGUAGE, shape)
        return
    day = as_at.date() if as_at else None
    chosen = known_language(language)
    matrix = asked_matrix(settings(), topics or [], jurisdictions, chosen, LANGUAGE, day)
    print_matrix(console(), matrix, shape)
