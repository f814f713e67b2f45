"""Texts that a publisher gives in archives, found through a manifest: Hong Kong e-Legislation.

An archive holds hundreds of chapters and is fetched once for all texts in it; whole, so that its
hash can be compared with the manifest's, or in parts, which is a thousand times less to fetch.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from corpus.errors import NotTheText, SourcesUnwritable
from ingest.fetching.archive import member
from ingest.fetching.asking import Asker, host_of
from ingest.fetching.formats import check_beginning, check_type
from ingest.fetching.hkel import MANIFEST_LIMIT, Listed, listed
from ingest.fetching.messages import Request
from ingest.fetching.patience import ARCHIVE
from ingest.fetching.provenance import Checked
from ingest.fetching.publishers import Source, hosts_of
from ingest.fetching.ranges import RemoteFile
from ingest.sources import MAX_BYTES

ARCHIVE_LIMIT = 2 * 2**30
"""Largest archive fetched, in bytes; the largest known has some 560 MB."""


class Archives:
    """The manifests and archives of one round.

    Args:
        asker: Asks the publisher.
        folder: Where whole archives lie while they are read; nothing stays.
        whole: Whether archives are fetched whole.
        open_files: Closes them.
    """

    def __init__(self, asker: Asker, folder: Path, open_files: ExitStack, *, whole: bool) -> None:
        self._asker, self._folder, self._whole = asker, folder, whole
        self._open = open_files
        self._manifests: dict[str, bytes] = {}
        self._archives: dict[str, tuple[IO[bytes], Checked]] = {}

    def listed(self, source: Source) -> Listed:
        """What the manifest says of a source's chapter.

        Raises:
            FetchFailed: The manifest does not come, or does not list it.
        """
        url = source.urls[0]
        if url not in self._manifests:
            sink = io.BytesIO()
            answer, _ = self._asker.first_of(source, sink, MANIFEST_LIMIT, {})
            check_type(answer.content_type, source.types, host_of(url))
            check_beginning(sink.getvalue(), "json", host_of(url))
            self._manifests[url] = sink.getvalue()
        return listed(self._manifests[url], source.chapter, host_of(url))

    def text(self, source: Source, entry: Listed) -> tuple[bytes, Checked]:
        """A chapter's file, and what speaks for it being the publisher's.

        Raises:
            FetchFailed: The archive does not come, or is not what the manifest says.
            SourcesUnwritable: There is no room for it.
        """
        host = host_of(entry.archive)
        if entry.archive not in self._archives:
            fetched = self._downloaded if self._whole else self._in_parts
            self._archives[entry.archive] = fetched(source, entry, host)
        file, checked = self._archives[entry.archive]
        return member(file, entry.folder, entry.file, MAX_BYTES, host), checked

    def _in_parts(self, source: Source, entry: Listed, host: str) -> tuple[IO[bytes], Checked]:
        request = Request(entry.archive, hosts_of(source), None)
        remote = RemoteFile(self._asker.fetcher, request, host)
        return cast("IO[bytes]", remote), Checked.ARCHIVE_CRC

    def _downloaded(self, source: Source, entry: Listed, host: str) -> tuple[IO[bytes], Checked]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            room = shutil.disk_usage(self._folder).free
            temporary = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
        except OSError as error:
            raise SourcesUnwritable(
                f"{self._folder} cannot be written ({error.strerror}); check its permissions.",
                place=str(self._folder),
            ) from error
        file = self._open.enter_context(temporary)
        limit = min(ARCHIVE_LIMIT, room)
        answer = self._asker.ask(source, entry.archive, file, limit, patience=ARCHIVE)
        file.seek(0)
        check_beginning(file.read(1024), "zip", host)
        if entry.sha256 and entry.sha256 != answer.sha256:
            raise NotTheText(
                f"The archive that {host} sent has another hash than its list says; it was not "
                "kept. Try again later.",
                host=host,
            )
        return file, Checked.PUBLISHER_HASH if entry.sha256 else Checked.ARCHIVE_CRC
