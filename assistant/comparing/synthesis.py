"""A short synthesis of a comparison: what is common, what differs, what is missing.

Every sentence is put together from facts of the cells and bound to the jurisdictions whose cells
it rests on. Nothing is concluded: a sentence lists what the cells carry side by side. A voluntary
framework is only ever said to recommend.

Example:
    >>> from corpus.provision import BindingForce
    >>> eu = Side("eu", ("provider",), (BindingForce.REGULATION,), pinpoints=("Article 50(2)",))
    >>> hk = Side("hk", searched=("cap-486",))
    >>> [sentence.kind for sentence in synthesis([eu, hk], "en")]
    ['differs', 'missing']
    >>> synthesis([eu, hk], "en")[1].text
    'Hong Kong: no provision on this found in PDPO (Cap. 486).'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.answer import Citation, Claim, ComparisonCell, Synthesis
from assistant.composing.key_figures import written
from assistant.composing.notices import short
from corpus.catalogue import catalogue
from corpus.digest import Digest, Figure
from corpus.digest.roles import role_name
from corpus.provision import BindingForce
from corpus.texts import joined, text, written_date

MOST = 6
"""Facts of one kind named for each jurisdiction; what is left out is marked."""


@dataclass(frozen=True)
class Side:
    """What one jurisdiction brings to a comparison, as facts.

    Attributes:
        jurisdiction: Id in the catalogue.
        roles: Ids of the roles that the clauses concern, digest's vocabulary.
        force: What the sources are in law, each once.
        dates: From when the clauses apply or which edition they are, in the reader's words.
        figures: Amounts, periods and other figures in the clauses, in the reader's words.
        pinpoints: Where the clauses stand, in the reader's words; empty where nothing was found.
        searched: Instruments looked at.
        installed: Whether there was anything to look at.
    """

    jurisdiction: str
    roles: tuple[str, ...] = ()
    force: tuple[BindingForce, ...] = ()
    dates: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    pinpoints: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    installed: bool = True

    @property
    def silent(self) -> bool:
        """Whether nothing was found."""
        return not self.pinpoints


def synthesis(sides: Sequence[Side], language: str) -> tuple[Synthesis, ...]:
    """The sentences for a comparison: common first, then what differs, then what is missing.

    Args:
        sides: The jurisdictions compared, in the order shown.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
    """
    found = [side for side in sides if not side.silent]
    sentences = [
        *_rules(found, sides, language),
        *_roles(found, language),
        *_force(found, language),
        *_dates(found, language),
        *_figures(found, language),
        *_missing(sides, language),
    ]
    order = ("common", "differs", "missing")
    return tuple(sorted(sentences, key=lambda sentence: order.index(sentence.kind)))


def sides_of(
    cells: Iterable[ComparisonCell],
    claims: Sequence[Claim],
    citations: Iterable[Citation],
    words: Digest,
    language: str,
    as_at: date,
) -> tuple[Side, ...]:
    """The sides of a comparison inside an answer.

    Args:
        cells: The answer's comparison.
        claims: The answer's claims, to which the cells point.
        citations: The answer's citations.
        words: The digest, for roles and figures of the clauses cited.
        language: Language of the answer.
        as_at: The day whose law counts.
    """
    by_number = {citation.number: citation for citation in citations}
    return tuple(_side(cell, claims, by_number, words, language, as_at) for cell in cells)


def _side(
    cell: ComparisonCell,
    claims: Sequence[Claim],
    by_number: dict[int, Citation],
    words: Digest,
    language: str,
    as_at: date,
) -> Side:
    numbers = dict.fromkeys(n for position in cell.claims for n in claims[position].citations)
    cited = [by_number[number] for number in numbers]
    entries = [entry for c in cited if (entry := words.entry(c.locator)) is not None]
    figures = (figure_text(figure, language) for e in entries for figure in e.figures)
    return Side(
        jurisdiction=cell.jurisdiction,
        roles=tuple(dict.fromkeys(role for entry in entries for role in entry.roles)),
        force=tuple(dict.fromkeys(c.binding_force for c in cited)),
        dates=dates(cited, language, as_at) or editions(cited, language),
        figures=cell.figures or tuple(dict.fromkeys(figures)),
        pinpoints=tuple(dict.fromkeys(named(c, cited, language) for c in cited)),
        searched=cell.searched,
    )


def figure_text(figure: Figure, language: str) -> str:
    """A figure and what it is: “HK$1,000,000 (maximum fine)”."""
    value, what = written(figure, language), figure.what.get(language)
    return text(language, "compare.figure", value=value, what=what)


def named(citation: Citation, among: Iterable[Citation], language: str) -> str:
    """A pinpoint, with its instrument where the others are not all of the same one."""
    if len({other.instrument for other in among} | {citation.instrument}) == 1:
        return citation.pinpoint
    gap = " " if language == "en" else ""
    return f"{short([citation.instrument], language)}{gap}{citation.pinpoint}"


def dates(cited: Sequence[Citation], language: str, as_at: date) -> tuple[str, ...]:
    """From when clauses apply, each day once, with its clauses where there are several days."""
    days: dict[date, list[str]] = {}
    for citation in cited:
        if citation.applies_from is not None:
            days.setdefault(citation.applies_from, []).append(named(citation, cited, language))
    phrases = []
    for day, places in sorted(days.items()):
        phrase = text(language, "answer.applies_from", date=written_date(language, day))
        if day > as_at:
            phrase = text(language, "compare.not_yet", phrase=phrase)
        if len(days) > 1:
            pinpoints = joined(language, dict.fromkeys(places))
            phrase = text(language, "compare.with_places", phrase=phrase, pinpoints=pinpoints)
        phrases.append(phrase)
    return tuple(phrases)


def editions(cited: Sequence[Citation], language: str) -> tuple[str, ...]:
    """Instrument and edition of each source, each once."""
    phrases = []
    for citation in cited:
        version = catalogue().version(citation.instrument, citation.version)
        label = version.label.get(language) if version else citation.version
        name = short([citation.instrument], language)
        phrases.append(text(language, "compare.edition", instrument=name, version=label))
    return tuple(dict.fromkeys(phrases))


_Kind = Literal["common", "differs", "missing"]


def _sentence(kind: _Kind, sides: Iterable[Side], words: str) -> Synthesis:
    return Synthesis(kind=kind, text=words, jurisdictions=tuple(s.jurisdiction for s in sides))


def _place(side: Side, language: str) -> str:
    place = catalogue().place(side.jurisdiction)
    return place.name.get(language) if place else side.jurisdiction


def _places(sides: Iterable[Side], language: str) -> str:
    return joined(language, (_place(side, language) for side in sides))


def _listed(sides: Iterable[Side], language: str, facts: Callable[[Side], Sequence[str]]) -> str:
    """Each side with its facts, side by side."""
    gap = text(language, "ui.text_gap")
    return gap.join(
        text(
            language,
            "synthesis.sides",
            place=_place(side, language),
            facts=joined(language, _most(facts(side))),
        )
        for side in sides
    )


def _most(facts: Sequence[str]) -> list[str]:
    return [*facts[:MOST], *(["…"] if len(facts) > MOST else [])]


def _rules(found: Sequence[Side], sides: Sequence[Side], language: str) -> Iterator[Synthesis]:
    if not found:
        return
    listed = _listed(found, language, lambda side: side.pinpoints)
    if len(found) > 1:
        yield _sentence("common", found, text(language, "synthesis.common_rules", sides=listed))
    elif len(sides) > 1:
        yield _sentence("differs", sides, text(language, "synthesis.only", sides=listed))


def _roles(found: Sequence[Side], language: str) -> Iterator[Synthesis]:
    told = [side for side in found if side.roles]
    if len(told) < 2:
        return

    def told_by(side: Side) -> list[str]:
        return [role_name(role, language) for role in side.roles]

    shared = [r for r in told[0].roles if all(r in side.roles for side in told[1:])]
    if shared and len(told) == len(found):
        roles = joined(language, (role_name(role, language) for role in shared))
        places = _places(told, language)
        words = text(language, "synthesis.common_roles", roles=roles, places=places)
        yield _sentence("common", told, words)
    if any(set(side.roles) != set(told[0].roles) for side in told):
        listed = _listed(told, language, told_by)
        yield _sentence("differs", told, text(language, "synthesis.differs_roles", sides=listed))


def _force(found: Sequence[Side], language: str) -> Iterator[Synthesis]:
    told = [side for side in found if side.force]

    def told_by(side: Side) -> list[str]:
        return [text(language, f"binding_force.{force.value}") for force in side.force]

    if len(told) > 1:
        if any(set(side.force) != set(told[0].force) for side in told):
            listed = _listed(told, language, told_by)
            words = text(language, "synthesis.differs_force", sides=listed)
            yield _sentence("differs", told, words)
        else:
            force, places = joined(language, told_by(told[0])), _places(told, language)
            words = text(language, "synthesis.common_force", force=force, places=places)
            yield _sentence("common", told, words)
    only = (BindingForce.VOLUNTARY_FRAMEWORK,)
    advising = [side for side in told if all(force.is_voluntary for force in side.force)]
    for key, sides in (
        ("voluntary", [side for side in advising if side.force == only]),
        ("not_binding", [side for side in advising if side.force != only]),
    ):
        if sides:
            words = text(language, f"synthesis.{key}", places=_places(sides, language))
            yield _sentence("differs" if len(told) > 1 else "common", sides, words)


def _dates(found: Sequence[Side], language: str) -> Iterator[Synthesis]:
    told = [side for side in found if side.dates]
    if len(told) > 1:
        listed = _listed(told, language, lambda side: side.dates)
        yield _sentence("differs", told, text(language, "synthesis.differs_dates", sides=listed))


def _figures(found: Sequence[Side], language: str) -> Iterator[Synthesis]:
    told = [side for side in found if side.figures]
    without = [side for side in found if not side.figures]
    if not told or len(found) < 2:
        return
    listed = _listed(told, language, lambda side: side.figures)
    yield _sentence("differs", told, text(language, "synthesis.differs_figures", sides=listed))
    if without:
        places = _places(without, language)
        words = text(language, "synthesis.no_figures", places=places)
        yield _sentence("differs", without, words)


def _missing(sides: Sequence[Side], language: str) -> Iterator[Synthesis]:
    for side in sides:
        if side.silent:
            key = "synthesis.missing" if side.installed else "synthesis.not_installed"
            names = short(side.searched, language)
            words = text(language, key, place=_place(side, language), instruments=names)
            yield _sentence("missing", [side], words)
