"""``python -m evals``: the ``eval`` command without the rest of the command line."""

from __future__ import annotations

import sys

import typer

from corpus.errors import RuleBridgeError, UsageError
from evals.cli import evaluate

BAD_USAGE = 2


def main() -> None:
    """Run the command; a failure is one line on standard error and an exit status."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(evaluate)
    try:
        app(prog_name="python -m evals")
    except RuleBridgeError as error:
        typer.echo(str(error), err=True)
        sys.exit(BAD_USAGE if isinstance(error, UsageError) else 1)


if __name__ == "__main__":
    main()
