"""What an index would be made from, as one hash: equal plans make equal indexes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from corpus.catalogue import catalogue
from corpus.digest import digest_files
from corpus.found_versions import versions_path
from corpus.settings import Settings
from ingest.sources import SourceFile

_OF_CORPUS = (
    "background.toml",
    "catalogue/*.py",
    "centring.py",
    "digest/__init__.py",
    "digest/describing.py",
    "digest/topics.toml",
    "found_versions.py",
    "new_index.py",
    "passage.py",
    "provision.py",
    "provisions.py",
    "scope.py",
    "sparse.py",
    "store/*.py",
)
"""What of the ground floor decides what an index holds."""

_OF_INGESTION = (
    "embeddings.py",
    "material.py",
    "passages.py",
    "pipeline.py",
    "plan.py",
    "sources.py",
    "writing.py",
    "parsers/**/*.py",
)
"""What of ingestion does; the rest says or guards how an index comes about."""


def plan_of(
    settings: Settings,
    contents: Sequence[tuple[SourceFile, bytes]],
    instruments: Collection[str],
    model: str,
) -> str:
    """A hash of everything that decides what the index holds, the code's own part included.

    Args:
        settings: Where found versions are.
        contents: The files that it will be made from.
        instruments: The instruments that it is limited to.
        model: Fingerprint of the embedding model.
    """
    plan = hashlib.sha256()

    def add(name: str, data: bytes) -> None:
        plan.update(f"{name}\0{len(data)}\0".encode() + hashlib.sha256(data).digest())

    for source, data in contents:
        add(f"{source.instrument.id}/{source.version.id}/{source.path.name}", data)
    for name, data in _program(settings):
        add(name, data)
    add("catalogue", catalogue().model_dump_json().encode())
    add("limits", "|".join((model, *sorted(instruments))).encode())
    return plan.hexdigest()


def _program(settings: Settings) -> Iterator[tuple[str, bytes]]:
    for file in digest_files():
        yield f"digest/{file.name}", file.read_bytes()
    ground, here = Path(str(files("corpus"))), Path(__file__).parent
    for folder, patterns in ((ground, _OF_CORPUS), (here, _OF_INGESTION)):
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
            yield path.relative_to(folder.parent).as_posix(), path.read_bytes()
    found = versions_path(settings.home)
    if found.is_file():
        yield found.name, found.read_bytes()
