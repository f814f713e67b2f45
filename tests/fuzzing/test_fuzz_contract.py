"""The contract notices what is broken; the harness notices what crashes and hangs."""

from __future__ import annotations

import os

import pytest

from corpus.errors import UnreadableSource
from corpus.provision import Note
from ingest.parsers.builder import ProvisionBuilder
from tests.fuzzing.campaign.batch import Batch
from tests.fuzzing.campaign.pool import results
from tests.fuzzing.campaign.shrinking import smallest
from tests.fuzzing.campaign.tracing import Tracer, all_lines, lines_of
from tests.fuzzing.campaign.trial import tried
from tests.fuzzing.contract import SENTINEL, Broken, check, check_error
from tests.fuzzing.targets import TARGETS, Input, Target, edition


def parsed():
    builder = ProvisionBuilder(edition("kettles"))
    for number in (1, 2):
        with (
            builder.provision(f"art_{number}", "article", label=f"Article {number}"),
            builder.provision("par_1", "paragraph", label="1."),
        ):
            builder.words("Kettles boil.")
    return builder.parsed()


def with_change(at, **changes):
    whole = parsed()
    provisions = list(whole.provisions)
    provisions[at] = provisions[at].model_copy(update=changes)
    return whole.model_copy(update={"provisions": tuple(provisions)})


def test_what_fits_passes():
    check(parsed())


@pytest.mark.parametrize(
    ("at", "changes", "message"),
    [
        (1, {"locator": "kettles/art_2"}, "a locator twice"),
        (1, {"locator": "kettles/ärt"}, "no locator"),
        (1, {"locator": "pots/art_1/par_1"}, "another instrument"),
        (1, {"locator": f"kettles/art_1/{'9' * 400}"}, "step without end"),
        (1, {"root": "kettles/art_7"}, "no root"),
        (1, {"span": (3, 19)}, "a span that does not fit"),
        (0, {"span": (1, 27)}, "not whole"),
        (1, {"body_start": 99}, "a body outside"),
        (1, {"order": 1}, "no reading order"),
        (1, {"notes": (Note(offset=999, text="x"),)}, "a note outside"),
        (1, {"label": "1.\n2."}, "several lines"),
        (1, {"heading_path": ("x" * 2_000,)}, "without end"),
        (1, {"heading": "a\x01"}, "a control character"),
    ],
)
def test_what_does_not_fit_is_noticed(at, changes, message):
    with pytest.raises(Broken, match=message):
        check(with_change(at, **changes))


def test_nothing_is_no_result():
    with pytest.raises(Broken, match="no provisions"):
        check(parsed().model_copy(update={"provisions": ()}))


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no end",
        "two\nlines.",
        "x" * 400 + ".",
        f"The file says {SENTINEL}.",
        'File "x.py", line 3.',
    ],
)
def test_errors_that_are_no_sentence_are_noticed(message):
    with pytest.raises(Broken):
        check_error(UnreadableSource(message))


def test_a_crash_and_a_hang_are_findings():
    def crash(given):
        raise KeyError(given)

    def hang(given):
        while True:
            pass

    assert tried(Target("x", crash, ()), Input("", b"")).finding.kind == "crash"
    assert tried(Target("x", hang, ()), Input("", b""), seconds=0.2).finding.kind == "time"


def test_a_process_that_dies_is_a_finding(monkeypatch):
    dying = Target("text", lambda given: os._exit(3), ())
    monkeypatch.setitem(TARGETS, "text", dying)
    (result,) = results([Batch("text", "mutation", 5, 1, 1)], jobs=1)
    (finding,) = result.findings.values()
    assert "ended with 3" in finding.what
    assert finding.given.data


def test_a_finding_shrinks_to_what_shows_it():
    assert smallest(b"kettles are hot" * 40, lambda data: b"hot" in data, lambda: True) == b"hot"


def test_lines_that_run_are_counted():
    modules = ("ingest/parsers/builder",)
    tracer = Tracer(modules)
    with tracer.watching():
        parsed()
    reached = lines_of(tracer.steps)
    assert reached
    assert reached < all_lines(modules)
