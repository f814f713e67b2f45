"""The opening of an answer, over an invented law of kettles under real catalogue names."""

from datetime import date

import pytest
from clauses import TODAY, citation, understanding

from assistant.answer import Candidate, Need
from assistant.composing.clause import Clause
from assistant.composing.lead import lead
from assistant.composing.ordering import in_order
from corpus.catalogue import LANGUAGES
from corpus.digest import DigestEntry
from corpus.provision import Status

WORDS = {"en": "kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"}


def clause(number, locator, gist, language="en", figures=(), asked=(), topics=(), **fields):
    """A clause with a gist; its words in the other languages are of no account."""
    texts = {lang: gist if lang == language else WORDS[lang] for lang in LANGUAGES}
    texts["en"] = fields.pop("english", texts["en"])
    near, own = fields.pop("near", 0.9), fields.pop("own", 0.9)
    entry = DigestEntry.model_validate(
        {
            "locator": locator,
            "heading": {lang: fields.get("heading", "Kettles") for lang in LANGUAGES},
            "gist": texts,
            "topics": topics or ("penalties",),
            "roles": fields.pop("roles", ()),
            "figures": figures,
            "asked": {"en": asked},
        }
    )
    fields.pop("heading", None)
    score = fields.pop("score", 1.0)
    cited = citation(number, locator, language, gist=gist, **fields)
    found = Candidate(
        locator=locator,
        instrument=cited.instrument,
        language="en",
        version=cited.version,
        score=score,
    )
    return Clause(cited, entry, found, near, own)


def said(clauses, question, language="en", **fields):
    asked = understanding(question, language, **fields)
    return lead(in_order(clauses, asked), asked)


BAN = clause(
    1,
    "eu-ai-act/art_5/par_1/pnt_f",
    "Kettles must not whistle at work, except where safety demands it. Our example: a canteen.",
)


# --- yes and no


@pytest.mark.parametrize(
    ("gist", "question", "opening"),
    [
        ("Kettles must not whistle.", "May kettles whistle?", "No."),
        ("Kettles must not whistle, except on Sundays.", "May kettles whistle?", "No, apart from"),
        ("Kettles may whistle only if the Keeper agrees.", "May kettles whistle?", "Only on"),
        ("It is prohibited that kettles whistle.", "Is it prohibited that kettles whistle?", "Yes"),
        ("Sellers must label kettles.", "Must sellers label kettles?", "Yes."),
        ("Sellers must label kettles, unless blue.", "Must sellers label kettles?", "Yes, subject"),
    ],
)
def test_yes_or_no_is_said_where_the_gist_settles_it(gist, question, opening):
    found = said([clause(1, "cap-486/s_26", gist)], question, need=Need.YES_NO)
    assert found.text.startswith(opening)
    assert found.citations == (1,)
    assert "s.26" in found.text


@pytest.mark.parametrize(
    ("gist", "question", "opening"),
    [
        ("水煲不得鳴笛。", "水煲可唔可以鳴笛？", "不可以。"),
        ("水煲不得鳴笛；節日除外。", "水煲可否鳴笛？", "不可以，"),
        ("賣家須為水煲附上標籤。", "賣家使唔使為水煲附上標籤？", "須要。"),
    ],
)
def test_yes_or_no_in_chinese(gist, question, opening):
    found = said(
        [clause(1, "cap-486/s_26", gist, "zh-Hant")], question, "zh-Hant", need=Need.YES_NO
    )
    assert found.text.startswith(opening)


@pytest.mark.parametrize(
    ("gist", "question", "near"),
    [
        ("Sellers must label kettles.", "May sellers sell kettles?", 0.9),
        ("Kettles must not whistle.", "May kettles whistle?", 0.3),
        ("Kettles must not whistle.", "May kettles whistle? And must they be blue?", 0.9),
        ("A kettle is a vessel.", "May kettles whistle?", 0.9),
    ],
)
def test_what_does_not_settle_it_is_said_without_yes_or_no(gist, question, near):
    found = said([clause(1, "cap-486/s_26", gist, near=near, own=near)], question, need=Need.YES_NO)
    assert found.text.startswith(gist.rstrip("."))


def test_an_example_of_ours_is_left_out_and_an_exception_is_not():
    found = said([BAN], "What of whistling?", need=Need.LOOKUP)
    assert "except where safety demands it" in found.text
    assert "Our example" not in found.text


