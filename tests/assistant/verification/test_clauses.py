import pytest

from assistant.verification.clauses import clause_around, parts


def test_points_are_governed_by_the_words_that_announce_them():
    found = parts("Keepers shall:\n(a) wash it;\n(b) dry it.\nThis ends there.", "")
    assert [part.governed for part in found] == [
        "Keepers shall:",
        "Keepers shall: (a) wash it;",
        "Keepers shall: (b) dry it.",
        "This ends there.",
    ]


def test_a_point_quoted_alone_is_governed_from_outside():
    assert parts("(a) wash it;", "Keepers shall:")[0].governed == "Keepers shall: (a) wash it;"
    assert parts("(a) wash it;", "Keepers shall wash.")[0].governed == "(a) wash it;"


@pytest.mark.parametrize(
    ("quotation", "count"), [("一須清潔。二不得售賣；三可借出", 3), ("One. … Two.", 2), ("…", 1)]
)
def test_sentences_and_omissions_part_a_quotation(quotation, count):
    assert len(parts(quotation, "")) == count


def test_the_clause_that_holds_a_word_lies_between_commas():
    text = "If it is old and rusty, the keeper must not sell it, whatever it costs."
    start = text.index("must not")
    left, right = clause_around(text, start, start + 8)
    assert text[left:right] == " the keeper must not sell it"
    assert clause_around("So, must it, so.", 4, 8) == (0, 16)
