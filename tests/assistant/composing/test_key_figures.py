import pytest

from assistant.composing.key_figures import (
    asked_for,
    asks_for_highest,
    contradicted,
    greatest,
    with_meaning,
    written,
)
from corpus.catalogue import LANGUAGES
from corpus.digest import DigestEntry, Figure
from corpus.texts import texts

WHAT = {"en": "to whistle", "zh-Hant": "鳴笛時限", "zh-Hans": "鸣笛时限"}


def figure(kind, value, unit):
    return Figure.model_validate(
        {"kind": kind, "value": value, "unit": unit, "printed": ["x"], "what": WHAT}
    )


def entry(*figures):
    three = dict.fromkeys(LANGUAGES, "Kettles.")
    own = {"locator": "demo/art_1", "heading": three, "gist": three, "topics": ["kettles"]}
    return DigestEntry.model_validate(own | {"figures": figures})


FINE = figure("fine", 500000, "HKD")
JAIL = figure("imprisonment", 3, "years")
DAYS = figure("period", 40, "days")
START = figure("date", "2027-12-02", "date")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (FINE, ("HK$500,000", "500,000 港元", "500,000 港元")),
        (JAIL, ("3 years", "3 年", "3 年")),
        (figure("period", 1, "years"), ("1 year", "1 年", "1 年")),
        (figure("percentage", 7, "percent"), ("7%", "7%", "7%")),
        (figure("fine", 6, "level"), ("level 6", "第 6 級", "第 6 级")),
        (START, ("2 December 2027", "2027年12月2日", "2027年12月2日")),
    ],
)
def test_a_figure_is_written_as_the_language_writes_it(given, expected):
    assert tuple(written(given, language) for language in LANGUAGES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the highest fine?", True),
        ("最高判幾耐監？", True),
        ("罰款上限是多少？", True),
        ("What is the fine?", False),
        ("What is most important?", False),
        ("判幾耐監？", False),
    ],
)
def test_whether_the_most_is_asked_for(question, expected):
    assert asks_for_highest(question) is expected


def test_the_greatest_figure_is_compared_in_one_unit():
    both = entry(FINE, JAIL, figure("imprisonment", 5, "years"))
    assert greatest(both, "What is the sentence?") == ("month", 60)
    assert greatest(both, "What is the penalty?") == ("dollar", 500000)
    assert greatest(both, "What is the penalty?", unit="month") == ("month", 60)
    assert greatest(both, "When?") is None
    assert greatest(None, "What is the penalty?") is None


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "18 years"), ("zh-Hant", "18 歲"), ("zh-Hans", "18 岁")]
)
def test_an_age_is_written_as_an_age(language, expected):
    what = WHAT | {"en": "age of a kettle"}
    given = figure("threshold", 18, "years").model_copy(
        update={"what": JAIL.what.model_copy(update={"en": what["en"]})}
    )
    assert written(given, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_the_digest_can_be_written(language):
    units = Figure.model_fields["unit"].annotation.__args__
    known = texts(language)["unit"]
    assert {unit.replace("-", "_") for unit in units} - {"date"} <= set(known)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the maximum fine?", [FINE]),
        ("最多罰幾多錢？", [FINE]),
        ("要坐監幾耐？", [JAIL, DAYS]),
        ("Within how many days?", [DAYS]),
        ("从什么时候起适用？", [START]),
        ("What is a kettle?", []),
    ],
)
def test_the_figures_of_the_kind_that_a_question_asks_for(question, expected):
    found = asked_for(entry(FINE, JAIL, DAYS, START), question)
    assert set(expected) <= set(found)
    assert bool(found) is bool(expected)


def test_no_entry_has_no_figures():
    assert asked_for(None, "How much?") == ()


def test_a_figure_is_named_with_what_it_is():
    assert with_meaning([DAYS], "en") == ["to whistle: 40 days"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("It is 30 days, right?", (1, DAYS)),
        ("It is 40 days, right?", None),
        ("It is soon, right?", None),
        ("It is EUR 30, right?", None),
        ("四十日，係咪？", None),
        ("要監禁五年？", (0, JAIL)),
        ("要監禁36個月？", None),
    ],
)
def test_a_figure_contradicts_another_value_of_its_unit(question, expected):
    assert contradicted([entry(JAIL), entry(DAYS)], question) == expected
