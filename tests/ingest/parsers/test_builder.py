from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from corpus.provision import Authority, BindingForce, Edition, Status, Term
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.wording import LONGEST_HEAD, locator_step, tidy

EDITION = Edition(
    instrument="demo",
    jurisdiction="eu",
    version="1",
    language="en",
    authority=Authority.AUTHENTIC,
    binding_force=BindingForce.REGULATION,
    source_url="https://example.org",
)


@pytest.fixture
def builder():
    return ProvisionBuilder(EDITION)


def by_locator(builder):
    return {p.locator: p for p in builder.parsed().provisions}


def article(builder, number=1, **fields):
    return builder.provision(f"art_{number}", "article", label=f"Article {number}", **fields)


# --- words


def test_words_follow_a_label_in_its_line_and_a_heading_on_their_own(builder):
    with article(builder, heading="Kettles"):
        builder.words("They whistle.")
        with builder.provision("par_1", "paragraph", label="1."):
            builder.words("Always.")
            builder.words("At night too.")
    found = by_locator(builder)
    assert found["demo/art_1"].text == (
        "Article 1 Kettles\nThey whistle.\n1. Always.\nAt night too."
    )
    assert found["demo/art_1"].body.startswith("They whistle.")
    assert found["demo/art_1/par_1"].body == "Always.\nAt night too."


def test_a_provision_without_a_head_goes_on_in_the_line_of_the_label(builder):
    with article(builder):
        with builder.provision("par_1", "paragraph"):
            builder.words("Kettles whistle.")
        with builder.provision("par_2", "paragraph"):
            builder.words("Teapots do not.")
    found = by_locator(builder)
    assert found["demo/art_1"].text == "Article 1 Kettles whistle.\nTeapots do not."
    assert found["demo/art_1/par_1"].text == "Kettles whistle."
    assert found["demo/art_1/par_2"].text == "Teapots do not."


def test_a_full_width_bracket_brings_its_own_gap(builder):
    with builder.provision("art_1", "article", label="第一条"):
        builder.words("　水壶应当鸣笛：")
        with builder.provision("itm_1", "item", label="（一）"):
            builder.words("白天；")
    assert by_locator(builder)["demo/art_1"].text == "第一条 水壶应当鸣笛：\n（一）白天；"


def test_an_empty_provision_is_kept(builder):
    with article(builder), builder.provision("par_1", "paragraph"):
        pass
    with builder.provision("art_2", "article"):
        pass
    found = by_locator(builder)
    assert found["demo/art_1/par_1"].text == ""
    assert found["demo/art_2"].span == (0, 0)


def test_the_caller_s_fields_are_kept(builder):
    with article(builder, status=Status.REPEALED, page=7):
        pass
    (found,) = builder.parsed().provisions
    assert (found.status, found.page, found.edition) == (Status.REPEALED, 7, EDITION)


def test_the_provision_read_when_a_term_is_met_defines_it(builder):
    with article(builder), builder.provision("def_kettle", "definition"):
        builder.term(" kettle ", "水 煲", "zh-Hant")
        builder.term("pot", other_language="zh-Hant")
        builder.term("  ")
    builder.term("stray")
    found = by_locator(builder)
    assert found["demo/art_1"].terms == ()
    assert found["demo/art_1/def_kettle"].terms == (
        Term(term="kettle", other="水煲", other_language="zh-Hant"),
        Term(term="pot"),
    )


def test_what_is_read_before_an_error_is_kept(builder):
    with pytest.raises(ValueError, match="torn page"), article(builder):  # noqa: PT012
        builder.words("Kettles")
        raise ValueError("torn page")
    assert by_locator(builder)["demo/art_1"].text == "Article 1 Kettles"


# --- names


def test_a_step_used_before_by_a_sibling_gets_a_number(builder):
    for _ in range(3):
        with article(builder):
            for _ in range(2):
                with builder.provision("par_1", "paragraph"):
                    pass
    assert [p.locator for p in builder.parsed().provisions if not p.is_root][-2:] == [
        "demo/art_1-3/par_1",
        "demo/art_1-3/par_1-2",
    ]


@pytest.mark.parametrize("steps", [["a", "a-2", "a"], ["a-2", "a", "a"], ["a", "a", "a-2", "a"]])
def test_a_numbered_step_does_not_take_a_printed_one_s_name(builder, steps):
    for step in steps:
        with builder.provision(step, "article"):
            pass
    assert len(by_locator(builder)) == len(steps)


def test_a_provision_yields_its_locator(builder):
    with article(builder) as root, builder.provision("par_1", "paragraph") as inner:
        assert (root, inner) == ("demo/art_1", "demo/art_1/par_1")


@pytest.mark.parametrize(
    ("number", "step"),
    [("(ba)", "x_ba"), ("12A.", "x_12A"), ("1.1—2", "x_1-1-2"), ("（一）", "x"), ("", "x")],
)
def test_steps_are_ascii(number, step):
    assert locator_step("x", number) == step


# --- divisions and furniture


def test_headings_of_divisions_and_provisions_make_the_path(builder):
    with builder.division("PART I"):
        with (
            builder.division("Chapter 1 Kettles", printed=False),
            article(builder, heading="Care"),
            builder.provision("par_1", "paragraph", label="1."),
            builder.provision("pnt_a", "point"),
        ):
            pass
        with article(builder, 2):
            pass
    found = by_locator(builder)
    outer = ("PART I", "Chapter 1 Kettles")
    assert found["demo/art_1"].heading_path == outer
    assert found["demo/art_1/par_1/pnt_a"].heading_path == (*outer, "Article 1 Care", "1.")
    assert found["demo/art_2"].heading_path == ("PART I",)


