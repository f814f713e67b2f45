"""Passages with their vectors as plain arrays: what any engine can give and take.

One piece holds some thousand passages as a NumPy archive: ``ids``, ``payloads`` (JSON, UTF-8),
``dense`` and ``centred`` (float32; a row of NaN where a passage has none) and the sparse vectors
as one run of ``terms`` and ``weights`` with ``ends``, where each passage's run ends.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.sparse import SparseVector
from corpus.store.base import Point

PIECE = 2048
"""Passages in a piece: some megabytes."""

_DENSE = ("dense", "centred")


class BadPiece(ValueError):
    """A piece that does not hold together."""


def pieces(points: Iterable[Point]) -> Iterator[bytes]:
    """Pack passages, some thousand at a time."""
    left = iter(points)
    while batch := list(islice(left, PIECE)):
        yield _packed(batch)


def unpacked(data: bytes) -> Iterator[Point]:
    """The passages of a piece.

    Raises:
        BadPiece: It does not hold together. Nothing in it is run: arrays of objects are refused.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        ids = [str(id) for id in arrays["ids"]]
        payloads = json.loads(arrays["payloads"].tobytes().decode())
        ends = arrays["ends"].tolist()
        terms, weights = arrays["terms"].tolist(), arrays["weights"].tolist()
        rows = {name: arrays[name] for name in _DENSE}
        whole = (
            len(ids) == len(payloads) == len(ends) == len(rows["dense"]) == len(rows["centred"])
            and len(terms) == len(weights) == (ends[-1] if ends else 0)
            and all(isinstance(payload, dict) for payload in payloads)
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BadPiece(f"a piece of passages cannot be read ({type(error).__name__})") from error
    if not whole:
        raise BadPiece("a piece of passages does not hold together")
    start = 0
    for n, (id, payload, end) in enumerate(zip(ids, payloads, ends, strict=True)):
        vectors: dict[str, list[float] | SparseVector] = {
            name: rows[name][n].tolist() for name in _DENSE if not np.isnan(rows[name][n]).any()
        }
        if end > start:
            vectors["sparse"] = SparseVector(tuple(terms[start:end]), tuple(weights[start:end]))
        start = end
        yield Point(id, vectors, payload)


def _packed(batch: list[Point]) -> bytes:
    size = max((len(_array(point, "dense")) for point in batch), default=0)
    sparse = [point.vectors.get("sparse") for point in batch]
    runs = [s if isinstance(s, SparseVector) else SparseVector((), ()) for s in sparse]
    payloads = json.dumps([point.payload for point in batch], ensure_ascii=False).encode()
    opened = io.BytesIO()
    np.savez(
        opened,
        ids=np.array([point.id for point in batch], dtype=np.str_),
        payloads=np.frombuffer(payloads, dtype=np.uint8),
        ends=np.cumsum([len(run) for run in runs], dtype=np.int64),
        terms=np.array([t for run in runs for t in run.indices], dtype=np.uint32),
        weights=np.array([w for run in runs for w in run.values], dtype=np.float32),
        dense=_rows(batch, "dense", size),
        centred=_rows(batch, "centred", size),
    )
    return opened.getvalue()


def _rows(batch: list[Point], name: str, size: int) -> NDArray[np.float32]:
    rows = np.full((len(batch), size), np.nan, dtype=np.float32)
    for n, point in enumerate(batch):
        vector = _array(point, name)
        if len(vector):
            rows[n] = vector
    return rows


def _array(point: Point, name: str) -> NDArray[np.float32]:
    vector = point.vectors.get(name)
    numbers = [] if vector is None or isinstance(vector, SparseVector) else vector
    return np.asarray(numbers, dtype=np.float32)
