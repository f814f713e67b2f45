"""Invented questions, texts and answers, in which everything is right until a test spoils it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.answer import (
    Answer,
    Candidate,
    Citation,
    Claim,
    ComparisonCell,
    Support,
    Understanding,
)
from corpus.catalogue import catalogue
from corpus.provision import Authority, instrument_of
from evals.case import Case
from evals.questions import Question
from evals.run import Reply

WORDS = {
    ("cap-486/s_5", "en"): "Cups are not kettles.",
    ("cap-486/s_26/ss_1", "en"): "Kettles that nobody needs shall be given away.",
    ("cap-486/s_26", "en"): "Kettles that nobody needs shall be given away. Others are kept.",
    ("cap-486/s_18/ss_1", "zh-Hant"): "任何人均可要求取回自己的水壺。",
    ("cn-genai/art_7/itm_2", "zh-Hans"): "提供者应当使用来源清楚的水壶。",
    ("cn-genai/art_12", "zh-Hans"): "提供者应当在水壶上作出标识。",
    ("eu-ai-act/art_50/par_2", "en"): "Providers shall mark kettles. Marks are to be legible.",
    ("eu-ai-act/art_86/par_1", "en"): "Anyone affected may ask why the kettle whistled.",
    ("nist-ai-rmf/GOVERN-1.1", "en"): "What kettles may be used for is understood.",
}
"""Every provision that there is, in its language."""

GISTS = {
    ("cap-486/s_26/ss_1", "en"): "Kettles no longer needed must be given away.",
    ("cap-486/s_26", "en"): "Kettles no longer needed must be given away.",
    ("cap-486/s_18/ss_1", "zh-Hant"): "人人可以要求取回水壺。",
    ("cn-genai/art_7/itm_2", "zh-Hans"): "水壶要有清楚的来源。",
    ("cn-genai/art_12", "zh-Hant"): "提供者須為水壺加上標識。",
    ("eu-ai-act/art_50/par_2", "zh-Hant"): "提供者須為水壺加上清晰的標記。",
    ("nist-ai-rmf/GOVERN-1.1", "en"): "Suggests knowing what kettles are for.",
}


@dataclass(frozen=True)
class Shelf:
    """The invented texts, as metrics look them up."""

    words: Mapping[tuple[str, str], str] = field(default_factory=lambda: WORDS)
    gists: Mapping[tuple[str, str], str] = field(default_factory=lambda: GISTS)

    def provision(self, locator: str, language: str, version: str) -> str | None:
        return self.words.get((locator, language))

    def gist(self, locator: str, language: str) -> str | None:
        return self.gists.get((locator, language))


class Prepared:
    """Gives answers prepared for questions, by their words."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.histories: dict[str, tuple[str, ...]] = {}

    def reply(self, question: str, history, as_at: date) -> Reply:
        self.histories[question] = tuple(history)
        return Reply(self.answers[question], 12.0, 34.0)


def question(number: int = 1, **changes) -> Question:
    """A question about one provision of Hong Kong law."""
    kind = {
        "group": f"g{number:03}",
        "kind": "single",
        "variant": "en",
        "question": f"What happens to kettle {number}?",
        "history": [],
        "expect": "answer",
        "required": [["cap-486/s_26/ss_1"]],
        "acceptable": [],
        "forbidden": [],
        "jurisdictions": ["hk"],
        "silent": [],
        "reply_language": "en",
        "reference": "It is given away.",
    } | changes
    return Question.model_validate({"id": f"{kind['group']}-{kind['variant']}"} | kind)


def citation(locator: str, number: int = 1, **changes) -> Citation:
    """A citation that quotes the invented provision, whole."""
    instrument = catalogue().instrument(instrument_of(locator))
    language, quote = next(
        ((lang, words) for (where, lang), words in WORDS.items() if where == locator), ("en", "")
    )
    kind = {
        "number": number,
        "locator": locator,
        "instrument": instrument.id,
        "jurisdiction": instrument.jurisdiction,
        "language": language,
        "version": "v",
        "authority": Authority.AUTHENTIC,
        "binding_force": instrument.binding_force,
        "quote": quote,
        "quote_verified": True,
    }
    return Citation.model_validate(kind | changes)


def answer(asked: Question, *locators: str, **changes) -> Answer:
    """An answer that cites provisions, with a claim for each: the gist, or else the quotation."""
    language = asked.reply_language
    citations = tuple(citation(locator, n) for n, locator in enumerate(locators, start=1))
    claims = []
    for cited in citations:
        gist = GISTS.get((cited.locator, language))
        claims.append(
            Claim(
                text=gist or cited.quote,
                language=language if gist else cited.language,
                support=Support.DIGEST if gist else Support.VERBATIM,
                citations=(cited.number,),
            )
        )
    searched = tuple(dict.fromkeys(map(instrument_of, locators)))
    kind = {
        "question": asked.question,
        "language": language,
        "abstained": not locators,
        "reason": "" if locators else sentence("nothing", language),
        "lead": sentence("found", language) if locators else "",
        "claims": tuple(claims),
        "citations": citations,
        "searched": searched,
        "understanding": understanding(asked),
        "candidates": candidates(*locators),
        "trace": {"confidence": {"score": 0.5 if asked.answerable else 0.1}},
    }
    return Answer.model_validate(kind | changes)


def sentence(which: str, language: str) -> str:
    """Prose of ours in a language."""
    words = {
        ("found", "en"): "One provision bears on this.",
        ("found", "zh-Hant"): "有一條條文與這個問題有關。",
        ("found", "zh-Hans"): "有一条条文与这个问题有关。",
        ("nothing", "en"): "Nothing here answers this.",
        ("nothing", "zh-Hant"): "這裏沒有條文回答這個問題。",
        ("nothing", "zh-Hans"): "这里没有条文回答这个问题。",
    }
    return words[which, language]


def understanding(asked: Question) -> Understanding:
    """How a question was understood."""
    return Understanding(
        question=asked.question,
        subject=asked.question,
        language=asked.reply_language,
        reply_language=asked.reply_language,
        as_at=date(2026, 11, 22),
    )


def candidates(*locators: str) -> tuple[Candidate, ...]:
    """Places found, best first."""
    return tuple(
        Candidate(
            locator=locator,
            instrument=instrument_of(locator),
            language="en",
            version="v",
            score=1 / rank,
        )
        for rank, locator in enumerate(locators, start=1)
    )


def case(asked: Question, replied: Answer) -> Case:
    """A question with its answer and the invented texts."""
    return Case(asked, replied, Shelf())


def cells(claims: Mapping[str, tuple[int, ...]]) -> tuple[ComparisonCell, ...]:
    """A comparison: by jurisdiction, the positions of its claims."""
    return tuple(ComparisonCell(jurisdiction=place, claims=n) for place, n in claims.items())
