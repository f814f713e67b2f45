"""Reads an answer's body: never more than allowed, before or after unpacking, and all of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import IO

import httpx

from corpus.errors import DownloadTooLarge, NotTheText, SourcesUnwritable

Progress = Callable[[int, int | None], None]
"""Called with the bytes that have come and those expected, if known."""

_CHUNK = 1 << 16
_GZIP_OR_ZLIB = 47


def read_body(
    response: httpx.Response, sink: IO[bytes], limit: int, progress: Progress
) -> tuple[str, int]:
    """Write the body to ``sink``.

    Args:
        response: An answer whose body has not been read.
        sink: Where to; written from its beginning.
        limit: Most bytes, on the line and unpacked.
        progress: Told how far it is; whatever it raises ends the reading.

    Returns:
        Hash (SHA-256, hex) and number of the bytes written.

    Raises:
        DownloadTooLarge: There is more than ``limit``.
        NotTheText: The body is packed in a way that was not asked for, or broken off.
        SourcesUnwritable: The disk is full.
        httpx.HTTPError: The connection failed.
    """
    host = response.request.headers.get("Host", "?")
    declared = response.headers.get("Content-Length", "")
    expected = int(declared) if declared.isascii() and declared.isdigit() else None
    if expected is not None and expected > limit:
        raise _too_large(host, limit)
    sink.seek(0)
    sink.truncate()
    digest, size = hashlib.sha256(), 0
    raw = _counted(response.iter_raw(_CHUNK), host, limit, expected, progress)
    for piece in _unpacked(raw, response.headers.get("Content-Encoding", ""), host):
        size += len(piece)
        if size > limit:
            raise _too_large(host, limit)
        digest.update(piece)
        _write(sink, piece)
    return digest.hexdigest(), size


def _write(sink: IO[bytes], piece: bytes) -> None:
    try:
        sink.write(piece)
    except OSError as error:
        raise SourcesUnwritable(
            f"A download cannot be written ({error.strerror}); free some space and try again.",
            place=str(error.strerror),
        ) from error


def _counted(
    chunks: Iterator[bytes], host: str, limit: int, expected: int | None, progress: Progress
) -> Iterator[bytes]:
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > limit:
            raise _too_large(host, limit)
        progress(came, expected)
        yield chunk


def _unpacked(chunks: Iterator[bytes], encoding: str, host: str) -> Iterator[bytes]:
    """The chunks unpacked in pieces of bounded size, so that a bomb goes off in the counter."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise NotTheText(
            f"{host} sent a file packed as “{encoding[:40]}”, which was not asked for; it was not "
            "kept.",
            host=host,
        )
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            packed = chunk
            while packed:
                yield unpacker.decompress(packed, _CHUNK)
                packed = unpacker.unconsumed_tail
        while not unpacker.eof:
            piece = unpacker.decompress(b"", _CHUNK)
            if not piece:
                raise _damaged(host, "broken off")
            yield piece
    except zlib.error as error:
        raise _damaged(host, str(error)) from error


def _damaged(host: str, reason: str) -> NotTheText:
    return NotTheText(
        f"{host} sent a packed file that is damaged ({reason[:80]}); try again.", host=host
    )


def _too_large(host: str, limit: int) -> DownloadTooLarge:
    return DownloadTooLarge(
        f"{host} sends more than the {limit / 2**20:.0f} MB that this file may have; nothing was "
        "kept.",
        host=host,
    )
