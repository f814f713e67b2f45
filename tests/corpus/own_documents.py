"""Own documents for tests: an embedder without a model, and a document that is read at once."""

from __future__ import annotations

import numpy as np

from corpus.documents import Documents, OwnDocument
from corpus.settings import Settings
from corpus.sparse import terms
from ingest.document_process import ReadDocument
from ingest.documents import add_document
from ingest.parsers.document.parsing import parse_document
from ingest.parsers.document.recognition import recognise

KETTLES = """# Kettle guidance

## 2.1 Scope

All electric kettles sold in the canton have to switch off by themselves when they run empty.

## 2.2 範圍

電水壺必須在無水時自動關閉，方可在本州出售，並須附有中文說明。

## 3 Teapots

Porcelain teapots are spared, whatever their glaze, their handle or their lid may look like.
"""


class HashedEmbedder:
    """Puts every term in one of some places: like words are near, and nothing is loaded."""

    dimension = 128

    def __init__(self, fingerprint: str = "hashed@1/128") -> None:
        self.fingerprint = fingerprint
        self.embedded = 0

    def embed_queries(self, texts):
        rows = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row[sum(term.encode()) * 7 % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_passages(self, texts, progress=None):
        self.embedded += len(texts)
        if progress:
            progress(len(texts), len(texts))
        return self.embed_queries(texts)


def read_here(data, name, *, title="", slug="", **options) -> ReadDocument:
    """As `read_apart`, without the process; to be put in its place where that is not the point."""
    parsed = parse_document(data, name, title=title, slug=slug)
    return ReadDocument(kind=recognise(data, name).value, parsed=parsed)


def add(home: Settings, words: str = KETTLES, name: str = "kettles.md", **given) -> OwnDocument:
    return add_document(
        home, given.pop("embedder", HashedEmbedder()), words.encode(), name, **given
    )


def documents(home: Settings) -> Documents:
    return Documents(home)
