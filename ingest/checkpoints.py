"""Vectors of runs that did not get to their end, so that the next one need not compute them again.

Embedding takes almost all of an ingestion's time. What is computed is kept every minute or so in
``<home>/index/unfinished/``, and cleared once an index holds it.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from corpus.centring import Array
from corpus.durable import replacing
from corpus.index import BAD_FILE, index_root
from corpus.precomputed import Precomputed
from corpus.settings import Settings

_EVERY = 60.0
"""Seconds between two parts."""

_PART = re.compile(r"(\d+)\.npz")


class Checkpoints:
    """The vectors that earlier runs left, and those that this one leaves.

    Args:
        settings: Where indexes are.
        model: Fingerprint of the embedding model.
        every: Seconds between two parts; 0 keeps every batch.
    """

    def __init__(self, settings: Settings, model: str, every: float = _EVERY) -> None:
        self._folder = index_root(settings) / "unfinished"
        self._model = model
        self._every = every
        self._waiting: dict[int, Array] = {}
        self._last = time.monotonic()

    def known(self) -> list[Precomputed]:
        """What earlier runs left; parts that cannot be read are left out."""
        found = []
        for path in self._parts():
            try:
                found.append(Precomputed.load(path))
            except BAD_FILE:
                continue
        return found

    def keep(self, vectors: Mapping[int, Array]) -> None:
        """Keep vectors, by key of their text; on disk at the latest with the next part."""
        self._waiting |= vectors
        if self._waiting and time.monotonic() - self._last >= self._every:
            self._folder.mkdir(exist_ok=True)
            number = max((int(p.stem) for p in self._parts()), default=0) + 1
            with replacing(self._folder / f"{number:06}.npz") as file:
                Precomputed.of(self._model, self._waiting).save(file)
            self._waiting = {}
            self._last = time.monotonic()

    def clear(self) -> None:
        """Forget all of it: an index has it, or the space is needed."""
        self._waiting = {}
        shutil.rmtree(self._folder, ignore_errors=True)

    def _parts(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(p for p in self._folder.iterdir() if _PART.fullmatch(p.name))
