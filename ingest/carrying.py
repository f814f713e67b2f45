"""The digest beside the other versions of a law, where their words are the same.

The digest is written for one version. Without it, a question about another day would find nothing
in languages that the law has no text in, and one amended article would take our own words from the
whole of a law. What is indexed here is searched; whether a gist is shown beside the words is asked
anew when an answer is made, because its days may be another version's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.catalogue import catalogue
from corpus.digest import DigestEntry
from corpus.digest.describing import same_words
from corpus.passage import Passage
from corpus.provision import Authority, ParsedText, Provision, instrument_of
from ingest.passages import digest_passages


class _Words:
    """The provisions of files that were read, by locator."""

    def __init__(self, texts: Iterable[ParsedText]) -> None:
        self._by_locator: dict[str, list[Provision]] = {}
        for text in texts:
            for provision in text.provisions:
                self._by_locator.setdefault(provision.locator, []).append(provision)

    def get(
        self, locator: str, language: str | None = None, version: str | None = None
    ) -> list[Provision]:
        """The provision in every edition as asked for; maybe none."""
        return [
            p
            for p in self._by_locator.get(locator, ())
            if language in (None, p.edition.language) and version in (None, p.edition.version)
        ]


def carried_over(texts: Sequence[ParsedText], entries: Iterable[DigestEntry]) -> list[Passage]:
    """The digest as passages of the versions that it was not written for.

    Args:
        texts: The files that the index is made from.
        entries: The digest entries that are indexed.
    """
    others: dict[str, dict[str, None]] = {}
    for text in texts:
        instrument, version = text.edition.instrument, text.edition.version
        known = catalogue().find(instrument)
        if known and version != known.described_version.id:
            others.setdefault(instrument, {})[version] = None
    words = _Words(t for t in texts if t.edition.instrument in others)
    by_instrument: dict[str, list[DigestEntry]] = {}
    for entry in entries:
        by_instrument.setdefault(instrument_of(entry.locator), []).append(entry)
    return [
        passage
        for instrument, versions in others.items()
        for version in versions
        for passage in digest_passages(
            [
                entry
                for entry in by_instrument.get(instrument, ())
                if same_words(entry.locator, version, words)
            ],
            version,
        )
    ]


def is_carried(passage: Passage) -> bool:
    """Whether a passage is of the digest, for a version that it was not written for.

    What is measured over all passages leaves these out: they repeat others.
    """
    if passage.authority is not Authority.OWN_DIGEST:
        return False
    return passage.version != catalogue().instrument(passage.instrument).described_version.id
