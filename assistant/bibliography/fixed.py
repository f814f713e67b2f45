"""The fixed parts of an instrument's citations: ``[instrument.citation]`` of the catalogue.

A key may end in a language (``name-zh-Hant``) or in a version (``eli-2026-07-27``); without such an
ending it holds for all.
"""

from __future__ import annotations

from corpus.catalogue import LANGUAGES, Instrument, catalogue
from corpus.provision import Authority


class Fixed:
    """What does not change from one provision of an instrument to another.

    Args:
        instrument: The instrument.
    """

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument

    def get(self, key: str, ending: str = "") -> str:
        """A part, the one with the ending before the one that holds for all; empty if none."""
        parts = self.instrument.citation
        return parts.get(f"{key}-{ending}", "") or parts.get(key, "")

    @property
    def type(self) -> str:
        """The CSL type: ``legislation`` or ``report``."""
        return self.get("type") or "document"

    @property
    def own_language(self) -> str:
        """The language of its authentic text, the first where there are several."""
        for language in LANGUAGES:
            if self.is_official(language, exactly=True):
                return language
        return LANGUAGES[0]

    def is_official(self, language: str, *, exactly: bool = False) -> bool:
        """Whether it has an authentic text in a language, in whichever script."""
        return any(
            text.authority is Authority.AUTHENTIC
            and (text.language == language if exactly else text.language[:2] == language[:2])
            for version in self.instrument.version
            for text in version.text
        )

    def name(self, language: str) -> str:
        """Its name without number, official or in our translation."""
        return self.get("name", language) or self.instrument.title.get(language)

    def own_name(self, language: str) -> str:
        """Its name in the language if it has one there, else in its own."""
        return self.name(language if self.is_official(language) else self.own_language)

    def title(self, language: str) -> str:
        """Its own name; where the reader's language has none, with our translation in brackets."""
        if self.is_official(language):
            return self.name(language)
        return f"{self.name(self.own_language)} [{self.name(language)}]"

    def authors(self, language: str) -> tuple[str, ...]:
        """The bodies that made it."""
        return tuple(a.strip() for a in self.get("authors", language).split(";") if a.strip())

    def publisher(self, language: str) -> str:
        """Who publishes its text."""
        return self.get("publisher", language) or self.instrument.publisher

    def jurisdiction(self, language: str) -> str:
        """The name of its jurisdiction."""
        place = catalogue().place(self.instrument.jurisdiction)
        return place.name.get(language) if place else ""

    def lasting_address(self, version: str) -> str:
        """ELI, chapter of the statute book, or DOI; empty if it has none."""
        doi = self.get("doi")
        return (
            self.get("eli", version)
            or self.get("chapter")
            or (f"https://doi.org/{doi}" if doi else "")
        )


def fixed(instrument_id: str) -> Fixed:
    """The fixed parts of one instrument.

    >>> fixed("cap-486").title("zh-Hant"), fixed("cap-486").get("number", "en")
    ('個人資料（私隱）條例', 'Cap. 486')

    Raises:
        UnknownInstrument: The catalogue does not have it.
    """
    return Fixed(catalogue().instrument(instrument_id))
