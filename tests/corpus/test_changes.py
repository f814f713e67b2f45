"""What changed from one wording to another, by provision and by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.changes import Changes, Stretch, Turn, changes, word_changes
from corpus.provision import Authority, BindingForce, Edition, ParsedText
from ingest.parsers import hklm
from ingest.sources import find_sources

NAMESPACE = "http://www.xml.gov.hk/schemas/hklm/1.0"


def law(*subsections: str, extra: str = "") -> ParsedText:
    inner = "".join(
        f'<subsection name="s1_{n}"><num value="{n}">({n})</num><content>{w}</content></subsection>'
        for n, w in enumerate(subsections, start=1)
    )
    data = (
        f'<?xml version="1.0"?><ordinance xmlns="{NAMESPACE}" xml:lang="en"><main>'
        f'<section name="s1" status="operational"><num value="1">1.</num><heading>Lids</heading>'
        f"{inner}</section>{extra}</main></ordinance>"
    ).encode()
    edition = Edition(
        instrument="cap-999",
        jurisdiction="hk",
        version="1",
        language="en",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        source_url="https://example.org",
    )
    return hklm.parse(data, edition)


SECOND = (
    '<section name="s2" status="operational"><num value="2">2.</num><heading>Steam</heading>'
    '<subsection name="s2_1"><num value="1">(1)</num><content>It rises.</content></subsection>'
    "</section>"
)


def compared(old: ParsedText, new: ParsedText) -> Changes:
    return changes(old.provisions, new.provisions)


def test_nothing_changed_is_nothing():
    assert not compared(law("Fit.", "Shut."), law("Fit.", "Shut."))


def test_a_change_shows_where_it_was_made_and_nowhere_else():
    found = compared(law("Fit.", "Shut."), law("Fit.", "Shut tight."))
    assert [c.locator for c in found.changed] == ["cap-999/s_1/ss_2"]


def test_what_is_added_or_removed_whole_is_named_once():
    found = compared(law("Fit."), law("Fit.", extra=SECOND))
    assert [p.locator for p in found.added] == ["cap-999/s_2"]
    assert found.changed == found.removed == ()
    back = compared(law("Fit.", extra=SECOND), law("Fit."))
    assert [p.locator for p in back.removed] == ["cap-999/s_2"]


def test_a_subsection_inserted_is_added_and_its_section_unchanged():
    found = compared(law("Fit."), law("Fit.", "Shut."))
    assert [p.locator for p in found.added] == ["cap-999/s_1/ss_2"]
    assert found.changed == ()


def test_white_space_is_no_change():
    assert not compared(law("Fit  and shut."), law("Fit and\n shut."))


def test_before_the_first_everything_is_new():
    found = changes((), law("Fit.", extra=SECOND).provisions)
    assert [p.locator for p in found.added] == ["cap-999/s_1", "cap-999/s_2"]


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("within 30 days", "within 15 days", ["30"], ["15"]),
        ("水壶应当鸣笛", "水壶不应当鸣笛", [], ["不"]),
        ("用AI系统", "用AI模型", ["系统"], ["模型"]),
        ("", "new", [], ["new"]),
        ("old", "", ["old"], []),
    ],
)
def test_only_the_words_that_differ_are_marked(old, new, removed, added):
    found = word_changes(old, new)
    assert [s.words for s in found if s.turn is Turn.REMOVED] == removed
    assert [s.words for s in found if s.turn is Turn.ADDED] == added


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_wordings_can_be_put_together_again(old, new):
    found = word_changes(old, new)
    assert "".join(s.words for s in found if s.turn is not Turn.ADDED) == old
    assert "".join(s.words for s in found if s.turn is not Turn.REMOVED) == new


def test_wordings_too_long_to_compare_are_replaced_whole():
    found = word_changes(f"Lids: {'kettle ' * 3000}fit.", f"Lids: {'pot ' * 3000}fit.")
    assert found == (
        Stretch(Turn.SAME, "Lids: "),
        Stretch(Turn.REMOVED, ("kettle " * 3000).rstrip()),
        Stretch(Turn.ADDED, ("pot " * 3000).rstrip()),
        Stretch(Turn.SAME, " fit."),
    )


def test_a_space_shared_by_chance_does_not_tear_a_change_apart():
    found = word_changes("A kettle, small, fits.", "A pot, large, fits.")
    assert [(s.turn.value, s.words) for s in found] == [
        ("same", "A "),
        ("removed", "kettle, small"),
        ("added", "pot, large"),
        ("same", ", fits."),
    ]


@pytest.mark.official
def test_the_amendment_of_2026_is_found(official):
    files = {s.version.id: s for s in find_sources(official, ["eu-ai-act"])}
    old, new = (files[v].parse(files[v].read()) for v in ("2024-07-12", "2026-07-27"))
    found = compared(old, new)
    added = {p.locator.removeprefix("eu-ai-act/") for p in found.added}
    articles = {"art_4a", "art_60a", "art_75a", "art_75b", "art_75c", "art_75d"}
    assert {a for a in added if a.startswith("art_") and "/" not in a} == articles
    assert {"anx_XIV", "art_5/par_1/pnt_ba", "art_111/par_4"} <= added
    (day,) = (c for c in found.changed if c.locator == "eu-ai-act/art_113/pnt_c")
    assert {s.turn for s in day.words} >= {Turn.ADDED, Turn.REMOVED}
