"""Composing an answer from the provisions themselves, without a language model.

The lead answers first, in words of the digest. Then come the clauses in order of use, each with
the words that carry it quoted verbatim in their own language and script, and with our own gist in
the reader's language where we have one; what limits a clause stands behind it, and definitions
stand last. Nothing is said that is not bound to a provision.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.abstention import answers
from assistant.answer import (
    Candidate,
    Citation,
    Claim,
    ComparisonCell,
    Notice,
    Part,
    Support,
    Synthesis,
    Understanding,
)
from assistant.comparing.synthesis import sides_of, synthesis
from assistant.composing.clause import Clause
from assistant.composing.defined_terms import DefinedTerms
from assistant.composing.definitions import wanted
from assistant.composing.explaining import explanation
from assistant.composing.key_figures import with_meaning
from assistant.composing.lead import lead
from assistant.composing.making import Maker
from assistant.composing.notices import not_installed, notices
from assistant.composing.ordering import in_order
from assistant.retrieval import Group, Retrieval
from assistant.selection import choose
from assistant.understanding.parts import asked_for
from corpus.digest import Digest
from corpus.index import Index
from corpus.provision import encloses

MAX_CLAIMS_SHORT = 2
"""Clauses of an answer that was asked for shorter."""

MAX_LIMITS = 2
"""Exceptions elsewhere that are quoted for one clause."""


class Limit(Protocol):
    """An exception or condition that stands in another provision than what it limits."""

    @property
    def locator(self) -> str:
        """Where the exception stands."""

    @property
    def of(self) -> str:
        """What it limits."""

    @property
    def kind(self) -> str:
        """``exception`` or ``condition``."""

    @property
    def words(self) -> str:
        """The words that say so, verbatim."""

    @property
    def said_in(self) -> str:
        """The provision that holds the words: the one that limits or the one limited."""


@dataclass
class Draft:
    """An answer being put together."""

    language: str
    lead: str = ""
    lead_citations: tuple[int, ...] = ()
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    comparison: list[ComparisonCell] = field(default_factory=list)
    synthesis: tuple[Synthesis, ...] = ()
    withheld: int = 0


def compose(
    understanding: Understanding,
    retrieval: Retrieval,
    index: Index,
    words: Digest,
    *,
    limits: Mapping[str, Sequence[Limit]] | None = None,
    definitions: DefinedTerms | None = None,
) -> Draft:
    """Put the clauses found into an answer.

    Args:
        understanding: The question.
        retrieval: What was found.
        index: For the provisions' words.
        words: The digest, for gists in the reader's language.
        limits: For each locator, what limits it elsewhere.
        definitions: Where terms are defined; no definition is added without it.

    Returns:
        Claims with citations whose quotations have been checked; a clause whose quotation fails
        the check is withheld and counted.
    """
    maker = Maker(understanding, retrieval, index, words)
    return _Composer(understanding, retrieval, maker, limits or {}, definitions).draft()


class _Composer:
    """One answer in the making."""

    def __init__(
        self,
        understanding: Understanding,
        retrieval: Retrieval,
        maker: Maker,
        limits: Mapping[str, Sequence[Limit]],
        definitions: DefinedTerms | None,
    ) -> None:
        self.understanding = understanding
        self.retrieval = retrieval
        self.maker = maker
        self.limits = limits
        self.definitions = definitions
        self.made = Draft(understanding.reply_language)
        self.clauses: list[Clause] = []

    def draft(self) -> Draft:
        """The whole answer."""
        for group in self.retrieval.groups:
            first = len(self.made.claims)
            found = [self._made(candidate, group) for candidate in self._selected(group)]
            clauses = in_order([c for c in found if c is not None], self.understanding)
            kept = self._as_many_as_wanted(clauses)
            answering = {clause.citation.locator for clause in kept}
            used = [self._add(clause, answering) for clause in kept]
            self.clauses += used
            if self.understanding.comparison:
                self.made.comparison.append(self._cell(group, used, first))
        if self.definitions is not None and self.understanding.operation != "shorter":
            self._add_definitions(self.definitions)
        self._open()
        self.made.withheld = self.maker.withheld
        return self.made

    def _selected(self, group: Group) -> list[Candidate]:
        """The candidates to use of one group, best first; none where it holds no answer."""
        if not answers(self.retrieval, group):
            return []
        understanding = self.understanding
        return choose(
            group.candidates,
            group.answered,
            need=understanding.need,
            compared=understanding.comparison,
            references=understanding.references,
            asked=1 if understanding.rewritten else asked_for(understanding.question),
        )

    def _made(self, candidate: Candidate, group: Group) -> Clause | None:
        """The clause for a candidate, with the words in it that point to what limits it."""
        limits = self.limits.get(candidate.locator, ())
        pointing = [limit.words for limit in limits if limit.said_in != limit.locator]
        return self.maker.clause(candidate, group.passages[candidate.locator], pointing)

    def _as_many_as_wanted(self, clauses: list[Clause]) -> list[Clause]:
        if self.understanding.operation != "shorter":
            return clauses
        return clauses[: 1 if self.understanding.comparison else MAX_CLAIMS_SHORT]

    def _open(self) -> None:
        made, understanding = self.made, self.understanding
        if made.comparison:
            sides = sides_of(
                made.comparison,
                made.claims,
                made.citations,
                self.maker.words,
                made.language,
                understanding.as_at,
            )
            made.synthesis = synthesis(sides, made.language)
        if understanding.operation == "why":
            candidates = self.retrieval.candidates
            made.lead = explanation(
                understanding, made.claims, made.citations, candidates, made.language
            )
            made.lead_citations = tuple(c.number for c in made.citations)
        else:
            opening = lead(self.clauses, understanding)
            made.lead, made.lead_citations = opening.text, opening.citations
        made.notices = notices(made.citations, made.comparison, made.language, understanding.as_at)
        if understanding.uninstalled:
            made.notices.append(not_installed(understanding.uninstalled, made.language))

    def _add(self, clause: Clause, answering: Collection[str]) -> Clause:
        """Say a clause, and behind it what limits it and does not answer itself."""
        numbered = self._say(clause, Part.MAIN)
        used = {c.locator for c in self.made.citations}.union(answering)
        added = 0
        for limit in self.limits.get(clause.citation.locator, ()):
            if added >= MAX_LIMITS or limit.locator in used:
                continue
            other = self.maker.beside(limit.locator, clause, (limit.words,))
            if other is not None:
                self._say(other, Part.EXCEPTION)
                used.add(limit.locator)
                added += 1
        return numbered

    def _say(self, clause: Clause, part: Part) -> Clause:
        made = self.made
        numbered = clause.numbered(len(made.citations) + 1)
        citation = numbered.citation
        if part is Part.EXCEPTION and not _described(clause):
            # The gist of the whole section says the rule, not its exception.
            citation = citation.model_copy(update={"gist": ""})
        made.citations.append(citation)
        held = self._same_words(citation, part)
        if held is not None:
            # Two places that our words do not tell apart are one claim.
            claim = made.claims[held]
            marks = (*claim.citations, citation.number)
            made.claims[held] = claim.model_copy(update={"citations": marks})
            return numbered
        made.claims.append(
            Claim(
                text=citation.gist or citation.quote,
                language=made.language if citation.gist else citation.language,
                support=Support.DIGEST if citation.gist else Support.VERBATIM,
                citations=(citation.number,),
                part=part,
            )
        )
        return numbered

    def _same_words(self, citation: Citation, part: Part) -> int | None:
        """The position of the claim that says the same of the same instrument."""
        for position, claim in enumerate(self.made.claims):
            about = self.made.citations[claim.citations[0] - 1].instrument
            same = claim.part is part and claim.support is Support.DIGEST
            if same and claim.text == citation.gist and about == citation.instrument:
                return position
        return None

    def _add_definitions(self, definitions: DefinedTerms) -> None:
        languages = dict.fromkeys(c.citation.language for c in self.clauses)
        question = [w for language in languages for w in self.maker.question_in(language, most=1)]
        held = {c.locator for c in self.made.citations}
        learning = self.understanding.operation == "student"
        found = wanted(
            self.clauses, question, definitions, held, self.maker.words, generous=learning
        )
        for locator, clause in found:
            other = self.maker.beside(locator, clause)
            if other is not None:
                self._say(other, Part.DEFINITION)

    def _cell(self, group: Group, used: Sequence[Clause], first: int) -> ComparisonCell:
        figures = (f for c in used if c.entry for f in c.entry.figures)
        return ComparisonCell(
            jurisdiction=group.jurisdiction,
            claims=tuple(range(first, len(self.made.claims))),
            figures=tuple(dict.fromkeys(with_meaning(figures, self.made.language))),
            searched=group.instruments,
        )


def _described(clause: Clause) -> bool:
    """Whether our gist is of the very provision cited, or of one inside it."""
    return clause.entry is not None and encloses(clause.citation.locator, clause.entry.locator)
