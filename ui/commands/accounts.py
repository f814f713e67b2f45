"""``rulebridge users`` and ``rulebridge keys``: who may sign in, and which programs may ask."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus.errors import UsageError
from corpus.settings import settings
from corpus.texts import text
from ui.commands.options import LANGUAGE
from ui.safety.accounts import Accounts, checked_name
from ui.safety.keys import Keys


def _say(key: str, **values: object) -> str:
    return text(LANGUAGE, f"safety.cli_{key}", **values)


users = typer.Typer(help=_say("users"), no_args_is_help=True)
"""The commands for readers."""

keys = typer.Typer(help=_say("keys"), no_args_is_help=True)
"""The commands for API keys."""

Name = Annotated[str, typer.Argument(help=_say("arg_name"), show_default=False)]
Replace = Annotated[bool, typer.Option("--replace", help=_say("opt_replace"))]


@users.command("add", help=_say("users_add"))
def add_user(name: Name, replace: Replace = False) -> None:
    """Let somebody sign in; the password is asked for, or read from standard input."""
    checked_name(name)
    kept = Accounts(settings().users_path).add(name, _password(), replace=replace)
    typer.echo(_say("user_added", name=kept))


@users.command("remove", help=_say("users_remove"))
def remove_user(name: Name) -> None:
    """Let somebody sign in no more."""
    Accounts(settings().users_path).remove(name)
    typer.echo(_say("user_removed", name=name))


@users.command("list", help=_say("users_list"))
def list_users() -> None:
    """Print who may sign in, one a line."""
    for name in Accounts(settings().users_path).names:
        typer.echo(name)


@keys.command("add", help=_say("keys_add"))
def add_key(name: Name) -> None:
    """Make an API key and print it: the key on standard output, a word about it beside it."""
    typer.echo(Keys(settings().keys_path).add(name))
    typer.echo(_say("key_added"), err=True)


@keys.command("remove", help=_say("keys_remove"))
def remove_key(name: Name) -> None:
    """Accept a key no more."""
    Keys(settings().keys_path).remove(name)
    typer.echo(_say("key_removed", name=name))


@keys.command("list", help=_say("keys_list"))
def list_keys() -> None:
    """Print the names of the keys, one a line."""
    for name in Keys(settings().keys_path).names:
        typer.echo(name)


def _password() -> str:
    # Never an argument: those stand in the shell's history and in the list of processes.
    if _at_terminal():
        asked: str = typer.prompt(
            _say("password"), hide_input=True, confirmation_prompt=_say("password_again")
        )
        return asked
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UsageError("No password came on standard input; send it as one line.")
    return given


def _at_terminal() -> bool:
    return sys.stdin.isatty()