def test_the_clause_that_settles_it_comes_first():
    other = clause(2, "cap-486/s_2/def_use", "To use a kettle includes to boil it.")
    order = in_order([other, BAN], understanding("May kettles whistle at work?", need=Need.YES_NO))
    assert [c.number for c in order] == [1, 2]


def test_a_clause_far_behind_does_not_come_first():
    far = clause(2, "cap-486/s_26", "Kettles must not whistle.", score=-3.0)
    first = clause(1, "cap-486/s_2/def_use", "To use a kettle includes to boil it.")
    order = in_order([first, far], understanding("May kettles whistle?", need=Need.YES_NO))
    assert order[0] is first


# --- what the question takes for granted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", [Need.YES_NO, Need.DUTIES, Need.DATE])
def test_a_framework_obliges_nobody_whatever_the_question_takes_for_granted(language, need):
    question = {
        "en": "Since kettles are mandatory, must every firm have one?",
        "zh-Hant": "法律規定必須有水煲，係咪？",
        "zh-Hans": "公司必须有水壶，是吗？",
    }[language]
    gist = {
        "en": "NIST suggests kettles.",
        "zh-Hant": "建議備有水煲。",
        "zh-Hans": "建议备有水壶。",
    }
    found = said(
        [clause(1, "nist-ai-rmf/GOVERN-1.1", gist[language], language)],
        question,
        language,
        need=need,
    )
    assert {"en": "voluntary", "zh-Hant": "自願", "zh-Hans": "自愿"}[language] in found.text
    assert "must" not in found.text
    assert "須" not in found.text


RIGHT_QUESTION = "All kettles must not whistle, right?"


@pytest.mark.parametrize(
    ("gist", "question", "opening"),
    [
        ("Kettles must not whistle, except on Sundays.", RIGHT_QUESTION, "Not without exception."),
        (
            "Sellers must label kettles.",
            "Sellers must label kettles, right?",
            "What the text says:",
        ),
    ],
)
def test_a_statement_to_be_confirmed_is_never_met_with_a_bare_yes(gist, question, opening):
    found = said([clause(1, "cap-486/s_26", gist)], question, need=Need.YES_NO)
    assert found.text.startswith(opening)


PERIOD = {
    "kind": "period",
    "value": 40,
    "unit": "days",
    "printed": ["40 days"],
    "what": {"en": "to whistle", "zh-Hant": "鳴笛時限", "zh-Hans": "鸣笛时限"},
}


def test_another_figure_is_put_right():
    short = clause(1, "cap-486/s_26", "Kettles whistle within 40 days.", figures=[PERIOD])
    wrong = said([short], "Kettles whistle within 30 days, right?", need=Need.YES_NO)
    assert wrong.text.startswith("The clause gives another figure: to whistle: 40 days.")
    right = said([short], "Kettles whistle within 40 days, right?", need=Need.YES_NO)
    assert "another figure" not in right.text


