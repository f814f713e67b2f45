"""The provision table: every provision of every edition, looked up by locator.

One SQLite file. The words of a provision inside an article are a stretch of the article's
words, so only the article's are stored and the stretch is cut out when it is read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import Any, Self

from corpus.closing import Closing
from corpus.errors import IndexMismatch, IndexMissing, UnknownProvision, UsageError
from corpus.provision import Authority, Edition, Provision, enclosing

_FORMAT = 1
_SCHEMA = f"""
PRAGMA user_version = {_FORMAT};
CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    instrument TEXT NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL,
    authority TEXT NOT NULL, json TEXT NOT NULL,
    UNIQUE (instrument, version, language, authority)
);
CREATE TABLE provision (
    id INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES edition (id),
    locator TEXT NOT NULL, root TEXT NOT NULL, parent TEXT,
    position INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    cut_from INTEGER, text TEXT, json TEXT NOT NULL
);
CREATE INDEX by_locator ON provision (locator);
CREATE INDEX by_parent ON provision (parent);
CREATE INDEX by_edition ON provision (edition, position);
"""
_SELECT = """
SELECT e.json, p.json, p.locator, p.root, p.position, p."start", p."end",
       coalesce(p.text, substr(whole.text, p."start" + 1, p."end" - p."start"))
