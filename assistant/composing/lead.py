"""The first sentence of an answer: it answers, in words of the digest, bound to citations.

Its shape follows what the question needs (`assistant.answer.Need`). Nothing is guessed: yes or
no is said only where the gist's words of duty, permission or prohibition settle it and the
question is a known way of asking for the clause (`settling.py`); otherwise the lead is what the
clause says. What a question takes for granted is put right first (`correcting.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from assistant.answer import Need, Understanding
from assistant.composing.clause import Clause
from assistant.composing.correcting import correction
from assistant.composing.gists import core, narrows, sentences, silent_on_ai, together
from assistant.composing.key_figures import (
    asked_for,
    asks_for_highest,
    greatest,
    measured,
    measures,
    with_meaning,
    written,
)
from assistant.composing.notices import place, short
from assistant.composing.ordering import asks_for_start, laid_on, reading_order
from assistant.composing.saying import Lead, after, placed, says, with_standing
from assistant.composing.settling import settled
from corpus.catalogue import catalogue
from corpus.texts import joined, text, written_date

_MAX_ITEMS = 6
"""Duties named in a lead; the claims have the rest."""

_LEAST_ITEMS = 3
"""Fewer are no list: what the best clause says tells more than their headings."""

_MAX_FIGURES = 3
_LIST = re.compile(r"must:|須：|應：|须：|应当：|需要：")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")


def lead(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """The opening of an answer.

    Args:
        clauses: What answers, in order of use, with their numbers.
        understanding: The question.

    Returns:
        The sentences, and the citations that carry them; empty where there is no clause.
    """
    language = understanding.reply_language
    if not clauses:
        return Lead()
    numbers = tuple(c.number for c in clauses)
    if understanding.comparison:
        return _compared(clauses, understanding) or Lead(text(language, "lead.comparison"), numbers)
    first = clauses[0]
    if not first.gist:
        return _without_gist(clauses, language)
    corrected = correction(clauses, understanding)
    if corrected is not None:
        return corrected
    shape = _SHAPES.get(understanding.need, says)
    return shape(clauses, understanding)


def _compared(clauses: Sequence[Clause], understanding: Understanding) -> Lead | None:
    """One sentence for each place compared: what its first clause says, or that it is silent."""
    language = understanding.reply_language
    first: dict[str, Clause] = {}
    for clause in sorted(clauses, key=lambda clause: not clause.gist):
        first.setdefault(clause.citation.jurisdiction, clause)
    book = catalogue()
    if not any(c.gist or book.is_further(c.citation.instrument) for c in first.values()):
        return None
    pieces = []
    for jurisdiction in understanding.jurisdictions:
        known = book.place(jurisdiction)
        name = known.name.get(language) if known else jurisdiction
        if jurisdiction not in first:
            words = text(language, "lead.compared_silent", place=name)
        elif not (clause := first[jurisdiction]).gist:
            where = place(clause.citation, language)
            words = text(language, "lead.compared_found", place=name, pinpoint=where)
        else:
            opening = sentences(clause.gist, language)[0]
            gist = Lead(placed(opening, clause, language), (clause.number,))
            standing = with_standing([clause], understanding, gist).text
            words = text(language, "lead.compared", place=name, words=standing)
        pieces.append(words)
    return Lead(together(pieces, language), tuple(clause.number for clause in first.values()))


def _without_gist(clauses: Sequence[Clause], language: str) -> Lead:
    """Where to look: of a text that the digest does not describe, nothing else is ours to say."""
    first = clauses[0].citation
    if catalogue().is_further(first.instrument):
        words = text(language, "lead.nearest", pinpoint=place(first, language))
        return Lead(words, (first.number,))
    if len(clauses) == 1:
        words = text(language, "lead.found_one", pinpoint=place(first, language))
        return Lead(words, (first.number,))
    book = catalogue()
    names = dict.fromkeys(
        book.instrument(c.citation.instrument).short.get(language) for c in clauses
    )
    words = text(
        language,
        "lead.found",
        instruments=joined(language, names),
        count=len(clauses),
        pinpoint=place(first, language),
    )
    return Lead(words, tuple(c.number for c in clauses))


def _figure(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """The figure with what it is and its condition: the sentences of the gist that hold it."""
    language = understanding.reply_language
    first = clauses[0]
    figures = asked_for(first.entry, understanding.question)
    if not figures:
        return says(clauses, understanding)
    said = _with_lesser(clauses, understanding, says(clauses, understanding))
    pieces = sentences(first.gist, language)
    with_digits = [piece for piece in pieces if _NUMBER.search(piece)]
    if with_digits and pieces[0] not in with_digits and not silent_on_ai(first.gist):
        kept = [p for p in pieces[1:] if p in with_digits or narrows(p)]
        said = Lead(placed(together(kept, language), first, language), (first.number,))
    held = measures(said.text)
    missing = [
        f
        for f in figures
        if f.kind != "date"
        and measured(f) not in held
        and written(f, language) not in said.text
        and str(f.value) not in said.text
    ]
    if len(missing) < len(figures):
        return said
    parts = text(language, "lead.item_gap").join(with_meaning(missing[:_MAX_FIGURES], language))
    stop = "." if language == "en" else "。"
    return Lead(together([said.text, f"{parts}{stop}"], language), said.citations)


def _with_lesser(clauses: Sequence[Clause], understanding: Understanding, said: Lead) -> Lead:
    """Behind the highest figure, the lesser one of the clause that it was put before.

    That clause was found first: the highest figure may be for a graver case than was meant.
    """
    if not asks_for_highest(understanding.question) or len(clauses) < 2:
        return said
    first, next_ = clauses[:2]
    language = understanding.reply_language
    most = greatest(first.entry, understanding.question)
    lesser = greatest(next_.entry, understanding.question, unit=most[0]) if most else None
    found_first = next_.candidate.score > first.candidate.score
    if most is None or lesser is None or not found_first or next_.number in said.citations:
        return said
    more = placed(core(next_.gist, language), next_, language)
    return Lead(together([said.text, more], language), (*said.citations, next_.number))


def _date(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """The day; where the clause is one that says when others apply, what it says."""
    language = understanding.reply_language
    first = clauses[0]
    has_day = first.entry and any(f.kind == "date" for f in first.entry.figures)
    starts = first.starts if asks_for_start(understanding.question) else None
    if first.about_start or has_day or starts is None:
        return says(clauses, understanding)
    past = starts <= understanding.as_at
    words = text(
        language,
        "lead.started" if past else "lead.starts",
        place=place(first.citation, language),
        date=written_date(language, starts),
    )
    rule = catalogue().commencement_of(first.citation.locator, first.citation.version)
    if rule and rule.remark and (rule.until is None or understanding.as_at <= rule.until):
        words = together([words, rule.remark.get(language)], language)
    dated = [s for s in sentences(first.gist, language)[1:] if _YEAR.search(s)]
    said = set(_NUMBER.findall(words))
    more = [sentence for sentence in dated if set(_NUMBER.findall(sentence)) - said]
    # The place itself may not name its day: the clause that does carries the sentence with it.
    named = next((c for c in clauses[1:] if _names_day(c, starts)), None)
    numbers = (first.number, named.number) if named else (first.number,)
    if dated:
        return Lead(together([words, *more], language), numbers)
    return after(words, Lead(says(clauses[:1], understanding).text, numbers), language)


def _names_day(clause: Clause, day: date) -> bool:
    """Whether a clause on commencement names a day."""
    figures = clause.entry.figures if clause.entry and clause.about_start else ()
    return any(f.kind == "date" and str(f.value) == day.isoformat() for f in figures)


def _yes_no(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """Yes, no or only if, where the gist settles it; else what the clause says."""
    language = understanding.reply_language
    said = with_standing(clauses, understanding, says(clauses, understanding))
    key = settled(clauses[0], understanding)
    return after(text(language, f"lead.{key}"), said, language) if key else said


def _duties(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """What a role has to do, in the short forms of the gists."""
    language = understanding.reply_language
    first = clauses[0]
    duties = laid_on(clauses, understanding)
    if _LIST.search(first.gist) or len(duties) < 2 or first not in duties:
        return with_standing(clauses, understanding, says(clauses, understanding))
    same = [c for c in duties if c.citation.instrument == first.citation.instrument]
    same = list({c.entry.locator: c for c in reversed(same) if c.entry}.values())[::-1][:_MAX_ITEMS]
    same.sort(key=lambda c: reading_order(c.citation.locator))
    if len(same) < _LEAST_ITEMS or not (first.voluntary or len(understanding.roles) == 1):
        return with_standing(clauses, understanding, says(clauses, understanding))
    items = text(language, "lead.item_gap").join(
        text(
            language,
            "lead.item",
            words=c.entry.heading.get(language),
            place=c.citation.pinpoint,
        )
        for c in same
        if c.entry
    )
    numbers = tuple(c.number for c in same)
    name = short([first.citation.instrument], language)
    if first.voluntary:
        return Lead(text(language, "lead.suggestions", instrument=name, items=items), numbers)
    role = text(language, f"role.{understanding.roles[0]}")
    words = text(language, "lead.duties_of", role=role, instrument=name, items=items)
    return with_standing(clauses, understanding, Lead(words, numbers))


_Shape = Callable[[Sequence[Clause], Understanding], Lead]
_SHAPES: dict[Need, _Shape] = {
    Need.FIGURE: _figure,
    Need.DATE: _date,
    Need.YES_NO: _yes_no,
    Need.DUTIES: _duties,
}
