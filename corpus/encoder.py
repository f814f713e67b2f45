"""Running an embedding model with sentence-transformers: from texts to vectors.

What is ours here is only how the work is laid out on few processor cores: texts sorted by length
so that little is padded, the processor's own precision, and threads that do not starve each other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with the number of texts done and the number of all texts."""

_BATCH = 16
"""Texts in one pass through the model: more was no faster on two cores."""

_BETWEEN_REPORTS = 128


class Encoder:
    """A loaded sentence-transformers model.

    Args:
        folder: The model's folder.
        dtype: ``float32`` or ``bfloat16``.
        threads: Threads for more than one text; torch's choice if None.

    Raises:
        OSError: A file is missing or cannot be read.
        ValueError: A file is not what it should be.
    """

    def __init__(self, folder: Path, dtype: str, threads: int | None = None) -> None:
        # OpenMP threads that spin while they wait starve each other when something else holds a
        # core: on 2 cores, one busy, passages rose from 11 to 15 a second, and an idle machine
        # lost nothing. The runtime reads this once, when torch is first imported.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # What the library remarks on loading (an unused pooling layer) is no news to a reader.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        self._threads = threads or torch.get_num_threads()
        self._model = SentenceTransformer(
            str(folder), local_files_only=True, model_kwargs={"dtype": getattr(torch, dtype)}
        )
        self.dimension: int = self.encode(["a"]).shape[1]

    def encode(
        self,
        texts: Sequence[str],
        prompt: str = "",
        progress: Progress | None = None,
        *,
        together: bool = False,
    ) -> Vectors:
        """Vectors of ``prompt + text``, in the order of ``texts``: shape (n, d), length 1.

        Args:
            texts: What to embed.
            prompt: Put before each.
            progress: Called after each batch.
            together: Whether one thread does it all. For a few texts, several threads mostly wait
                for each other, and longest where the cores have other questions to work on.
        """
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        vectors = np.empty((len(texts), getattr(self, "dimension", 0)), np.float32)
        with limited_threads(1 if together or len(texts) == 1 else self._threads):
            for start in range(0, len(order), _BETWEEN_REPORTS):
                rows = order[start : start + _BETWEEN_REPORTS]
                part = self._model.encode(
                    [texts[n] for n in rows],
                    prompt=prompt or None,
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
                if not vectors.shape[1]:
                    vectors = np.empty((len(texts), part.shape[1]), np.float32)
                vectors[rows] = part
                if progress:
                    progress(start + len(rows), len(texts))
        return vectors


def native_dtype(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The faster precision here: ``bfloat16`` where the processor multiplies it natively.

    Linux tells; elsewhere the answer is ``float32``, which is right everywhere.
    """
    try:
        flags = cpuinfo.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return "float32"
    return "bfloat16" if {"avx512_bf16", "amx_bf16", "bf16"} & set(flags) else "float32"


@contextmanager
def limited_threads(count: int) -> Iterator[None]:
    """Let torch use so many threads for a while."""
    import torch

    before = torch.get_num_threads()
    if count == before:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
