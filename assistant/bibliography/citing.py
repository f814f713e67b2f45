"""References in the style that a reader asks for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bibliography.reference import Reference
from assistant.bibliography.style import Style


def cite_as(references: Sequence[Reference], style: Style, language: str) -> str:
    """References as text in a style, or as a file of records in a format.

    Citation processors and formats are loaded when first asked for.

    Args:
        references: What is cited, in order; the same provision may come twice.
        style: The style or format.
        language: The reader's, for names, pinpoints and remarks. OSCOLA is a standard for writing
            in English and is always written in it.

    Returns:
        One reference a line, or one record each; empty for no references.
    """
    if not references and style is not Style.CSL_JSON:
        return ""
    if style is Style.CSL_JSON:
        from assistant.bibliography.csl import csl_json

        return csl_json(references, language)
    if style is Style.RIS:
        from assistant.bibliography.ris import ris

        return ris(references, language)
    if style is Style.BIBTEX:
        from assistant.bibliography.bibtex import bibtex

        return bibtex(references, language)
    from assistant.bibliography.rendering import rendered

    return "\n".join(rendered(references, style, language))
