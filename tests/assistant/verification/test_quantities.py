import pytest

from assistant.verification.quantities import Day, read


def units(text):
    return [str(quantity) for quantity in read(text).quantities]


@pytest.mark.parametrize(
    "text",
    [
        "EUR 35 million",
        "EUR 35 000 000",
        "€35,000,000",
        "35 million euros",
        "3500萬歐元",
        "3 500 万欧元",
        "三千五百萬歐元",
        "EUR 35\u00a0000\u202f000",
    ],
)
def test_an_amount_is_the_same_however_it_is_written(text):
    assert units(text) == ["35000000 EUR"]


@pytest.mark.parametrize(
    "text", ["three years", "3 years", "3年", "三年", "36 months", "36個月", "a term of 3 years"]
)
def test_a_length_of_time_is_the_same_however_it_is_written(text):
    assert units(text) == ["36 month"]


@pytest.mark.parametrize("text", ["10%", "10 %", "10 per cent", "ten percent", "百分之十", "10％"])
def test_a_share_is_the_same_however_it_is_written(text):
    assert units(text) == ["10 percent"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15個工作天", ["15 working-day"]),
        ("fifteen working days", ["15 working-day"]),
        ("within two weeks", ["14 day"]),
        ("40 or 50 days", ["40 day", "50 day"]),
        ("第 4 級罰款", ["4 level"]),
        ("a fine at level 4", ["4 level"]),
        ("罰款$1,000,000", ["1000000 dollar"]),
        ("100 萬元", ["1000000 dollar"]),
        ("exceeds 10^25", ["1025"]),
        ("thirty-five hours", ["35 hour"]),
        ("一般而言，十分重要", []),
        ("2. The provider", []),
    ],
)
def test_figures_are_read_with_their_units(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2 December 2026", "December 2, 2026", "2026年12月2日", "2026-12-02", "二〇二六年12月2日"],
)
def test_a_day_is_the_same_however_it_is_written(text):
    assert read(text).days == (Day(2026, 12, 2),)


@pytest.mark.parametrize(("text", "day"), [("in August 2027", Day(2027, 8)), ("2027年", Day(2027))])
def test_less_than_a_day_is_read_as_far_as_it_goes(text, day):
    assert read(text).days == (day,)
    assert day.within(Day(2027, 8, 2))
    assert not Day(2027, 8, 2).within(day)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Article 50(2)", {"50", "2"}),
        ("第五十条第二款", {"50", "2"}),
        ("第64(3A)條", {"64", "3a"}),
        ("Annex III and Chapter V", {"3", "5"}),
        ("附件三", {"3"}),
        ("sections 66E(1) or (5), 66I(1) and 66O(1)", {"66e", "66i", "66o", "1", "5"}),
        ("第 66E(1) 或 (5)、66I(1) 條", {"66e", "66i", "1", "5"}),
        ("第3保障資料原則", {"3"}),
        ("the paragraph is part of it", set()),
    ],
)
def test_the_numbers_of_provisions_are_no_quantities(text, numbers):
    assert read(text).references == numbers
    assert read(text).quantities == ()


@pytest.mark.parametrize(
    ("text", "found"), [("Regulation (EU) 2016/679", "2016/679"), ("GOVERN 1.1", "1.1")]
)
def test_documents_and_subcategories_have_numbers_of_their_own(text, found):
    assert read(text).identifiers == {found}
