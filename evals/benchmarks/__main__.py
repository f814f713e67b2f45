"""``python -m evals.benchmarks``."""

from __future__ import annotations

import sys

import typer

from corpus.errors import RuleBridgeError, UsageError
from evals.benchmarks.cli import app

_BAD_USAGE = 2


def main() -> None:
    """Run the command; a failure is one line on standard error and an exit status."""
    try:
        app(prog_name="python -m evals.benchmarks")
    except RuleBridgeError as error:
        typer.echo(str(error), err=True)
        sys.exit(_BAD_USAGE if isinstance(error, UsageError) else 1)


if __name__ == "__main__":
    main()
