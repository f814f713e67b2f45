"""Who a statement says acts, and whether the provision knows them.

An actor that is named has to be named by the quotation or by what announces it (headings, the words
before a list), in any language. A provider is no deployer: an actor that stands elsewhere only
does not carry one. The names stand in ``actors.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from assistant.answer import Check
from assistant.verification.statement import Context, Statement
from corpus.glossary.names import NameIndex
from corpus.script import fold


class Actor(BaseModel):
    """Someone who can act, with the names in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    held: tuple[str, ...] = ()
    """Names that only count where a source has them."""
    also: tuple[str, ...] = ()
    """Other actors whose names in a source carry this one."""
    not_named: bool = False
    """Too general to be held against a statement; only carries others."""


def check(statement: Statement, context: Context) -> Check:  # noqa: ARG001 - all checks take both
    """Every actor that the statement names is named by what it cites."""
    known = actors()
    held = named(statement.provided, source=True)
    missing = [
        actor
        for actor in named(statement.text)
        if not known[actor].not_named and not held & {actor, *known[actor].also}
    ]
    return Check(
        statement=statement.text,
        test="actors",
        passed=not missing,
        detail=", ".join(sorted(missing)),
    )


def named(text: str, *, source: bool = False) -> set[str]:
    """The ids of the actors that a text names.

    Args:
        text: In any of the three languages.
        source: Whether it is a source, in which more words count.

    >>> sorted(named("提供者須通知部署者")), sorted(named("Member States tell the Commission"))
    (['deployer', 'provider'], ['commission', 'member-state'])
    """
    return {found.value for found in _index(source).find(fold(text)) if found.value}


@cache
def actors() -> dict[str, Actor]:
    """All actors by id."""
    return {actor.id: actor for actor in _data()[0]}


@cache
def _data() -> tuple[tuple[Actor, ...], tuple[str, ...]]:
    raw = tomllib.loads(files("assistant.verification").joinpath("actors.toml").read_text("utf-8"))
    return tuple(Actor.model_validate(item) for item in raw["actor"]), tuple(raw["not_within"])


@cache
def _index(source: bool) -> NameIndex[str]:
    known, other = _data()
    names = [(name, a.id) for a in known for name in (*a.en, *a.zh, *(a.held if source else ()))]
    # A longer name wins over those within it, also where it stands for nobody.
    return NameIndex([*names, *((name, "") for name in other)])
