"""Make the file of vectors that is shipped with the digest: ``python -m ingest.vectors``.

To be run after the digest or ``background.toml`` has changed (``make vectors`` does it).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from corpus.digest import Digest, digest
from corpus.embedding import Embedder
from corpus.precomputed import FILE, Kind, Precomputed
from corpus.scope import lines_of
from corpus.weights import DEFAULT_MODEL
from ingest.passages import digest_passages

_log = logging.getLogger(__name__)


def own_texts(words: Digest) -> Iterator[tuple[Kind, str]]:
    """Every text of ours that an index holds, and how it is embedded."""
    yield from (("passage", p.embedded_text) for p in digest_passages(words.entries.values()))
    yield from (("query", line.text) for line in lines_of(words))


def main() -> None:
    """Embed all texts of ours with the default model in full precision and write the file."""
    embedder = Embedder(model_name=DEFAULT_MODEL, dtype="float32")
    made = Precomputed.make(embedder, own_texts(digest()))
    path = Path(str(files("corpus.digest").joinpath(FILE)))
    made.save(path)
    _log.info("%d vectors of %s in %s", len(made.keys), made.fingerprint, path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
