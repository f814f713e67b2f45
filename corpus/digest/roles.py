"""The roles of the digest: how readers see them named, and the words by which people mean them.

The data stand in ``roles.toml`` beside this module; ids are those of the digest's entries.

Example:
    >>> role_name("data-user", "en"), role_name("deployer", "zh-Hant")
    ('Data user', '部署者')
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.catalogue import Trilingual
from corpus.digest import Role
from corpus.errors import UnreadableSource, UsageError


class NamedRole(BaseModel):
    """A role with its names and words."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: Role
    name: Trilingual
    en: tuple[str, ...]
    zh_hant: tuple[str, ...] = Field(alias="zh-Hant")
    zh_hans: tuple[str, ...] = Field(alias="zh-Hans")
    yue: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all languages that mean it, each once."""
        return tuple(dict.fromkeys((*self.en, *self.zh_hant, *self.zh_hans, *self.yue)))


class Roles(BaseModel):
    """All roles, in the order of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: tuple[NamedRole, ...]
    not_within: tuple[str, ...] = Field(
        description="Longer words that hold a role's word and mean no role."
    )

    def get(self, role_id: str) -> NamedRole:
        """One role by id.

        Raises:
            UsageError: There is no such role; the message lists those there are.
        """
        for role in self.role:
            if role.id == role_id:
                return role
        known = ", ".join(role.id for role in self.role)
        raise UsageError(f"There is no role “{role_id}”; choose from: {known}.")


def read_roles(data: str) -> Roles:
    """The roles of a file.

    Args:
        data: The file's text, TOML.

    Raises:
        UnreadableSource: It is not TOML, or breaks the format; names the field.
    """
    try:
        return Roles.model_validate(tomllib.loads(data))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSource(f"The file roles.toml is not valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableSource(
            f"In roles.toml, {where}: {first['msg']}; correct the file."
        ) from error


@cache
def roles() -> Roles:
    """The roles of this installation, read once."""
    return read_roles(files("corpus.digest").joinpath("roles.toml").read_text("utf-8"))


def role_name(role_id: str, language: str) -> str:
    """How a reader sees a role named.

    Args:
        role_id: An id of the digest.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.

    Raises:
        UsageError: There is no such role.
    """
    return roles().get(role_id).name.get(language)
