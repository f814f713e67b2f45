"""A comparison as a file: CSV for spreadsheets, Markdown for documents.

CSV begins with a byte order mark, because Excel takes UTF-8 for the local code page without one,
and its lines end as RFC 4180 says. A value that a spreadsheet would read as a formula gets an
apostrophe in front (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from assistant.answer import Citation
from assistant.comparing.comparison import Cell, Entry, Matrix, Row
from corpus.digest.roles import role_name
from corpus.texts import joined, text
from ui.compare import facts, lines, quoted, taken_as
from ui.export.markdown import escaped
from ui.export.outline import clean
from ui.export.setting import publisher_link
from ui.reading import place_name
from ui.wording import instrument_name, language_name, version_label

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_COLUMNS = (
    "topic", "jurisdiction", "aspect", "instrument", "pinpoint", "heading", "gist", "quotation",
    "language", "verified", "figures", "roles", "force", "dates", "editions", "authority", "state",
    "locator", "link",
)  # fmt: skip
_ELSEWHERE = {
    "quotation": "answer.quotation",
    "language": "cli.column_language",
    "authority": "cli.column_authority",
    "question": "export.question",
    "number": "export.number",
    "says": "compare.aspect_rule",
}


def as_csv(matrix: Matrix) -> str:
    """One line for each provision, and one for each cell that is empty; with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    language = matrix.language
    writer.writerow(column_name(column, language) for column in _COLUMNS)
    for row in matrix.rows:
        for cell in row.cells:
            for values in _records(row, cell, language):
                writer.writerow(guarded(clean(values.get(column, ""))) for column in _COLUMNS)
    return "\ufeff" + out.getvalue()


def column_name(column: str, language: str) -> str:
    """What a column is called."""
    return text(language, _ELSEWHERE.get(column, f"compare.{column}"))


def guarded(value: str) -> str:
    """A value that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Article 50(2)")
    ("'=1+1", 'Article 50(2)')
    """
    return f"'{value}" if _FORMULA.match(value) else value


def _records(row: Row, cell: Cell, language: str) -> Iterator[dict[str, str]]:
    shared = {
        "topic": row.name,
        "jurisdiction": place_name(cell.jurisdiction, language),
        "state": cell.remark,
    }
    if not cell.entries:
        yield shared
    for entry in cell.entries:
        yield shared | _of_entry(entry, language)


def _of_entry(entry: Entry, language: str) -> dict[str, str]:
    citation = entry.citation
    authority, force, *dates = facts(citation, language)
    return {
        "aspect": text(language, f"compare.aspect_{entry.aspect.value}"),
        "instrument": instrument_name(citation.instrument, language),
        "pinpoint": citation.pinpoint,
        "heading": entry.heading,
        "gist": citation.gist,
        "quotation": citation.quote,
        "language": language_name(citation.language, language) if citation.quote else "",
        "verified": text(language, f"compare.{'yes' if citation.quote_verified else 'no'}"),
        "figures": joined(language, entry.figures),
        "roles": joined(language, (role_name(role, language) for role in entry.roles)),
        "force": force,
        "dates": joined(language, dates),
        "editions": version_label(citation.instrument, citation.version, language),
        "authority": authority,
        "locator": citation.locator,
        "link": citation.url,
    }


def as_markdown(matrix: Matrix) -> str:
    """A table for each topic, the synthesis as a list, the clauses as footnotes."""
    language = matrix.language
    parts: list[str] = []
    if taken := taken_as(matrix):
        parts.append(f"*{_escaped(taken)}*")
    for row in matrix.rows:
        parts += [f"## {_escaped(row.name)}", _table(row, language)]
        parts.append("\n".join(_sentences(row, language)))
    if matrix.notices:
        marks = (
            f"- {_escaped(n.text)} {''.join(f'[^{number}]' for number in n.citations)}".rstrip()
            for n in matrix.notices
        )
        parts += [f"**{text(language, 'ui.notices')}**", "\n".join(marks)]
    parts.append("\n".join(_footnote(c, language) for c in matrix.citations))
    parts.append(_escaped(text(language, "notices.not_advice")))
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(row: Row, language: str) -> str:
    names = [_escaped(place_name(cell.jurisdiction, language)) for cell in row.cells]
    written = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for line in lines(row.cells, language):
        cells = (
            "<br>".join(
                f"{_escaped(words)}{'' if number is None else f'[^{number}]'}"
                for words, number in items
            )
            for items in line.cells
        )
        written.append(f"| **{_escaped(line.label)}** | {' | '.join(cells)} |")
    return "\n".join(written)


def _sentences(row: Row, language: str) -> Iterator[str]:
    for sentence in row.synthesis:
        kind = text(language, f"compare.{sentence.kind}")
        yield f"- **{_escaped(kind)}**: {_escaped(sentence.text)}"


def _footnote(citation: Citation, language: str) -> str:
    edition = version_label(citation.instrument, citation.version, language)
    name = instrument_name(citation.instrument, language)
    pieces = [f"**{_escaped(f'{name} · {citation.pinpoint}')}**"]
    if citation.quote:
        pieces.append(_escaped(quoted(citation)))
    if citation.gist:
        pieces.append(f"*{_escaped(citation.gist)}* {_escaped(text(language, 'compare.own'))}")
    pieces.append(_escaped(" · ".join((edition, *facts(citation, language)))))
    if citation.url:
        link = publisher_link(citation.url)
        pieces.append(f"<{link}>" if link else _escaped(citation.url))
    return f"[^{citation.number}]: {' — '.join(pieces)}"


def _escaped(words: str) -> str:
    return escaped(" ".join(clean(words).split()))
