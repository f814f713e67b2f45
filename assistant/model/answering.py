"""An answer in a language model's words, made of the extractive answer's clauses.

The extractive answer is complete before the model is asked: it says which clauses may be used, and
it is what the reader gets when the model fails. Of what the model writes, only statements that
pass every check are shown, each bound to the words that it quotes; notices, the comparison and
the list of sources stay those of the extractive answer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Check, Citation, Claim, Notice, Support
from assistant.composing.notices import notices
from assistant.model.numbered_clause import numbered
from assistant.model.writer import Writer, Writing, Written
from assistant.verification import (
    Backing,
    Centred,
    Context,
    Meaning,
    Statement,
    Verdict,
    backing,
    find_quote,
    verify,
)
from corpus.embedding import Embedder
from corpus.glossary import Glossary
from corpus.index import Index
from corpus.provision import Authority
from corpus.texts import text


@dataclass(frozen=True)
class ModelAnswerer:
    """Rewrites extractive answers with a language model.

    Args:
        writer: Asks the model.
        index: For the provisions' words.
        terms: The glossary.
        meaning: Compares meanings, see :class:`assistant.verification.Centred`.
    """

    writer: Writer
    index: Index
    terms: Glossary
    meaning: Meaning | None

    @classmethod
    def of(cls, writer: Writer, index: Index, embedder: Embedder, terms: Glossary) -> ModelAnswerer:
        """One for an open index."""
        return cls(writer, index, terms, Centred(embedder, index.means, index.scope))

    def answers(self, extractive: Answer, stop: threading.Event | None = None) -> Iterator[Answer]:
        """The answer as it grows: one for each statement that passed, then the whole one.

        Args:
            extractive: What to fall back to; its citations are the clauses that may be used.
            stop: Set from another thread, ends the writing.
        """
        clauses = numbered(extractive.citations, self.index.provisions)
        context = Context(
            extractive.language,
            extractive.understanding.jurisdictions,
            self.meaning,
            strict=True,
            terms=self.terms,
        )

        def checked(text: str, quoted: list[tuple[int, str]]) -> Verdict:
            backings = tuple(self._backing(extractive.citation(n), words) for n, words in quoted)
            return verify(Statement(text, backings), context)

        with self.writer.write(extractive.understanding, clauses, checked, stop=stop) as writing:
            shown: list[Written[Verdict]] = []
            for statement in writing:
                shown.append(statement)
                yield self._written(extractive, shown, writing)
            if writing.failure is not None:
                sentence = writing.failure.sentence(extractive.language)
                checks = _checks(writing)
                trace = extractive.trace.model_copy(update={"checks": checks})
                yield extractive.model_copy(update={"fallback": sentence, "trace": trace})
            else:
                yield self._written(extractive, shown, writing)

    def _backing(self, citation: Citation, words: str) -> Backing:
        provision = self.index.provisions.get(
            citation.locator, citation.language, citation.version
        )[0]
        return backing(provision, words, self.index.provisions)

    def _written(
        self, extractive: Answer, shown: list[Written[Verdict]], writing: Writing[Verdict]
    ) -> Answer:
        """The answer of the statements so far; citations are numbered as they are used."""
        citations: list[Citation] = []
        numbers: dict[tuple[int, str], int] = {}
        claims = []
        for statement in shown:
            marks = []
            for number, words in statement.clauses:
                key = (number, words)
                if key not in numbers:
                    numbers[key] = len(citations) + 1
                    citations.append(self._cited(extractive.citation(number), words, numbers[key]))
                marks.append(numbers[key])
            claims.append(
                Claim(
                    text=statement.verdict.text,
                    language=extractive.language,
                    support=Support.ENTAILED,
                    citations=tuple(dict.fromkeys(marks)),
                )
            )
        day = extractive.understanding.as_at
        told = notices(citations, [], extractive.language, day)
        if any(statement.verdict.converted for statement in shown):
            words = text(extractive.language, "notices.reply_converted")
            told.append(Notice(code="reply_converted", text=words))
        return extractive.model_copy(
            update={
                "lead": "",
                "lead_citations": (),
                "claims": tuple(claims),
                "citations": tuple(citations),
                "notices": tuple(told),
                "comparison": (),
                "synthesis": (),
                "withheld": len(writing.withheld),
                "written_by": self.writer.name,
                "trace": extractive.trace.model_copy(update={"checks": _checks(writing)}),
            }
        )

    def _cited(self, citation: Citation, words: str, number: int) -> Citation:
        """A clause with the words that the model quotes, found again in the stored text."""
        provision = self.index.provisions.get(
            citation.locator, citation.language, citation.version
        )[0]
        spans = find_quote(words, provision.text)
        assert spans is not None, "only verified quotations are shown"
        assert citation.authority is not Authority.OWN_DIGEST
        return citation.model_copy(update={"number": number, "quote": words, "spans": spans})


def _checks(writing: Writing[Verdict]) -> tuple[Check, ...]:
    """Every check made, of what is shown and of what is withheld."""
    made = [check for shown in writing.shown for check in shown.verdict.checks]
    for held in writing.withheld:
        unmade = (Check(statement=held.text, test=held.reason, passed=False),)
        made += held.verdict.checks if held.verdict else unmade
    return tuple(made)
