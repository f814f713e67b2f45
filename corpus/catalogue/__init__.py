"""The catalogue: which instruments there are, in which versions, languages and files.

Everything that is known about an instrument without reading its text stands in TOML files: titles
in three languages, jurisdiction, binding force, publisher, licence, versions with their dates, and
the files of a source folder that carry each text.

- ``described.toml``: the instruments that our digest describes. Questions are answered from them.
- ``further/``: instruments known besides. They are searched when a question names them, once
  their text is installed; until then it is said that they are known and not installed.
- ``<home>/catalogue/*.toml``: the same for one installation, see CONTRIBUTING.md.

Example:
    >>> from datetime import date
    >>> book = catalogue()
    >>> book.instrument("cap-486").short.en
    'PDPO (Cap. 486)'
    >>> book.version_on("eu-ai-act", date(2025, 1, 1)).id
    '2024-07-12'
    >>> book.is_further("kr-ai-basic-act"), "kr-ai-basic-act" in {i.id for i in book.instruments}
    (True, False)
"""

from corpus.catalogue.book import Catalogue
from corpus.catalogue.entry import (
    LANGUAGES,
    Commencement,
    Instrument,
    Jurisdiction,
    Text,
    Trilingual,
    Version,
)
from corpus.catalogue.reading import catalogue, derived, refresh

__all__ = [
    "LANGUAGES",
    "Catalogue",
    "Commencement",
    "Instrument",
    "Jurisdiction",
    "Text",
    "Trilingual",
    "Version",
    "catalogue",
    "derived",
    "refresh",
]
