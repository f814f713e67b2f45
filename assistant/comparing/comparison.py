"""The matrix: what each jurisdiction provides on a topic, clause beside clause, without a question.

Rows are topics, columns are jurisdictions. A cell holds the few provisions that carry the topic
best, each with its citation, and says what is ours: headings and gists are the digest's, quoted
words are the law's and are checked against the stored text. A cell only ever holds provisions of
its own jurisdiction. Where nothing is found, it says where was looked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Citation, Notice, Synthesis
from assistant.comparing.aspects import Aspect, Chosen, choose
from assistant.comparing.synthesis import Side, dates, editions, figure_text, named, synthesis
from assistant.comparing.topics import finder_for
from assistant.composing.citing import cite, cite_digest, edition_for
from assistant.composing.notices import notices, short
from corpus.catalogue import LANGUAGES, Instrument, catalogue
from corpus.digest import Digest, DigestEntry, Figure
from corpus.digest.describing import describes
from corpus.errors import UsageError
from corpus.index import IndexedText
from corpus.provision import Authority, BindingForce, instrument_of
from corpus.provisions import ProvisionTable
from corpus.texts import text, written_date


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class State(StrEnum):
    """What a cell can say."""

    FOUND = "found"
    SILENT = "silent"
    """The texts are there, and none of their provisions is filed under the topic."""
    NOT_INSTALLED = "not_installed"
    """Nothing to look at: no text of the jurisdiction for the day."""


class Entry(_Part):
    """One provision in a cell."""

    aspect: Aspect = Field(description="What it does for the topic; entries align along it.")
    heading: str = Field(description="Our heading; the law's own where the digest does not fit.")
    citation: Citation = Field(description="Pinpoint, gist (ours), quotation, edition, link.")
    roles: tuple[str, ...] = Field((), description="Whom it concerns, ids of the digest.")
    figures: tuple[str, ...] = Field((), description="Figures in it, in the reader's words.")


class Cell(_Part):
    """What one jurisdiction provides on one topic."""

    jurisdiction: str
    state: State
    remark: str = Field("", description="Why it is empty, or what it leaves out.")
    entries: tuple[Entry, ...] = ()
    more: int = Field(0, description="Further provisions on the topic, not shown.")
    roles: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    binding_force: tuple[BindingForce, ...] = ()
    dates: tuple[str, ...] = Field((), description="Application, in the reader's words.")
    editions: tuple[str, ...] = Field((), description="Instrument and edition of each source.")
    searched: tuple[str, ...] = Field((), description="Instrument ids.")


class Row(_Part):
    """One topic across the jurisdictions."""

    topic: str
    name: str
    cells: tuple[Cell, ...]
    synthesis: tuple[Synthesis, ...] = ()


class Matrix(_Part):
    """Topics by jurisdictions."""

    asked: tuple[str, ...] = Field(description="As typed.")
    language: str
    as_at: date
    jurisdictions: tuple[str, ...]
    rows: tuple[Row, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, in the order of its number."""
        return tuple(e.citation for row in self.rows for cell in row.cells for e in cell.entries)


@dataclass(frozen=True)
class Holdings:
    """What there is to compare from.

    Attributes:
        provisions: The words of the law.
        texts: The texts in the index, official and digest.
        words: The digest.
    """

    provisions: ProvisionTable
    texts: Collection[IndexedText]
    words: Digest

    def editions(self, instrument: str) -> set[str]:
        """The versions of which an official text is installed."""
        return {
            t.version
            for t in self.texts
            if t.instrument == instrument and t.authority is not Authority.OWN_DIGEST
        }

    def has(self, instrument: str) -> bool:
        """Whether the instrument is in the index at all."""
        return any(t.instrument == instrument for t in self.texts)


