"""From a place that was found to a clause that can be said: edition, quotation, gist."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Candidate, Understanding
from assistant.composing.clause import Clause, citation_of, digest_citation, edition_for
from assistant.composing.key_figures import asked_for
from assistant.composing.quoting import Hints, quotation
from assistant.retrieval import Retrieval
from assistant.verification.quotation import find_quote
from corpus.catalogue import LANGUAGES
from corpus.digest import Digest, DigestEntry
from corpus.digest.describing import describes
from corpus.glossary import glossary
from corpus.index import Index
from corpus.passage import Passage
from corpus.provision import Authority, Provision, encloses
from corpus.sparse import terms


class Maker:
    """Makes the clauses of one answer.

    Args:
        understanding: The question.
        retrieval: What was found.
        index: For the provisions' words.
        words: The digest, for gists in the reader's language.

    Attributes:
        withheld: Clauses whose quotation failed the check.
        words: The digest.
    """

    def __init__(
        self, understanding: Understanding, retrieval: Retrieval, index: Index, words: Digest
    ) -> None:
        self.withheld = 0
        self._understanding = understanding
        self._lines = retrieval.lines.provisions
        self._index = index
        self.words = words
        self._language = understanding.reply_language
        self._asked: dict[str, frozenset[str]] = {}

    def clause(
        self, candidate: Candidate, passage: Passage, needed: Sequence[str] = ()
    ) -> Clause | None:
        """The clause for a place found; None where there is nothing to say or quote of it.

        Args:
            candidate: The place.
            passage: What was found of it.
            needed: Words that have to be quoted, where they stand in it.
        """
        language = self._language
        entry = self.words.nearest(candidate.locator)
        if entry is not None and not describes(entry, passage.version, self._index.provisions):
            entry = None
        gist = entry.gist.get(language) if entry else ""
        provision = edition_for(candidate.locator, passage.version, language, self._index)
        near = self._nearness(entry)
        if provision is None:
            if not gist:
                return None
            citation = digest_citation(candidate.locator, passage, language, gist)
            return Clause(citation, entry, candidate, *near)
        quote = self._quote(provision, passage, entry, needed)
        spans = find_quote(quote, provision.text)
        if spans is None:
            self.withheld += 1
            return None
        citation = citation_of(provision, quote, spans, language, gist)
        return Clause(citation, entry, candidate, *near)

    def beside(self, locator: str, clause: Clause, needed: Sequence[str] = ()) -> Clause | None:
        """A provision that was not found but is needed beside one that was."""
        citation = clause.citation
        candidate = Candidate(
            locator=locator,
            instrument=citation.instrument,
            language=citation.language,
            version=citation.version,
            score=0.0,
            followed_from=citation.locator,
        )
        passage = Passage(
            locator=locator,
            root="/".join(locator.split("/")[:2]),
            instrument=citation.instrument,
            jurisdiction=citation.jurisdiction,
            version=citation.version,
            language=citation.language,
            authority=citation.authority,
            binding_force=citation.binding_force,
            text="",
            span=(0, 0),
        )
        return self.clause(candidate, passage, needed)

    def question_in(self, language: str, most: int | None = None) -> tuple[str, ...]:
        """The question, and what its words are called in a language other than its own.

        Args:
            language: That language.
            most: How many names for each word; all where not given.
        """
        understanding = self._understanding
        own = (understanding.searched_text,)
        if language[:2] == understanding.language[:2] or language not in LANGUAGES:
            return own
        places = understanding.jurisdictions
        there = glossary().expand(understanding.subject, language, jurisdictions=places, most=most)
        return (*own, *there.words)

    def _quote(
        self,
        provision: Provision,
        passage: Passage,
        entry: DigestEntry | None,
        needed: Sequence[str],
    ) -> str:
        if self._understanding.operation == "full":
            return provision.text
        language = provision.edition.language
        own = passage.authority is not Authority.OWN_DIGEST and passage.language == language
        at = provision.text.find(passage.text) if own and passage.text else -1
        printed = (p for f in asked_for(entry, self._understanding.question) for p in f.printed)
        hints = Hints(
            asked=self._asked_in(language),
            gist=entry.gist.get(language) if entry and language in LANGUAGES else "",
            figures=tuple(printed),
            found=(at, at + len(passage.text)) if at >= 0 else None,
            needed=tuple(words for words in needed if words and words in provision.text),
        )
        return quotation(provision, hints)

    def _asked_in(self, language: str) -> frozenset[str]:
        """The search terms of the question, in the words of a language."""
        if language not in self._asked:
            self._asked[language] = frozenset(terms(" ".join(self.question_in(language))))
        return self._asked[language]

    def _nearness(self, entry: DigestEntry | None) -> tuple[float, float]:
        """How near the question is to known ways of asking: around an entry, and for itself."""
        if entry is None:
            return 0.0, 0.0
        around = (
            value
            for place, value in self._lines.items()
            if encloses(place, entry.locator) or encloses(entry.locator, place)
        )
        return max(around, default=0.0), self._lines.get(entry.locator, 0.0)
