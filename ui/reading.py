"""In which order an answer is read, and what of it is not said twice: shared by all faces.

The lead answers first, so a claim does not repeat what the lead has said of it; exceptions stand
behind the claim that they limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, Notice, Part, Support
from assistant.composing.gists import sentences, together
from assistant.composing.notices import place
from corpus.catalogue import LANGUAGES, catalogue
from corpus.texts import joined, text, written_date
from ui.wording import instrument_name

Marked = list[tuple[str, tuple[int, ...]]]
"""Words, each piece with the numbers of the citations that stand behind it."""

_CLOSING = ")）]】"
_GOES_ON = r"(?![(（第0-9A-Za-z])"
_OF_PLACES = ("not_in_operation", "not_yet_applicable")
"""Codes of notices that may differ in nothing but the place."""

_COLON = re.compile(r"[:：]")
_IN_BRACKETS = r"\s?[(（]{}(?:[^()（）]|[(（][^()（）]*[)）])*[)）]"
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Said:
    """A claim and what limits it, as positions in `Answer.claims`."""

    claim: int
    limits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """Claims that are read together.

    Attributes:
        name: In the answer's language; empty where there is one group.
        claims: In the order in which they are read.
    """

    name: str
    claims: tuple[Said, ...]

    @property
    def positions(self) -> tuple[int, ...]:
        """All positions in reading order, limits behind what they limit."""
        return tuple(p for said in self.claims for p in (said.claim, *said.limits))


def groups(answer: Answer) -> list[Group]:
    """The claims of an answer as they are read: by jurisdiction compared, else by instrument.

    A jurisdiction on which nothing was found has no claims; definitions that belong to no
    jurisdiction of a comparison stand last.
    """
    language = answer.language
    behind = list(_with_limits(answer))
    if answer.comparison:
        found = [
            Group(
                place_name(cell.jurisdiction, language),
                tuple(said for said in behind if said.claim in cell.claims),
            )
            for cell in answer.comparison
        ]
        held = {position for cell in answer.comparison for position in cell.claims}
        rest = tuple(said for said in behind if said.claim not in held)
        if rest:
            found.append(Group(text(language, "answer.part_definition"), rest))
        return found
    by_instrument: dict[str, list[Said]] = {}
    for said in behind:
        first = answer.claims[said.claim].citations[0]
        by_instrument.setdefault(answer.citation(first).instrument, []).append(said)
    several = len(by_instrument) > 1
    return [
        Group(instrument_name(instrument, language) if several else "", tuple(claims))
        for instrument, claims in by_instrument.items()
    ]


def place_name(jurisdiction: str, language: str) -> str:
    """The name of a jurisdiction; its id where the catalogue has none."""
    known = catalogue().place(jurisdiction)
    return known.name.get(language) if known else jurisdiction


def opening(answer: Answer) -> Marked:
    """The lead, or the reason for silence, with its marks.

    A mark stands behind the pinpoint that the lead names; those of pinpoints that it does not
    name stand at its end. What holds for a whole comparison has its marks in the matrix.
    """
    if answer.abstained:
        return [(answer.reason, ())]
    if answer.understanding.operation == "why":
        return numbered(answer.lead, answer)
    if answer.lead == text(answer.language, "lead.comparison"):
        return [(answer.lead, ())]
    places: dict[int, list[int]] = {}
    for number in answer.lead_citations:
        places.setdefault(_behind(answer.citation(number), answer.lead), []).append(number)
    pieces: Marked = []
    start = 0
    for end in sorted(places):
        pieces.append((answer.lead[start:end], tuple(places[end])))
        start = end
    if start < len(answer.lead):
        pieces.append((answer.lead[start:], ()))
    return pieces


def numbered(words: str, answer: Answer) -> Marked:
    """Words in which marks are written as ``[1]``: those that lead somewhere are taken out."""
    known = {citation.number for citation in answer.citations}
    pieces: Marked = []
    start = 0
    for mark in _MARK.finditer(words):
        if int(mark[1]) in known:
            pieces.append((words[start : mark.start()], (int(mark[1]),)))
            start = mark.end()
    return [*pieces, (words[start:], ())]


def unsaid(answer: Answer, claim: Claim) -> str:
    """The words of a claim without the sentences that the lead has said already.

    Empty where the lead says all of it; its quotations and pinpoints are shown all the same.
    """
    cited = set(claim.citations) & set(answer.lead_citations)
    if claim.support is Support.VERBATIM or not cited or claim.language not in LANGUAGES:
        return claim.text
    said = _said_by_lead(answer, [answer.citation(number) for number in cited])
    left = [s for s in sentences(claim.text, claim.language) if _bare(s) not in said]
    return together(left, claim.language)


def _said_by_lead(answer: Answer, cited: Iterable[Citation]) -> set[str]:
    """The sentences of the lead, without the places put into them and the names put before."""
    lead, names = answer.lead, []
    for citation in cited:
        name = instrument_name(citation.instrument, answer.language)
        names.append(name)
        # The lead may name the article where the claim names the paragraph.
        lead = re.sub(_IN_BRACKETS.format(re.escape(name)), "", lead)
        for where in (place(citation, answer.language), citation.pinpoint):
            lead = lead.replace(f" ({where})", "").replace(f"（{where}）", "")
    said: set[str] = set()
    for sentence in sentences(lead, answer.language):
        shorter = (sentence.removeprefix(name) for name in names)
        said.update(map(_bare, (sentence, _COLON.split(sentence, maxsplit=1)[-1], *shorter)))
    return said


def remarks(answer: Answer) -> list[Notice]:
    """The notices to show: those that differ in the place only as one.

    What the cells of a comparison say themselves is left out.
    """
    silent = any(not cell.claims for cell in answer.comparison)
    alike: dict[tuple[object, ...], list[Notice]] = {}
    for notice in answer.notices:
        if silent and notice.code == "no_provision":
            continue
        key: tuple[object, ...] = (notice.text,)
        if notice.code in _OF_PLACES and notice.citations:
            key = (notice.code, answer.citation(notice.citations[0]).applies_from)
        alike.setdefault(key, []).append(notice)
    return [_as_one(same, answer) for same in alike.values()]


def _as_one(notices: Sequence[Notice], answer: Answer) -> Notice:
    """Notices that say the same of several places."""
    first, language = notices[0], answer.language
    if len(notices) == 1:
        return first
    numbers = tuple(dict.fromkeys(n for notice in notices for n in notice.citations))
    cited = [answer.citation(number) for number in numbers]
    day = written_date(language, cited[0].applies_from) if cited[0].applies_from else ""
    words = text(
        language,
        f"notices.{first.code}_several",
        pinpoints=_places(cited, language),
        date=day,
    )
    return Notice(code=first.code, text=words, citations=numbers)


def _places(cited: Sequence[Citation], language: str) -> str:
    """Pinpoints, each once, behind the name of their instrument."""
    held: dict[str, dict[str, None]] = {}
    for citation in cited:
        held.setdefault(citation.instrument, {})[citation.pinpoint] = None
    gap = " " if language == "en" else ""
    return text(language, "ui.text_gap").join(
        f"{instrument_name(instrument, language)}{gap}{joined(language, pinpoints)}"
        for instrument, pinpoints in held.items()
    )


def marks_of(notice: Notice, answer: Answer) -> tuple[int, ...]:
    """The marks of a notice; none where it holds for all that is cited."""
    numbers = {citation.number for citation in answer.citations}
    return () if set(notice.citations) >= numbers else notice.citations


def _with_limits(answer: Answer) -> Iterator[Said]:
    """Each claim with the exceptions that follow it."""
    held: int | None = None
    limits: list[int] = []
    for position, claim in enumerate(answer.claims):
        if claim.part is Part.EXCEPTION and held is not None:
            limits.append(position)
            continue
        if held is not None:
            yield Said(held, tuple(limits))
        held, limits = position, []
    if held is not None:
        yield Said(held, tuple(limits))


def _behind(citation: Citation, lead: str) -> int:
    """Where in the lead the mark of a citation belongs."""
    found = re.search(re.escape(citation.pinpoint) + _GOES_ON, lead) if citation.pinpoint else None
    if found is None:
        return len(lead)
    end = found.end()
    return end + 1 if lead[end : end + 1] in tuple(_CLOSING) else end


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
