from __future__ import annotations

import pytest
import teapots
from teapots import LANGUAGES, page

from corpus.measured import COLUMNS, measured
from corpus.settings import Settings
from corpus.texts import text
from ui.interface_language import html_lang
from ui.site.about import Server


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_part_of_a_register(library, language):
    answer = library.get(f"/about?lang={language}")
    assert answer.status_code == 200
    made = page(answer.text)
    assert made.get("lang") == html_lang(language)
    for address in made.xpath("//nav[contains(@class, 'rb-toc')]//a/@href"):
        assert made.get_element_by_id(address[1:]).text_content()


def test_texts_are_shown_with_the_hash_of_their_files(library):
    made = page(library.get("/about").text)
    assert len(made.xpath("//details[@class='rb-hash']")) == 4
    assert made.xpath("//details[@class='rb-hash']/code/text()")[0] == "ab" * 32
    assert "DATA.GOV.HK" in made.text_content()


def test_figures_are_those_measured(library):
    made = page(library.get("/about").text)
    rows = made.xpath("//div[@aria-labelledby='quality']//tbody/tr")
    assert len(rows) == len(measured().figures)
    first = measured().figures[0]
    cells = [cell.xpath("string(span[last()])") for cell in rows[0].xpath("td")][:4]
    for column, cell in zip(COLUMNS, cells, strict=True):
        value = first.by_language[column]
        assert cell.split() == [
            f"{100 * value.value:.0f}",
            "%",
            f"{100 * value.low:.0f}–{100 * value.high:.0f}",
        ]


def test_limits_follow_from_the_figures(library):
    of = {f.metric: f.overall.value for f in measured().figures}
    missed = round(100 * (1 - of["recall@5"]))
    words = text("en", "about.limit_found", missed=missed)
    assert words in page(library.get("/about").text).text_content()


@pytest.fixture
def about(tmp_path):
    def shown(**options: object) -> str:
        keep = options.pop("what_is_kept", None)
        made = Settings(home=tmp_path, **options)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        with teapots.client(teapots.table(folder), made, what_is_kept=keep) as client:
            return page(client.get("/about").text).text_content()

    return shown


def test_without_a_model_nothing_leaves(about):
    words = about()
    assert text("en", "about.models_none") in words
    assert text("en", "about.leaves_nothing") in words


def test_a_model_on_this_computer_is_named(about):
    words = about(llm_url="http://127.0.0.1:8080/v1", llm_model="teapot")
    assert "teapot, which runs on this computer (127.0.0.1:8080)" in words
    assert text("en", "about.leaves_nothing") in words


def test_a_model_elsewhere_is_named_with_what_is_sent(about):
    words = about(llm_url="https://models.example/v1", llm_model="<b>teapot</b>")
    assert "<b>teapot</b> at models.example. Your question and the words" in words
    assert text("en", "about.leaves_nothing") not in words


def test_an_index_elsewhere_is_named(about):
    words = about(qdrant_url="https://index.example:6333")
    assert "another server, index.example:6333" in words
    assert text("en", "about.leaves_nothing") not in words


def test_what_is_kept_is_said_by_those_who_keep_it(about):
    kept = {"en": "Only the <lids> are kept."}
    assert kept["en"] in about(what_is_kept=kept.get)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://127.8.8.8/v1", True),
        ("http://192.168.1.5/v1", False),
        ("http://localhost.evil.example/v1", False),
    ],
)
def test_which_servers_are_here(url, here):
    assert Server.at(url).here is here


def test_the_digest_alone_is_said_to_be_all(bare_library):
    words = page(bare_library.get("/about").text).text_content()
    assert text("en", "about.texts_none", count=6) in words