FROM provision p JOIN edition e ON e.id = p.edition
LEFT JOIN provision whole ON whole.id = p.cut_from
"""
# The names of versions need not follow the order of their days.
_NEWEST = "coalesce(json_extract(e.json, '$.in_force_from'), e.version) DESC, e.version DESC"
_IN_ORDER = f" ORDER BY e.instrument, {_NEWEST}, e.language, e.authority, p.position, p.id"
_WHERE = {
    "locator": "p.locator",
    "parent": "p.parent",
    "instrument": "e.instrument",
    "language": "e.language",
    "version": "e.version",
    "authority": "e.authority",
}
_COLUMNS = {"edition", "locator", "root", "order", "span", "text"}


class ProvisionTable(Closing):
    """All indexed provisions, for looking up, browsing and citing.

    Reading is safe from several threads at once. Writing is for one: ``rulebridge ingest``
    writes a new file and then puts it in the place of the old one.

    Args:
        path: The file, which must exist; `create` makes one.

    Raises:
        IndexMissing: There is no such file.
        IndexMismatch: The file is no provision table, or one of another format.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise IndexMissing(
                f"There is no provision table at {path}: run `rulebridge ingest`.", path=str(path)
            )
        self.path = path
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        with self._reading() as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != _FORMAT:
            self.close()
            raise self._unreadable("another format")

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty table.

        Raises:
            FileExistsError: There is a file already; remove it or write beside it.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(_SCHEMA)
        return cls(path)

    def write(self, provisions: Iterable[Provision]) -> int:
        """Store provisions; an edition among them replaces what was stored of that edition.

        All or nothing: after an error the table is as it was.

        Returns:
            How many provisions were written.

        Raises:
            UsageError: Two different `Edition` values stand for one edition.
        """
        editions: dict[Edition, list[Provision]] = {}
        for provision in provisions:
            editions.setdefault(provision.edition, []).append(provision)
        if len({_key(edition) for edition in editions}) < len(editions):
            raise UsageError(
                "Two files claim to be the same edition: give each its own version, language"
                " or authority in the catalogue."
            )
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for edition, members in editions.items():
                _write_edition(connection, edition, members)
        return sum(map(len, editions.values()))

    def get(
        self,
        locator: str,
        language: str | None = None,
        version: str | None = None,
        authority: Authority | None = None,
    ) -> list[Provision]:
        """The provision in every edition that has it, latest version first; maybe none."""
        return self._select(
            locator=locator, language=language, version=version, authority=authority
        )

    def one(
        self, locator: str, language: str | None = None, version: str | None = None
    ) -> Provision:
        """The provision in the edition meant: the latest version, the first language given.

        Raises:
            UnknownProvision: No indexed edition has it.
        """
        found = self.get(locator, language, version)
        if not found:
            where = " ".join(part for part in (language, version) if part)
            raise UnknownProvision(
                f"{locator} is not in the indexed texts{where and f' ({where})'}: "
                "look at the sources for what there is.",
                locator=locator,
            )
        return found[0]

    def children(
        self, locator: str, language: str | None = None, version: str | None = None
    ) -> list[Provision]:
        """The provisions directly inside this one, in reading order."""
        return self._select(parent=locator, language=language, version=version)

    def within(
        self,
        locator: str,
        language: str | None = None,
        version: str | None = None,
        authority: Authority | None = None,
    ) -> list[Provision]:
        """This provision and all whose locator leads through it, in reading order."""
        # “0” is what follows “/”: the locators that begin with this one and a slash.
        inner = "(p.locator > :locator || '/' AND p.locator < :locator || '0')"
        return self._select(
            f"(p.locator = :locator OR {inner})",
            {"locator": locator},
            language=language,
            version=version,
            authority=authority,
        )

    def roots(
        self, instrument: str, language: str | None = None, version: str | None = None
    ) -> list[Provision]:
        """The top-level provisions of an instrument, in reading order."""
        return self._select(
            "p.locator = p.root", instrument=instrument, language=language, version=version
        )

    def text_of(self, root: str, language: str, version: str | None = None) -> str:
        """The words of a provision, from the latest version unless one is named.

        Raises:
            UnknownProvision: No indexed edition has it.
        """
        return self.one(root, language, version).text

    def edition(
        self, instrument: str, version: str, language: str, authority: Authority
    ) -> list[Provision]:
        """Every provision of one edition, in reading order."""
        return self._select(
            instrument=instrument, version=version, language=language, authority=authority
        )

    def editions(self) -> list[Edition]:
        """Every edition in the table: by instrument, latest version first."""
        order = f"e.instrument, {_NEWEST}, e.language, e.authority"
        query = f"SELECT e.json FROM edition e ORDER BY {order}"  # noqa: S608 - our own words
        with self._reading() as connection:
            return [Edition.model_validate_json(row[0]) for row in connection.execute(query)]

    def __iter__(self) -> Iterator[Provision]:
        """Every provision, edition by edition in reading order."""
        return iter(self._select())

    def __len__(self) -> int:
        with self._reading() as connection:
            count: int = connection.execute("SELECT count(*) FROM provision").fetchone()[0]
        return count

    def close(self) -> None:
        """Close the file. A later call opens it again."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _select(
        self,
        condition: str = "TRUE",
        values: Mapping[str, str] = MappingProxyType({}),
        /,
        **wanted: str | None,
    ) -> list[Provision]:
        given = {name: value for name, value in wanted.items() if value is not None}
        query = " AND ".join([condition, *(f"{_WHERE[name]} = :{name}" for name in given)])
        with self._reading() as connection:
            rows = connection.execute(
                f"{_SELECT} WHERE {query} {_IN_ORDER}", {**values, **given}
            ).fetchall()
        editions: dict[str, Edition] = {}
        return [_provision(row, editions) for row in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        # A connection serves one reader at a time and goes back to the others afterwards:
        # web servers come and go with threads, so connections must not belong to them.
        try:
            connection = self._idle.get_nowait()
        except Empty:
            address = f"{self.path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise self._unreadable(str(error)) from error
        finally:
            self._idle.put(connection)

    def _unreadable(self, reason: str) -> IndexMismatch:
        return IndexMismatch(
            f"The provision table at {self.path} cannot be read ({reason}): "
            "run `rulebridge ingest` to make it again.",
            path=str(self.path),
        )


def _provision(row: tuple[Any, ...], editions: dict[str, Edition]) -> Provision:
    edition, rest, locator, root, order, start, end, text = row
    if edition not in editions:
        editions[edition] = Edition.model_validate_json(edition)
    fields = json.loads(rest)
    fields |= {"locator": locator, "root": root, "order": order, "span": (start, end)}
    return Provision.model_validate(fields | {"edition": editions[edition], "text": text})


def _write_edition(
    connection: sqlite3.Connection, edition: Edition, members: list[Provision]
) -> None:
    key = _key(edition)
    where = "instrument = ? AND version = ? AND language = ? AND authority = ?"
    connection.execute(
        f"DELETE FROM provision WHERE edition IN (SELECT id FROM edition WHERE {where})",  # noqa: S608 - a constant
        key,
    )
    connection.execute(f"DELETE FROM edition WHERE {where}", key)  # noqa: S608 - a constant
    edition_id = connection.execute(
        "INSERT INTO edition (instrument, version, language, authority, json)"
        " VALUES (?, ?, ?, ?, ?)",
        (*key, edition.model_dump_json(exclude_defaults=True)),
    ).lastrowid
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM provision").fetchone()[0]
    roots = {p.locator: (first + n, p.text) for n, p in enumerate(members) if p.is_root}
    locators = {p.locator for p in members}
    connection.executemany(
        "INSERT INTO provision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(first + n, edition_id, p.locator, p.root, _parent(p, locators)),
                *(p.order, *p.span, *_words(p, roots)),
                p.model_dump_json(exclude=_COLUMNS, exclude_defaults=True),
            )
            for n, p in enumerate(members)
        ),
    )


def _key(edition: Edition) -> tuple[str, str, str, str]:
    return (edition.instrument, edition.version, edition.language, edition.authority)


def _parent(provision: Provision, locators: set[str]) -> str | None:
    if provision.is_root:
        return None
    around = (locator for locator in enclosing(provision.locator) if locator in locators)
    return next(around, provision.root)


def _words(
    provision: Provision, roots: dict[str, tuple[int, str]]
) -> tuple[int | None, str | None]:
    """Where to cut the words from; or the words themselves, if they cannot be cut out."""
    root_id, text = roots.get(provision.root, (None, ""))
    start, end = provision.span
    # SQLite counts characters as we do, except that a NUL ends a text for `substr`.
    cut = not provision.is_root and text[start:end] == provision.text and "\0" not in text
    return (root_id, None) if cut else (None, provision.text)
