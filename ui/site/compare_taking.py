"""A comparison taken away: as a file, or its clauses as references."""

from __future__ import annotations

from datetime import date

from fastapi import Response

from assistant.bibliography.style import Style
from assistant.comparing.comparison import Matrix

EXPORTS = ("docx", "markdown", "csv", "html")
"""The forms of file, as in `ui.export.format.Format`."""

STYLES = tuple(style.value for style in Style)
"""The styles of references."""


def exported(matrix: Matrix, form: str, today: date) -> Response:
    """A comparison as a file.

    Args:
        matrix: As shown.
        form: One of `EXPORTS`.
        today: The day of the export.
    """
    from ui.export.exporting import export_matrix
    from ui.export.format import Format

    made = export_matrix(matrix, Format(form), exported_on=today)
    # A page of another design is looked at from the reader's own disk, not from this address.
    return _file(made.content, made.media_type, made.name, inline=False)


def cited_as(matrix: Matrix, style: str, today: date) -> Response:
    """The clauses of a comparison as references.

    Args:
        matrix: As shown.
        style: One of `STYLES`.
        today: The day on which the texts were looked at.
    """
    from assistant.bibliography.citing import cite_as
    from assistant.bibliography.reference import reference_of

    chosen, language = Style(style), matrix.language
    references = [
        reference_of(citation, accessed=today, language=language) for citation in matrix.citations
    ]
    words = cite_as(references, chosen, language) + "\n"
    media_type = f"{chosen.media_type}; charset=utf-8"
    name = f"rulebridge-{today.isoformat()}-references{chosen.suffix}"
    return _file(words.encode(), media_type, name, inline=not chosen.is_data)


def _file(content: bytes, media_type: str, name: str, *, inline: bool) -> Response:
    headers = {
        "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    return Response(content, media_type=media_type, headers=headers)
