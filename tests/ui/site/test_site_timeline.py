from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import teapots
from teapots import LANGUAGES, page

from corpus.texts import text
from ui.site.dates import Calendar, What


@pytest.fixture(scope="module")
def calendar(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("calendar")
    return Calendar(teapots.table(folder), teapots.digest())


def test_what_a_replaced_version_said_of_later_days_is_left_out(calendar):
    days = {
        (e.day, e.version.id)
        for e in calendar.events
        if e.instrument == "eu-ai-act" and e.what is not What.VERSION
    }
    assert (date(2025, 2, 2), "2024-07-12") in days
    assert (date(2027, 8, 2), "2024-07-12") not in days
    assert (date(2025, 2, 2), "2026-07-27") not in days


def test_days_come_in_order(calendar):
    days = [e.day for e in calendar.events]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("day", "version"),
    [("2024-01-01", None), ("2025-06-01", "2024-07-12"), ("2026-12-02", "2026-07-27")],
)
def test_the_version_in_force_on_a_day(calendar, day, version):
    (standing,) = calendar.on(date.fromisoformat(day), "eu-ai-act")
    assert (standing.version.id if standing.version else None) == version


def test_what_does_not_apply_yet_moves_on_with_the_day(calendar):
    def later(day: str) -> list[date]:
        (standing,) = calendar.on(date.fromisoformat(day), "eu-ai-act")
        return [start for start, _ in standing.later]

    assert date(2026, 12, 2) in later("2026-12-01")
    assert date(2026, 12, 2) not in later("2026-12-02")


def test_what_does_not_operate_is_listed(calendar):
    (standing,) = calendar.on(date(2026, 11, 22), "cap-486")
    assert standing.idle == ("cap-486/s_33",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_a_day(library, language):
    made = page(library.get(f"/timeline?on=2026-12-02&lang={language}").text)
    assert made.xpath("string(//h1)") == text(language, "timeline.title")
    assert made.xpath("//input[@name='on']/@value") == ["2026-12-02"]
    assert made.xpath("//time[@datetime='2027-12-02']")
    assert made.xpath("//a[@href='/p/eu-ai-act/art_5/par_1a?version=2026-07-27']")


def test_the_page_can_be_narrowed_to_an_instrument(library):
    made = page(library.get("/timeline?instrument=cap-486").text)
    assert made.xpath("//option[@selected]/@value") == ["cap-486"]
    assert len(made.xpath("//section[@class='rb-standing']")) == 1


def test_a_voluntary_framework_is_not_in_force(library):
    made = page(library.get("/timeline?instrument=nist-ai-rmf").text).xpath("//main")[0]
    assert "Voluntary framework" in made.text_content()
    assert "takes effect" not in made.text_content().split("What has happened")[1]


@pytest.mark.parametrize("day", ["soon", "2026-13-45", "<script>", "0000-00-00", "9" * 500])
def test_a_day_that_is_none_shows_today_and_says_so(library, day):
    answer = library.get("/timeline", params={"on": day})
    assert answer.status_code == 200
    made = page(answer.text)
    assert f"“{day[:40]}” is not a date" in made.xpath("string(//p[@role='alert'])")
    assert made.xpath("//input[@name='on']/@value") == [date.today().isoformat()]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_days_too(library, day):
    assert library.get("/timeline", params={"on": day}).status_code == 200


def test_an_unknown_instrument_shows_all(library):
    made = page(library.get("/timeline?instrument=<script>").text)
    assert len(made.xpath("//section[@class='rb-standing']")) == 6


def test_the_digest_alone_has_days(bare_library):
    assert page(bare_library.get("/timeline").text).xpath("//time[@datetime='2023-08-15']")
