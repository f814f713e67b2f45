"""“How to add an instrument” of CONTRIBUTING.md, done as it says: an entry and a file, no code."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.bibliography.citing import cite_as
from assistant.bibliography.reference import reference_to
from assistant.bibliography.style import Style
from corpus.catalogue import catalogue, refresh
from corpus.index import Index
from corpus.settings import Settings, settings
from ingest.pipeline import ingest
from ui.site.browse import browsing
from ui.site.dates import Calendar
from ui.site.permalink import permalinks
from ui.site.site import Site
from ui.site.timeline import timeline

GUIDE = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"
LAW = "tl-kettle-act"
LABELS = "cn-ai-labelling"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><ul><li>首页</li></ul>
<div><h1>茶壶标识办法</h1>
<p>第一条　茶壶应当在壶身标明容量。</p><p>第二条　壶盖可以不作标识。</p></div>
<p>版权所有</p></body></html>"""


def block(kind: str) -> str:
    """A block of the guide, as it stands there."""
    found = re.search(rf"^( *)```{kind}\n(.*?)^ *```$", GUIDE.read_text("utf-8"), re.M | re.S)
    assert found is not None
    return textwrap.dedent(found[2])


@pytest.fixture(scope="module")
def asked(tmp_path_factory, embedder):
    """An assistant of an installation that has done what the guide says."""
    home = tmp_path_factory.mktemp("ministry")
    (home / "catalogue").mkdir()
    (home / "catalogue" / "kettles.toml").write_text(block("toml"), "utf-8")
    sources = home / "files"
    sources.mkdir()
    (sources / "kettle-act.md").write_text(block("markdown"), "utf-8")
    (sources / "cn-ai-labelling_zh-Hans.html").write_text(PAGE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULEBRIDGE_HOME", str(home))
        settings.cache_clear()
        refresh()
        ingest(settings(), embedder, sources=sources, instruments=[LAW, LABELS, "cn-genai"])
        with Assistant(Index.open(settings(), embedder.fingerprint), embedder) as assistant:
            yield assistant
    settings.cache_clear()
    refresh()


def cited(answer):
    return [citation.locator for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What does the Kettle Act say about whistling?", "whistles within five seconds"),
        ("茶國《水煲法》規定水煲煮沸後幾多秒內要鳴笛？", "whistles within five seconds"),
        ("What is the fine for silent kettles in Tealand?", "300 tea leaves"),
    ],
)
def test_a_question_that_names_it_is_answered_from_it(asked, question, quoted):
    answer = asked.ask(question)
    assert not answer.abstained, answer.reason
    assert answer.searched == (LAW,)
    assert any(quoted in citation.quote for citation in answer.citations)
    assert all(citation.quote_verified for citation in answer.citations)
    assert answer.claims[0].text == answer.citations[0].quote
    assert answer.lead


def test_a_provision_that_is_named_is_looked_up(asked):
    answer = asked.ask("What does Article 2 of the Kettle Act say?")
    assert answer.understanding.references == (f"{LAW}/sec_art-2",)
    assert "lamp" in answer.citations[0].quote
    assert answer.citations[0].pinpoint == "Article 2"


def test_a_heading_that_is_not_there_is_not_said_to_be_missing(asked):
    """A document's headings may be printed and not recognised."""
    answer = asked.ask("What does Article 77 of the Kettle Act say about whistles?")
    assert answer.understanding.missing == ()


def test_a_measure_of_its_own_script_is_cited_as_measures_are(asked):
    answer = asked.ask("《标识办法》第一条规定了什么？")
    assert cited(answer)[0] == f"{LABELS}/art_1"
    assert answer.citations[0].pinpoint == "第一条"
    assert "首页" not in answer.citations[0].quote
    assert asked.index.provisions.one(f"{LABELS}/art_2").body == "壶盖可以不作标识。"


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("Must generated content be labelled in China?", {"cn-genai"}),
        ("What must a provider of generative AI label?", {"cn-genai"}),
        ("生成的内容应当标识吗？", {"cn-genai"}),
    ],
)
def test_a_question_that_does_not_name_it_is_not_answered_from_it(asked, question, searched):
    answer = asked.ask(question)
    assert set(answer.searched) == searched
    assert {locator.split("/")[0] for locator in cited(answer)} <= searched


