"""The ``rulebridge`` command.

What it prints with ``--json`` and its exit statuses are a public contract; ``ui/contract.py`` and
``ui/command.py`` hold it. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.command import QuietGroup
from ui.commands.accounts import keys, users
from ui.commands.asking import ask, search
from ui.commands.backup import backup
from ui.commands.cite import cite
from ui.commands.comparing import compare
from ui.commands.documents import documents
from ui.commands.feedback import app as feedback
from ui.commands.history import history
from ui.commands.index import index
from ui.commands.indexing import ingest
from ui.commands.looking import instruments, provision
from ui.commands.mcp import mcp
from ui.commands.move import move
from ui.commands.options import LANGUAGE, words
from ui.commands.replay import replay_command
from ui.commands.restore import restore
from ui.commands.serving import serve
from ui.commands.sources import sources
from ui.logs.starting import start_logging

app = typer.Typer(
    cls=QuietGroup,
    help=words("app"),
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    for stream in (sys.stdout, sys.stderr):
        # Programs read UTF-8 whatever the locale; an argument in no encoding is no reason to fail.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    start_logging(settings())
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _command in (ingest, instruments, provision, search, ask, compare, serve):
    app.command(help=words(_command.__name__))(_command)
# Loaded by name: `ui` and `evals` are siblings and do not import each other.
app.command("eval", help=words("eval"))(import_module("evals.cli").evaluate)
app.command("cite", help=words("cite"))(cite)
app.command("mcp", help=words("mcp"))(mcp)
app.command("history", help=text(LANGUAGE, "history.help"))(history)
app.command("replay", help=text(LANGUAGE, "evidence.replay"))(replay_command)
app.command("backup", help=text(LANGUAGE, "operation.backup"))(backup)
app.command("restore", help=text(LANGUAGE, "operation.restore"))(restore)
index.command("move", help=text(LANGUAGE, "operation.move"))(move)
for _name, _group in (
    ("documents", documents),
    ("sources", sources),
    ("index", index),
    ("users", users),
    ("keys", keys),
    ("feedback", feedback),
):
    app.add_typer(_group, name=_name)


def main() -> None:
    """Entry point of the ``rulebridge`` command."""
    app(prog_name="rulebridge")


if __name__ == "__main__":
    main()
