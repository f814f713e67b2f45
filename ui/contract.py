"""What the command line prints for other programs: one JSON object a line.

Field names and their order are a public contract: add at the end, rename never.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from assistant.answer import Answer, Candidate, Citation
from assistant.comparing.comparison import Matrix
from corpus.catalogue import Instrument, catalogue
from corpus.digest import Topic
from corpus.index import IndexedText
from corpus.provision import Authority, Provision

Record = dict[str, Any]


def line(record: Record | list[Record]) -> str:
    """A record in one line, Chinese readable as it is.

    >>> line({"id": "q1", "question": "第50條"})
    '{"id": "q1", "question": "第50條"}'
    """
    return json.dumps(record, ensure_ascii=False)


def search_record(
    name: str | int | None,
    language: str,
    instruments: Sequence[str],
    *,
    abstain: bool,
    found: Iterable[Candidate],
    ms: float,
) -> Record:
    """The object of ``search``: what was found, best first.

    Args:
        name: The caller's id of the question.
        language: Language of the question.
        instruments: What was searched.
        abstain: Whether ``ask`` would decline to answer.
        found: The provisions found, best first.
        ms: Duration in milliseconds.
    """
    return {
        "id": name,
        "language": language,
        "instruments": list(instruments),
        "abstain": abstain,
        "results": [
            {
                "locator": candidate.locator,
                "instrument": candidate.instrument,
                "language": candidate.language,
                "version": candidate.version,
                "score": candidate.score,
                "heading": candidate.heading,
            }
            for candidate in found
        ],
        "ms": ms,
    }


def ask_record(name: str | int | None, answer: Answer) -> Record:
    """The object of ``ask``.

    The numbers in a claim's ``citations`` count the objects of ``citations`` from 1, as the
    marks in ``answer`` do. ``comparison`` is null unless jurisdictions are compared; its
    ``claims`` count the objects of ``claims`` from 0. ``understanding``, ``candidates`` and
    ``trace`` say how the answer came about, for those who audit it; their fields are those of
    :mod:`assistant.answer`. ``excerpts`` is there where the reader's own documents were looked in
    and something was found: their words, which are not law.
    """
    citations = sorted(answer.citations, key=lambda citation: citation.number)
    excerpts = [excerpt.model_dump(mode="json") for excerpt in answer.excerpts]
    return {
        "id": name,
        "language": answer.language,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "answer": answer_text(answer),
        "claims": [
            {
                "text": claim.text,
                "support": claim.support.value,
                "citations": list(claim.citations),
                "part": claim.part.value,
            }
            for claim in answer.claims
        ],
        "citations": [_citation(citation) for citation in citations],
        "comparison": [
            {
                "jurisdiction": cell.jurisdiction,
                "claims": list(cell.claims),
                "searched": list(cell.searched),
                "figures": list(cell.figures),
            }
            for cell in answer.comparison
        ]
        or None,
        "ms": answer.ms,
        "reason_code": answer.reason_code,
        "lead": answer.lead,
        "lead_citations": list(answer.lead_citations),
        "synthesis": [sentence.model_dump(mode="json") for sentence in answer.synthesis],
        "notices": [notice.model_dump(mode="json") for notice in answer.notices],
        "withheld": answer.withheld,
        "written_by": answer.written_by,
        "fallback": answer.fallback,
        "understanding": answer.understanding.model_dump(mode="json"),
        "candidates": [candidate.model_dump(mode="json") for candidate in answer.candidates],
        "trace": answer.trace.model_dump(mode="json"),
        **({"excerpts": excerpts} if excerpts else {}),
    }


def answer_text(answer: Answer) -> str:
    """The answer in plain text: lead and claims with their marks; empty if abstained."""
    said = [(answer.lead, answer.lead_citations)]
    said += [(claim.text, claim.citations) for claim in answer.claims]
    lines = (
        f"{words} {''.join(f'[{number}]' for number in cited)}" for words, cited in said if words
    )
    return "\n".join(line.rstrip() for line in lines)


def provision_record(provision: Provision, editions: Iterable[Provision]) -> Record:
    """The object of ``provision``.

    Args:
        provision: The one asked for.
        editions: The same place in every indexed edition.
    """
    edition = provision.edition
    return {
        "locator": provision.locator,
        "instrument": edition.instrument,
        "language": provision.language,
        "version": edition.version,
        "kind": provision.kind,
        "label": provision.label,
        "heading": provision.heading,
        "heading_path": list(provision.heading_path),
        "text": provision.text,
        "authority": edition.authority.value,
        "binding_force": edition.binding_force.value,
        "status": provision.status.value,
        "in_force_from": _day(provision.in_force_from or edition.in_force_from),
        "in_force_to": _day(edition.in_force_to),
        "applies_from": _day(provision.applies_from),
        "url": catalogue().url_of(
            provision.locator, edition.version, edition.language, provision.page
        ),
        "page": provision.page,
        "notes": [note.text for note in provision.notes],
        "source_sha256": edition.source_sha256,
        "editions": [
            {
                "language": other.edition.language,
                "version": other.edition.version,
                "authority": other.edition.authority.value,
            }
            for other in editions
        ],
    }


def matrix_record(matrix: Matrix) -> Record:
    """The object of ``compare``: the fields of :class:`~assistant.comparing.comparison.Matrix`.

    The numbers in a notice's ``citations`` are those of the entries' ``citation.number``.
    """
    return matrix.model_dump(mode="json")


def topic_record(topic: Topic) -> Record:
    """The object of ``compare --topics``: one topic with its names and descriptions."""
    return topic.model_dump(mode="json", by_alias=True)


def instrument_record(instrument: Instrument, texts: Collection[IndexedText]) -> Record:
    """The object of ``instruments``: one instrument with its versions and what is installed.

    Args:
        instrument: The instrument.
        texts: The texts in the index, of any instrument.
    """
    mine = [text for text in texts if text.instrument == instrument.id]
    official = {
        (t.version, t.language, t.authority)
        for t in mine
        if t.authority is not Authority.OWN_DIGEST
    }
    return {
        "id": instrument.id,
        "title": instrument.title.model_dump(by_alias=True),
        "short": instrument.short.model_dump(by_alias=True),
        "jurisdiction": instrument.jurisdiction,
        "binding_force": instrument.binding_force.value,
        "publisher": instrument.publisher,
        "licence": instrument.licence,
        "installed": bool(official),
        "digest": any(text.authority is Authority.OWN_DIGEST for text in mine),
        "versions": [
            {
                "version": version.id,
                "in_force_from": _day(version.in_force_from),
                "in_force_to": _day(version.in_force_to),
                "texts": [
                    {
                        "language": text.language,
                        "authority": text.authority.value,
                        "url": text.url,
                        "installed": (version.id, text.language, text.authority) in official,
                    }
                    for text in version.text
                ],
            }
            for version in instrument.version
        ],
    }


def _citation(citation: Citation) -> Record:
    return {
        "locator": citation.locator,
        "instrument": citation.instrument,
        "language": citation.language,
        "version": citation.version,
        "authority": citation.authority.value,
        "binding_force": citation.binding_force.value,
        "quote": citation.quote,
        "quote_verified": citation.quote_verified,
        "url": citation.url,
        "pinpoint": citation.pinpoint,
        "status": citation.status.value,
        "applies_from": _day(citation.applies_from),
        "gist": citation.gist,
        "spans": [list(span) for span in citation.spans],
        "page": citation.page,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