def test_the_clause_with_the_other_figure_comes_first_and_carries_the_lead():
    plain = clause(1, "cap-486/s_2/def_use", "To use a kettle is to boil it.")
    held = clause(2, "cap-486/s_26", "Kettles whistle within 40 days.", figures=[PERIOD])
    asked = understanding("Kettles whistle within 30 days, right?", need=Need.YES_NO)
    order = in_order([plain, held], asked)
    assert order[0].citation.locator == "cap-486/s_26"
    assert lead(order, asked).citations == (2,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_that_does_not_apply_yet_is_not_taken_to_apply(language):
    gist = {"en": "Kettles must whistle.", "zh-Hant": "水煲須鳴笛。", "zh-Hans": "水壶应当鸣笛。"}
    later = clause(1, "eu-ai-act/art_9", gist[language], language, applies_from=date(2027, 12, 2))
    question = {
        "en": "Must kettles already whistle?",
        "zh-Hant": "水煲而家係咪已經要鳴笛？",
        "zh-Hans": "水壶现在已经要鸣笛了吧？",
    }[language]
    found = said([later], question, language, need=Need.YES_NO)
    assert found.text.startswith({"en": "Not yet", "zh-Hant": "尚未", "zh-Hans": "尚未"}[language])
    assert "2027" in found.text


def test_from_when_it_applies_is_known_from_the_gist_where_the_catalogue_is_silent():
    annex = clause(1, "eu-ai-act/anx_III", "Whistling is high-risk. Applies from 2 December 2027.")
    assert annex.starts == date(2027, 12, 2)


# --- figures, days, duties


def test_a_figure_is_said_with_its_condition():
    gist = "Kettles are regulated. Within 40 days they whistle, unless blue. Our example: a billy."
    found = said(
        [clause(1, "cap-486/s_26", gist, figures=[PERIOD])],
        "Within how many days must kettles whistle?",
        need=Need.FIGURE,
    )
    assert found.text == "Within 40 days they whistle, unless blue (PDPO (Cap. 486) s.26)."


def test_a_figure_that_the_gist_does_not_say_is_added_with_what_it_is():
    found = said(
        [clause(1, "cap-486/s_26", "Kettles whistle soon.", figures=[PERIOD])],
        "How soon do kettles whistle?",
        need=Need.FIGURE,
    )
    assert found.text.endswith("to whistle: 40 days.")


def test_the_clause_with_a_figure_of_the_kind_asked_for_comes_first():
    plain = clause(1, "cap-486/s_1", "Kettles whistle.")
    held = clause(2, "cap-486/s_26", "Kettles whistle within 40 days.", figures=[PERIOD])
    order = in_order([plain, held], understanding("How long?", need=Need.FIGURE))
    assert [c.number for c in order] == [2, 1]


@pytest.mark.parametrize(
    ("day", "opening"),
    [(date(2027, 12, 2), "applies from 2 December 2027"), (TODAY, "has applied since 22 November")],
)
def test_the_day_from_which_a_rule_applies(day, opening):
    later = clause(1, "cap-486/s_26", "Kettles must whistle.", applies_from=day)
    found = said([later], "When do the kettle rules apply?", need=Need.DATE)
    assert found.text.startswith(f"PDPO (Cap. 486) s.26 {opening}")


def test_of_commencement_the_whole_gist_is_said():
    gist = "In general from 2 August 2026. Kettles later: 2 December 2027."
    start = clause(1, "eu-ai-act/art_113", gist, topics=["commencement"])
    found = said([start], "When do the kettle rules apply?", need=Need.DATE)
    assert "2 December 2027" in found.text


def duty(number, place, heading):
    gist = "A deployer must see to it."
    return clause(number, f"eu-ai-act/{place}", gist, heading=heading, roles=["deployer"])


def test_duties_are_listed_in_the_order_of_the_law():
    found = said(
        [
            duty(1, "art_26/par_12", "Cooperate"),
            duty(2, "art_26/par_2", "Assign people"),
            duty(3, "art_26/par_5", "Watch it"),
        ],
        "What must a deployer do?",
        need=Need.DUTIES,
        roles=("deployer",),
    )
    assert found.text == (
        "What a deployer has to do under the EU AI Act: Assign people (Article 26(2));"
        " Watch it (Article 26(5)); Cooperate (Article 26(12))."
    )
    assert set(found.citations) == {1, 2, 3}


def test_two_duties_are_no_list_and_the_best_clause_says_its_own():
    found = said(
        [duty(1, "art_26/par_12", "Cooperate"), duty(2, "art_26/par_2", "Assign people")],
        "What must a deployer do?",
        need=Need.DUTIES,
        roles=("deployer",),
    )
    assert found.text == "A deployer must see to it (EU AI Act Article 26(12))."
    assert found.citations == (1,)


def test_duties_that_do_not_apply_yet_are_said_not_to():
    both = [duty(1, "art_26/par_1", "Use it"), duty(2, "art_26/par_2", "Assign people")]
    late = [
        Clause(
            c.citation.model_copy(update={"applies_from": date(2027, 12, 2)}), c.entry, c.candidate
        )
        for c in both
    ]
    found = said(late, "What must a deployer do?", need=Need.DUTIES, roles=("deployer",))
    assert found.text.endswith("It does not apply yet: it applies from 2 December 2027.")


def test_what_a_framework_suggests_is_listed_as_suggested():
    both = [
        clause(n, f"nist-ai-rmf/GOVERN-1.{n}", "NIST suggests it.", heading=f"Point {n}")
        for n in (1, 2, 3)
    ]
    found = said(both, "What does NIST say on kettles?", need=Need.DUTIES)
    assert found.text.startswith("What NIST AI RMF suggests: Point 1 (GOVERN 1.1); Point 2")


# --- which clause opens the answer

JAIL = {"kind": "imprisonment", "unit": "years", "printed": ["x"], "what": WORDS}


def jailed(number, place, years, score, topics=("penalties", "consent"), own=0.9):
    figures = [JAIL | {"value": years}]
    gist = f"Offence {number} carries {years} years."
    return clause(number, place, gist, figures=figures, topics=topics, score=score, own=own)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("What is the maximum sentence for whistling?", "Offence 2 carries 5 years"),
        ("What is the sentence for whistling?", "Offence 1 carries 2 years"),
    ],
)
def test_a_question_about_the_most_opens_with_the_highest_figure(question, opening):
    both = [jailed(1, "cap-486/s_64/ss_3B", 2, 1.0), jailed(2, "cap-486/s_64/ss_3D", 5, 0.5)]
    assert said(both, question, need=Need.FIGURE).text.startswith(opening)


