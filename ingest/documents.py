"""A reader's document from its bytes to its folder: read apart, cut, embedded, put in place."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.centring import Array, LanguageMeans
from corpus.digest import digest
from corpus.documents.document import EVERYBODY, OwnDocument
from corpus.documents.holding import write_holding
from corpus.documents.shelf import Shelf, Shelved
from corpus.documents.stretch import Stretch
from corpus.documents.vectors import DocumentVectors
from corpus.documents.yardstick import Yardstick
from corpus.embedding import Embedder
from corpus.errors import DocumentEmpty, DocumentsFull
from corpus.precomputed import Precomputed
from corpus.provision import ParsedText
from corpus.scope import lines_of
from corpus.settings import Settings
from ingest.document_passages import stretches_of
from ingest.document_process import read_apart
from ingest.document_stamping import under_slug
from ingest.parsers.document.limits import LIMITS, Limits, too_large
from ingest.parsers.document.naming import shown_name, slug_of
from ingest.passages import digest_passages

Progress = Callable[[str, int, int], None]
"""Called with the stage (`read`, `embed`, `write`), how much is done, and how much there is."""

_LEAST_SHARE = 0.01
"""Share of a document's characters from which a language counts as found in it."""


def _silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


def add_document(
    settings: Settings,
    embedder: Embedder,
    data: bytes,
    name: str,
    *,
    title: str = "",
    owner: str = EVERYBODY,
    progress: Progress = _silent,
    limits: Limits = LIMITS,
) -> OwnDocument:
    """Take in a document. It is there whole when this returns, or not at all.

    The same bytes are taken in once: added again, the document that is there comes back as it is
    (`known_document` says so beforehand), unless another embedding model made it.

    Args:
        settings: Where documents are kept, and how many.
        embedder: The embedding model.
        data: The file.
        name: Its name.
        title: What the reader calls it; the document's own title where empty.
        owner: Who adds it; empty for all readers of the installation.
        progress: Told how far each stage is.
        limits: What it may cost.

    Returns:
        What is known of it.

    Raises:
        UnreadableDocument: It cannot be taken in, each cause with its class.
        DocumentsFull: The reader has as many as the settings allow.
        DocumentsUnwritable: There is no room, or no permission.
        ModelUnavailable: The embedding model cannot be read.
    """
    shelf, shown = Shelf(settings.home), shown_name(name)
    if len(data) > limits.bytes:
        raise too_large(shown, "bytes", limits.bytes)
    sha256 = hashlib.sha256(data).hexdigest()
    known = _known(shelf, sha256, owner, embedder.fingerprint)
    if known is not None:
        return known
    _check_room(shelf, settings, sha256, owner)
    progress("read", 0, 1)
    wanted = slug_of(title or name, _taken(shelf, owner, sha256))
    read = read_apart(data, name, title=title, slug=wanted, limits=limits)
    progress("read", 1, 1)
    stretches = stretches_of(read.parsed)
    if not stretches:
        raise DocumentEmpty(f"{shown} has no words; check that it is the right file.", file=shown)
    texts = _texts(read.parsed, stretches)
    dense = embedder.embed_passages(texts, lambda done, of: progress("embed", done, of))
    vectors = DocumentVectors.of(dense, texts, _yardstick(embedder, dense))
    progress("write", 0, 1)
    with shelf.changing():
        # Somebody may have added something meanwhile.
        known = _known(shelf, sha256, owner, embedder.fingerprint)
        if known is not None:
            return known
        _check_room(shelf, settings, sha256, owner)
        slug = slug_of(title or name, _taken(shelf, owner, sha256))
        parsed, stretches = under_slug(read.parsed, stretches, slug)
        document = _described(parsed, stretches, owner, embedder.fingerprint).model_copy(
            update={"file": shown, "sha256": sha256, "kind": read.kind, "size": len(data)}
        )
        for old in _same(shelf, sha256, owner):
            shelf.take_away(old.folder)

        def write(folder: Path) -> None:
            write_holding(folder, parsed, stretches, vectors)

        shelf.put(document, write)
    progress("write", 1, 1)
    return document


def known_document(
    settings: Settings, embedder: Embedder, data: bytes, owner: str = EVERYBODY
) -> OwnDocument | None:
    """The document that these bytes are already, among those that a reader sees."""
    sha256 = hashlib.sha256(data).hexdigest()
    return _known(Shelf(settings.home), sha256, owner, embedder.fingerprint)


