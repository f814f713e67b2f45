"""What an index is made from: files found, read and parsed; what cannot be is reported."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from corpus.catalogue import catalogue
from corpus.errors import RuleBridgeError
from corpus.provision import ParsedText
from corpus.settings import Settings
from ingest.sources import SourceFile, find_sources


@dataclass
class Material:
    """Files with their bytes, and what could not be had.

    Attributes:
        contents: Each file with its bytes, in the catalogue's order.
        skipped: File name → why it was left out.
    """

    contents: list[tuple[SourceFile, bytes]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def parsed(self, progress: Callable[[int, int], None]) -> list[tuple[str, ParsedText]]:
        """The provisions of each file that can be read; the bytes are let go.

        Args:
            progress: Called with the files done and the number of files.
        """
        texts = []
        contents, self.contents = self.contents, []
        for number, (source, data) in enumerate(contents, start=1):
            try:
                texts.append((source.path.name, source.parse(data)))
            except RuleBridgeError as error:
                self.skipped[source.path.name] = str(error)
            progress(number, len(contents))
        return texts


def gathered(settings: Settings, folder: Path | None, instruments: Collection[str]) -> Material:
    """The files of a folder and those that were fetched and accepted, with their bytes.

    Args:
        settings: Where fetched files are.
        folder: Official files put there by hand; they come before fetched ones.
        instruments: Only these instrument ids; all where empty.

    Raises:
        UsageError: There is no such folder.
    """
    material = Material()
    for source in _sources(settings, folder, instruments, material.skipped):
        try:
            material.contents.append((source, source.read()))
        except RuleBridgeError as error:
            material.skipped[source.path.name] = str(error)
    return material


def _sources(
    settings: Settings,
    folder: Path | None,
    instruments: Collection[str],
    skipped: dict[str, str],
) -> list[SourceFile]:
    """One file for each text of each version: by hand before fetched, in the catalogue's order."""
    from ingest.fetching.reading import accepted_sources, preferred

    found = find_sources(folder, instruments) if folder else []
    fetched = accepted_sources(settings.home, skipped)
    wanted = [s for s in fetched if not instruments or s.instrument.id in instruments]
    chosen = preferred(found, wanted)
    order = {instrument.id: n for n, instrument in enumerate(catalogue().every)}
    return sorted(chosen, key=lambda s: (order[s.instrument.id], s.version.in_force_from))
