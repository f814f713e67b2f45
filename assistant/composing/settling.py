"""What a clause settles of a question: a yes or no, and what the question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Understanding
from assistant.composing.clause import Clause
from assistant.composing.gists import core, silent_on_ai
from assistant.composing.key_figures import contradicted
from assistant.composing.polarity import asks, takes_for_granted, verdict
from corpus.digest import Figure
from corpus.sparse import terms

FRONT = 4
"""Clauses among which the one that answers is looked for."""

LEAST_SHARED = 2
"""Search terms that a clause shares at least with what it is to answer."""

_SETTLES_NO, _SETTLES_YES = 0.5, 0.6
"""How near a known way of asking for the clause a question has to be for a no, and for a yes: a
clause on something else settles nothing. Chosen on questions of the dev half and our own."""

_SETTLES_SHARE, _SETTLES_ALONE = 0.25, 0.62
"""Besides, the clause's gist, heading and known phrasings have to have this share of the question's
search terms; or the question is this near to a phrasing of the clause itself (in Cantonese few
characters are shared)."""
_QUESTION_MARK = re.compile(r"[?？]")


def settled(clause: Clause, understanding: Understanding) -> str:
    """The yes or no that a clause gives: a key of the text catalogue, section `lead`.

    Args:
        clause: The clause.
        understanding: The question.

    Returns:
        Empty where the clause does not settle it, or may speak to something else.
    """
    # Of several questions in one it would not be clear which is answered.
    several = len(_QUESTION_MARK.findall(understanding.question)) > 1
    if several or clause.voluntary or silent_on_ai(clause.gist):
        return ""
    language = understanding.reply_language
    asked = frozenset(terms(understanding.searched_text))
    alike = clause.shared_with(asked, language) >= max(LEAST_SHARED, _SETTLES_SHARE * len(asked))
    if not alike and clause.own_nearness < _SETTLES_ALONE:
        return ""
    key = verdict(asks(understanding.question), core(clause.gist, language), language)
    no = key.startswith("permission_no") or key == "permission_only_if"
    return key if clause.nearness >= (_SETTLES_NO if no else _SETTLES_YES) else ""


def otherwise(clauses: Sequence[Clause], understanding: Understanding) -> tuple[int, Figure] | None:
    """The figure that contradicts what the question takes for granted, in the likest clause."""
    if not takes_for_granted(understanding.question):
        return None
    asked = frozenset(terms(understanding.searched_text))
    language = understanding.reply_language
    front = list(clauses[:FRONT])
    likest = sorted(front, key=lambda c: -c.shared_with(asked, language))
    found = contradicted([c.entry for c in likest], understanding.question)
    return (front.index(likest[found[0]]), found[1]) if found else None


def names_later_day(clause: Clause, understanding: Understanding) -> bool:
    """Whether a provision about commencement names a day that is yet to come."""
    days = [f.value for f in clause.entry.figures if f.kind == "date"] if clause.entry else []
    return any(date.fromisoformat(str(day)) > understanding.as_at for day in days)