def _known(shelf: Shelf, sha256: str, owner: str, model: str) -> OwnDocument | None:
    for one in dict.fromkeys((owner, EVERYBODY)):
        for held in _same(shelf, sha256, one):
            if held.document is not None and held.document.model == model:
                return held.document
    return None


def _same(shelf: Shelf, sha256: str, owner: str) -> list[Shelved]:
    return [s for s in shelf.of(owner) if s.document and s.document.sha256 == sha256]


def _taken(shelf: Shelf, owner: str, sha256: str) -> set[str]:
    """Slugs that the new document must not have, so that one id means one document."""
    held = shelf.all() if owner == EVERYBODY else [*shelf.of(owner), *shelf.of(EVERYBODY)]
    return {s.slug for s in held if not (s.document and _replaces(s.document, sha256, owner))}


def _replaces(document: OwnDocument, sha256: str, owner: str) -> bool:
    return document.sha256 == sha256 and document.owner == owner


def _check_room(shelf: Shelf, settings: Settings, sha256: str, owner: str) -> None:
    held = [s for s in shelf.of(owner) if not (s.document and _replaces(s.document, sha256, owner))]
    if len(held) >= settings.documents_max:
        raise DocumentsFull(
            f"There are {len(held)} documents, as many as RULEBRIDGE_DOCUMENTS_MAX allows; remove "
            "some, or allow more.",
            most=settings.documents_max,
        )
    if sum(s.stored for s in held) >= settings.documents_max_bytes:
        raise DocumentsFull(
            "The documents take up as much room as RULEBRIDGE_DOCUMENTS_MAX_BYTES allows; remove "
            "some, or allow more.",
            most=settings.documents_max_bytes,
        )


def _described(parsed: ParsedText, stretches: list[Stretch], owner: str, model: str) -> OwnDocument:
    pages = [p.page for p in parsed.provisions if p.page is not None]
    return OwnDocument(
        id=parsed.edition.instrument,
        title=parsed.provisions[0].heading_path[0],
        file="",
        sha256="",
        kind="",
        size=0,
        pages=max(pages, default=None),
        languages=_languages(parsed),
        provisions=len(parsed.provisions),
        passages=len(stretches),
        added=datetime.now(UTC).replace(microsecond=0),
        owner=owner,
        model=model,
    )


def _languages(parsed: ParsedText) -> tuple[str, ...]:
    """Languages of the paragraphs, the most used first."""
    around = {p.locator.rpartition("/")[0] for p in parsed.provisions}
    found: Counter[str] = Counter()
    for provision in parsed.provisions:
        if provision.locator not in around:
            found[provision.language] += len(provision.text)
    least = _LEAST_SHARE * found.total()
    return tuple(language for language, count in found.most_common() if count >= least)


def _texts(parsed: ParsedText, stretches: list[Stretch]) -> list[str]:
    words = {p.locator: p.text for p in parsed.provisions}
    return [s.embedded(words[s.locator][s.start : s.end]) for s in stretches]


def _yardstick(embedder: Embedder, dense: Array) -> Yardstick:
    means, unrelated, languages = _measures(embedder)
    return Yardstick.of(means, unrelated, languages, np.asarray(dense, np.float32))


_MEASURED: dict[str, tuple[LanguageMeans | None, Array, list[str]]] = {}


def _measures(embedder: Embedder) -> tuple[LanguageMeans | None, Array, list[str]]:
    """Language means, vectors of lines on other matters, and the language of each.

    The shipped model's vectors of our own texts are known; for another, only the lines are
    embedded, once in a process: no map was learned for it that would want the means.
    """
    model = embedder.fingerprint
    if model not in _MEASURED:
        known, words = Precomputed.load(), digest()
        lines = lines_of(words)
        other = [line for line in lines if not line.about]
        unrelated = known.vectors(embedder, "query", [line.text for line in other])
        means = None
        if known.fingerprint == model:
            passages = digest_passages(words.entries.values())
            means = LanguageMeans.measure(
                known.vectors(embedder, "passage", [p.embedded_text for p in passages]),
                [p.language for p in passages],
                known.vectors(embedder, "query", [line.text for line in lines]),
                [line.language for line in lines],
            )
        _MEASURED[model] = means, unrelated, [line.language for line in other]
    return _MEASURED[model]
