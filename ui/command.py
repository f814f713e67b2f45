"""How the command line fails: one line on standard error and an exit status, no traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from corpus.errors import RuleBridgeError, UsageError

FAILURE = 1
BAD_USAGE = 2
INTERRUPTED = 130

_log = logging.getLogger(__name__)


class QuietGroup(TyperGroup):
    """A group of commands whose every failure is one line and a status.

    Status 2 is bad usage, 1 any other failure, 130 an interruption by the keyboard. A reader of
    the output that goes away early (``rulebridge … | head``) is no failure worth a word. The
    traceback of an unexpected error is logged at level DEBUG.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that the arguments name, and leave with its status."""
        if not standalone_mode:
            return super().main(
                args, prog_name, complete_var, standalone_mode, windows_expand_args, **extra
            )
        try:
            status = super().main(
                args, prog_name, complete_var, False, windows_expand_args, **extra
            )
            sys.stdout.flush()
        except BaseException as error:
            status = _status_of(error)
        sys.exit(status if isinstance(status, int) else 0)


def _status_of(error: BaseException) -> int:
    """Say what went wrong, and the status to leave with."""
    message, status = "", FAILURE
    match error:
        case SystemExit():
            status = error.code if isinstance(error.code, int) else FAILURE
        case KeyboardInterrupt() | typer.Abort():
            status = INTERRUPTED
        case BrokenPipeError():
            # The interpreter flushes standard output on its way out and would complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case typer.TyperException():
            message, status = error.format_message(), error.exit_code
        case RuleBridgeError():
            message, status = str(error), BAD_USAGE if isinstance(error, UsageError) else FAILURE
        case ValidationError() if error.title == "Settings":
            message, status = _settings_message(error), BAD_USAGE
        case _:
            _log.debug("unexpected", exc_info=error)
            message = (
                f"Something unexpected happened ({type(error).__name__}: {error}); "
                "RULEBRIDGE_LOG_LEVEL=DEBUG shows where."
            )
    if message:
        typer.echo(" ".join(message.split()), err=True)
    return status


def _settings_message(error: ValidationError) -> str:
    problem = error.errors()[0]
    name = "_".join(str(part) for part in problem["loc"]).upper()
    return f"The setting RULEBRIDGE_{name} cannot be used: {problem['msg']}."