def test_it_joins_a_comparison_where_its_place_is_named(asked):
    answer = asked.ask("Compare the fines for silent kettles in China and Tealand.")
    cells = {cell.jurisdiction: cell for cell in answer.comparison}
    assert set(cells) == {"cn", "tealand"}
    assert cells["tealand"].claims
    assert cells["tealand"].searched == (LAW,)
    assert cells["cn"].searched == ("cn-genai",)
    assert "Tealand: the words nearest to the question stand in" in answer.lead


def test_two_texts_of_one_place_stand_side_by_side_when_both_are_named(asked):
    answer = asked.ask("《暂行办法》和《标识办法》对标识有什么规定？")
    assert set(answer.searched) == {"cn-genai", LABELS}
    assert {locator.split("/")[0] for locator in cited(answer)} == {"cn-genai", LABELS}


def test_it_is_chosen_by_its_id(asked):
    answer = asked.ask("Who pays 300 tea leaves?", instruments=[LAW])
    assert cited(answer)[0].startswith(f"{LAW}/sec_art-3")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("style", list(Style))
def test_every_style_cites_it(asked, style, language):
    provision = asked.index.provisions.one(f"{LAW}/sec_art-3")
    reference = reference_to(provision, accessed=date(2026, 11, 22), language=language)
    written = cite_as([reference], style, language)
    assert "Kettle Act" in written or "水" in written


def test_it_is_listed_and_dated(asked):
    book = catalogue()
    assert [i.id for i in book.shown(asked.available) if book.is_further(i.id)] == [LABELS, LAW]
    assert [place.id for place in book.places(asked.available)][-1] == "tealand"
    calendar = Calendar(asked.index.provisions, asked.words)
    standing = {s.instrument.id: s.version for s in calendar.on(date(2026, 1, 1))}
    assert standing[LAW].id == "2025-03-01"
    assert "kr-ai-basic-act" not in standing


def test_the_rest_of_the_catalogue_is_as_it_was(asked):
    assert asked.ask("What do the OECD AI Principles say about transparency?").abstained
    assert LAW not in {i.id for i in catalogue().instruments}


def test_installing_it_does_not_move_what_others_are_measured_by(asked, embedder, tmp_path_factory):
    without = Settings(home=tmp_path_factory.mktemp("without"))
    ingest(without, embedder, instruments=["cn-genai"])
    with Index.open(without, embedder.fingerprint) as index:
        for language, mean in index.means.passages.items():
            assert np.allclose(mean, asked.index.means.passages[language], atol=1e-6)


class Held:
    """What the pages are made from."""

    def __init__(self, assistant):
        self.assistant = assistant


@pytest.fixture(scope="module")
def pages(asked):
    site = Site(Held(asked), settings())
    app = FastAPI()
    for router in (browsing(site), permalinks(site), timeline(site)):
        app.include_router(router)
    return TestClient(app)


def test_it_is_browsed_like_the_others(pages):
    listed = pages.get("/browse").text
    assert "Kettle Act 2025 (Tealand)" in listed
    assert "Tealand" in listed
    assert "AI Basic Act" not in listed
    contents = pages.get(f"/browse/{LAW}").text
    assert "Article 2 Libraries" in contents
    assert "own digest" not in contents
    page = pages.get(f"/p/{LAW}/sec_art-3").text
    assert "300 tea leaves" in page
    assert "Article 3" in page
    assert "Kettle Act" in pages.get(f"/timeline?instrument={LAW}").text


def test_what_is_known_and_not_installed_has_no_page(pages):
    assert pages.get("/browse/kr-ai-basic-act").status_code == 404
