"""Mutations of zip files: parts replaced, lost, doubled, misnamed, lied about, bombs."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence

from tests.fuzzing.mutation import known, markup
from tests.fuzzing.mutation.octets import mutated as mutated_bytes

_NAMES = ("../up.xml", "/etc/kettle", "C:\\kettle", "a\x00b", "", ".", "x" * 4000, "dir/", "é.xml")
_KINDS = (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFREG, 0)
_LARGEST_TREE = 1_000_000
"""Bytes of a part whose tree is changed: that of a bomb would take what is watched for."""

Parts = list[tuple[str, bytes]]


def parts_of(data: bytes) -> Parts:
    """The parts of a packed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def mutated(data: bytes, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> bytes:
    """The packed file with some parts changed, and perhaps its table of contents.

    Args:
        data: A sound packed file.
        rng: Decides.
        words: The format's own words.
        aims: The parts that matter most.
    """
    parts = parts_of(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice(_CHANGES)(parts, rng, words, aims)
    packed = _packed(parts, rng)
    return _miscounted(packed, rng) if rng.random() < 0.12 else packed


def _packed(parts: Parts, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if rng.random() < 0.99 else zipfile.ZIP_BZIP2
            if rng.random() < 0.01:
                info.external_attr = rng.choice(_KINDS) << 16
            archive.writestr(info, data, compresslevel=1)
    return out.getvalue()


def _miscounted(data: bytes, rng: random.Random) -> bytes:
    """Another number in one of the records that say where things are and how large."""
    if rng.random() < 0.2:
        return _beyond(data, rng)
    changed = bytearray(data)
    marks = [
        at for mark in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") for at in _all(data, mark)
    ]
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.choice(marks) + rng.randrange(4, 46)
        value = rng.choice((0, 1, 0xFF, 0xFFFF, 0xFFFFFFFF, len(data), rng.randrange(2**32)))
        size = rng.choice((1, 2, 4))
        changed[at : at + size] = struct.pack("<I", value)[:size]
    return bytes(changed[: max(len(data), 1)])


def _beyond(data: bytes, rng: random.Random) -> bytes:
    """A part whose place is given in the long form, beyond what a file can have."""
    at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    if at < 0 or end < at:
        return data
    name = struct.unpack_from("<H", data, at + 28)[0]
    extra = struct.pack("<HHQ", 1, 8, rng.choice((2**64 - 1, 2**63, 2**62, len(data))))
    entry = bytearray(data[at:end][: 46 + name])
    entry[30:34] = struct.pack("<HH", len(extra), 0)
    entry[42:46] = b"\xff" * 4
    tail = bytearray(data[end:])
    size = struct.unpack_from("<I", tail, 12)[0] - (end - at) + len(entry) + len(extra)
    tail[12:16] = struct.pack("<I", max(size, 0) & 0xFFFFFFFF)
    return data[:at] + bytes(entry) + extra + bytes(tail)


def _all(data: bytes, mark: bytes) -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def _aim(parts: Parts, rng: random.Random, aims: Sequence[str]) -> int:
    """A part: half of the time the one that matters most."""
    wanted = [n for name in aims for n, part in enumerate(parts) if part[0] == name]
    if wanted and rng.random() < 0.9:
        return wanted[0] if rng.random() < 0.5 else rng.choice(wanted)
    return rng.randrange(len(parts))


Change = Callable[[Parts, random.Random, Sequence[bytes], Sequence[str]], None]


def _bytes(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if parts:
        n = _aim(parts, rng, aims)
        parts[n] = (parts[n][0], mutated_bytes(parts[n][1], rng, words))


def _tree(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    n = _aim(parts, rng, aims) if parts else 0
    if parts and len(parts[n][1]) <= _LARGEST_TREE:
        parts[n] = (parts[n][0], markup.mutated(parts[n][1], rng, known.WORD, is_html=False))


def _lost(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if len(parts) > 1:
        parts.pop(_aim(parts, rng, aims))


def _swapped(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if parts:
        n, other = _aim(parts, rng, aims), rng.randrange(len(parts))
        parts[n] = (parts[n][0], parts[other][1])


def _doubled(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if parts:
        parts.append(parts[_aim(parts, rng, aims)])


def _renamed(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if parts:
        n = _aim(parts, rng, aims)
        parts[n] = (rng.choice((*_NAMES, *aims)), parts[n][1])


def _bomb(parts: Parts, rng: random.Random, words: Sequence[bytes], aims: Sequence[str]) -> None:
    if parts and rng.random() < 0.3:
        n = _aim(parts, rng, aims)
        filling = rng.choice((b"\0", b" ", b"<w:p/>", b"<a>", b"kettle "))
        size = rng.choice((10_000, 1_000_000, 12_000_000))
        at = rng.choice((0, len(parts[n][1]) // 2))
        data = parts[n][1]
        parts[n] = (parts[n][0], data[:at] + filling * (size // len(filling)) + data[at:])


_CHANGES: tuple[Change, ...] = (
    *(_bytes, _tree, _tree, _tree, _tree, _tree, _tree, _tree, _lost, _swapped, _doubled),
    *(_renamed, _bomb),
)
