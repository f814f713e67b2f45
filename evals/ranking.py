"""Ranking measures of what retrieval found: recall, reciprocal rank, nDCG, with ir-measures.

The documents of these measures are the *needs* of a question. A place found stands for every
need that it meets and that no place before it met; places that meet none, or only needs met
before, take up their rank. At article level places in the same article count once, at the rank
of the first, and needs met by the same articles are one need.

Sources: ``ir-measures`` (MacAvaney, Macdonald and Ounis, ECIR 2022), which runs trec_eval;
nDCG after Järvelin and Kekäläinen (2002) with binary gains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ir_measures
from ir_measures import Qrel, R, ScoredDoc, nDCG

from evals.locators import Level, article_of, found
from evals.questions import Question

CUTOFFS = (1, 2, 3, 5, 10, 20)
"""Ranks at which recall is drawn as a curve; 1, 5 and 10 stand in the tables."""

_MEASURES = {
    **{f"recall@{k}": R @ k for k in CUTOFFS},
    "mrr": ir_measures.RR,
    "ndcg@10": nDCG @ 10,
}
NAMES = tuple(_MEASURES)


def name_of(measure: str, level: Level) -> str:
    """The name under which a measure is kept: the level is said where it is the finest.

    >>> name_of("recall@5", "article"), name_of("mrr", "finest")
    ('recall@5', 'mrr_finest')
    """
    return measure if level == "article" else f"{measure}_finest"


def ranking_scores(
    asked: Iterable[tuple[Question, Sequence[str]]], level: Level
) -> dict[str, dict[str, float]]:
    """Every measure for every answerable question.

    Args:
        asked: Questions with the locators found, best first.
        level: How near a place has to come.

    Returns:
        By question id, then by measure: values from 0 to 1. Questions to be declined are left
        out: nothing is to be found for them.
    """
    qrels: list[Qrel] = []
    run: list[ScoredDoc] = []
    scores: dict[str, dict[str, float]] = {}
    for question, places in asked:
        if not question.answerable:
            continue
        scores[question.id] = dict.fromkeys(_MEASURES, 0.0)
        needs = _needs(question, level)
        qrels += [Qrel(question.id, f"need{n}", 1) for n in range(len(needs))]
        documents = _documents(needs, places, level)
        run += [
            ScoredDoc(question.id, document, float(len(documents) - rank))
            for rank, document in enumerate(documents)
        ]
    if run:
        names = {measure: name for name, measure in _MEASURES.items()}
        for metric in ir_measures.iter_calc(list(_MEASURES.values()), qrels, run):
            scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def _needs(question: Question, level: Level) -> list[tuple[str, ...]]:
    if level == "finest":
        return list(question.required)
    return list(
        dict.fromkeys(tuple(dict.fromkeys(map(article_of, need))) for need in question.required)
    )


def _documents(needs: Sequence[tuple[str, ...]], places: Sequence[str], level: Level) -> list[str]:
    """What was found, as documents: `need0` where a need is met first, filler elsewhere."""
    if level == "article":
        places = tuple(dict.fromkeys(map(article_of, places)))
    documents: list[str] = []
    open_needs = dict(enumerate(needs))
    for rank, place in enumerate(places):
        met = [
            number
            for number, need in open_needs.items()
            if any(found(gold, place, level) for gold in need)
        ]
        documents += [f"need{number}" for number in met] or [f"other{rank}"]
        for number in met:
            del open_needs[number]
    return documents
