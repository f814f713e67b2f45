"""What a question takes for granted, put right before anything is answered.

Only what the text itself shows is put right: that a framework obliges nobody, that a rule does not
apply yet, that its figure is another one, that it has exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Need, Understanding
from assistant.composing.clause import Clause
from assistant.composing.gists import core
from assistant.composing.key_figures import with_meaning
from assistant.composing.notices import place, short
from assistant.composing.polarity import (
    conditional,
    speaks_of_all,
    speaks_of_now,
    speaks_of_obligation,
    takes_for_granted,
)
from assistant.composing.saying import Lead, after, says
from assistant.composing.settling import names_later_day, otherwise, settled
from corpus.texts import text, written_date

_WANT_A_RULE = (Need.DATE, Need.FIGURE, Need.DUTIES)
"""Needs that take for granted that there is a rule."""


def correction(clauses: Sequence[Clause], understanding: Understanding) -> Lead | None:
    """The lead that puts something right; None where nothing has to be.

    Args:
        clauses: What answers, in order of use, with their numbers.
        understanding: The question.
    """
    claimed = takes_for_granted(understanding.question)
    asked = claimed or understanding.need is Need.YES_NO
    first, language = clauses[0], understanding.reply_language
    said = says(clauses[:1], understanding)
    words = ""
    if asked or understanding.need in _WANT_A_RULE:
        words = _voluntary(first, understanding)
    if not words and asked:
        words = _not_yet(first, understanding)
    if not words and claimed:
        contradicting = otherwise(clauses, understanding)
        if contradicting is not None:
            # The clause has been put first, unless the question names another (`in_order`).
            position, figure = contradicting
            named = with_meaning([figure], language)[0]
            words = text(language, "lead.other_figure", figure=named)
            said = says(clauses[position : position + 1], understanding)
    if not words and claimed:
        words = _not_so(first, understanding)
    return after(words, said, language) if words else None


def _voluntary(first: Clause, understanding: Understanding) -> str:
    if not first.voluntary or not speaks_of_obligation(understanding.question):
        return ""
    language = understanding.reply_language
    key = "voluntary_no" if understanding.need is Need.YES_NO else "voluntary"
    name = short([first.citation.instrument], language)
    return text(language, f"lead.{key}", instrument=name)


def _not_yet(first: Clause, understanding: Understanding) -> str:
    if not speaks_of_now(understanding.question):
        return ""
    language = understanding.reply_language
    if first.about_start:
        later = names_later_day(first, understanding)
        return text(language, "lead.not_yet_short") if later else ""
    if first.starts is None or first.starts <= understanding.as_at:
        return ""
    day = written_date(language, first.starts)
    return text(language, "lead.not_yet", place=place(first.citation, language), date=day)


def _not_so(first: Clause, understanding: Understanding) -> str:
    """That there are exceptions; else, before a statement to be confirmed, that this is the text.

    Such a statement may be denied, but a yes would confirm all of it.
    """
    language = understanding.reply_language
    if speaks_of_all(understanding.question) and conditional(core(first.gist, language)):
        return text(language, "lead.not_all")
    denied = settled(first, understanding).startswith("permission_no")
    if understanding.need is Need.YES_NO and not denied:
        return text(language, "lead.says")
    return ""
