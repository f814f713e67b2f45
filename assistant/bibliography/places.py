"""Pinpoints as the styles abbreviate them.

OSCOLA writes “art 50(2)” and “s 64(3A)” without full stops, the style guides of the United States
with them. Chinese pinpoints are the same in every style.
"""

from __future__ import annotations

import re

from assistant.bibliography.reference import Reference
from corpus.texts import text

_SHORT = {
    "Article": "art.",
    "Annex": "annex",
    "Recital": "recital",
    "Section": "section",
    "Appendix": "appendix",
}


def place(reference: Reference, language: str, *, stops: bool = True) -> str:
    """Where in the instrument a provision stands.

    Args:
        reference: The reference.
        language: Language of the pinpoint.
        stops: Whether abbreviations end in a full stop.

    Returns:
        The pinpoint and, where it is known, the page of the PDF, which is not the page printed;
        empty for a whole instrument.
    """
    said = reference.pinpoint_in(language)
    if language == "en":
        said = re.sub(r"^[A-Z][a-z]+(?= )", lambda m: _SHORT.get(m[0], m[0]), said)
        said = re.sub(r"\b(s|Sch)\.(?=\w)", r"\1. ", said)
    if reference.page is not None:
        paged = text(language, "bibliography.page", page=reference.page)
        said = text(language, "bibliography.places").join(filter(None, (said, paged)))
    if stops or language != "en":
        return said
    return re.sub(r"\b(art|s|Sch|p)\. ", r"\1 ", said)
