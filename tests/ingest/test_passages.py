from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import Trilingual
from corpus.digest import Asked, DigestEntry
from corpus.provision import Authority, BindingForce, Edition, Status
from ingest.parsers.builder import ProvisionBuilder
from ingest.passages import MAX_TOKENS, digest_passages, estimated_tokens, passages_of
from ingest.sources import find_sources

EDITION = Edition(
    instrument="cap-486",
    jurisdiction="hk",
    version="2022-10-01",
    language="en",
    authority=Authority.AUTHENTIC,
    binding_force=BindingForce.STATUTE,
    source_url="https://example.org",
)
LONG = "A keeper must keep the kettle clean, dry and out of the reach of children. "


def section(*subsections, status=Status.OPERATIVE):
    """A section with subsections, each a lead-in and points."""
    builder = ProvisionBuilder(EDITION)
    with (
        builder.division("Part 1 Kettles"),
        builder.provision("s_1", "section", label="1.", heading="Care", status=status),
    ):
        for number, (lead, points) in enumerate(subsections, start=1):
            with builder.provision(f"ss_{number}", "subsection", label=f"({number})"):
                builder.words(lead)
                for letter, point in zip("abcdefghij", points, strict=False):
                    with builder.provision(f"par_{letter}", "paragraph", label=f"({letter})"):
                        builder.words(point)
    return builder.parsed()


def test_subsections_are_passages_and_short_points_stay_with_them():
    found = passages_of(
        section(("A keeper must—", ["fill it;", "boil it."]), ("No other rule.", []))
    )
    assert [p.locator for p in found] == ["cap-486/s_1/ss_1", "cap-486/s_1/ss_2"]
    assert found[0].text == "A keeper must—\n(a) fill it;\n(b) boil it."


def test_a_long_subsection_is_cut_at_its_points_and_they_carry_its_lead_in():
    found = passages_of(section(("A keeper must, every day of the year—", [LONG * 8, LONG * 9])))
    assert [p.locator for p in found] == [
        "cap-486/s_1/ss_1",
        "cap-486/s_1/ss_1/par_a",
        "cap-486/s_1/ss_1/par_b",
    ]
    assert "every day of the year" in found[1].context
    assert "1. Care" in found[1].context


def test_a_stretch_without_boundaries_is_cut_between_sentences():
    found = passages_of(section((LONG * 40, [])))
    assert len(found) > 3
    assert all(p.text.endswith("children.") for p in found)


def test_repealed_provisions_give_no_passages():
    assert passages_of(section(("Gone.", []), status=Status.REPEALED)) == []


def assert_exact(parsed, passages):
    texts = {p.locator: p.text for p in parsed.provisions}
    for passage in passages:
        start, end = passage.span
        assert texts[passage.locator][start:end] == passage.text
        assert estimated_tokens(passage.text) <= MAX_TOKENS


words = st.text("abc .;,。，；個人資料\n", min_size=1, max_size=900)


@given(st.lists(st.tuples(words, st.lists(words, max_size=4)), min_size=1, max_size=4))
def test_every_passage_is_an_exact_stretch_of_its_provision(subsections):
    parsed = section(*subsections)
    assert_exact(parsed, passages_of(parsed))


@pytest.mark.official
def test_passages_of_the_official_texts_are_exact_and_lose_nothing(official):
    for source in find_sources(official):
        parsed = source.parse(source.read())
        passages = passages_of(parsed)
        assert_exact(parsed, passages)
        kept = sum(len(p.text) for p in passages)
        operative = [
            p for p in parsed.provisions
            if p.is_root and p.status not in (Status.REPEALED, Status.OMITTED)
        ]  # fmt: skip
        # Left out are only labels, headings and lead-ins too short to be found by themselves.
        assert kept >= 0.93 * sum(len(p.body) for p in operative), source.path.name


def entry(**changes):
    same = dict.fromkeys(("en", "zh-Hant", "zh-Hans"))
    values = {
        "locator": "cap-486/s_26",
        "heading": Trilingual.model_validate(
            same | {"en": "Erase", "zh-Hant": "刪除", "zh-Hans": "删除"}
        ),
        "gist": Trilingual.model_validate(
            same | {"en": "Erase it.", "zh-Hant": "須刪除。", "zh-Hans": "应当删除。"}
        ),
        "topics": ("retention-and-erasure",),
        "asked": Asked(en=("When must data go?",), yue=("啲資料幾時要剷？",)),
    }
    return DigestEntry.model_validate(values | changes)


def test_the_digest_is_indexed_in_three_languages_and_marked_as_ours():
    found = digest_passages([entry()])
    assert [p.language for p in found] == ["en", "zh-Hant", "zh-Hans"]
    assert {p.authority for p in found} == {Authority.OWN_DIGEST}
    assert {p.version for p in found} == {"2022-10-01"}
    assert found[0].text == "Erase it."


def test_phrasings_are_found_by_but_not_shown():
    english, traditional, _ = digest_passages([entry()])
    assert "When must data go?" in english.embedded_text
    assert "啲資料幾時要剷？" in traditional.context
    assert "幾時" not in traditional.text


def test_digest_passages_know_from_when_the_law_applies():
    found = digest_passages([entry(locator="eu-ai-act/art_9/par_1")])
    assert {p.applies_from for p in found} == {date(2027, 12, 2)}
