"""The ``serve`` command: open the web chat."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.texts import text
from ui.commands import opening
from ui.commands.options import LANGUAGE, console, words


def serve(
    host: Annotated[str, typer.Option("--host", metavar="H", help=words("opt_host"))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="P", min=1, max=65535, help=words("opt_port"))
    ] = 7860,
) -> None:
    """Open the web chat."""
    terminal = console()
    with terminal.status(words("loading")):
        from ui.server import Server

        server = Server(opening.open_assistant, host, port)
    terminal.print(text(LANGUAGE, "cli.address", url=server.url), soft_wrap=True)
    server.run()
