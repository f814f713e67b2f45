"""Which consolidated versions of an act EUR-Lex has: asked of the Publications Office's Cellar.

A consolidated text has a CELEX number of its own, made of the act's and a day
(``02024R1689-20260727``), so that a newer one is nowhere to be seen from the one that is known.
Cellar answers questions about its holdings in SPARQL, with the W3C's “SPARQL 1.1 Query Results
JSON”.

An answer that does not have the version that the catalogue knows is not believed.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import NotTheText
from ingest.fetching.asking import Asker, host_of
from ingest.fetching.formats import check_type
from ingest.fetching.publishers import Source

LISTING_LIMIT = 2**20
"""Largest answer read, in bytes."""

LISTING_TYPES = ("application/sparql-results+json", "application/json")
"""Content types that are believed."""

_ONTOLOGY = "http://publications.europa.eu/ontology/cdm#"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_MOST = 500


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Value(_Lenient):
    value: str = ""


class _Row(_Lenient):
    celex: _Value = _Value()


class _Results(_Lenient):
    bindings: list[_Row]


class _Answer(_Lenient):
    results: _Results


def listing_url(source: Source) -> str:
    """The address that lists the consolidated versions of a source's act."""
    query = (
        f"PREFIX cdm: <{_ONTOLOGY}> SELECT DISTINCT ?celex WHERE {{ "
        f'?act cdm:resource_legal_id_celex "{source.act}"^^<{_STRING}> . '
        "?version cdm:act_consolidated_consolidates_resource_legal ?act ; "
        f"cdm:resource_legal_id_celex ?celex . }} LIMIT {_MOST}"
    )
    return f"{source.listing}?{urlencode({'query': query, 'format': LISTING_TYPES[0]})}"


def following(asker: Asker, source: Source, after: date) -> date | None:
    """The day of the consolidated version that follows another one, as the publisher lists them.

    Args:
        asker: Asks the publisher.
        source: Whose versions they are.
        after: Day of the version that is here.

    Returns:
        The first day after it; None where there is none.

    Raises:
        FetchFailed: The list does not come, or is not to be believed.
    """
    sink = io.BytesIO()
    headers = {"Accept": LISTING_TYPES[0]}
    answer = asker.ask(source, listing_url(source), sink, LISTING_LIMIT, headers=headers)
    host = host_of(answer.url)
    check_type(answer.content_type, LISTING_TYPES, host)
    return min((d for d in days_of(sink.getvalue(), source, host) if d > after), default=None)


def days_of(data: bytes, source: Source, host: str) -> set[date]:
    """The days of the consolidated versions in an answer.

    Args:
        data: What the publisher answered.
        source: Whose versions they are.
        host: Who answered, for messages.

    Raises:
        NotTheText: It is no such answer, or one without the version that the catalogue knows.
    """
    try:
        answer = _Answer.model_validate_json(data)
    except (ValidationError, RecursionError) as error:
        raise _refused(host, source) from error
    # Other acts may be linked with it as well: only numbers made of its own count.
    own = re.compile(rf"0{re.escape(source.act[1:])}-([0-9]{{8}})")
    days = {
        day
        for row in answer.results.bindings
        if (match := own.fullmatch(row.celex.value)) and (day := _day(match[1]))
    }
    if source.version_date not in days:
        raise _refused(host, source)
    return days


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None


def _refused(host: str, source: Source) -> NotTheText:
    return NotTheText(
        f"What {host} sent is not the list of consolidated versions of {source.instrument} that "
        "was expected; it was not used.",
        host=host,
    )
