"""Clauses in order of use: the one that answers first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Need, Understanding
from assistant.composing.clause import Clause
from assistant.composing.key_figures import asked_for, asks_for_highest, greatest
from assistant.composing.polarity import speaks_of_obligation, takes_for_granted
from assistant.composing.settling import FRONT, LEAST_SHARED, otherwise, settled
from corpus.provision import Status, encloses, enclosing
from corpus.script import fold
from corpus.sparse import terms

_CLOSE = 3.0
"""How far behind the best score a clause may stand to be put in front for what it says."""

_ALIKE = 1.0
"""How far behind the first one a clause may stand to speak for the same place in its stead."""

_ASKED_OUTRIGHT = 0.9
"""So near to a known way of asking for a clause, a question is that question."""

_PARTS = re.compile(
    r"[?？。；;，,：:]|\.(?=\s)|\band (?=how|what|who|when|which|where|is|are|do|does|must|can"
    r"|if|the)\b"
    r"|同埋|以及|又|還有|还有|另外",
    re.IGNORECASE,
)
"""Where a question may go on to a second thing."""
_APPLIES = re.compile(
    r"appl|force|effect|start|begin|comply|生效|施行|實施|实施|適用|适用|開始|开始|要守|要跟"
    r"|遵守",
    re.IGNORECASE,
)
_BAN = re.compile(r"\bban|prohibit|forbid|禁", re.IGNORECASE)
_VOLUNTARY = re.compile(r"\bvoluntary\b")
_NOT_LAW = re.compile(r"\bnot (?:a )?(?:law|binding|mandatory)\b|\bobliges nobody\b")
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|then) )?(?:what|who|whom|whose|when|which|where|why|how|is|are|am|was"
    r"|were|do|does|did|must|can|could|may|might|should|shall|will|would|has|have)\b"
    r"|吗|么|呢|咩|乜|边(?:个|度|啲|条|样|日)|点(?:样|算|做|解|讲|先)|几(?:多|耐|时)|哪|谁|怎|如何|多少"
    r"|多久|是否|能否|可否|会否|得未|(.)[唔不没冇]\1|有[冇没]",
    re.IGNORECASE,
)
"""What makes a part of a question one that asks; Chinese in the folded script."""
_OBLIGES = re.compile(r"\bmust\b|\bshall\b|\brequired\b")


def in_order(clauses: Sequence[Clause], understanding: Understanding) -> list[Clause]:
    """The clauses in order of use: the one that answers first, the rest as they were.

    Args:
        clauses: As chosen, best first.
        understanding: The question.
    """
    if len(clauses) < 2 or understanding.comparison:
        return list(clauses)
    front = [c for c in clauses[:FRONT] if _behind(c, clauses[0]) <= _CLOSE]
    first = clauses[0]
    contradicting = otherwise(front, understanding)
    if contradicting is not None:
        first = front[contradicting[0]]
    elif not understanding.references:
        fits = _FITS.get(understanding.need, _alike)
        first = max(
            front,
            key=lambda c: (
                fits(c, understanding),
                _names_what_is_banned(c, front[0], understanding),
                -front.index(c),
            ),
        )
        finer = _finer(first, front)
        doubtful = understanding.need is Need.YES_NO or takes_for_granted(understanding.question)
        if not doubtful or settled(finer, understanding):
            first = finer
        if understanding.need is Need.FIGURE:
            first = _highest(first, front, understanding)
        first = _own_words(first, front)
        other = _asked_behind_a_statement(first, front, understanding)
        if other is not None and fits(other, understanding) >= fits(first, understanding):
            first = other
    return [first, *(c for c in clauses if c is not first)]


def second(clauses: Sequence[Clause], understanding: Understanding) -> Clause | None:
    """The clause that answers another part of the question than the first one does."""
    found = _second(clauses, _parts(understanding), understanding.reply_language)
    return found[0] if found else None


def _parts(understanding: Understanding) -> list[str]:
    """The parts of a question that say something."""
    parts = _PARTS.split(understanding.subject)
    return [part for part in parts if len(frozenset(terms(part))) >= LEAST_SHARED]


def _second(
    clauses: Sequence[Clause], parts: Sequence[str], language: str
) -> tuple[Clause, int, int] | None:
    """The clause for another part than the first one's, that part, and the first one's part."""
    if len(parts) < 2:
        return None
    asked = [frozenset(terms(part)) for part in parts]
    shared = {
        c.number: [c.shared_with(part, language) for part in asked]
        for c in clauses[: FRONT + 1]
        if c.entry and c.citation.status is not Status.EXPLANATORY
    }
    first = clauses[0]
    own = shared.get(first.number)
    if own is None:
        return None
    about = own.index(max(own))
    best, chosen = LEAST_SHARED - 1, None
    for clause in clauses[1 : FRONT + 1]:
        if clause.number not in shared or clause.entry is first.entry:
            continue
        for n, count in enumerate(shared[clause.number]):
            if n != about and count > max(best, own[n]):
                best, chosen = count, (clause, n, about)
    return chosen


def _asked_behind_a_statement(
    first: Clause, clauses: Sequence[Clause], understanding: Understanding
) -> Clause | None:
    """The clause for what is asked, where the first one only fits what was told before it."""
    order = [first, *(c for c in clauses if c is not first)]
    # Clauses have no number yet: their place in the list tells them apart.
    order = [c.numbered(n) for n, c in enumerate(order, 1)]
    parts = _parts(understanding)
    found = _second(order, parts, understanding.reply_language)
    if found is None:
        return None
    clause, part, about = found
    asks = [bool(_ASKS.search(fold(words))) for words in parts]
    if not asks[part] or asks[about]:
        return None
    return next(c for c in clauses if c.citation.locator == clause.citation.locator)


def laid_on(clauses: Sequence[Clause], understanding: Understanding) -> list[Clause]:
    """The clauses that lay something on the role asked about, or suggest it."""
    roles = set(understanding.roles)
    return [
        c
        for c in clauses
        if c.entry
        and (not roles or roles.intersection(c.entry.roles))
        and (c.voluntary or _OBLIGES.search(c.entry.gist.en))
    ]


def _finer(first: Clause, front: Sequence[Clause]) -> Clause:
    """The place inside the first one whose known ways of asking are nearer to the question."""
    inside = [
        c
        for c in front
        if c.citation.locator != first.citation.locator
        and encloses(first.citation.locator, c.citation.locator)
        and c.own_nearness > first.own_nearness
    ]
    return max(inside, key=lambda c: c.own_nearness, default=first)


def _highest(first: Clause, front: Sequence[Clause], understanding: Understanding) -> Clause:
    """For a question about the most, the clause of the same section and matter that names most."""
    most = greatest(first.entry, understanding.question)
    if not asks_for_highest(understanding.question) or most is None or first.entry is None:
        return first
    for clause in front:
        other = greatest(clause.entry, understanding.question, unit=most[0])
        if other is None or clause.entry is None or other[1] <= most[1]:
            continue
        matter = set(first.entry.topics) <= set(clause.entry.topics)
        if matter and _section(clause) == _section(first):
            first, most = clause, other
    return first


def _section(clause: Clause) -> str:
    """The article, section or annex that a clause stands in."""
    locator = clause.citation.locator
    return [locator, *enclosing(locator)][-1]


def _own_words(first: Clause, front: Sequence[Clause]) -> Clause:
    """One that has a gist of its own, for one that borrows the gist of what encloses both.

    The words quoted of a borrower may not carry what the borrowed gist says.
    """
    whole = first.entry.locator if first.entry else ""
    if not whole or whole == first.citation.locator:
        return first
    able = (
        c
        for c in front
        if c.entry
        and c.entry.locator == c.citation.locator
        and encloses(whole, c.citation.locator)
        and _behind(c, first) <= _ALIKE
    )
    return next(able, first)


def _names_what_is_banned(clause: Clause, best: Clause, understanding: Understanding) -> bool:
    """Whether it is a prohibition and the question asks for one."""
    if not _BAN.search(understanding.question) or best.own_nearness >= _ASKED_OUTRIGHT:
        return False
    entry = clause.entry
    return bool(entry and entry.topics[0] == "prohibited-practices" and not clause.voluntary)


def _fits_date(clause: Clause, understanding: Understanding) -> int:
    """A provision on commencement for when rules apply; for another day, one that names a day."""
    dated = bool(clause.entry and any(f.kind == "date" for f in clause.entry.figures))
    banned = bool(clause.entry and clause.entry.topics[0] == "prohibited-practices")
    if banned and _BAN.search(understanding.question):
        return 4
    if asks_for_start(understanding.question) and not clause.voluntary:
        return 3 if clause.about_start else 2 * (clause.starts is not None) or int(dated)
    if clause.voluntary:
        return _fits_yes_no(clause, understanding)
    return 3 if dated and not clause.about_start else int(clause.about_start)


def _fits_yes_no(clause: Clause, understanding: Understanding) -> int:
    """One that settles it; where the question takes a framework to oblige, one that says not."""
    if clause.voluntary and speaks_of_obligation(understanding.question):
        gist = clause.entry.gist.en if clause.entry else ""
        return 2 * bool(_VOLUNTARY.search(gist)) + bool(_NOT_LAW.search(gist))
    return int(bool(settled(clause, understanding)))


def _alike(clause: Clause, understanding: Understanding) -> int:
    if takes_for_granted(understanding.question):
        return _fits_yes_no(clause, understanding)
    return 0


_FITS: dict[Need, Callable[[Clause, Understanding], int]] = {
    Need.FIGURE: lambda c, u: len(asked_for(c.entry, u.question)) > 0,
    Need.DATE: _fits_date,
    Need.YES_NO: _fits_yes_no,
    Need.DUTIES: lambda c, u: bool(laid_on([c], u)),
}
"""How well a clause fits to open an answer of each kind; equal ones keep their order."""


def asks_for_start(question: str) -> bool:
    """Whether a question wants to know from when rules apply, and not another day."""
    return bool(_APPLIES.search(question))


def reading_order(locator: str) -> list[tuple[int, str]]:
    """A key that puts places as they are numbered: 2 before 10."""
    parts = re.findall(r"\d+|[^\d]+", locator)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _behind(clause: Clause, best: Clause) -> float:
    return best.candidate.score - clause.candidate.score
