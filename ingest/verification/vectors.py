"""Vectors: finite, of one length, one for every passage; and a passage's own finds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.centring import Array, LanguageMeans
from corpus.index import BAD_FILE
from corpus.manifest import MEANS, SCOPE, VECTORS, Manifest
from corpus.passage import Passage, PassageFilter
from corpus.precomputed import Precomputed, key_of
from corpus.scope import Scope
from corpus.sparse import encode_passage
from corpus.store import Leg, PassageStore
from ingest.verification.findings import CheckName, Verification

_SAMPLES = 3
"""Passages of each text that are searched for."""

_LIMIT = 10
_LENGTH = 0.01
"""By how much the length of a vector kept in 16 bits may differ from 1."""

_SAME = 0.95
"""Least similarity of a passage with itself, where vectors are kept in fewer bits."""


class KeptVectors:
    """The vectors that an index was made of, against what it holds.

    Args:
        folder: The index's folder.
        manifest: What it says of itself.
        found: Told what is wrong.
    """

    def __init__(self, folder: Path, manifest: Manifest, found: Verification) -> None:
        self._found = found
        self._dimension = manifest.dimension
        self._kept = self._means = None
        files = found.checks[CheckName.FILES]
        try:
            self._kept = Precomputed.load(folder / VECTORS)
            files.expect((folder / VECTORS).is_file(), "file", file=VECTORS)
        except BAD_FILE as error:
            files.expect(False, "file_reason", file=VECTORS, reason=str(error))
        try:
            self._means = LanguageMeans.load(folder / MEANS)
            files.looked_at += 1
        except BAD_FILE as error:
            files.expect(False, "file_reason", file=MEANS, reason=str(error))
        try:
            scope = Scope.load(folder / SCOPE)
            files.looked_at += 1
            self._sound(SCOPE, scope.vectors, unit=True)
        except BAD_FILE as error:
            files.expect(False, "file_reason", file=SCOPE, reason=str(error))
        if self._kept is not None and len(self._kept.keys):
            checks = found.checks[CheckName.VECTORS]
            made_by = self._kept.fingerprint
            checks.expect(made_by == manifest.model, "model", found=made_by, wanted=manifest.model)
            self._sound(VECTORS, self._kept.values.astype(np.float32), unit=True)
        if self._means is not None:
            for means in (self._means.passages, self._means.questions):
                self._sound(MEANS, np.stack(list(means.values())), unit=False)

    def check(self, passages: Sequence[Passage]) -> None:
        """Every passage has a vector, and its language a mean."""
        check = self._found.checks[CheckName.VECTORS]
        if self._kept is not None:
            keys = np.array([key_of("passage", p.embedded_text) for p in passages], np.uint64)
            known = np.isin(keys, self._kept.keys)
            for passage, has in zip(passages, known.tolist(), strict=True):
                check.expect(
                    has, "no_vector", locator=passage.locator, in_language=passage.language
                )
        if self._means is not None:
            for language in sorted({p.language for p in passages}):
                check.expect(language in self._means.passages, "no_mean", in_language=language)

    def search(
        self, store: PassageStore, passages: Sequence[Passage], among: PassageFilter
    ) -> None:
        """Some passages are searched by their own vectors and words, and found."""
        check = self._found.checks[CheckName.SEARCHES]
        if self._kept is None or self._means is None or not len(self._kept.keys):
            return
        for passage in passages[:: max(1, len(passages) // _SAMPLES)][:_SAMPLES]:
            key = key_of("passage", passage.embedded_text)
            vector = self._kept.find([key]).get(key)
            if vector is None or vector.shape != (self._dimension,):
                continue
            if passage.language not in self._means.passages:
                continue
            centred = self._means.centred_passages(vector[None, :], [passage.language])[0]
            legs = [
                Leg("dense", vector, among, _LIMIT),
                Leg("centred", centred, among, _LIMIT),
                Leg("sparse", encode_passage(passage.embedded_text), among, _LIMIT),
            ]
            for leg, hits in zip(legs, store.search(legs), strict=True):
                least = 0.0 if leg.kind == "sparse" or not centred.any() else _SAME
                # Equal words have equal vectors: any of them will do.
                same = any(
                    h.passage.embedded_text == passage.embedded_text and h.score > least
                    for h in hits
                )
                check.expect(
                    same or not len(leg.vector), "search", locator=passage.locator, kind=leg.kind
                )

    def _sound(self, file: str, vectors: Array, *, unit: bool) -> None:
        check = self._found.checks[CheckName.VECTORS]
        right = vectors.ndim == 2 and vectors.shape[1] == self._dimension
        if not check.expect(right, "dimension", file=file, wanted=self._dimension):
            return
        check.expect(bool(np.isfinite(vectors).all()), "not_finite", file=file)
        if unit:
            lengths = np.linalg.norm(vectors, axis=1)
            wrong = np.abs(lengths - 1) > _LENGTH
            check.expect(not wrong.any(), "length", file=file, count=int(wrong.sum()))
            check.looked_at += len(vectors)
