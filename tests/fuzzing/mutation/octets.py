"""Mutations that know nothing of a format but its bytes and a few of its words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from tests.fuzzing.contract import SENTINEL

LARGEST = 3_500_000
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (
    b"0",
    b"-1",
    b"4294967296",
    b"9" * 40,
    b"9" * 5000,
    "\uff15".encode(),
    "\u0663".encode(),
)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5hkscs", "cp1252")
_ODD = (
    b"\x00",
    b"\x01",
    b"\x0c",
    b"\x1c",
    b"\x7f",
    b"\x85",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xe5",
    "\u200b\u202e\u2028\u3000".encode(),
    "\ue000\ue001".encode(),
    "\U0010ffff".encode(),
    b"\r",
    b"\t",
    b" " * 300,
    SENTINEL.encode(),
)

Change = Callable[[bytes, random.Random], bytes]


def mutated(
    data: bytes, rng: random.Random, words: Sequence[bytes], others: Sequence[bytes] = ()
) -> bytes:
    """The file with one to six changes.

    Args:
        data: A file.
        rng: Decides.
        words: The format's own words, to be put in anywhere.
        others: Files to take stretches from.
    """
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        kind = rng.random()
        if kind < 0.25 and words:
            data = _with_word(data, rng, words)
        elif kind < 0.35 and others:
            data = _spliced(data, rng, others)
        else:
            data = rng.choice(_CHANGES)(data, rng)
    return data[:LARGEST]


def place(data: bytes, rng: random.Random) -> int:
    """Anywhere in a file, its ends more often."""
    if rng.random() < 0.1:
        return rng.choice((0, len(data)))
    return rng.randrange(len(data) + 1)


def _stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = place(data, rng)
    longest = rng.choice((1, 8, 64, 512, 4096, len(data) + 1))
    return start, min(len(data), start + rng.randrange(longest + 1))


def _with_word(data: bytes, rng: random.Random, words: Sequence[bytes]) -> bytes:
    word = rng.choice(words) * rng.choice((1, 1, 1, 1, 1, 2, 3, 40, 40, rng.choice((40, 1500))))
    at = place(data, rng)
    end = at + rng.choice((0, 0, len(word), rng.randrange(40)))
    return data[:at] + word + data[end:]


def _spliced(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    if rng.random() < 0.3:
        return data[: place(data, rng)] + other[place(other, rng) :]
    start, end = _stretch(other, rng)
    at = place(data, rng)
    return data[:at] + other[start:end] + data[at:]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 60)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _overwritten(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    end = min(end, start + 64)
    return data[:start] + rng.randbytes(end - start) + data[end:]


def _cut(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _cut_off(data: bytes, rng: random.Random) -> bytes:
    at = place(data, rng)
    return data[at:] if rng.random() < 0.2 else data[:at]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    times = rng.choice((1, 1, 1, 1, 2, 2, 2, 5, 5, 20, 60, 700))
    return data[:end] + (data[start:end] * times)[:400_000] + data[end:]


def _moved(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    rest = data[:start] + data[end:]
    at = place(rest, rng)
    return rest[:at] + data[start:end] + rest[at:]


def _odd(data: bytes, rng: random.Random) -> bytes:
    at = place(data, rng)
    return data[:at] + rng.choice(_ODD) + data[at:]


def _renumbered(data: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data, place(data, rng)))[:200]
    if not found:
        return data
    chosen = rng.choice(found)
    return data[: chosen.start()] + rng.choice(_NUMBERS) + data[chosen.end() :]


def _recoded(data: bytes, rng: random.Random) -> bytes:
    try:
        return data.decode("utf-8").encode(rng.choice(_ENCODINGS), "replace")
    except UnicodeDecodeError:
        return data


_CHANGES: tuple[Change, ...] = (
    *(_flipped, _overwritten, _cut, _cut, _cut_off, _doubled, _doubled, _moved, _odd, _odd),
    *(_renumbered, _renumbered, _recoded),
)