def test_behind_the_highest_figure_stands_the_lesser_one_that_was_found_first():
    both = [jailed(1, "cap-486/s_64/ss_3B", 2, 1.0), jailed(2, "cap-486/s_64/ss_3D", 5, 0.5)]
    found = said(both, "What is the maximum sentence for whistling?", need=Need.FIGURE)
    assert "5 years" in found.text
    assert "2 years" in found.text
    assert found.citations == (2, 1)


@pytest.mark.parametrize(
    ("place", "topics"),
    [
        ("cap-486/s_64/ss_3D", ("penalties", "security")),
        ("cap-486/s_50A", ("penalties", "consent")),
    ],
)
def test_a_higher_figure_for_something_else_does_not_come_first(place, topics):
    both = [jailed(1, "cap-486/s_64/ss_3B", 2, 1.0), jailed(2, place, 5, 0.5, topics)]
    found = said(both, "What is the maximum sentence for whistling?", need=Need.FIGURE)
    assert found.text.startswith("Offence 1")
    assert found.citations == (1,)


@pytest.mark.parametrize(
    ("question", "own", "first"),
    [
        ("What whistling is prohibited?", 0.7, 2),
        ("哪些鸣笛被禁止？", 0.7, 2),
        ("What whistling is high-risk?", 0.7, 1),
        ("Is whistling banned or just high-risk, and where?", 0.95, 1),
    ],
)
def test_a_question_about_what_is_prohibited_opens_with_a_prohibition(question, own, first):
    risk = clause(1, "eu-ai-act/anx_III/pnt_1", "Whistling is high-risk.", own=own, topics=["risk"])
    ban = clause(
        2, "eu-ai-act/art_5/par_1/pnt_f", "Do not.", topics=["prohibited-practices"], score=0.5
    )
    assert in_order([risk, ban], understanding(question, need=Need.LOOKUP))[0].number == first


def borrowing(number, place, whole, gist, score=1.0):
    own = clause(number, place, gist, score=score)
    return Clause(
        own.citation, own.entry.model_copy(update={"locator": whole}), own.candidate, 0.9, 0.9
    )


@pytest.mark.parametrize(("score", "first"), [(0.5, 2), (-1.0, 1)])
def test_a_clause_with_a_gist_of_its_own_comes_before_one_that_borrows_it(score, first):
    lent = borrowing(1, "cap-486/s_26/ss_2", "cap-486/s_26", "Kettles are emptied.")
    own = clause(2, "cap-486/s_26/ss_1", "Keepers empty kettles.", score=score)
    other = clause(3, "cap-486/s_30/ss_1", "Teapots are blue.")
    order = in_order([lent, other, own], understanding("Emptying?", need=Need.LOOKUP))
    assert order[0].number == first


def test_a_borrowed_gist_is_placed_where_it_is_of_and_all_it_speaks_for_carry_it():
    one = borrowing(1, "cap-486/s_26/ss_2", "cap-486/s_26", "Kettles are emptied.")
    two = clause(2, "cap-486/s_26/ss_1", "Kettles are emptied.")
    two = Clause(two.citation, one.entry, two.candidate, 0.9, 0.9)
    found = said([one, two], "Emptying?", need=Need.LOOKUP)
    assert found.text == "Kettles are emptied (PDPO (Cap. 486) s.26)."
    assert found.citations == (1, 2)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("I want my kettle back from the shop, do they charge money for whistles?", 2),
        ("How do I get my kettle back from the shop, do they charge money for whistles?", 1),
        ("I want my kettle back from the shop.", 1),
    ],
)
def test_what_is_asked_comes_before_what_was_told(question, first):
    told = clause(1, "cap-486/s_18", "Anyone may want a kettle back from the shop.")
    asked = clause(2, "cap-486/s_28", "A charge in money for whistles is moderate.", score=0.5)
    order = in_order([told, asked], understanding(question, need=Need.LOOKUP))
    assert order[0].number == first


