"""The instrument itself: each way of spoiling answers moves the metrics it should, and no other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from assistant.answer import Answer
from assistant.understanding.language import to_script
from evals.intervals import ratio
from evals.metrics import METRICS
from evals.questions import Question
from evals.record import grouped
from evals.run import run
from evals.table import RIGHT
from tests.evals.answers import Prepared, Shelf, answer, cells, question

EU, EU2 = "eu-ai-act/art_50/par_2", "eu-ai-act/art_86/par_1"
HK, HK2 = "cap-486/s_26/ss_1", "cap-486/s_18/ss_1"
CN, CN2, US = "cn-genai/art_12", "cn-genai/art_7/itm_2", "nist-ai-rmf/GOVERN-1.1"

RANKING = {metric.name for metric in METRICS if metric.measure is None}
CITATIONS = {"citation_precision", "citation_recall", "pinpoint_recall"}
COMPARISON = {"comparison_coverage", "silence_reported"}
ALL = {metric.name for metric in METRICS} | {RIGHT.name}


@dataclass(frozen=True)
class World:
    """Questions with the answers to them."""

    questions: tuple[Question, ...]
    answers: dict[str, Answer]

    def figures(self) -> dict[str, float | None]:
        """Every metric over everything."""
        by_words = {q.question: self.answers[q.id] for q in self.questions}
        records = run(self.questions, Prepared(by_words), Shelf())
        estimates = {name: ratio(grouped(records, name)) for name in ALL}
        return {name: e.value if e else None for name, e in estimates.items()}

    def question(self, group: str) -> Question:
        return next(q for q in self.questions if q.group == group)

    def with_answer(self, group: str, spoilt: Answer) -> World:
        return replace(self, answers=self.answers | {self.question(group).id: spoilt})


def perfect() -> World:
    """Seven questions, all answered or declined just as they should be."""
    questions = (
        question(1, required=[[HK]]),
        question(2, required=[[HK2]], variant="zh-Hant", reply_language="zh-Hant"),
        question(
            3,
            required=[[CN2]],
            variant="zh-Hans",
            reply_language="zh-Hans",
            jurisdictions=["cn"],
        ),
        question(
            4,
            kind="comparison",
            required=[[EU], [CN]],
            variant="zh-Hant",
            reply_language="zh-Hant",
            jurisdictions=["eu", "cn", "hk"],
            silent=["hk"],
        ),
        question(5, required=[[US]], jurisdictions=["us"]),
        question(6, kind="near-miss", expect="abstain", required=[], jurisdictions=["eu"]),
        question(
            7,
            kind="far",
            expect="abstain",
            required=[],
            jurisdictions=[],
            variant="zh-Hant",
            reply_language="zh-Hant",
        ),
    )
    gold = ([HK], [HK2], [CN2], [EU, CN], [US], [], [])
    answers = {q.id: answer(q, *cited) for q, cited in zip(questions, gold, strict=True)}
    compared = answers["g004-zh-Hant"]
    shown = cells({"eu": (0,), "cn": (1,), "hk": ()})
    answers["g004-zh-Hant"] = compared.model_copy(
        update={"comparison": shown, "searched": ("eu-ai-act", "cn-genai", "cap-486")}
    )
    return World(questions, answers)


def swap_gold(world: World) -> World:
    one, two = world.question("g001"), world.question("g002")
    swapped = {
        one.id: one.model_copy(update={"required": two.required}),
        two.id: two.model_copy(update={"required": one.required}),
    }
    return replace(world, questions=tuple(swapped.get(q.id, q) for q in world.questions))


def break_quotation(world: World) -> World:
    right = world.answers["g001-en"]
    cited = right.citations[0]
    broken = cited.model_copy(update={"quote": cited.quote.replace("shall", "shalt")})
    return world.with_answer("g001", right.model_copy(update={"citations": (broken,)}))


def answer_from_the_mainland(world: World) -> World:
    return world.with_answer("g001", answer(world.question("g001"), CN2))


def wrong_script(world: World) -> World:
    right = world.answers["g002-zh-Hant"]
    claims = tuple(
        c.model_copy(update={"text": to_script(c.text, "zh-Hans")}) for c in right.claims
    )
    changes = {"lead": to_script(right.lead, "zh-Hans"), "claims": claims}
    return world.with_answer("g002", right.model_copy(update=changes))


def answer_everything(world: World) -> World:
    spoilt = world.with_answer("g006", answer(world.question("g006"), EU2))
    return spoilt.with_answer("g007", answer(world.question("g007"), HK2))


def abstain_on_everything(world: World) -> World:
    silent = {
        q.id: answer(
            q, searched=world.answers[q.id].searched, candidates=world.answers[q.id].candidates
        )
        for q in world.questions
    }
    return replace(world, answers=silent)


def cite_the_article_whole(world: World) -> World:
    right = world.answers["g001-en"]
    wide = tuple(c.model_copy(update={"locator": "cap-486/s_26"}) for c in right.citations)
    return world.with_answer("g001", right.model_copy(update={"citations": wide}))


def make_nist_a_duty(world: World) -> World:
    right = world.answers["g005-en"]
    stern = tuple(
        c.model_copy(update={"text": "One must know what kettles are for."}) for c in right.claims
    )
    return world.with_answer("g005", right.model_copy(update={"claims": stern}))


def pass_over_silence(world: World) -> World:
    right = world.answers["g004-zh-Hant"]
    return world.with_answer("g004", right.model_copy(update={"comparison": ()}))


def leave_out_a_jurisdiction(world: World) -> World:
    asked, right = world.question("g004"), world.answers["g004-zh-Hant"]
    kept = answer(asked, EU, searched=right.searched, candidates=right.candidates)
    shown = cells({"eu": (0,), "cn": (), "hk": ()})
    return world.with_answer("g004", kept.model_copy(update={"comparison": shown}))


def find_in_reverse(world: World) -> World:
    right = world.answers["g001-en"]
    other = answer(world.question("g001"), "cap-486/s_5").candidates
    return world.with_answer(
        "g001", right.model_copy(update={"candidates": (*other, *right.candidates)})
    )


def test_a_perfect_world_is_measured_as_perfect():
    figures = perfect().figures()
    lower = {metric.name for metric in METRICS if metric.better == "lower"}
    ideal = {name: 0.0 if name in lower else 1.0 for name in ALL}
    # One of the five questions needs two clauses, of which only one can stand first.
    assert figures == ideal | {"recall@1": 0.9, "recall@1_finest": 0.9}


@pytest.mark.parametrize(
    ("spoil", "moved"),
    [
        (swap_gold, RANKING | CITATIONS),
        (break_quotation, {"verbatim", "claim_support"}),
        (answer_from_the_mainland, RANKING | CITATIONS | {"leak", "routing"}),
        (wrong_script, {"script"}),
        (answer_everything, {"abstention_recall", "abstention_precision"}),
        (
            abstain_on_everything,
            CITATIONS
            | COMPARISON
            | {"answer_rate", "abstention_precision", "verbatim", "claim_support", "leak", "must"},
        ),
        (cite_the_article_whole, {"pinpoint_recall"}),
        (make_nist_a_duty, {"must", "claim_support"}),
        (pass_over_silence, {"silence_reported"}),
        (leave_out_a_jurisdiction, {"comparison_coverage", "citation_recall", "pinpoint_recall"}),
        (
            find_in_reverse,
            {name for name in RANKING if name.startswith(("recall@1", "mrr", "ndcg"))}
            - {"recall@10", "recall@10_finest"},
        ),
    ],
)
def test_each_way_of_spoiling_moves_its_metrics_and_no_other(spoil, moved):
    before = perfect().figures()
    after = spoil(perfect()).figures()
    # To be wholly right takes neither the finest pinpoint nor the best order of what was found.
    small = spoil in (cite_the_article_whole, find_in_reverse)
    expected = moved if small else moved | {RIGHT.name}
    assert {name for name in ALL if after[name] != before[name]} == expected


def test_what_cannot_be_measured_is_left_out_rather_than_called_perfect():
    figures = abstain_on_everything(perfect()).figures()
    for name in ("citation_precision", "verbatim", "claim_support", "leak", "must"):
        assert figures[name] is None, name
    assert figures["abstention_recall"] == 1
    assert figures["abstention_precision"] == pytest.approx(2 / 7)
    assert figures["answer_rate"] == 0
    assert answer_everything(perfect()).figures()["abstention_precision"] is None