def test_a_division_printed_is_furniture_and_one_named_only_is_not(builder):
    with builder.division("PART  I"), builder.division("Chapter 1", printed=False):
        pass
    assert [f.text for f in builder.parsed().furniture] == ["PART I"]


def test_words_and_notes_outside_provisions_are_furniture_in_their_order(builder):
    builder.words("On kettles")
    with article(builder):
        pass
    builder.note("Done at tea time")
    builder.furniture(" ")
    parsed = builder.parsed()
    assert [f.text for f in parsed.furniture] == ["On kettles", "Done at tea time"]
    assert parsed.reassembled() == "On kettles\nArticle 1\nDone at tea time"


# --- notes


def test_a_note_stands_apart_from_the_words_and_goes_back_to_its_place(builder):
    with article(builder):
        with builder.provision("par_1", "paragraph", label="1."):
            builder.words("Kettles")
            builder.note("[1] see teapots")
            builder.words("whistle.")
        with builder.provision("par_2", "paragraph", label="2."):
            builder.words("Loudly.")
            builder.note("[2] amended")
    parsed = builder.parsed()
    root, first, second = parsed.provisions
    assert root.text == "Article 1\n1. Kettles\nwhistle.\n2. Loudly."
    assert [root.text[: n.offset].split()[-1] for n in root.notes] == ["Kettles", "Loudly."]
    assert [n.text for n in first.notes] == ["[1] see teapots"]
    assert [n.text for n in second.notes] == ["[2] amended"]
    assert parsed.reassembled().split()[:7] == "Article 1 1. Kettles [1] see teapots".split()


def test_notes_of_one_provision_do_not_reach_the_next(builder):
    with article(builder):
        builder.note("first")
    with article(builder, 2):
        builder.words("Words.")
    assert [p.notes != () for p in builder.parsed().provisions] == [True, False]


# --- whatever a file holds

text = st.text("ab1. (;)—个人資料，；（）\n\u00a0\u3000\t", max_size=12)
step = st.sampled_from(["a", "a-2", "a-3", "b"])
block = st.tuples(st.sampled_from(["words", "note"]), text)
tree = st.recursive(
    block,
    lambda inner: st.tuples(st.just("provision"), step, text, text, st.lists(inner, max_size=4)),
    max_leaves=25,
)
outside = st.tuples(st.sampled_from(["furniture", "division"]), text)


def feed(builder, item, fed):
    """Tell the builder what an item says; note every word said."""
    kind, *rest = item
    if kind == "provision":
        name, label, heading, inside = rest
        fed += [label, heading]
        with builder.provision(name, "part", label=label, heading=heading):
            for one in inside:
                feed(builder, one, fed)
    elif kind == "division":
        fed += rest
        with builder.division(*rest):
            pass
    else:
        fed += rest
        getattr(builder, kind)(*rest)


def squeezed(words):
    return "".join("".join(words).split())


@given(st.lists(tree | outside, max_size=6))
def test_nothing_is_lost_moved_or_said_twice(items):
    builder, fed = ProvisionBuilder(EDITION), []
    for item in items:
        feed(builder, item, fed)
    assert squeezed(builder.parsed().reassembled()) == squeezed(fed)


@given(st.lists(tree, max_size=6))
def test_every_provision_is_an_exact_stretch_of_its_root(items):
    builder = ProvisionBuilder(EDITION)
    for item in items:
        feed(builder, item, [])
    provisions = builder.parsed().provisions
    texts = {p.locator: p.text for p in provisions}
    assert len(texts) == len(provisions)
    assert [p.order for p in provisions] == sorted(p.order for p in provisions)
    for p in provisions:
        start, end = p.span
        assert texts[p.root][start:end] == p.text
        assert p.locator == p.root or p.locator.startswith(p.root + "/")
        assert squeezed(p.text).startswith(squeezed([p.label, p.heading]))
        assert squeezed(p.body) == squeezed(p.text)[len(squeezed([p.label, p.heading])) :]


@given(text)
def test_tidying_changes_nothing_but_white_space(words):
    assert squeezed(tidy(words)) == squeezed(words)
    assert tidy(tidy(words)) == tidy(words)


def test_a_head_without_end_is_words_and_no_heading(builder):
    with article(builder, heading="kettle " * 500):
        builder.words("Lids.")
    (found,) = builder.parsed().provisions
    assert (found.label, found.heading, found.body_start) == ("", "", 0)
    assert found.text.startswith("Article 1 kettle kettle")


def test_a_division_without_end_is_cut_in_heading_paths_and_printed_whole(builder):
    with builder.division("pot " * 500), article(builder):
        builder.words("Lids.")
    parsed = builder.parsed()
    assert len(parsed.provisions[0].heading_path[0]) == LONGEST_HEAD
    assert len(parsed.furniture[0].text) > LONGEST_HEAD


def test_more_provisions_than_any_law_has_are_refused(builder, monkeypatch):
    monkeypatch.setattr("ingest.parsers.builder.MOST_PROVISIONS", 3)
    with article(builder), pytest.raises(UnreadableSource, match="has more than 3 provisions"):
        add_paragraphs(builder, 5)


def add_paragraphs(builder, count):
    for number in range(count):
        with builder.provision(f"par_{number}", "paragraph"):
            builder.words("Lids.")