def test_a_day_is_carried_by_the_clause_that_names_it_too():
    day = date(2027, 12, 2)
    figure = {
        "kind": "date",
        "value": "2027-12-02",
        "unit": "date",
        "printed": ["x"],
        "what": WORDS,
    }
    annex = clause(1, "eu-ai-act/anx_III", "Kettles are high-risk.", applies_from=day)
    start = clause(
        2, "eu-ai-act/art_113/pnt_c", "Later.", topics=["commencement"], figures=[figure]
    )
    question = "When does Annex III apply?"
    found = said([annex, start], question, need=Need.DATE, references=("eu-ai-act/anx_III",))
    assert found.text.startswith("EU AI Act Annex III applies from 2 December 2027.")
    assert found.citations == (1, 2)


def test_a_comparison_says_which_rule_does_not_apply_yet():
    late = clause(
        1, "eu-ai-act/art_14/par_1", "Kettles are watched.", applies_from=date(2027, 12, 2)
    )
    now = clause(2, "cap-486/s_26", "Kettles are emptied.")
    found = said([late, now], "Compare them.", comparison=True, jurisdictions=("eu", "hk"))
    eu, hk = found.text.split("Hong Kong")
    assert "It does not apply yet: it applies from 2 December 2027." in eu
    assert "does not apply yet" not in hk


def test_a_framework_that_says_it_is_not_law_opens_the_answer():
    aims = clause(1, "nist-ai-rmf/app_D", "It aims to be voluntary.")
    whole = clause(2, "nist-ai-rmf/exec", "It is voluntary guidance, not law.", score=0.5)
    asked = understanding("Is it mandatory?", need=Need.YES_NO)
    assert in_order([aims, whole], asked)[0].number == 2


# --- the rest


def test_law_that_does_not_speak_of_ai_is_said_not_to():
    gist = "A computer has its arranger for author. The provision does not mention AI or users."
    found = said(
        [clause(1, "cap-528/s_11/ss_3", gist)], "Who is the author of an AI work?", need=Need.LOOKUP
    )
    assert found.text.startswith("Copyright Ordinance (Cap. 528) s.11(3) does not mention")
    assert "arranger" in found.text


def test_a_second_thing_that_was_asked_is_answered_in_a_second_sentence():
    one = clause(
        1, "cap-486/s_26", "Kettles whistle on stoves.", asked=["Where do kettles whistle?"]
    )
    two = clause(2, "cap-486/s_30", "Complaints about teapots go to the Keeper.")
    found = said(
        [one, two], "Where do kettles whistle, and where do teapot complaints go?", need=Need.LOOKUP
    )
    assert found.citations == (1, 2)
    assert "Keeper" in found.text


def test_a_section_that_is_not_in_operation_is_said_not_to_be():
    asleep = clause(1, "cap-486/s_33", "Kettles must whistle.", status=Status.NOT_IN_OPERATION)
    found = said([asleep], "Must kettles whistle?", need=Need.YES_NO)
    assert "It is not in operation." in found.text


def test_a_place_named_in_the_question_stays_first():
    named = clause(1, "cap-486/s_1", "Kettles exist.")
    held = clause(2, "cap-486/s_26", "Kettles whistle within 40 days.", figures=[PERIOD])
    asked = understanding("s.1: how long?", need=Need.FIGURE, references=("cap-486/s_1",))
    assert in_order([named, held], asked)[0].number == 1


def test_the_place_inside_whose_phrasings_are_nearer_comes_before_the_whole():
    whole = clause(1, "eu-ai-act/art_5", "Many things are banned.", own=0.5)
    part = clause(2, "eu-ai-act/art_5/par_1/pnt_f", "Whistling is banned.", own=0.7)
    asked = understanding("What about whistling?", need=Need.LOOKUP)
    assert [c.number for c in in_order([whole, part], asked)] == [2, 1]


def test_the_order_is_one_of_the_clauses_found_whatever_the_need():
    clauses = [clause(n, f"cap-486/s_{n}", f"Kettle rule {n}.") for n in range(1, 6)]
    for need in Need:
        order = in_order(clauses, understanding("Which rule?", need=need))
        assert sorted(c.number for c in order) == [1, 2, 3, 4, 5]
