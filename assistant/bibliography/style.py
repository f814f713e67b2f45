"""The styles and file formats in which a citation can be taken away."""

from __future__ import annotations

from enum import StrEnum

from corpus.errors import UnknownStyle


class Style(StrEnum):
    """A way to write a reference."""

    OSCOLA = "oscola"
    """Oxford University Standard for the Citation of Legal Authorities, 4th edition."""
    HONG_KONG = "hong-kong"
    """As Hong Kong's courts and law schools cite legislation, in English or Chinese."""
    GB_T_7714 = "gb-t-7714-2015"
    """GB/T 7714-2015, numeric."""
    APA = "apa"
    """American Psychological Association, 7th edition."""
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"

    @property
    def is_data(self) -> bool:
        """Whether programs read it, rather than people."""
        return self in (Style.BIBTEX, Style.RIS, Style.CSL_JSON)

    @property
    def media_type(self) -> str:
        """What a download of it is labelled as."""
        return _MEDIA_TYPES.get(self, "text/plain")

    @property
    def suffix(self) -> str:
        """The ending of a file of it, with its dot."""
        return {Style.BIBTEX: ".bib", Style.RIS: ".ris", Style.CSL_JSON: ".json"}.get(self, ".txt")


_MEDIA_TYPES = {
    Style.BIBTEX: "application/x-bibtex",
    Style.RIS: "application/x-research-info-systems",
    Style.CSL_JSON: "application/vnd.citationstyles.csl+json",
}


def style_named(name: str) -> Style:
    """The style of a name.

    >>> style_named("ris").suffix
    '.ris'

    Raises:
        UnknownStyle: There is none; the message lists those there are.
    """
    try:
        return Style(name)
    except ValueError:
        known = ", ".join(style.value for style in Style)
        raise UnknownStyle(
            f"There is no citation style “{name}”; choose from: {known}.", style=name, known=known
        ) from None
