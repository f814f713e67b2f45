"""Asking every question, in the process or of anything else that answers alike, and scoring."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from assistant.abstention import THRESHOLD
from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.index import Manifest
from evals.case import Case, Score, Texts
from evals.metrics import answer_scores
from evals.problems import named, problems
from evals.prose import prose_of
from evals.questions import AS_AT, Question, fingerprint
from evals.ranking import name_of, ranking_scores
from evals.record import Cited, Record, Results, Run
from evals.table import RIGHT

KEPT = 20
"""Places found that a record keeps."""

Progress = Callable[[int, int], None]
"""Called with how many questions are done, and of how many."""


@dataclass(frozen=True)
class Reply:
    """An answer with when it came.

    Attributes:
        answer: The answer.
        first_ms: Milliseconds until its first claim could be shown.
        full_ms: Milliseconds until it was complete.
    """

    answer: Answer
    first_ms: float
    full_ms: float


class Answerer(Protocol):
    """Whatever answers: the assistant in this process, or a client of a running server."""

    def reply(self, question: str, history: Sequence[str], as_at: date) -> Reply:
        """Answer a question after the earlier ones of its conversation."""


class InProcess:
    """The assistant of this process, whole answers."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def reply(self, question: str, history: Sequence[str], as_at: date) -> Reply:
        """Answer a question after the earlier ones of its conversation."""
        answers: list[Answer] = []
        for earlier in (*history, question):
            answers.append(self.assistant.ask(earlier, as_at=as_at, history=tuple(answers)))
        # Without a language model, an answer comes in one piece.
        return Reply(answers[-1], answers[-1].ms, answers[-1].ms)


class SearchOnly(InProcess):
    """The assistant of this process, up to what it found: nothing is composed.

    Follow-ups are answered whole, because searching takes no conversation.
    """

    def reply(self, question: str, history: Sequence[str], as_at: date) -> Reply:
        """Search for a question, as an answer without claims."""
        if history:
            return super().reply(question, history, as_at)
        started = datetime.now()
        understanding, retrieval, silent = self.assistant.search(question, as_at=as_at)
        ms = (datetime.now() - started).total_seconds() * 1000
        answer = Answer(
            question=question,
            language=understanding.reply_language,
            abstained=silent,
            searched=understanding.instruments,
            understanding=understanding,
            candidates=tuple(retrieval.candidates),
            ms=ms,
        )
        return Reply(answer, ms, ms)


def run(
    questions: Sequence[Question],
    answerer: Answerer,
    texts: Texts,
    *,
    retrieval_only: bool = False,
    progress: Progress | None = None,
) -> tuple[Record, ...]:
    """Ask every question and score what comes back.

    Args:
        questions: What to ask.
        answerer: Who answers.
        texts: What quotations and claims are checked against.
        retrieval_only: Score only what was found and whether it would be declined.
        progress: Told after every question.
    """
    asked = list(_asked(questions, answerer, progress))
    ranked: dict[str, dict[str, Score]] = {question.id: {} for question in questions}
    for level in ("article", "finest"):
        places = [(q, [c.locator for c in r.answer.candidates]) for q, r in asked]
        for name, values in ranking_scores(places, level).items():
            ranked[name] |= {name_of(m, level): Score(v) for m, v in values.items()}
    return tuple(
        _record(Case(question, reply.answer, texts), reply, ranked[question.id], retrieval_only)
        for question, reply in asked
    )


def described(
    records: tuple[Record, ...],
    questions: Sequence[Question],
    manifest: Manifest,
    *,
    split: str,
    kind: str | None = None,
    language: str | None = None,
    retrieval_only: bool = False,
) -> Results:
    """A run with all that is needed to repeat it."""
    now = datetime.now().astimezone()
    texts = sorted((t.instrument, t.version, t.language, t.authority) for t in manifest.texts)
    about = {
        "id": f"{now:%Y%m%dT%H%M%S}-{split}{'-retrieval' if retrieval_only else ''}",
        "created": now,
        "split": split,
        "kind": kind,
        "language": language,
        "retrieval_only": retrieval_only,
        "questions": len(questions),
        "set_sha256": fingerprint(questions),
        "texts": hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16],
        "official": len(manifest.official),
        "model": manifest.model,
        "threshold": THRESHOLD,
    }
    return Results(run=Run.model_validate(about), records=records)


def _asked(
    questions: Sequence[Question], answerer: Answerer, progress: Progress | None
) -> Iterator[tuple[Question, Reply]]:
    for done, question in enumerate(questions, start=1):
        yield question, answerer.reply(question.question, question.history, AS_AT)
        if progress is not None:
            progress(done, len(questions))


def _record(case: Case, reply: Reply, ranked: dict[str, Score], retrieval_only: bool) -> Record:
    question, answer = case.question, case.answer
    scores = ranked | answer_scores(case, retrieval_only=retrieval_only)
    wrong = problems(case, scores, retrieval_only=retrieval_only)
    scores[RIGHT.name] = Score(float(not wrong))
    # Rounded once and for all: what the baseline keeps and what a later run finds are equal.
    scores = {name: Score(round(s.part, 4), s.whole) for name, s in scores.items()}
    confidence = answer.trace.confidence
    return Record(
        id=question.id,
        group=question.group,
        kind=question.kind,
        language=question.language,
        instruments=question.instruments,
        answerable=question.answerable,
        scores=scores,
        problems=tuple(wrong),
        abstained=answer.abstained,
        said="\n".join(dict.fromkeys(prose_of(answer))),
        citations=tuple(
            Cited(locator=c.locator, pinpoint=named(c.locator), quote=c.quote)
            for c in answer.citations
        ),
        found=tuple(c.locator for c in answer.candidates[:KEPT]),
        confidence=_score(confidence),
        first_ms=reply.first_ms,
        full_ms=reply.full_ms,
    )


def _score(confidence: Mapping[str, float | str]) -> float | None:
    score = confidence.get("score")
    return score if isinstance(score, float) else None
