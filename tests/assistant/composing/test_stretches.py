import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.composing.stretches import exceptions, parents, points, stretches, tail

LAW = (
    "(1) A keeper commits an offence if—\n"
    "(a) the keeper sells a kettle—\n"
    "(i) without a lid; or\n"
    "(ii) without a whistle; and\n"
    "(b) the kettle leaks,\n"
    "and is liable to a fine.\n"
    "(2)\n"
    "(3) Subsection (1) does not apply to teapots. The Cap. 7 rules on teapots stay.\n"
)


def labels(cut, numbers):
    return [cut[n].label or cut[n].text.split()[0] for n in numbers]


def number(cut, label):
    return next(n for n, s in enumerate(cut) if s.label == label)


@given(st.text(alphabet="ab. \n()12;:—水。However", max_size=200))
def test_nothing_is_lost(text):
    cut = stretches(text)
    joined = "".join(s.text for s in cut)
    assert joined == text or not text.strip()
    assert [(s.start, s.end) for s in cut] == sorted((s.start, s.end) for s in cut)


def test_a_statute_is_cut_at_its_subsections_points_and_sentences():
    cut = stretches(LAW)
    opening = [s.text.split("\n")[0][:22].strip() for s in cut]
    assert opening == [
        "(1) A keeper commits a",
        "(a) the keeper sells a",
        "(i) without a lid; or",
        "(ii) without a whistle",
        "(b) the kettle leaks,",
        "and is liable to a fin",
        "(2)",
        "(3) Subsection (1) doe",
        "The Cap. 7 rules on te",
    ]


@pytest.mark.parametrize(
    ("point", "expected"),
    [("(a)", ["(1)"]), ("(b)", ["(1)"]), ("(ii)", ["(a)", "(1)"]), ("(3)", [])],
)
def test_what_announces_a_point(point, expected):
    cut = stretches(LAW)
    assert labels(cut, parents(cut, number(cut, point))) == expected


def test_what_a_stretch_announces_and_what_ends_its_sentence():
    cut = stretches(LAW)
    first = number(cut, "(1)")
    assert labels(cut, points(cut, first)) == ["(a)", "(i)", "(ii)", "(b)", "and"]
    assert labels(cut, tail(cut, first)) == ["and"]
    assert labels(cut, points(cut, number(cut, "(a)"))) == ["(i)", "(ii)"]


def test_an_exception_that_names_a_subsection_belongs_to_it():
    cut = stretches(LAW)
    assert labels(cut, exceptions(cut, number(cut, "(1)"))) == ["(3)"]
    assert exceptions(cut, number(cut, "(3)")) == []


def test_the_letter_after_h_is_told_from_the_numeral():
    letters = "".join(f"({c}) cup {c};\n" for c in "abcdefghij")
    assert {s.kind for s in stretches("Cups are:\n" + letters)[1:]} == {"letter"}
    nested = stretches("Cups are:\n(h) red where:\n(i) hot;\n(ii) cold.")
    assert [s.kind for s in nested] == ["", "letter", "roman", "roman"]


def test_points_of_the_measures_are_chinese_numbers():
    cut = stretches("保管人应当：\n（一）清洁水壶；\n（二）不得出借，但节日除外。\n")
    assert [s.kind for s in cut] == ["", "chinese", "chinese"]
    assert parents(cut, 2) == [0]
