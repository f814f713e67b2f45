"""The metrics: pure functions from a question and its answer to that question's part in each.

A metric over many questions is the sum of the parts over the sum of the wholes. Citation
precision and recall follow ALCE (Gao et al., EMNLP 2023), with locators where ALCE asks a model
whether a passage supports a statement: a need is a statement that the answer has to support, and
a citation is right if it equals, encloses or lies within a provision required or acceptable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.provision import encloses, instrument_of
from evals.case import Case, Measure, Score, jurisdiction, jurisdiction_of
from evals.locators import fits_any, found
from evals.prose import language_and_script, must_from_voluntary
from evals.ranking import CUTOFFS, NAMES, name_of
from evals.support import claim_support, verbatim


def routing(case: Case) -> Score | None:
    """Whether the right instruments were searched.

    Each need's instrument has to be among them and, where jurisdictions are asked about, none
    of another jurisdiction.
    """
    question, searched = case.question, case.answer.searched
    if not question.required and not question.jurisdictions:
        return None
    reached = all(any(instrument_of(gold) in searched for gold in n) for n in question.required)
    astray = question.jurisdictions and any(
        jurisdiction(instrument) not in question.jurisdictions for instrument in searched
    )
    return Score(float(reached and not astray))


def comparison_coverage(case: Case) -> Score | None:
    """Of the jurisdictions with something to cite, how many have a gold clause cited."""
    if case.question.kind != "comparison":
        return None
    gold: dict[str, list[str]] = {}
    for need in case.question.required:
        for locator in need:
            place = jurisdiction(instrument_of(locator)) or ""
            gold.setdefault(place, []).append(locator)
    covered = sum(any(fits_any(want, cited) for cited in case.cited) for want in gold.values())
    return Score(covered, len(gold))


def silence_reported(case: Case) -> Score | None:
    """Of the jurisdictions that hold nothing on the point, how many are reported so."""
    if not case.question.silent:
        return None
    said = {cell.jurisdiction for cell in case.answer.comparison if not cell.claims}
    return Score(len(said & set(case.question.silent)), len(case.question.silent))


def citation_precision(case: Case) -> Score | None:
    """Share of the citations that are right, where the question has an answer."""
    if not case.question.answerable or not case.cited:
        return None
    right = sum(fits_any(case.question.gold, cited) for cited in case.cited)
    return Score(right / len(case.cited))


def citation_recall(case: Case) -> Score | None:
    """Share of the needs with a right citation; nothing cited is a recall of 0."""
    if not case.question.answerable:
        return None
    return Score(sum(met(case, need) for need in case.question.required) / _needs(case))


def pinpoint_recall(case: Case) -> Score | None:
    """Share of the needs cited at the finest level: the paragraph, not the article around it."""
    if not case.question.answerable:
        return None
    exact = sum(
        any(found(gold, cited, "finest") for gold in need for cited in case.cited)
        for need in case.question.required
    )
    return Score(exact / _needs(case))


def answer_rate(case: Case) -> Score | None:
    """Share of the answerable questions that were answered."""
    return Score(float(not case.answer.abstained)) if case.question.answerable else None


def abstention_recall(case: Case) -> Score | None:
    """Share of the questions to be declined that were declined."""
    return None if case.question.answerable else Score(float(case.answer.abstained))


def abstention_precision(case: Case) -> Score | None:
    """Share of the questions declined that were to be declined."""
    return Score(float(not case.question.answerable)) if case.answer.abstained else None


def jurisdiction_leak(case: Case) -> Score | None:
    """Share of answers about named jurisdictions that cite another or what is forbidden."""
    if case.answer.abstained or not (case.question.jurisdictions or case.question.forbidden):
        return None
    return Score(float(bool(leaks(case))))


def leaks(case: Case) -> tuple[str, ...]:
    """The locators cited from outside what was asked about."""
    question = case.question
    outside = (
        citation.locator
        for citation in case.answer.citations
        if not fits_any(question.gold, citation.locator)
        and (
            any(encloses(barred, citation.locator) for barred in question.forbidden)
            or (question.jurisdictions and jurisdiction_of(citation) not in question.jurisdictions)
        )
    )
    return tuple(dict.fromkeys(outside))


def met(case: Case, need: tuple[str, ...]) -> bool:
    """Whether a need has a right citation."""
    return any(fits_any(need, cited) for cited in case.cited)


def _needs(case: Case) -> int:
    return len(case.question.required)


@dataclass(frozen=True)
class Metric:
    """A metric as tables and reports show it.

    Attributes:
        name: Its key in runs and baselines.
        title: What a reader sees.
        measure: The function; None for the ranking measures, which are computed together.
        better: Whether more or less of it is better.
        exact: Whether it has to be perfect, so that a single lapse fails the gate.
        gated: Whether the gate looks at it.
        shown: Whether it stands in the tables.
        stage: What a run must have done to measure it.
    """

    name: str
    title: str
    measure: Measure | None = None
    better: Literal["higher", "lower"] = "higher"
    exact: bool = False
    gated: bool = True
    shown: bool = True
    stage: Literal["retrieval", "answer"] = "answer"


_RANKING = {
    **{f"recall@{k}": f"Recall@{k}" for k in CUTOFFS},
    "mrr": "Mean reciprocal rank",
    "ndcg@10": "nDCG@10",
}
_SHOWN = {"recall@1", "recall@5", "recall@10", "mrr", "ndcg@10"}

METRICS: tuple[Metric, ...] = (
    *(
        Metric(
            name_of(name, level),
            f"{_RANKING[name]}, {level}",
            gated=name in _SHOWN,
            shown=name in _SHOWN,
            stage="retrieval",
        )
        for level in ("article", "finest")
        for name in NAMES
    ),
    Metric("routing", "Right instruments searched", routing, stage="retrieval"),
    Metric("comparison_coverage", "Comparison: jurisdictions covered", comparison_coverage),
    Metric("silence_reported", "Comparison: silence reported", silence_reported),
    Metric("citation_precision", "Citation precision", citation_precision),
    Metric("citation_recall", "Citation recall", citation_recall),
    Metric("pinpoint_recall", "Citation recall, pinpoint", pinpoint_recall),
    Metric("verbatim", "Quotations verbatim", verbatim, exact=True),
    Metric("claim_support", "Claims supported", claim_support, exact=True),
    Metric("answer_rate", "Answerable: answered", answer_rate, stage="retrieval"),
    Metric("abstention_recall", "To be declined: declined", abstention_recall, stage="retrieval"),
    Metric("abstention_precision", "Declined: rightly", abstention_precision, stage="retrieval"),
    Metric("leak", "Jurisdiction leaks", jurisdiction_leak, "lower", exact=True),
    Metric("must", "“Must” from a voluntary text", must_from_voluntary, "lower", exact=True),
    Metric("script", "Language and script right", language_and_script, exact=True),
)

BY_NAME = {metric.name: metric for metric in METRICS}


def answer_scores(case: Case, *, retrieval_only: bool = False) -> dict[str, Score]:
    """The parts of one question in every metric but those of ranking.

    Args:
        case: The question and its answer.
        retrieval_only: Whether nothing was composed, so that only what came before counts.
    """
    scores: dict[str, Score] = {}
    for metric in METRICS:
        if metric.measure is None or (retrieval_only and metric.stage != "retrieval"):
            continue
        score = metric.measure(case)
        if score is not None:
            scores[metric.name] = score
    return scores
