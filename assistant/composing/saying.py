"""What a clause says, as the opening of an answer: gist, place, and what limits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Understanding
from assistant.composing.citation import pinpoint
from assistant.composing.clause import Clause
from assistant.composing.gists import core, sentences, silent_on_ai, together, without_asides
from assistant.composing.notices import place, short
from assistant.composing.ordering import second
from corpus.provision import Status, encloses
from corpus.texts import text, written_date

_AI = re.compile(
    r"(?<![A-Za-z])AI(?![A-Za-z])|artificial intelligence|人工智[能慧]|chatbot|ChatGPT",
    re.IGNORECASE,
)
_STANDS = ("Not in operation", "尚未", "未實施", "未实施", "未生效", "本條尚未", "本条尚未")


@dataclass(frozen=True)
class Lead:
    """The opening of an answer.

    Attributes:
        text: Its sentences.
        citations: The numbers of the citations that carry them.
    """

    text: str = ""
    citations: tuple[int, ...] = ()


def says(clauses: Sequence[Clause], understanding: Understanding) -> Lead:
    """What the clause says; a second one where the question asks a second thing."""
    language = understanding.reply_language
    first = clauses[0]
    named = first.candidate.locator in understanding.references
    whole = named or first.about_start or understanding.operation == "student"
    gist = without_asides(first.gist, language) if whole else core(first.gist, language)
    if silent_on_ai(first.gist) and _AI.search(understanding.question):
        frame = text(language, "lead.frame_ai", place=place(first.citation, language))
        said = Lead(together([frame, core(first.gist, language)], language), (first.number,))
    else:
        said = Lead(placed(gist, first, language), (first.number, *_lent_the_same(clauses)))
    other = None if named else second(clauses, understanding)
    if other is not None:
        more = placed(core(other.gist, language), other, language)
        return Lead(together([said.text, more], language), (*said.citations, other.number))
    return said


def placed(words: str, clause: Clause, language: str) -> str:
    """The gist with the place of the clause behind its first sentence."""
    pieces = sentences(words, language)
    cited = _place_of_gist(clause, language)
    where = place(cited, language)
    first = pieces[0]
    if clause.voluntary and language != "en" and first.startswith(("建議", "建议")):
        first = short([clause.citation.instrument], language) + first
        where = cited.pinpoint
    first = text(language, "lead.placed", words=first.rstrip(".。"), place=where)
    return together([first, *pieces[1:]], language)


def _lent_the_same(clauses: Sequence[Clause]) -> list[int]:
    """The other clauses that the first one's gist speaks for, where it is lent to several."""
    first = clauses[0]
    if first.entry is None or first.entry.locator == first.citation.locator:
        return []
    return [c.number for c in clauses[1:] if c.entry is first.entry]


def _place_of_gist(clause: Clause, language: str) -> Citation:
    """The citation, with the place that its gist is of: a gist may be lent to what is inside."""
    cited = clause.citation
    whole = clause.entry.locator if clause.entry else cited.locator
    if whole == cited.locator or not encloses(whole, cited.locator):
        return cited
    return cited.model_copy(update={"pinpoint": pinpoint(whole, language)})


def after(words: str, said: Lead, language: str) -> Lead:
    """A lead behind a first sentence that the same citations carry."""
    return Lead(together([words, said.text], language), said.citations)


def with_standing(clauses: Sequence[Clause], understanding: Understanding, said: Lead) -> Lead:
    """With a word on it where the first clause does not operate or apply yet."""
    language = understanding.reply_language
    first = clauses[0]
    starts = first.starts
    if starts is not None and starts > understanding.as_at:
        day = written_date(language, starts)
        if day.replace(" ", "") in said.text.replace(" ", ""):
            return said
        words = text(language, "lead.does_not_apply_yet", date=day)
        return Lead(together([said.text, words], language), said.citations)
    if first.citation.status is Status.NOT_IN_OPERATION and not sentences(first.gist, language)[
        0
    ].startswith(_STANDS):
        words = text(language, "lead.not_in_operation")
        return Lead(together([words, said.text], language), said.citations)
    return said
