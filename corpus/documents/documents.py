"""All own documents that a reader sees: listed, read, searched, removed."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import TYPE_CHECKING

from corpus.closing import Closing
from corpus.documents.document import EVERYBODY, Excerpt, OwnDocument
from corpus.documents.placing import excerpt_of
from corpus.documents.shelf import Shelf, Shelved, remains
from corpus.errors import DocumentUnusable, RuleBridgeError, UnknownDocument, UnknownProvision
from corpus.provision import OWN, Provision, instrument_of
from corpus.provisions import ProvisionTable
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.adapter import QueryAdapter
    from corpus.documents.holding import Holding
    from corpus.embedding import Embedder

_log = logging.getLogger(__name__)

_Shelves = list[Shelved]
"""Named here: inside the class, `list` is the method."""

_KEPT_OPEN = 60_000
"""Stretches of documents kept open at once; some 2 KB of memory each."""


class Documents(Closing):
    """The own documents of an installation.

    ``owner`` is who asks: the signed-in reader, as one string that nobody else has, or empty for
    whoever runs the installation. A reader sees their own documents and those of the installation;
    nobody else's, whatever id they name. What another process added or removed is seen at once.
    One object may be used from several threads.

    Args:
        settings: Where documents are (``<home>/documents``).
    """

    def __init__(self, settings: Settings) -> None:
        self.shelf = Shelf(settings.home)
        """Where they lie; for whoever adds one."""
        self._open: OrderedDict[str, Holding] = OrderedDict()
        self._adapters: dict[str, QueryAdapter] = {}
        self._lock = threading.RLock()

    def list(self, owner: str = EVERYBODY) -> tuple[OwnDocument, ...]:
        """The documents that a reader sees, the latest added first; damaged ones left out."""
        return _latest_first(self._seen(owner))

    def everybodys(self) -> tuple[OwnDocument, ...]:
        """The documents of all readers, for whoever runs the installation; latest first."""
        return _latest_first(self.shelf.all())

    def damaged(self, owner: str = EVERYBODY) -> tuple[str, ...]:
        """One sentence for each folder that cannot be read, in English."""
        return tuple(str(_unusable(s)) for s in self._seen(owner) if s.document is None)

    def get(self, document: str, owner: str = EVERYBODY) -> OwnDocument:
        """One document.

        Args:
            document: Its id ``own:<slug>``, or any locator in it.
            owner: Who asks.

        Raises:
            UnknownDocument: There is none that this reader sees.
            DocumentUnusable: It is damaged.
        """
        return self._document(self._find(document, owner))

    def remove(self, document: str, owner: str = EVERYBODY) -> OwnDocument:
        """Delete a document with all that was made from it. Only its owner may.

        Returns:
            What was deleted; of a damaged one, what could still be read.

        Raises:
            UnknownDocument: There is none that belongs to this reader.
            DocumentsUnwritable: It cannot be deleted.
        """
        with self.shelf.changing():
            found = self.shelf.find(_slug(document), owner)
            if found is None:
                raise _unknown(document)
            gone = found.document or remains(found, owner)
            self._let_go(found)
            self.shelf.take_away(found.folder)
        return gone

    def provisions(self, document: str, owner: str = EVERYBODY) -> ProvisionTable:
        """The words of a document: `ProvisionTable.roots(id)` is its table of contents.

        Not to be closed by the caller.

        Raises:
            UnknownDocument: There is none that this reader sees.
            DocumentUnusable: It is damaged.
        """
        return self._holding(self._find(document, owner)).table

    def provision(self, locator: str, owner: str = EVERYBODY) -> Provision:
        """One place in a document; its `language` is that of its words where they differ.

        Raises:
            UnknownDocument: There is no such document that this reader sees.
            UnknownProvision: The document has no such place.
            DocumentUnusable: It is damaged.
        """
        found = self._holding(self._find(locator, owner)).provision(locator)
        if found is None:
            raise UnknownProvision(f"{locator} is not in that document.", locator=locator)
        return found

    def search(
        self,
        question: str,
        embedder: Embedder,
        *,
        owner: str = EVERYBODY,
        documents: Collection[str] | None = None,
        limit: int = 5,
        everything: bool = False,
    ) -> tuple[Excerpt, ...]:
        """The stretches that bear on a question, best first; none where none is near enough.

        A damaged document is left out and logged; `damaged` says which.

        Args:
            question: In any language; Traditional and Simplified Chinese find each other.
            embedder: The embedding model.
            owner: Who asks.
            documents: Ids to look in; all that the reader sees where not given.
            limit: Most excerpts.
            everything: Leave the threshold out: the nearest stretches, however far.

        Raises:
            UnknownDocument: One of the ids is none that this reader sees.
        """
        from corpus.documents.searching import nearest

        if documents is None:
            chosen = [s for s in self._seen(owner) if s.document]
        else:
            chosen = [self._find(document, owner) for document in dict.fromkeys(documents)]
        holdings = []
        for shelved in chosen:
            try:
                holdings.append(self._holding(shelved))
            except DocumentUnusable as error:
                _log.warning("%s", error)
        adapter = self._adapter(embedder.fingerprint) if holdings else None
        if adapter is None:
            return ()
        found = nearest(question, holdings, embedder, adapter, limit=limit, everything=everything)
        excerpts = []
        for each in found:
            try:
                excerpts.append(excerpt_of(each.holding, each.stretch, each.score))
            except RuleBridgeError as error:
                # Removed this very moment, by this process or another.
                _log.info("%s", error)
        return tuple(excerpts)

    def close(self) -> None:
        """Let go of what is open."""
        with self._lock:
            for holding in self._open.values():
                holding.close()
            self._open.clear()

    def _seen(self, owner: str) -> _Shelves:
        own = self.shelf.of(owner)
        if owner == EVERYBODY:
            return own
        # Where both have one of the same name, the reader means their own.
        named = {shelved.slug for shelved in own}
        return own + [s for s in self.shelf.of(EVERYBODY) if s.slug not in named]

    def _find(self, document: str, owner: str) -> Shelved:
        slug = _slug(document)
        found = self.shelf.find(slug, owner) or self.shelf.find(slug, EVERYBODY)
        if found is None:
            raise _unknown(document)
        return found

    def _document(self, shelved: Shelved) -> OwnDocument:
        if shelved.document is None:
            raise _unusable(shelved)
        return shelved.document

    def _holding(self, shelved: Shelved) -> Holding:
        from corpus.documents.holding import Holding

        document = self._document(shelved)
        place = str(shelved.folder)
        with self._lock:
            held = self._open.get(place)
            if held is not None and held.document == document:
                self._open.move_to_end(place)
                return held
            self._let_go(shelved)
            held = self._open[place] = Holding(document, shelved.folder)
            while sum(map(len, self._open.values())) > _KEPT_OPEN and len(self._open) > 1:
                # Not closed: another thread may be reading it; its end closes it.
                self._open.popitem(last=False)
        return held

    def _let_go(self, shelved: Shelved) -> None:
        with self._lock:
            held = self._open.pop(str(shelved.folder), None)
            if held is not None:
                held.close()

    def _adapter(self, fingerprint: str) -> QueryAdapter:
        from corpus.adapter import QueryAdapter

        with self._lock:
            if fingerprint not in self._adapters:
                self._adapters[fingerprint] = QueryAdapter.load(fingerprint)
            return self._adapters[fingerprint]


def _latest_first(held: _Shelves) -> tuple[OwnDocument, ...]:
    found = (shelved.document for shelved in held if shelved.document)
    return tuple(sorted(found, key=lambda d: (d.added, d.id), reverse=True))


def _slug(document: str) -> str:
    return instrument_of(document.strip()).removeprefix(OWN)


def _unknown(document: str) -> UnknownDocument:
    named = instrument_of(document.strip())[:60]
    return UnknownDocument(
        f"There is no document {named} here; “rulebridge documents list” names them.",
        document=named,
    )


def _unusable(shelved: Shelved) -> DocumentUnusable:
    document = OWN + shelved.slug
    return DocumentUnusable(
        f"The stored document {document} is damaged ({shelved.trouble}); remove it (“rulebridge "
        f"documents remove {document}”) and add the file again.",
        document=document,
    )
