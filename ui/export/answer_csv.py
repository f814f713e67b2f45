"""The comparison inside an answer as CSV: a line for each clause, one for each place without any.

The columns are those of a matrix without a question, as far as an answer has them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from assistant.answer import Answer, Citation, ComparisonCell
from corpus.texts import joined, text
from ui.compare import facts
from ui.compare_export import column_name, guarded
from ui.export.outline import clean
from ui.matrix import matrix
from ui.reading import place_name
from ui.wording import instrument_name, language_name, version_label

_COLUMNS = (
    "question", "jurisdiction", "says", "number", "instrument", "pinpoint", "gist", "quotation",
    "language", "verified", "figures", "force", "dates", "editions", "authority", "state",
    "locator", "link",
)  # fmt: skip


def answer_csv(answer: Answer) -> str:
    """The comparison, with a byte order mark; the answer has to have one."""
    out = io.StringIO()
    writer = csv.writer(out)
    language = answer.language
    writer.writerow(column_name(column, language) for column in _COLUMNS)
    laid_out = matrix(answer)
    silent = laid_out.silent if laid_out else ()
    for cell, remark in zip(answer.comparison, silent, strict=True):
        for values in _records(cell, remark, answer):
            writer.writerow(guarded(clean(values.get(column, ""))) for column in _COLUMNS)
    return "\ufeff" + out.getvalue()


def _records(cell: ComparisonCell, remark: str, answer: Answer) -> Iterator[dict[str, str]]:
    language = answer.language
    shared = {
        "question": answer.question,
        "jurisdiction": place_name(cell.jurisdiction, language),
        "state": remark,
    }
    if not cell.claims:
        yield shared
    for position in cell.claims:
        claim = answer.claims[position]
        for number in claim.citations:
            figures = joined(language, cell.figures) if position == cell.claims[0] else ""
            said = {"says": claim.text, "figures": figures}
            yield shared | said | _of(answer.citation(number), language)


def _of(citation: Citation, language: str) -> dict[str, str]:
    authority, force, *dates = facts(citation, language)
    return {
        "number": str(citation.number),
        "instrument": instrument_name(citation.instrument, language),
        "pinpoint": citation.pinpoint,
        "gist": citation.gist,
        "quotation": citation.quote,
        "language": language_name(citation.language, language) if citation.quote else "",
        "verified": text(language, f"compare.{'yes' if citation.quote_verified else 'no'}"),
        "force": force,
        "dates": joined(language, dates),
        "editions": version_label(citation.instrument, citation.version, language),
        "authority": authority,
        "locator": citation.locator,
        "link": citation.url,
    }
