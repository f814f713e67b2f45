"""Writes an index beside the one in use: provisions, vectors, passages, and the manifest last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.catalogue import catalogue
from corpus.centring import Array, LanguageMeans
from corpus.digest import Digest, digest
from corpus.embedding import Embedder
from corpus.manifest import IndexedText, Manifest
from corpus.new_index import NewIndex
from corpus.passage import Passage
from corpus.provision import Authority, ParsedText, instrument_of
from corpus.scope import Scope, lines_of
from corpus.sparse import encode_passage
from corpus.store import Vectors
from ingest.carrying import carried_over, is_carried
from ingest.embeddings import Embeddings
from ingest.full_disk import require_space
from ingest.passages import digest_passages, passages_of

Progress = Callable[[str, int, int], None]
"""Called with the stage (`read`, `embed`, `write`, `verify`), how much is done and how much there
is."""

_HEADINGS = 1200
"""Headings embedded as questions to find each language's mean question."""


@dataclass
class Contents:
    """What goes into an index.

    Attributes:
        parsed: File name and provisions of each text; let go as they are written.
        passages: Every passage once.
        texts: What the manifest says of each text.
    """

    parsed: list[tuple[str, ParsedText]]
    passages: list[Passage]
    texts: list[IndexedText]

    @classmethod
    def of(
        cls, parsed: list[tuple[str, ParsedText]], instruments: Collection[str], words: Digest
    ) -> Contents:
        """Cut texts and digest into passages.

        Args:
            parsed: File name and provisions of each official text.
            instruments: Only the digest of these; of all where empty.
            words: The digest.
        """
        passages: list[Passage] = []
        texts: list[IndexedText] = []
        for name, text in parsed:
            cut = _unique(passages_of(text))
            edition = text.edition
            texts.append(
                IndexedText(
                    instrument=edition.instrument,
                    version=edition.version,
                    language=edition.language,
                    authority=edition.authority,
                    file=name,
                    sha256=edition.source_sha256,
                    provisions=len(text.provisions),
                    passages=len(cut),
                )
            )
            passages += cut
        entries = [
            e
            for e in words.entries.values()
            if not instruments or instrument_of(e.locator) in instruments
        ]
        own: dict[tuple[str, str, str], list[Passage]] = {}
        carried = carried_over([text for _, text in parsed], entries)
        for passage in _unique([*digest_passages(entries), *carried]):
            key = (passage.instrument, passage.version, passage.language)
            own.setdefault(key, []).append(passage)
        for (instrument, version, language), cut in own.items():
            texts.append(
                IndexedText(
                    instrument=instrument,
                    version=version,
                    language=language,
                    authority=Authority.OWN_DIGEST,
                    file=f"{instrument}.toml",
                    sha256=_hash(cut),
                    provisions=len(cut),
                    passages=len(cut),
                )
            )
            passages += cut
        return cls(parsed, _unique(passages), texts)


def write_index(
    new: NewIndex,
    contents: Contents,
    embedder: Embedder,
    embeddings: Embeddings,
    *,
    plan: str,
    created: datetime,
    progress: Progress,
) -> Manifest:
    """Write everything; the index is complete afterwards, and not yet in use.

    Args:
        new: Where to.
        contents: What.
        embedder: The model.
        embeddings: Its vectors, those that are known included.
        plan: Hash of what the index is made from.
        created: When.
        progress: Told how far each stage is.

    Returns:
        What the index says of itself.
    """
    passages = contents.passages
    dimension = embedder.dimension
    require_space(new.folder, len(passages), dimension, on_server=bool(new.location))
    steps = len(contents.parsed) + 1
    with new.create_table() as table:
        for done in range(1, steps):
            # Each text is let go once it is written: embedding needs the memory.
            table.write(contents.parsed.pop(0)[1].provisions)
            progress("write", done, steps)
    dense = embeddings.vectors(
        "passage",
        [p.embedded_text for p in passages],
        lambda done, total: progress("embed", done, total),
    )
    languages = [p.language for p in passages]
    means = _means(dense, languages, passages, embeddings)
    sparse = [encode_passage(p.embedded_text) for p in passages]
    vectors = Vectors(dense, sparse, means.centred_passages(dense, languages))
    with new.open_store(dimension) as store:
        store.upsert(passages, vectors)
        store.settle()
    progress("write", steps, steps)
    manifest = Manifest(
        id=new.id,
        created=created,
        model=embedder.fingerprint,
        dimension=dimension,
        plan=plan,
        texts=tuple(contents.texts),
        passages=len(passages),
        location=new.location,
        collection=new.collection,
    )
    scope = Scope.measure(
        lines_of(digest()), means, lambda texts: embeddings.vectors("query", texts)
    )
    new.finish(manifest, means, scope, embeddings.kept())
    return manifest


def _means(
    dense: Array, languages: Sequence[str], passages: Sequence[Passage], embeddings: Embeddings
) -> LanguageMeans:
    """The languages' means, which further instruments do not move.

    What is answered without naming one of them stays as it is whichever of them are installed.
    """
    further = {instrument.id for instrument in catalogue().further}
    ours = {p.language for p in passages if p.instrument not in further}

    def counts(passage: Passage) -> bool:
        return passage.instrument not in further or passage.language not in ours

    headings = sorted({(p.language, p.heading) for p in passages if p.heading and counts(p)})
    headings = headings[:: max(1, len(headings) // _HEADINGS)]
    as_questions = embeddings.vectors("query", [heading for _, heading in headings])
    once = [row for row, p in enumerate(passages) if counts(p) and not is_carried(p)]
    return LanguageMeans.measure(
        dense[once],
        [languages[row] for row in once],
        as_questions,
        [language for language, _ in headings],
    )


def _unique(passages: Sequence[Passage]) -> list[Passage]:
    return list({p.id: p for p in passages}.values())


def _hash(passages: Sequence[Passage]) -> str:
    words = hashlib.sha256()
    for passage in passages:
        words.update(passage.model_dump_json().encode())
    return words.hexdigest()
