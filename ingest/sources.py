"""Where bytes come from: a folder of official files.

A source folder may hold anything; the files that belong to an instrument are recognised by
name (``files`` in the catalogue). Everything else is left alone and reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Instrument, Text, Version, catalogue
from corpus.errors import UnreadableSource, UsageError
from corpus.provision import Edition, ParsedText
from ingest.parsers import eurlex, hklm, measures, nist, published

MAX_BYTES = 64 * 2**20
"""Largest source file read, in bytes; the largest official text is under 3 MB."""

Parser = Callable[[bytes, Edition], ParsedText]

PARSERS: dict[str, Parser] = {
    "eurlex": eurlex.parse,
    "hklm": hklm.parse,
    "measures": measures.parse,
    "nist": nist.parse,
    "document": published.parse,
}
"""The parser for each ``format`` of the catalogue."""


@dataclass(frozen=True)
class SourceFile:
    """A file of a source folder that the catalogue knows."""

    path: Path
    instrument: Instrument
    version: Version
    text: Text

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            UnreadableSource: The file is too large, or the system will not give it.
        """
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                raise UnreadableSource(
                    f"{self.path.name} has {size / 2**20:.0f} MB, more than the {MAX_BYTES >> 20} "
                    "MB that a source file may have; check that it is the publisher's file.",
                    file=self.path.name,
                )
            return self.path.read_bytes()
        except OSError as error:
            raise UnreadableSource(
                f"{self.path.name} cannot be read ({error.strerror}); check its permissions.",
                file=self.path.name,
            ) from error

    def parse(self, data: bytes) -> ParsedText:
        """The provisions of the file, stamped with its edition and commencement dates.

        Raises:
            UnreadableSource: The bytes are not such a file.
        """
        book = catalogue()
        digest = hashlib.sha256(data).hexdigest()
        edition = book.edition(self.instrument, self.version, self.text, digest)
        parser = PARSERS.get(self.text.format)
        if parser is None:
            raise UnreadableSource(
                f"The catalogue gives {self.path.name} the format “{self.text.format}”, which "
                f"nothing reads; choose from: {', '.join(PARSERS)}.",
                file=self.path.name,
            )
        parsed = parser(data, edition)
        provisions = tuple(
            p.model_copy(update={"applies_from": book.applies_from(p.locator, edition.version)})
            for p in parsed.provisions
        )
        return parsed.model_copy(update={"provisions": provisions})


def find_sources(folder: Path, instruments: Collection[str] = ()) -> list[SourceFile]:
    """The files of a folder that belong to instruments of the catalogue.

    Args:
        folder: The folder; not searched recursively.
        instruments: Only these instrument ids; all where empty.

    Returns:
        One file for each text, in catalogue order. Where several files carry the same text,
        the first by name.

    Raises:
        UsageError: There is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder “{folder}”; name a folder that holds official files.",
            folder=str(folder),
        )
    found: dict[tuple[str, str, str], SourceFile] = {}
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        match = catalogue().text_for(path.name)
        if match is None or (instruments and match[0].id not in instruments):
            continue
        instrument, version, text = match
        found.setdefault(
            (instrument.id, version.id, text.language), SourceFile(path, instrument, version, text)
        )
    order = [(i.id, v.id, t.language) for i in catalogue().every for v in i.version for t in v.text]
    return [found[key] for key in order if key in found]
