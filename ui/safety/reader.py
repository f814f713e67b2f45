"""Who asks, as far as the server knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from starlette.types import Scope

_READER = "rulebridge.reader"


class By(StrEnum):
    """How somebody became known."""

    LOCAL = "local"
    """At this machine, where nobody has to sign in."""
    SESSION = "session"
    PROXY = "proxy"
    KEY = "key"


@dataclass(frozen=True)
class Reader:
    """Somebody who may read and ask.

    Attributes:
        name: The user or the key; empty at this machine.
        by: How we know.
    """

    name: str
    by: By

    @property
    def id(self) -> str:
        """What limits count and logs hash: a user and a key of one name differ."""
        return f"{self.by}:{self.name}"


def put_reader(scope: Scope, reader: Reader | None) -> None:
    """Note who asks; ``request.state.user`` is the name, for the pages."""
    scope[_READER] = reader
    scope.setdefault("state", {})["user"] = reader.name if reader else ""


def reader_of(scope: Scope) -> Reader | None:
    """Who asks; nobody where nobody signed in."""
    found = scope.get(_READER)
    return found if isinstance(found, Reader) else None


def identity(scope: Scope) -> str:
    """The name of the signed-in user or key; empty at this machine, or where nobody signed in."""
    reader = reader_of(scope)
    return reader.name if reader else ""


def owner_of(scope: Scope) -> str:
    """Who asks, as own documents know them: nobody else has that string; empty at this machine."""
    reader = reader_of(scope)
    return reader.id if reader and reader.by is not By.LOCAL else ""
