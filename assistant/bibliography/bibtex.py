"""BibTeX, readable by LaTeX's BibTeX and by biblatex with biber."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.bibliography.csl import abstract
from assistant.bibliography.fixed import fixed
from assistant.bibliography.keys import keys
from assistant.bibliography.places import place
from assistant.bibliography.reference import Reference
from assistant.bibliography.remarks import remarks

_LATEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    **{special: f"\\{special}" for special in "#$%&_"},
}
_SPECIAL = re.compile("|".join(re.escape(character) for character in _LATEX))


def bibtex(references: Sequence[Reference], language: str) -> str:
    """A file of references, one entry each."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries: list[Block] = []
    for reference, key in zip(references, keys(references), strict=True):
        fields = [Field(name, f"{{{value}}}") for name, value in _fields(reference, language)]
        kind = "techreport" if fixed(reference.instrument).type == "report" else "misc"
        entries.append(Entry(kind, key, fields))
    # The values are in braces already; no middleware is to touch them.
    return str(write_string(Library(entries), unparse_stack=[]))


def latex(text: str) -> str:
    r"""A text in which LaTeX and BibTeX find nothing to obey.

    >>> latex("50 % of {tea} \\ pots")
    '50 \\% of \\textbraceleft{}tea\\textbraceright{} \\textbackslash{} pots'
    """
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], text)


def _fields(reference: Reference, language: str) -> list[tuple[str, str]]:
    parts = fixed(reference.instrument)
    report = parts.type == "report"
    issued = reference.issued
    number = ", ".join(filter(None, (parts.get("journal"), parts.get("number", language))))
    where = place(reference, language)
    plain = {
        "title": f"{{{latex(parts.title(language))}}}",
        "author": " and ".join(f"{{{latex(body)}}}" for body in parts.authors(language)),
        "institution" if report else "publisher": latex(parts.publisher(language)),
        "number": latex(number),
        "year": str(issued.year) if issued else "",
        "date": _day(issued),
        "version": latex(reference.version),
        "note": latex(", ".join(filter(None, (where, remarks(reference, language))))),
        "pinpoint": latex(where),
        "abstract": latex(abstract(reference)),
        "langid": "english" if reference.language == "en" else "chinese",
        "language": latex(reference.language),
        "doi": reference.doi,
        # Addresses are verbatim: nothing in them is escaped, and braces are percent-encoded.
        "url": reference.link,
        "urldate": _day(reference.accessed),
        "permalink": reference.permalink,
    }
    return [(name, value) for name, value in plain.items() if value]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
