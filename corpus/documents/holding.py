"""One document, opened: its words and what they are compared by."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.closing import Closing
from corpus.documents.document import OwnDocument
from corpus.documents.stretch import Stretch, load_stretches, save_stretches
from corpus.documents.vectors import DocumentVectors
from corpus.errors import DocumentUnusable, RuleBridgeError
from corpus.provision import ParsedText, Provision
from corpus.provisions import ProvisionTable

_TABLE = "provisions.sqlite"
_STRETCHES = "stretches.json"
_VECTORS = "vectors.npz"


def write_holding(
    folder: Path, parsed: ParsedText, stretches: list[Stretch], vectors: DocumentVectors
) -> None:
    """Write everything that is known of a document, besides its record, into a folder."""
    with ProvisionTable.create(folder / _TABLE) as table:
        table.write(parsed.provisions)
    save_stretches(folder / _STRETCHES, stretches)
    vectors.save(folder / _VECTORS)


class Holding(Closing):
    """An open document.

    Args:
        document: What it is.
        folder: Where it lies.

    Raises:
        DocumentUnusable: Its files cannot be read, or do not fit together.
    """

    def __init__(self, document: OwnDocument, folder: Path) -> None:
        self.document = document
        try:
            self.table = ProvisionTable(folder / _TABLE)
            self.stretches = load_stretches(folder / _STRETCHES)
            self.vectors = DocumentVectors.load(folder / _VECTORS)
            spoken = [s.language for s, _ in zip(self.stretches, self.vectors.dense, strict=True)]
            dense = self.vectors.dense.astype(np.float32)
            self.centred = self.vectors.yardstick.centred(dense, spoken)
            """Embeddings with the mean of their language removed, shape (n, dimension)."""
        except (OSError, KeyError, ValueError, EOFError, BadZipFile, RuleBridgeError) as error:
            raise unusable(document.id, str(error)) from error

    def provision(self, locator: str) -> Provision | None:
        """One place in it, if there is such a place.

        Raises:
            DocumentUnusable: The table is damaged.
        """
        try:
            found = self.table.get(locator)
        except (sqlite3.Error, RuleBridgeError) as error:
            raise unusable(self.document.id, str(error)) from error
        return found[0] if found else None

    def __len__(self) -> int:
        return len(self.stretches)

    def close(self) -> None:
        """Let go of the table."""
        self.table.close()


def unusable(document: str, reason: str) -> DocumentUnusable:
    """The error for a stored document that cannot be read."""
    return DocumentUnusable(
        f"The stored document {document} is damaged ({reason}); remove it with “rulebridge "
        f"documents remove {document}” and add the file again.",
        document=document,
    )
