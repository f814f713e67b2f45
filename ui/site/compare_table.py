"""A row of the matrix as a table that reads across: aspects down, jurisdictions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from assistant.answer import Citation, Synthesis
from assistant.comparing.aspects import Aspect
from assistant.comparing.comparison import Cell, Entry, Matrix, Row, State
from assistant.comparing.synthesis import named
from assistant.composing.citation import pinpoint
from corpus.catalogue import catalogue
from corpus.digest import Digest
from corpus.digest.roles import role_name
from corpus.provision import Authority, Status, instrument_of
from corpus.texts import joined, text
from ui.compare import facts
from ui.export.setting import publisher_link
from ui.reading import place_name
from ui.site.compare_cells import Column, Item, Line, Provision, Rest, TopicTable
from ui.site.compare_filter import Narrowed
from ui.site.compare_query import CompareQuery
from ui.site.place import address
from ui.wording import instrument_name, language_name, version_label

_EMPTIED = "hidden"


def tables(narrowed: Narrowed, query: CompareQuery, words: Digest) -> tuple[TopicTable, ...]:
    """The tables of a comparison, one for each topic.

    Args:
        narrowed: The comparison.
        query: What was asked for.
        words: The digest.
    """
    return tuple(_table(row, narrowed, query, words) for row in narrowed.matrix.rows)


def _table(row: Row, narrowed: Narrowed, query: CompareQuery, words: Digest) -> TopicTable:
    matrix = narrowed.matrix
    language = matrix.language
    columns = tuple(
        _column(row.topic, cell, narrowed, query, words, language) for cell in row.cells
    )
    shown = [cell for cell in row.cells if cell.entries]
    description = words.topics[row.topic].description.get(language)
    return TopicTable(
        topic=row.topic,
        name=row.name,
        description=description,
        columns=columns,
        lines=tuple(_lines(shown, matrix)),
        synthesis=_by_kind(row.synthesis),
        ask=_ask(row, description, language),
    )


def _ask(row: Row, description: str, language: str) -> str:
    """The Ask page with a question about the topic; the description makes it one that is found."""
    places = [cell.jurisdiction for cell in row.cells]
    question = text(
        language,
        "compare_page.question",
        topic=row.name,
        description=description,
        places=joined(language, (place_name(place, language) for place in places)),
    )
    chosen = [("topic", row.topic), *(("jurisdiction", place) for place in places)]
    return "/?" + urlencode([("q", question), *chosen])


def _by_kind(sentences: Sequence[Synthesis]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    kinds = dict.fromkeys(sentence.kind for sentence in sentences)
    return tuple((kind, tuple(s.text for s in sentences if s.kind == kind)) for kind in kinds)


def _column(
    topic: str, cell: Cell, narrowed: Narrowed, query: CompareQuery, words: Digest, language: str
) -> Column:
    hidden = narrowed.hidden.get((topic, cell.jurisdiction), 0)
    emptied = cell.state is State.FOUND and not cell.entries
    return Column(
        id=cell.jurisdiction,
        name=place_name(cell.jurisdiction, language),
        state=_EMPTIED if emptied else cell.state.value,
        remark="" if emptied else cell.remark,
        voluntary=bool(cell.binding_force)
        and all(force.is_voluntary for force in cell.binding_force),
        shown=len(cell.entries),
        more=cell.more,
        rest=_rest(topic, cell, query, words, language),
        hidden=hidden,
    )


def _rest(
    topic: str, cell: Cell, query: CompareQuery, words: Digest, language: str
) -> tuple[Rest, ...]:
    """What is on the topic besides; empty where it is not sure that the edition has it."""
    shown = {entry.citation.locator for entry in cell.entries}
    table = words.by_topic[topic]
    rest = [e for i in cell.searched for e in table.get(i, ()) if e.locator not in shown]
    if not cell.more or len(rest) != cell.more:
        return ()
    latest = {i.id: i.described_version.id for i in catalogue().every}
    if any(e.citation.version != latest.get(e.citation.instrument) for e in cell.entries):
        return ()
    several = len({instrument_of(entry.locator) for entry in rest}) > 1
    return tuple(
        Rest(
            entry.heading.get(language),
            _place(entry.locator, several, language),
            address(entry.locator, as_at=query.as_at.isoformat() if query.as_at else ""),
        )
        for entry in rest
    )


def _place(locator: str, named_too: bool, language: str) -> str:
    place = pinpoint(locator, language)
    if not named_too:
        return place
    gap = " " if language == "en" else ""
    return f"{instrument_name(instrument_of(locator), language)}{gap}{place}"


def _lines(cells: Sequence[Cell], matrix: Matrix) -> Iterator[Line]:
    language = matrix.language
    for aspect in Aspect:
        found = {
            cell.jurisdiction: [_provision(e, language) for e in cell.entries if e.aspect is aspect]
            for cell in cells
        }
        if any(found.values()):
            key = f"aspect_{aspect.value}"
            yield Line(key, text(language, f"compare.{key}"), provisions=found)
    told: dict[str, dict[str, list[Item]]] = {
        "figures": {c.jurisdiction: list(_figures(c, language)) for c in cells},
        "roles": {c.jurisdiction: [Item(role_name(r, language)) for r in c.roles] for c in cells},
        "force": {c.jurisdiction: [Item(f) for f in _forces(c, language)] for c in cells},
        "dates": {c.jurisdiction: [Item(day) for day in c.dates] for c in cells},
        "editions": {c.jurisdiction: [Item(edition) for edition in c.editions] for c in cells},
    }
    for key, items in told.items():
        if any(items.values()):
            yield Line(key, text(language, f"compare.{key}"), items=items)


def _figures(cell: Cell, language: str) -> Iterator[Item]:
    cited = [entry.citation for entry in cell.entries]
    for entry in cell.entries:
        place = named(entry.citation, cited, language)
        for figure in entry.figures:
            yield Item(figure, entry.citation.number, place)


def _forces(cell: Cell, language: str) -> Iterator[str]:
    for force in cell.binding_force:
        yield text(language, f"binding_force.{force.value}")


def _provision(entry: Entry, language: str) -> Provision:
    cited = entry.citation
    own = cited.authority is Authority.OWN_DIGEST
    ours = bool(cited.gist)
    quote = cited.quote if cited.quote_verified and not own else ""
    authority = text(language, f"authority.{cited.authority.value}")
    return Provision(
        number=cited.number,
        heading=entry.heading,
        heading_language=language if ours else cited.language,
        place=cited.pinpoint,
        name=instrument_name(cited.instrument, language),
        href=_href(cited, bool(quote)),
        gist=cited.gist,
        quote=quote,
        quote_language=cited.language,
        quoted_as=text(
            language,
            "compare_page.quoted_as",
            spoken=language_name(cited.language, language),
            authority=authority,
        ),
        own=own,
        status=_status(cited, language),
        facts=(
            version_label(cited.instrument, cited.version, language),
            *facts(cited, language),
            *([text(language, "ui.verified")] if quote else []),
        ),
        publisher=publisher_link(cited.url),
    )


def _href(cited: Citation, quoted: bool) -> str:
    """Its page, in the edition quoted and with the words quoted marked."""
    if not quoted:
        return address(cited.locator)
    spans = ",".join(f"{start}-{end}" for start, end in cited.spans)
    return address(cited.locator, version=cited.version, language=cited.language, mark=spans)


def _status(cited: Citation, language: str) -> str:
    if cited.status is Status.OPERATIVE:
        return ""
    return text(language, f"status.{cited.status.value}")
