"""An archive on a publisher's server, read in parts (RFC 9110, section 14).

From an archive of half a gigabyte one text of half a megabyte is wanted. Reading the table of
contents and that one file takes a few requests. The archive's own hash cannot be checked that way,
only the file's CRC-32 in it; the provenance record says so.
"""

from __future__ import annotations

import io
import re

from corpus.errors import DownloadTooLarge, NotTheText
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.messages import Request

MAX_READ = 48 * 2**20
"""Most bytes read from one archive in parts."""

_BLOCK = 1 << 18
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


class NoParts(NotTheText):
    """The server does not give parts of a file; the whole has to be fetched."""


class RemoteFile(io.RawIOBase):
    """A file behind an address, seekable, that is never wholly fetched.

    Args:
        fetcher: Asks for the parts.
        request: Address and hosts; the rest of it is not used.
        host: Whose file it is, for messages.

    Raises:
        NoParts: The server does not give parts.
        FetchFailed: It does not answer.
    """

    def __init__(self, fetcher: Fetcher, request: Request, host: str) -> None:
        self._fetcher, self._request, self._host = fetcher, request, host
        self._at, self._start, self._block = 0, 0, b""
        self._read, self._tag = 0, ""
        self.size = 0
        self._part(0, 1)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place of the next read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = base + offset
        if self._at < 0:
            raise ValueError("before the beginning")
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Read from the place; fetches at least a quarter of a megabyte."""
        left = max(0, self.size - self._at)
        size = left if size is None or size < 0 else min(size, left)
        if not size:
            return b""
        begin = self._at - self._start
        if begin < 0 or begin + size > len(self._block):
            stop = min(self.size, self._at + max(size, _BLOCK))
            # Zip files are read from their end: what stands before comes along.
            start = max(0, min(self._at, stop - _BLOCK))
            self._start, self._block = start, self._part(start, stop)
            begin = self._at - start
        self._at += size
        return self._block[begin : begin + size]

    def _part(self, start: int, stop: int) -> bytes:
        length = stop - start
        self._read += length
        if self._read > MAX_READ:
            raise DownloadTooLarge(
                f"The archive at {self._host} has a table of contents beyond measure; nothing was "
                "kept.",
                host=self._host,
            )
        sink = io.BytesIO()
        answer = self._fetcher.get(
            Request(
                self._request.url,
                self._request.hosts,
                # A server that ignores the range begins to send everything: stop it early.
                limit=max(length, 1024),
                headers={"Range": f"bytes={start}-{stop - 1}", "Accept-Encoding": "identity"},
                sink=sink,
            )
        )
        match = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if answer.status != 206 or match is None:
            raise NoParts(f"{self._host} does not give parts of a file.", host=self._host)
        first, last, size = (int(number) for number in match.groups())
        tag = answer.headers.get("ETag", "")
        if not self._tag and not self.size:
            self._tag, self.size = tag, size
        if (first, last, size, tag) != (start, stop - 1, self.size, self._tag) or (
            answer.size != length
        ):
            raise NotTheText(
                f"The archive at {self._host} changed while it was read; try again.",
                host=self._host,
            )
        return sink.getvalue()