def lay_out(
    topics: str | Sequence[str],
    holdings: Holdings,
    *,
    jurisdictions: Iterable[str] | None = None,
    language: str = "en",
    as_at: date | None = None,
) -> Matrix:
    """Lay out what each jurisdiction provides on topics.

    Args:
        topics: Ids, names in any language or free words; one string is one topic.
        holdings: What there is to compare from.
        jurisdictions: Ids of the catalogue, in the order wanted; all where not given.
        language: Language of the matrix.
        as_at: The day whose law counts; today where not given.

    Raises:
        UsageError: An unknown topic, jurisdiction or language.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"RuleBridge does not answer in “{language}”; choose from: {', '.join(LANGUAGES)}.",
            language=language,
        )
    asked = (topics,) if isinstance(topics, str) else tuple(topics)
    finder = finder_for(holdings.words)
    found = tuple(dict.fromkeys(topic for words in asked for topic in finder.find(words)))
    places = _places(jurisdictions)
    maker = _Maker(holdings, language, as_at or date.today())
    rows = tuple(maker.row(topic, places) for topic in found)
    matrix = Matrix(
        asked=asked, language=language, as_at=maker.as_at, jurisdictions=places, rows=rows
    )
    told = notices(matrix.citations, (), language, maker.as_at)
    return matrix.model_copy(update={"notices": tuple(told)})


def _places(wanted: Iterable[str] | None) -> tuple[str, ...]:
    book = catalogue()
    ids = tuple(place.id for place in book.jurisdiction)
    chosen = tuple(dict.fromkeys(wanted or ids))
    for place in chosen:
        if place not in ids:
            raise UsageError(
                f"There is no jurisdiction “{place}”; choose from: {', '.join(ids)}.",
                jurisdiction=place,
                known=", ".join(ids),
            )
    return chosen or ids


class _Maker:
    """Makes rows; counts the citations."""

    def __init__(self, holdings: Holdings, language: str, as_at: date) -> None:
        self._held = holdings
        self._language = language
        self.as_at = as_at
        self._number = 0

    def row(self, topic: str, places: Sequence[str]) -> Row:
        cells = tuple(self._cell(topic, place) for place in places)
        return Row(
            topic=topic,
            name=self._held.words.topics[topic].name.get(self._language),
            cells=cells,
            synthesis=synthesis([side(c, self._language) for c in cells], self._language),
        )

    def _cell(self, topic: str, place: str) -> Cell:
        book = catalogue()
        mine = [i for i in book.instruments if i.jurisdiction == place]
        indexed = [i for i in mine if self._held.has(i.id)]
        # An instrument of which only a later version is described says nothing about the day.
        usable = {i.id: version for i in indexed if (version := self._version(i))}
        if not usable:
            ids = tuple(i.id for i in mine)
            key = "compare.not_held" if indexed else "compare.not_installed"
            remark = self._say(key, instruments=short(ids, self._language), date=self._day())
            return Cell(jurisdiction=place, state=State.NOT_INSTALLED, remark=remark, searched=ids)
        table = self._held.words.by_topic[topic]
        entries = [e for i in usable for e in table.get(i, ()) if self._exists(e, usable[i])]
        searched = tuple(usable)
        if not entries:
            name = self._held.words.topics[topic].name.get(self._language)
            names = short(searched, self._language)
            remark = self._say("compare.silent", instruments=names, topic=name)
            return Cell(jurisdiction=place, state=State.SILENT, remark=remark, searched=searched)
        chosen, more = choose(entries, topic)
        made = [self._entry(c, usable[instrument_of(c.entry.locator)]) for c in chosen]
        cited = [entry.citation for entry in made]
        return Cell(
            jurisdiction=place,
            state=State.FOUND,
            remark=" ".join(self._earlier(cited)),
            entries=tuple(made),
            more=more,
            roles=_distinct(role for entry in made for role in entry.roles),
            figures=_distinct(figure for entry in made for figure in entry.figures),
            binding_force=tuple(dict.fromkeys(c.binding_force for c in cited)),
            dates=dates(cited, self._language, self.as_at),
            editions=editions(cited, self._language),
            searched=searched,
        )

    def _version(self, instrument: Instrument) -> str:
        """The version in force on the day, if there is anything to show of it; else empty."""
        version = catalogue().version_on(instrument.id, self.as_at)
        if version is None:
            return ""
        described = version.id == instrument.described_version.id
        return version.id if described or version.id in self._held.editions(instrument.id) else ""

    def _exists(self, entry: DigestEntry, version: str) -> bool:
        """Whether the version has the provision; the digest describes one version."""
        known = catalogue().instrument(instrument_of(entry.locator))
        if version == known.described_version.id:
            return True
        return bool(self._held.provisions.get(entry.locator, version=version))

    def _entry(self, chosen: Chosen, version: str) -> Entry:
        entry, language = chosen.entry, self._language
        self._number += 1
        described = describes(entry, version, self._held.provisions)
        held = self._held.provisions.get(entry.locator, version=version)
        provision = edition_for(held, language) if held else None
        citation = None
        if provision is not None:
            citation = cite(self._number, provision, entry, language, described=described)
        if citation is None:
            citation = cite_digest(self._number, entry, version, language)
        heading = entry.heading.get(language)
        figures: Iterable[Figure] = entry.figures
        if not described and provision is not None:
            heading = provision.heading or next(reversed(provision.heading_path), "")
            figures = (f for f in figures if any(p in provision.text for p in f.printed))
        return Entry(
            aspect=chosen.aspect,
            heading=heading,
            citation=citation,
            roles=entry.roles,
            figures=_distinct(figure_text(figure, language) for figure in figures),
        )

    def _earlier(self, cited: Iterable[Citation]) -> Iterator[str]:
        """That the digest describes another edition, for each instrument of which it does."""
        for instrument in dict.fromkeys(c.instrument for c in cited if not self._ours(c)):
            name = short([instrument], self._language)
            yield self._say("compare.earlier", instrument=name, date=self._day())

    def _ours(self, citation: Citation) -> bool:
        entry = self._held.words.nearest(citation.locator)
        return entry is None or describes(entry, citation.version, self._held.provisions)

    def _day(self) -> str:
        return written_date(self._language, self.as_at)

    def _say(self, key: str, **values: object) -> str:
        return text(self._language, key, **values)


def side(cell: Cell, language: str) -> Side:
    """A cell's facts, for the synthesis."""
    cited = [entry.citation for entry in cell.entries]
    return Side(
        jurisdiction=cell.jurisdiction,
        roles=cell.roles,
        force=cell.binding_force,
        dates=cell.dates or cell.editions,
        figures=cell.figures,
        pinpoints=tuple(named(citation, cited, language) for citation in cited),
        searched=cell.searched,
        installed=cell.state is not State.NOT_INSTALLED,
    )


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
