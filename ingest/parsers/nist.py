"""Parses the two NIST documents: the AI RMF 1.0 and its generative-AI profile.

Both are PDF files: NIST AI 100-1 (https://doi.org/10.6028/NIST.AI.100-1) and NIST AI 600-1
(https://doi.org/10.6028/NIST.AI.600-1). What differs from the printed page, and nothing else:

- hyphens at line ends go where they only break a word (:mod:`ingest.parsers.prose`);
- ligatures (``ﬁ``) become letters;
- the raised figure that calls a footnote becomes the place of the note.

Running headers, page numbers, tables of contents, figures and repeated table headers are kept
as furniture. A line that closes a table (``AI Actor Tasks: …``) joins the provision that opens it.
"""

from __future__ import annotations

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText
from ingest.parsers import nist_profile, nist_rmf
from ingest.parsers.document.limits import Limits
from ingest.parsers.pdf import Line, read_lines

_PARSERS = {"nist-ai-rmf": nist_rmf.parse, "nist-genai-profile": nist_profile.parse}
_NUMBERS = {"NIST AI 100-1": "nist-ai-rmf", "NIST AI 600-1": "nist-genai-profile"}
_TITLE_PAGES = 2


_LIMITS = Limits(pages=500, characters=2_000_000, seconds=60.0, page_seconds=10.0)
"""Many times what the two documents take."""


def parse(data: bytes, edition: Edition, limits: Limits = _LIMITS) -> ParsedText:
    """The provisions of NIST AI 100-1 or NIST AI 600-1.

    Args:
        data: The PDF file as NIST publishes it.
        edition: What the file is. Its instrument says which of the two documents to expect; for
            any other instrument id the number on the title page decides.
        limits: What the file may cost.

    Raises:
        UnreadableSource: If the file is no readable PDF, or not the document expected.
    """
    lines = read_lines(data, limits)
    instrument = edition.instrument if edition.instrument in _PARSERS else _by_title(lines)
    if instrument not in _PARSERS:
        raise UnreadableSource(
            "The PDF is neither NIST AI 100-1 nor NIST AI 600-1: use the file that NIST publishes."
        )
    return _PARSERS[instrument](lines, edition)


def _by_title(lines: list[Line]) -> str:
    title = {line.text for line in lines if line.page <= _TITLE_PAGES}
    return next((instrument for number, instrument in _NUMBERS.items() if number in title), "")
