"""A passage store in one file, written in Python: every write of it can be seen, and is quick."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np

from corpus.errors import IndexMissing
from corpus.sparse import SparseVector
from corpus.store.base import Found, PassageStore, conditions


class PaperStore(PassageStore):
    """Takes what `open_store` takes."""

    def __init__(self, location, *, dimension, create=False, **options):
        self.place = str(location)
        self.dimension = dimension
        self._file = Path(location) / "points"
        if self._file.is_file():
            self._points = pickle.loads(self._file.read_bytes())
        elif create:
            self._file.parent.mkdir()
            self._save({})
        else:
            raise IndexMissing(f"There is no store in {location}.")

    def flush(self):
        pass

    def close(self):
        pass

    def _save(self, points):
        self._points = points
        with self._file.open("wb") as file:
            pickle.dump(points, file)

    def _write(self, points):
        self._save(self._points | {point.id: point for point in points})

    def _chosen(self, which):
        if isinstance(which, list):
            return [self._points[name] for name in which if name in self._points]
        wanted = conditions(which)
        return [
            point
            for name, point in sorted(self._points.items())
            if all(point.payload.get(field) in values for field, values in wanted.items())
        ]

    def _query(self, legs):
        return [
            sorted(
                (
                    Found(point.id, point.payload, score)
                    for point in self._chosen(leg.filter)
                    if (score := _score(leg.query, point.vectors.get(leg.kind))) is not None
                ),
                key=lambda found: -found.score,
            )[: leg.limit]
            for leg in legs
        ]

    def _page(self, wanted, limit, offset, *, vectors=False):
        start = offset or 0
        chosen = self._chosen(wanted)
        page = [Found(point.id, point.payload) for point in chosen[start : start + limit]]
        return page, start + limit if start + limit < len(chosen) else None

    def _count(self, which):
        return len(self._chosen(which))

    def _delete(self, which):
        gone = {point.id for point in self._chosen(which)}
        self._save({k: v for k, v in self._points.items() if k not in gone})


def _score(query, vector):
    if vector is None:
        return None
    if isinstance(query, SparseVector):
        weights = dict(zip(vector.indices, vector.values, strict=True))
        pairs = zip(query.indices, query.values, strict=True)
        return sum(weights.get(index, 0.0) * value for index, value in pairs) or None
    lengths = np.linalg.norm(query) * np.linalg.norm(vector)
    return float(np.dot(query, vector) / lengths) if lengths else 0.0
