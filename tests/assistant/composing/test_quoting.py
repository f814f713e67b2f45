import re

import pytest
from clauses import provision
from hypothesis import given
from hypothesis import strategies as st

from assistant.composing.quoting import MAX_QUOTE, Hints, quotation
from assistant.verification.quotation import OMISSION, find_quote
from corpus.provision import Status
from corpus.sparse import terms

PLACE = "cap-486/s_26/ss_1"


def quoted(text, question="", body_start=0, place=PLACE, fields=None, **hints):
    law = provision(place, text, body_start, **(fields or {}))
    quote = quotation(law, Hints(asked=frozenset(terms(question)), **hints))
    assert find_quote(quote, text) is not None
    return quote


def test_a_short_provision_is_quoted_whole_without_its_label():
    text = "(1) A keeper must keep the kettle clean.\nThis does not apply to teapots."
    assert quoted(text, body_start=4) == text[4:]


def test_a_list_little_longer_than_the_most_is_quoted_with_all_its_points():
    text = "A keeper must keep:\n(a) a whistling kettle;\n(b) a " + "blue " * 118 + "kettle."
    assert MAX_QUOTE["en"] < len(text)
    assert quoted(text, "Is a kettle to whistle?") == text


SENTENCES = [f"Rule {word} speaks of cups and of saucers and of spoons. " for word in "abcdefghij"]
WANTED = "A whistling kettle may be sold in libraries on Sundays. "
LONG = "A kettle is a vessel. " + "".join(SENTENCES * 3) + WANTED + "".join(SENTENCES)
SUNDAYS = "On which Sundays may libraries sell a whistling kettle?"


def test_without_anything_to_go_by_the_opening_is_quoted_at_sentences():
    quote = quoted(LONG)
    assert quote.startswith("A kettle is a vessel. Rule a")
    assert quote.endswith(f"spoons. {OMISSION}")
    assert len(quote) <= MAX_QUOTE["en"] + 2


@pytest.mark.parametrize(
    ("question", "hints"),
    [
        (SUNDAYS, {}),
        ("", {"gist": "Libraries may sell whistling kettles on Sundays."}),
        ("", {"figures": ("on Sundays",)}),
    ],
)
def test_the_sentence_that_question_gist_or_figure_points_to_is_quoted(question, hints):
    assert WANTED.strip() in quoted(LONG, question, **hints)


def test_the_passage_that_was_found_decides_between_equals():
    first, second = "Kettles whistle in red. ", "Kettles whistle in blue. "
    text = first + "Cups are small and saucers flat. " * 30 + second
    at = text.index(second)
    quote = quoted(text, "Do kettles whistle?", found=(at, at + len(second)))
    assert second.strip() in quote


FILLER = "The rest of this paragraph speaks of cups and saucers, at some length. " * 12


@pytest.mark.parametrize("kept", ["at 3.5 bar", "under Article 5.2 of it", "by 2.11 litres"])
def test_a_point_inside_a_number_does_not_end_a_sentence(kept):
    wanted = f"Whistling kettles boil water {kept} whenever libraries open."
    quote = quoted(FILLER + wanted, "When do whistling kettles boil water in libraries?")
    assert quote.endswith(f"{OMISSION} {wanted}")


@pytest.mark.parametrize("number", ["12.", "1a.", "iv."])
def test_the_number_of_a_paragraph_is_quoted_with_its_words(number):
    wanted = f"{number} Whistling kettles boil water whenever libraries open."
    question = "When do whistling kettles boil water in libraries?"
    assert quoted(f"1. {FILLER}\n{wanted}", question).endswith(f"{OMISSION} {wanted}")


PARTS = ["1. ", "12. ", "(a) ", "Cups ", "3.5 ", "kettles; ", "ends. ", "\n", "水。", "However, "]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=40), st.integers(1, 40))
def test_a_quotation_is_verbatim_and_never_a_bare_number(parts, times):
    text = "Kettles\n" + "".join(parts) * times
    pieces = quoted(text, "cups kettles ends 3 5 12").split(OMISSION)
    assert all(re.search(r"[^\W\d]", piece) for piece in pieces if piece.strip())


