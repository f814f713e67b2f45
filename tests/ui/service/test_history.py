"""What became of a provision from version to version."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.changes import Turn
from corpus.errors import UnknownProvision
from corpus.provision import Authority, BindingForce, Edition, Provision, Status
from corpus.provisions import ProvisionTable
from ingest.sources import find_sources
from ui.service.history import provision_history
from ui.service.history_view import HistoryRequest, Step

OLD, NEW = "2024-07-12", "2026-07-27"


def edition(version=OLD, instrument="eu-ai-act", language="en", **fields) -> Edition:
    given = {
        "jurisdiction": "eu",
        "authority": Authority.AUTHENTIC,
        "binding_force": BindingForce.REGULATION,
        "source_url": "https://publisher.example",
    }
    return Edition(instrument=instrument, version=version, language=language, **given | fields)


def article(number: str, of: Edition, *paragraphs: str, **fields):
    """An article whose paragraphs are numbered from 1, or as they begin."""
    head = f"Article {number}"
    text = "\n".join((head, *paragraphs))
    locator = f"{of.instrument}/art_{number}"
    yield Provision(
        locator=locator, edition=of, text=text, root=locator, span=(0, len(text)), kind="article",
        label=head, body_start=len(head), **fields,
    )  # fmt: skip
    at = len(head) + 1
    for order, words in enumerate(paragraphs, start=1):
        yield Provision(
            locator=f"{locator}/par_{words.split('.')[0]}", edition=of, text=words, root=locator,
            span=(at, at + len(words)), kind="paragraph", order=order,
        )  # fmt: skip
        at += len(words) + 1


LAW = (
    ("3", ("1. Kettles fit.",), ("1. Kettles fit.",)),
    (
        "6",
        ("1. Kettles whistle.", "2. Lids fit.", "3. Steam rises."),
        ("1. Kettles whistle softly.", "1a. Pots too.", "2. Lids fit."),
    ),
    ("7", ("1. Spouts pour.",), None),
    ("4a", None, ("1. Handles hold.",)),
    ("9", ("1. Cups (small) hold.",), ("1. Cups, small, hold.",)),
    ("10", ("1. Saucers hold.",), ("1. Saucers hold.",)),
)


@pytest.fixture
def table(tmp_path):
    made = ProvisionTable.create(tmp_path / "provisions.sqlite")
    for side, of in enumerate((edition(), edition(NEW)), start=1):
        gone = {"status": Status.REPEALED} if of.version == NEW else {}
        made.write(
            p
            for number, *texts in LAW
            if texts[side - 1]
            for p in article(number, of, *texts[side - 1], **(gone if number == "10" else {}))
        )
    measures = edition("2023-08-15", "cn-genai", "zh-Hans", jurisdiction="cn")
    made.write(article("4", measures, "1. 水壶应当鸣笛。"))
    english = measures.model_copy(
        update={"language": "en", "authority": Authority.UNOFFICIAL_TRANSLATION}
    )
    made.write(article("4", english, "1. Kettles shall whistle."))
    return made


@pytest.fixture
def of(table):
    def run(locator, **asked):
        return provision_history(HistoryRequest(locator=locator, **asked), table)

    return run


@pytest.mark.parametrize(
    ("locator", "steps"),
    [
        ("art_3", [Step.FIRST, Step.UNCHANGED]),
        ("art_6", [Step.FIRST, Step.AMENDED]),
        ("art_6/par_1", [Step.FIRST, Step.AMENDED]),
        ("art_6/par_1a", [Step.ADDED]),
        ("art_6/par_2", [Step.FIRST, Step.UNCHANGED]),
        ("art_6/par_3", [Step.FIRST, Step.REMOVED]),
        ("art_7", [Step.FIRST, Step.REMOVED]),
        ("art_4a", [Step.ADDED]),
        ("art_9", [Step.FIRST, Step.TYPOGRAPHY]),
        ("art_10", [Step.FIRST, Step.REPEALED]),
    ],
)
def test_what_each_version_did_to_it(of, locator, steps):
    assert [v.step for v in of(f"eu-ai-act/{locator}").versions] == steps


def test_the_words_that_came_and_went_are_told_place_by_place(of):
    changes = of("eu-ai-act/art_6").versions[-1].changes
    assert [(c.pinpoint, c.step) for c in changes] == [
        ("Article 6(1)", Step.AMENDED),
        ("Article 6(1a)", Step.ADDED),
        ("Article 6(3)", Step.REMOVED),
    ]
    assert [(w.turn, w.text) for w in changes[0].words] == [
        (Turn.SAME, "1. Kettles whistle"),
        (Turn.ADDED, " softly"),
        (Turn.SAME, "."),
    ]
    assert [w.text for w in changes[2].words] == ["3. Steam rises."]


def test_its_days_are_those_of_the_catalogue(of):
    first, last = of("eu-ai-act/art_6").versions
    assert (first.in_force_from, first.in_force_to) == (date(2024, 8, 1), date(2026, 7, 26))
    assert (first.applies_from, first.applied_from_before) == (date(2026, 8, 2), None)
    assert (last.applies_from, last.applied_from_before) == (date(2027, 12, 2), date(2026, 8, 2))
    assert "2 August 2028" in last.commencement
    assert [(p.pinpoint, p.applies_from) for p in first.parts] == [
        ("Article 6(1)", date(2027, 8, 2))
    ]
    assert [p.pinpoint for p in last.parts] == ["Article 6(1)"]


def test_a_day_that_was_put_off_is_told_though_the_words_are_the_same(of):
    last = of("eu-ai-act/art_10").versions[-1]
    assert last.applied_from_before == date(2026, 8, 2)
    assert [(c.status_before, c.status) for c in last.changes] == [
        (Status.OPERATIVE, Status.REPEALED)
    ]


@pytest.mark.parametrize(
    ("asked", "language", "authority"),
    [
        ({}, "en", "unofficial-translation"),
        ({"reader": "zh-Hans"}, "zh-Hans", "authentic"),
        ({"reader": "zh-Hant"}, "zh-Hans", "authentic"),
        ({"language": "zh-Hans"}, "zh-Hans", "authentic"),
    ],
)
def test_the_text_is_the_reader_s_or_as_asked_for(of, asked, language, authority):
    found = of("cn-genai/art_4", **asked)
    assert (found.language, found.authority) == (language, authority)
    assert found.languages == ("en", "zh-Hans")
    assert [v.step for v in found.versions] == [Step.FIRST]


def test_a_version_that_is_not_installed_is_named(tmp_path):
    made = ProvisionTable.create(tmp_path / "one.sqlite")
    made.write(article("3", edition(NEW), "1. Kettles fit."))
    found = provision_history(HistoryRequest(locator="eu-ai-act/art_3", reader="zh-Hant"), made)
    assert found.not_installed == ("2024年7月12日公布文本",)
    assert [v.step for v in found.versions] == [Step.FIRST]


@pytest.mark.parametrize(
    ("locator", "language", "message"),
    [
        ("eu-ai-act/art_99", None, "no installed version of a law has it"),
        ("eu-ai-act/art_3", "zh-Hant", "it is installed in en"),
        ("kettles/art_1", None, "has no history here"),
        ("own:kettles/p_1", None, "no installed version of a law has it"),
    ],
)
def test_what_has_no_history_is_said(of, locator, language, message):
    with pytest.raises(UnknownProvision, match=message):
        of(locator, language=language)


@pytest.fixture(scope="module")
def the_act(tmp_path_factory, official):
    made = ProvisionTable.create(tmp_path_factory.mktemp("act") / "provisions.sqlite")
    for source in find_sources(official, ["eu-ai-act"]):
        made.write(source.parse(source.read()).provisions)
    return lambda tail: provision_history(HistoryRequest(locator=f"eu-ai-act/{tail}"), made)


@pytest.mark.official
@pytest.mark.parametrize(
    ("tail", "changed"),
    [
        ("art_6", {"art_6/par_1a", "art_6/par_1b", "art_6/par_1c"}),
        ("art_50", {"art_50/par_7"}),
        ("art_111", {"art_111/par_2", "art_111/par_4"}),
        (
            "art_113",
            {
                "art_113/pnt_a",
                "art_113/pnt_c",
                "art_113/pnt_c/pnt_i",
                "art_113/pnt_c/pnt_ii",
                "art_113/pnt_d",
            },
        ),
    ],
)
def test_the_amendment_of_2026_is_told(the_act, tail, changed):
    first, last = the_act(tail).versions
    assert (first.step, last.step) == (Step.FIRST, Step.AMENDED)
    said = {c.locator.removeprefix("eu-ai-act/") for c in last.changes}
    assert changed <= said <= changed | {tail}


@pytest.mark.official
def test_the_dates_of_high_risk_systems_are_told(the_act):
    first, last = the_act("art_6").versions
    assert (first.applies_from, last.applies_from) == (date(2026, 8, 2), date(2027, 12, 2))
    assert {p.locator.rpartition("/")[2]: p.applies_from for p in last.parts} == {
        "par_1": date(2028, 8, 2),
        "par_1c": date(2028, 8, 2),
        "par_5": date(2026, 8, 2),
    }
    unchanged = the_act("art_9").versions[-1]
    assert (unchanged.step, unchanged.applied_from_before) == (Step.UNCHANGED, date(2026, 8, 2))


@pytest.mark.official
def test_marking_has_its_days_of_grace(the_act):
    last = the_act("art_50").versions[-1]
    (part,) = last.parts
    assert part.pinpoint == "Article 50(2)"
    assert "2 December 2026" in part.remark


@pytest.mark.official
def test_what_came_with_the_amendment_has_one_version(the_act):
    assert [(v.version, v.step) for v in the_act("art_4a").versions] == [(NEW, Step.ADDED)]
