"""Reading the catalogue: the package's files, and those of this installation.

A ministry adds an instrument of its own by putting a TOML file into ``<home>/catalogue``. What it
adds is *further* law: searched when it is named, and never able to take a name, an id or a place
away from what RuleBridge answers from.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from pydantic import Field, ValidationError

from corpus.catalogue.book import Catalogue
from corpus.catalogue.entry import Entry, Instrument, Jurisdiction
from corpus.errors import CatalogueUnreadable, SourcesUnwritable

FOLDER = "catalogue"
"""Folder of an installation's own files, in ``home``."""

_log = logging.getLogger(__name__)

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_P = ParamSpec("_P")
_R = TypeVar("_R")
_DERIVED: list[Callable[[], None]] = []


class _File(Entry):
    """One file of the catalogue."""

    jurisdiction: tuple[Jurisdiction, ...] = ()
    instrument_: tuple[Instrument, ...] = Field((), alias="instrument")


@cache
def catalogue() -> Catalogue:
    """The catalogue of this installation, read once; :func:`refresh` reads it anew.

    Raises:
        CatalogueUnreadable: A file of this installation is damaged, or takes what is taken.
    """
    from corpus.settings import settings

    home = settings().home
    return _with_found_versions(extended(packaged(), home / FOLDER), home)


def refresh() -> None:
    """Forget what was read, and everything made from it, so that it is read anew."""
    for forget in (catalogue.cache_clear, *_DERIVED):
        forget()


def derived(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """``functools.cache`` for what is made from the catalogue: :func:`refresh` forgets it."""
    cached = cache(function)
    _DERIVED.append(cached.cache_clear)
    return cast(Callable[_P, _R], cached)


def packaged() -> Catalogue:
    """The package's own files."""
    folder = files("corpus.catalogue")
    described = _read(folder.joinpath("described.toml"))
    book = Catalogue(jurisdiction=described.jurisdiction, instrument_=described.instrument_)
    entries = folder.joinpath("further").iterdir()
    return with_further(book, (_read(entry) for entry in _sorted(entries)))


def extended(book: Catalogue, folder: Path) -> Catalogue:
    """A catalogue with the files of an installation, in order of their names.

    Args:
        book: The catalogue so far.
        folder: Where they are; there need be none.

    Raises:
        CatalogueUnreadable: One is damaged, or takes an id or a name that is taken.
    """
    for path in _sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            added = _read(path)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise _unreadable(path, f"{type(error).__name__}: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise _unreadable(path, f"{where}: {first['msg']}") from error
        _check(book, added, partial(_unreadable, path))
        book = with_further(book, [added])
    return book


def with_further(book: Catalogue, added: Iterable[_File]) -> Catalogue:
    """A catalogue with the places and instruments of more files as further ones."""
    files_ = list(added)
    places = (*book.further_places, *(p for file in files_ for p in file.jurisdiction))
    laws = (*book.further, *(i for file in files_ for i in file.instrument_))
    return book.model_copy(update={"further_places": places, "further": laws})


def _with_found_versions(book: Catalogue, home: Path) -> Catalogue:
    """The catalogue with the versions that were found by fetching, beside those it describes."""
    # It is made of what is defined here.
    from corpus.found_versions import read_versions, with_versions

    try:
        return with_versions(book, read_versions(home))
    except SourcesUnwritable as error:
        # Ingestion tells it to the reader; what is known without the file can still be read.
        _log.warning("%s", error)
        return book


def _check(book: Catalogue, added: _File, refused: Callable[[str], CatalogueUnreadable]) -> None:
    """Refuse a file that takes what is taken, or that leads nowhere."""
    places = {place.id for place in (*book.jurisdiction, *book.further_places)}
    for place in added.jurisdiction:
        if not _ID.fullmatch(place.id) or place.id in places:
            raise refused(f"the place id “{place.id}” is malformed or taken")
        places.add(place.id)
    ids = {instrument.id for instrument in book.every}
    for instrument in added.instrument_:
        if not _ID.fullmatch(instrument.id) or instrument.id in ids:
            raise refused(f"the id “{instrument.id}” is malformed or taken")
        if instrument.jurisdiction not in places:
            raise refused(f"there is no place “{instrument.jurisdiction}”")
        if not instrument.version or not all(v.text for v in instrument.version):
            raise refused(f"{instrument.id} has a version without a text, or none")
        ids.add(instrument.id)
    taken = _names(book)
    for owner, names in _owned(added):
        for name in names:
            if not name.strip():
                raise refused(f"{owner} has an empty name")
            if (other := taken.get(_folded(name), owner)) != owner:
                raise refused(f"the name “{name}” belongs to {other}")


def _names(book: Catalogue) -> dict[str, str]:
    """Whose each name is that questions are understood by, of what is answered from."""
    standing = _File(jurisdiction=book.jurisdiction, instrument_=book.instruments)
    return {_folded(name): owner for owner, names in _owned(standing) for name in names}


def _owned(file: _File) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in file.jurisdiction:
        yield place.id, place.aliases
    for law in file.instrument_:
        titles = (*law.title.model_dump().values(), *law.short.model_dump().values())
        yield law.id, (*titles, *law.aliases, *law.implied_by)


def _folded(name: str) -> str:
    # Only where an installation has files of its own: the converter is slow to load.
    from corpus.script import fold

    return fold(name)


def _read(file: Traversable) -> _File:
    data: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return _File.model_validate(data)


def _sorted(entries: Iterable[Any]) -> list[Any]:
    return sorted((e for e in entries if e.name.endswith(".toml")), key=lambda entry: entry.name)


def _unreadable(path: Path, what: str) -> CatalogueUnreadable:
    return CatalogueUnreadable(
        f"The catalogue file {path} cannot be used ({what}); correct it or take it away.",
        file=str(path),
        what=what,
    )
