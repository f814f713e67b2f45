"""What is wrong with an answer, in words that a policy person can act on."""

from __future__ import annotations

from assistant.composing.citation import pinpoint
from corpus.catalogue import catalogue
from corpus.errors import UnknownInstrument
from corpus.provision import instrument_of
from evals.case import Case, Score
from evals.metrics import leaks, met

_FOUND = "recall@10"
_LAPSES = {
    "script": "The reply is in the wrong language or script.",
    "must": "It speaks of a duty where the text is voluntary.",
}


def problems(case: Case, scores: dict[str, Score], *, retrieval_only: bool = False) -> list[str]:
    """What is wrong; empty if the answer is right.

    An answer is right if it answers or declines as it should, cites a right clause for every
    need and nothing from a jurisdiction not asked about, reports silence where there is one,
    quotes verbatim, and is in the right language and script.

    Args:
        case: The question with its answer.
        scores: Its parts in the metrics.
        retrieval_only: Judge only what was found.
    """
    question, answer = case.question, case.answer
    if not question.answerable:
        wrong = [] if answer.abstained else ["It answers, though the texts hold no answer."]
    elif answer.abstained:
        wrong = ["It declines, though the texts hold the answer."]
    elif retrieval_only:
        short = _FOUND in scores and scores[_FOUND].part < 1
        wrong = ["Not all clauses needed are among the first ten found."] if short else []
    else:
        wrong = [_missing(need) for need in question.required if not met(case, need)]
    if retrieval_only:
        return wrong
    outside = leaks(case)
    if outside:
        wrong.append(f"It cites outside what was asked about: {', '.join(map(named, outside))}.")
    silence = scores.get("silence_reported")
    if silence is not None and silence.part < silence.whole and not answer.abstained:
        wrong.append("It does not say that a jurisdiction holds nothing on the point.")
    if _short(scores, "verbatim"):
        wrong.append("A quotation is not verbatim.")
    elif _short(scores, "claim_support"):
        wrong.append("A statement is not carried by its citation.")
    for name, sentence in _LAPSES.items():
        score = scores.get(name)
        if score is not None and (score.part > 0 if name == "must" else score.part < score.whole):
            wrong.append(sentence)
    return wrong


def named(locator: str) -> str:
    """A provision as a reader cites it, in English.

    >>> named("eu-ai-act/art_50/par_2")
    'EU AI Act Article 50(2)'
    """
    try:
        short = catalogue().instrument(instrument_of(locator)).short.en
    except UnknownInstrument:
        return locator
    return f"{short} {pinpoint(locator, 'en')}"


def _missing(need: tuple[str, ...]) -> str:
    others = len(need) - 1
    instead = f", nor of one of {others} that would do instead" if others else ""
    return f"No citation of {named(need[0])}{instead}."


def _short(scores: dict[str, Score], name: str) -> bool:
    return name in scores and scores[name].part < scores[name].whole