def test_chinese_is_cut_at_its_own_marks_and_keeps_its_lines():
    lines = [f"（{n}）水壶应当清洁；\n" for n in "一二三四五六七八九十" * 9]
    quote = quoted("保管人应当遵守以下规定：\n" + "".join(lines))
    head, end = quote.split(OMISSION)
    assert end == ""
    assert head.startswith("保管人应当遵守以下规定：\n（一）水壶应当清洁；\n（二）")
    assert head.rstrip().endswith("；")


# --- what a sentence depends on

POINTS = [f"({c}) a vessel of kind {c} is kept dry and away from children and pets;" for c in "abc"]
LIST = (
    "(1) Nobody may sell a vessel if—\n"
    + "\n".join(POINTS)
    + "\n(d) a whistling kettle stands on a camping stove,\nunless the Keeper consents.\n"
    + "(2) "
    + FILLER
)


def test_a_point_is_quoted_with_the_words_that_announce_it_and_that_end_its_sentence():
    quote = quoted(LIST, "Whistling kettle on a camping stove?")
    assert quote.startswith("(1) Nobody may sell a vessel if— … (d) a whistling kettle")
    assert "unless the Keeper consents." in quote


@pytest.mark.parametrize(
    "exception",
    [
        "This obligation shall not apply to camping vessels.",
        "However, camping vessels are a matter for their makers.",
        "Provided that camping vessels were made abroad, their makers answer for them.",
        "Subsection (1) does not apply to vessels made abroad.",
        "In proceedings under subsections (1) and (3), it is a defence to have taken care.",
    ],
)
@pytest.mark.parametrize("own", [True, False])
def test_an_exception_is_never_dropped_however_long_the_quotation(exception, own):
    if not own and "ubsection" not in exception:
        pytest.skip("only what names the paragraph reaches it from another one")
    rest = "Makers of cups report on saucers and spoons whenever the Keeper asks. " * 10
    rule = f"(1) Whistling kettles shall be boiled on Sundays. {rest}"
    text = f"{rule}{exception}" if own else f"{rule}\n(2) {exception}"
    quote = quoted(text, "Are whistling kettles boiled on Sundays?")
    assert "boiled on Sundays" in quote
    assert exception in quote


@pytest.mark.parametrize(
    "exception", ["但旅行水壶除外。", "旅行水壶不适用前款规定。", "旅行水壶不在此限。"]
)
def test_a_chinese_exception_is_never_dropped(exception):
    text = "鸣笛水壶应当在星期日烧开。" + "茶杯和茶碟的制造者应当报告汤匙的情况。" * 20 + exception
    quote = quoted(text, "鸣笛水壶星期日要不要烧开？", fields={"language": "zh-Hans"})
    assert quote.startswith("鸣笛水壶应当在星期日烧开。")
    assert exception in quote


def test_an_exception_of_another_paragraph_is_left_there():
    filler = "Makers report on spoons. " * 30
    text = f"(1) Whistling kettles boil. {filler}\n(2) Cups dry.\nThis does not apply to saucers."
    assert "saucers" not in quoted(text, "Do whistling kettles boil?")


def test_an_exception_alone_is_quoted_with_its_rule():
    text = f"Kettles are sold by keepers. {FILLER}Whistling teapots are exempt from this."
    quote = quoted(text, "Are whistling teapots exempt?")
    assert quote.startswith("Kettles are sold by keepers.")
    assert "exempt" in quote


def test_a_sentence_that_refers_back_brings_what_it_refers_to():
    text = f"{FILLER}The Keeper issues a warrant. It lapses whenever whistling stops. {FILLER}"
    quote = quoted(text, "When does whistling lapse?")
    assert "The Keeper issues a warrant. It lapses" in quote


def test_a_recital_has_no_exceptions_to_keep():
    text = f"Whistling kettles boil. {FILLER}However, cups do not."
    fields = {"status": Status.EXPLANATORY}
    assert "However" not in quoted(text, "Do whistling kettles boil?", fields=fields)


def test_words_that_are_needed_are_quoted():
    text = f"Whistling kettles boil. {FILLER}Section 9 makes cups an exception. {FILLER}"
    assert "Section 9" in quoted(text, "Do whistling kettles boil?", needed=("Section 9",))
