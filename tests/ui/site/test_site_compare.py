"""The comparison as pages: what is browsed, laid out, filtered, taken away; nothing breaks it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import etree

from assistant.comparing.comparison import Holdings, lay_out
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import digest
from corpus.index import IndexedText
from corpus.provision import Authority, BindingForce, Edition, Provision
from corpus.provisions import ProvisionTable
from corpus.texts import text, texts
from ui.interface_language import html_lang
from ui.safety.turnstile import Turnstile
from ui.service.service import Service
from ui.site import statics
from ui.site.compare import compare_router
from ui.site.compare_query import LONGEST, MOST_TOPICS, read_query
from ui.site.topic_groups import OTHER, counts, grouped, grouping

EU_WORDS = "1.\nKettles shall be warm.\n<b>Not bold</b> & plain."
RETENTION, FAIR = "retention-and-erasure", "fair-dealing"


def indexed(instrument, version, authority, language="en"):
    return IndexedText(
        instrument=instrument, version=version, language=language, authority=authority,
        file="file", sha256="", provisions=1, passages=1,
    )  # fmt: skip


def provision(locator, version, language, words):
    instrument = catalogue().instrument(locator.split("/")[0])
    edition = Edition(
        instrument=instrument.id, jurisdiction=instrument.jurisdiction, version=version,
        language=language, authority=Authority.AUTHENTIC,
        binding_force=instrument.binding_force, source_url="https://publisher.example/text",
    )  # fmt: skip
    return Provision(
        locator=locator, edition=edition, kind="article", root=locator, text=words,
        span=(0, len(words)), body_start=2,
    )  # fmt: skip


class Laid:
    """An assistant that only compares: our digest, and one invented official text."""

    def __init__(self, table, texts):
        self.index = SimpleNamespace(provisions=table, manifest=SimpleNamespace(texts=texts))
        self.words = digest()
        self.available = tuple(dict.fromkeys(t.instrument for t in texts))

    def compare(self, topic, jurisdictions=None, language="en", as_at=None):
        held = Holdings(self.index.provisions, self.index.manifest.texts, self.words)
        return lay_out(topic, held, jurisdictions=jurisdictions, language=language, as_at=as_at)


def made(folder, *, without=(), turnstile=None):
    book = catalogue()
    table = ProvisionTable.create(folder / "provisions.sqlite")
    version = book.instrument("eu-ai-act").version[-1].id
    table.write([provision("eu-ai-act/art_18", version, "en", EU_WORDS)])
    held = [
        indexed(i.id, i.version[-1].id, Authority.OWN_DIGEST)
        for i in book.instruments
        if i.id not in without
    ]
    held.append(indexed("eu-ai-act", version, Authority.AUTHENTIC))
    app = FastAPI()
    app.include_router(statics.router)
    app.include_router(compare_router(Service(Laid(table, held)), turnstile))
    return TestClient(app, raise_server_exceptions=True)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return made(tmp_path_factory.mktemp("laid"))


@pytest.fixture(autouse=True)
def _no_cookies(client):
    client.cookies.clear()


def page(client, query="", status=200):
    reply = client.get(f"/compare{'?' if query else ''}{query}")
    assert reply.status_code == status, reply.text[:200]
    return well_formed(reply.text)


def well_formed(document):
    """The page as a tree: properly nested, nothing that a strict policy would block."""
    body = re.sub(r"<(meta|link|input|br)\b([^>]*?)/?>", r"<\1\2/>", document)
    body = re.sub(r"<!doctype html>", "", body, flags=re.I)
    body = re.sub(r" (hidden|checked|selected|defer|open)(?=[ />])", r' \1=""', body)
    body = re.sub(r" (data-print)(?=[ />])", r' \1=""', body)
    etree.fromstring(body)
    tree = lxml.html.fromstring(document)
    assert not tree.xpath("//*[@style]")
    assert not tree.xpath("//style | //script[not(@src)]")
    assert not [n for e in tree.iter(etree.Element) for n in e.attrib if n.startswith("on")]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labelled = field.get("aria-label") or tree.xpath(f"//label[@for='{field.get('id')}']")
        assert labelled, field.get("name")
    for place in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert place[1:] in ids, place
    return tree


def words_of(tree):
    return " ".join(tree.text_content().split())


# ---------------------------------------------------------------- topics


def test_every_topic_stands_in_exactly_one_group():
    filed = [topic for ids in grouping().values() for topic in ids]
    assert sorted(filed) == sorted(digest().topics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_have_names(language):
    for group in (*grouping(), OTHER):
        assert texts(language)["compare_page"][f"group_{group}"]


def test_a_topic_without_a_group_is_shown_last():
    stray = digest().topics["consent"].model_copy(update={"id": "kettles"})
    groups = grouped([*digest().topics.values(), stray])
    assert (groups[-1].id, groups[-1].topics) == (OTHER, (stray,))


def test_only_what_is_installed_counts():
    everything = counts(digest(), [i.id for i in catalogue().instruments])
    some = counts(digest(), ["cap-528"])
    assert some[FAIR]["hk"] == everything[FAIR]["hk"] > 0
    assert some[RETENTION]["eu"] == 0 < everything[RETENTION]["eu"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_browsing_offers_every_topic_with_numbers(client, language):
    tree = page(client, f"lang={language}")
    assert tree.get("lang") == html_lang(language)
    links = tree.xpath("//table//a/@href")
    assert {parse_qs(urlsplit(a).query)["topic"][0] for a in links} == set(digest().topics)
    assert len(tree.xpath("//input[@name='topic'][@type='checkbox']")) == len(digest().topics)
    row = tree.xpath(f"//tr[.//input[@value='{FAIR}']]")[0]
    numbers = ["".join(td.itertext()).split()[-1] for td in row.xpath("td")]
    none = text(language, "compare_page.no_provision")
    assert numbers[2].isdigit()
    assert numbers[0].endswith(none)
    assert text(language, "compare_page.numbers") in words_of(tree)


# ---------------------------------------------------------------- the tables


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_reads_across(client, language):
    tree = page(client, f"topic={RETENTION}&lang={language}")
    heads = [" ".join(h.text_content().split()) for h in tree.xpath("//thead//th[@scope='col']")]
    assert len(heads) == 4
    assert heads[3].endswith(text(language, "compare_page.voluntary"))
    rows = [r.text_content().strip() for r in tree.xpath("//tbody//th[@scope='row']")]
    for key in ("aspect_rule", "figures", "roles", "force", "dates", "editions"):
        assert text(language, f"compare.{key}") in rows
    region = tree.xpath("//div[@role='region'][@tabindex='0']")
    assert [r.get("aria-label") for r in region] == [
        text(language, "compare_page.region", topic=digest().topics[RETENTION].name.get(language))
    ]
    shown = words_of(tree)
    assert text(language, "compare_page.voluntary_note") in shown
    assert text(language, "compare.common") in shown


def test_a_quotation_is_verbatim_in_its_language_with_its_authority(client):
    tree = page(client, f"topic={RETENTION}&lang=zh-Hant")
    [quote] = tree.xpath("//blockquote")
    assert quote.get("lang") == "en"
    assert "<b>Not bold</b> & plain." in quote.text_content()
    box = quote.getparent()
    assert box.tag == "details"
    assert "正式文本" in box.xpath("summary")[0].text_content()
    [gist] = box.getparent().xpath("p[@class='cmp-gist']")
    assert gist.text_content().strip().startswith("本系統要旨")
    [href] = box.getparent().xpath("p[@class='cmp-cite']/a/@href")
    asked = parse_qs(urlsplit(href).query)
    assert urlsplit(href).path == "/p/eu-ai-act/art_18"
    assert asked["language"] == ["en"]
    start, end = map(int, asked["mark"][0].split(",")[0].split("-"))
    assert EU_WORDS[start:end] in quote.text_content()


def test_without_the_official_text_nothing_is_quoted(client):
    tree = page(client, f"topic={FAIR}")
    assert not tree.xpath("//blockquote")
    assert text("en", "compare_page.no_quote") in words_of(tree)


def test_an_empty_cell_says_where_was_looked(client):
    tree = page(client, f"topic={FAIR}")
    cells = tree.xpath("//td[contains(@class, 'cmp-silent')]")
    assert len(cells) == 3
    for cell in cells:
        assert text("en", "compare_page.state_silent") in cell.text_content()
        assert "Searched" in cell.text_content()


def test_a_cell_that_could_not_be_filled_says_so(tmp_path):
    tree = page(made(tmp_path, without=("cn-genai",)), f"topic={RETENTION}")
    [cell] = tree.xpath("//td[contains(@class, 'cmp-not_installed')]")
    assert text("en", "compare_page.state_not_installed") in cell.text_content()
    assert "Not installed" in cell.text_content()
    assert not tree.xpath("//td[contains(@class, 'cmp-silent')]")


def test_several_topics_have_an_overview(client):
    tree = page(client, f"topic={RETENTION}&topic={FAIR}")
    links = tree.xpath("//div[contains(@class, 'cmp-overview')]//a/@href")
    assert links == [f"#t-{RETENTION}", f"#t-{FAIR}"]
    assert len(tree.xpath("//table[contains(@class, 'cmp-table')]")) == 2


def test_the_rest_of_a_topic_leads_to_its_provisions(client):
    tree = page(client, f"topic={FAIR}&jurisdiction=hk")
    [rest] = tree.xpath("//details[@class='cmp-rest']")
    told = int(re.search(r"\d+", rest.xpath("summary")[0].text_content())[0])
    links = rest.xpath(".//a/@href")
    assert len(links) == told > 10
    assert all(link.startswith("/p/cap-528/") for link in links)


# ---------------------------------------------------------------- filters


def test_jurisdictions_and_day_are_chosen(client):
    tree = page(client, f"topic={RETENTION}&jurisdiction=hk&jurisdiction=eu&as_at=2026-12-02")
    heads = [h.text_content().strip() for h in tree.xpath("//thead//th[@scope='col']")]
    assert heads == ["European Union", "Hong Kong"]
    assert "2 December 2026" in words_of(tree)
    assert tree.xpath("//input[@name='as_at']/@value") == ["2026-12-02"]
    assert tree.xpath("//input[@name='jurisdiction'][@checked]/@value") == ["eu", "hk"]


def test_before_a_law_there_is_nothing_to_look_at(client):
    tree = page(client, f"topic={RETENTION}&jurisdiction=cn&as_at=2020-01-01")
    [cell] = tree.xpath("//td[contains(@class, 'cmp-not_installed')]")
    assert "1 January 2020" in cell.text_content()


def test_what_a_filter_hides_is_not_called_missing(client):
    tree = page(client, f"topic={RETENTION}&force=voluntary-framework")
    hidden = tree.xpath("//td[contains(@class, 'cmp-hidden')]")
    assert len(hidden) == 3
    assert not tree.xpath("//td[contains(@class, 'cmp-silent')]")
    [link] = set(tree.xpath("//td//a[.='Show everything']/@href"))
    assert parse_qs(urlsplit(link).query) == {"topic": [RETENTION]}
    assert "no provision on this found" not in words_of(tree)


def test_only_provisions_with_figures(client):
    everything = page(client, f"topic={RETENTION}")
    some = page(client, f"topic={RETENTION}&figures=1")
    entries = "//div[@class='cmp-provision']"
    assert 0 < len(some.xpath(entries)) < len(everything.xpath(entries))
    assert some.xpath("//input[@name='figures'][@checked]")


def test_all_filters_come_back_in_links():
    query = read_query(
        [("topic", "consent"), ("jurisdiction", "hk"), ("as_at", "2026-12-02"),
         ("force", "statute"), ("figures", "1"), ("lang", "zh-Hant")],
        "en",
    )  # fmt: skip
    assert read_query(query.pairs, "en") == query
    assert query.force is BindingForce.STATUTE
    assert query.as_at == date(2026, 12, 2)


# ---------------------------------------------------------------- free words, odd addresses


@pytest.mark.parametrize(
    ("words", "language", "topic"),
    [("deepfake", "en", "deepfakes-and-personality"), ("罰款", "zh-Hant", "penalties")],
)
def test_free_words_find_a_topic(client, words, language, topic):
    tree = page(client, f"q={words}&lang={language}")
    assert tree.xpath(f"//h2[@id='t-{topic}']")
    assert tree.xpath("//input[@name='q']/@value") == [words]
    assert words in tree.xpath("//p[@class='cmp-under']")[0].text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_without_a_topic_get_near_ones_and_the_list(client, language):
    tree = page(client, f"q=zzkettlezz&lang={language}")
    [said] = tree.xpath("//div[@class='cmp-said']")
    assert text(language, "compare_page.unmatched") in said.text_content()
    assert said.xpath(".//q")[0].text_content() == "zzkettlezz"
    assert len(said.xpath(".//li/a")) == 3
    assert len(tree.xpath("//input[@name='topic']")) == len(digest().topics)


def test_a_topic_that_is_not_there_is_not_found(client):
    page(client, "topic=zzkettlezz", status=404)


def test_what_can_be_read_is_shown_beside_what_cannot(client):
    tree = page(client, f"topic={RETENTION}&topic=zzkettlezz&jurisdiction=mars&as_at=soon&force=x")
    said = tree.xpath("//div[@class='cmp-said']")[0].text_content()
    for words in ("mars", "soon", "“x”", "zzkettlezz"):
        assert words in said
    assert tree.xpath(f"//h2[@id='t-{RETENTION}']")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% include 'x' %}${7*7}",
    "'; DROP TABLE provisions; --",
    "\x00\x1b[31m\u202egnol",
    "../../../../etc/passwd",
    "𠮷" * 50,
    "a" * 5000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["topic", "q", "jurisdiction", "as_at", "force", "lang"])
def test_nothing_in_an_address_breaks_or_enters_the_page(client, name, words):
    reply = client.get("/compare", params={"topic": RETENTION, name: words})
    assert reply.status_code in (200, 404)
    tree = well_formed(reply.text)
    assert not tree.xpath("//img")
    assert not tree.xpath("//script[contains(., 'alert')]")
    assert "\x00" not in reply.text
    assert "\u202e" not in reply.text
    assert "4949" not in words_of(tree)


def test_a_thousand_topics_are_cut(client):
    asked = [("topic", topic) for topic in [*digest().topics] * 24]
    reply = client.get("/compare", params=asked)
    tree = well_formed(reply.text)
    assert len(tree.xpath("//table[contains(@class, 'cmp-table')]")) == MOST_TOPICS
    assert text("en", "compare_page.too_many", most=MOST_TOPICS) in words_of(tree)


def test_long_words_are_refused_with_a_sentence(client):
    tree = page(client, f"q={'x' * (LONGEST + 1)}")
    assert text("en", "compare_page.too_long", most=LONGEST) in words_of(tree)


# ---------------------------------------------------------------- links and files


def test_asking_about_a_topic(client):
    tree = page(client, f"topic={RETENTION}&jurisdiction=hk&jurisdiction=cn&lang=zh-Hans")
    [link] = tree.xpath("//p[@class='cmp-actions']/a/@href")
    asked = parse_qs(urlsplit(link).query)
    description = digest().topics[RETENTION].description.get("zh-Hans")
    assert asked["q"] == [f"内地、香港对保存与删除有什么规定？{description}"]
    assert (asked["topic"], asked["jurisdiction"]) == ([RETENTION], ["cn", "hk"])


def test_the_table_can_be_taken_away(client):
    tree = page(client, f"topic={RETENTION}&jurisdiction=hk&lang=zh-Hant")
    links = tree.xpath("//ul[@class='cmp-links']//a/@href")
    formats = {parse_qs(urlsplit(a).query).get("format", [""])[0]: a for a in links}
    reply = client.get(formats["csv"])
    assert reply.headers["content-disposition"].startswith("attachment; filename=")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert {row["題目"] for row in rows} == {"保留與刪除"}
    assert {row["司法管轄區"] for row in rows} == {"香港"}
    assert "保留與刪除" in client.get(formats["markdown"]).text
    assert client.get(formats["docx"]).content[:2] == b"PK"
    assert client.get(formats["html"]).headers["content-type"].startswith("text/html")


def test_a_filtered_table_is_exported_as_shown(client):
    asked = {"topic": RETENTION, "force": "voluntary-framework", "format": "csv"}
    reply = client.get("/compare/export", params=asked)
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert {row["Jurisdiction"] for row in rows if row["Locator"]} == {"United States"}


def test_clauses_as_references(client):
    asked = {"topic": RETENTION, "jurisdiction": "eu"}
    reply = client.get("/compare/cite", params=asked | {"style": "csl-json"})
    assert reply.headers["content-disposition"].startswith("attachment")
    assert any("2024/1689" in json.dumps(item) for item in json.loads(reply.content))
    reply = client.get("/compare/cite", params=asked | {"style": "oscola"})
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "2024/1689" in reply.text


@pytest.mark.parametrize(
    "address",
    ["/compare/export?format=exe&topic=consent", "/compare/export?format=csv",
     "/compare/export", "/compare/cite?style=x&topic=consent",
     "/compare/cite?style=ris&q=zzkettlezz"],
)  # fmt: skip
def test_what_cannot_be_taken_away_leads_back_to_the_topics(client, address):
    reply = client.get(address)
    assert reply.status_code == 404
    assert well_formed(reply.text).xpath("//input[@name='topic']")


@pytest.mark.parametrize(
    "path", ["?q=kettles", "/export?topic=transparency&format=text", "/cite?q=kettles&style=oscola"]
)
def test_a_comparison_waits_for_its_turn_and_is_told_when_there_is_none(tmp_path, path):
    line = Turnstile(workers=1, waiting=0, usual=7)
    client = made(tmp_path, turnstile=line)
    with line.turn():
        told = {"accept": "text/html", "accept-language": "zh-Hant"}
        busy = client.get(f"/compare{path}", headers=told)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "7")
        assert text("zh-Hant", "safety.busy", seconds=7) in busy.text
        assert client.get("/compare").status_code == 200
    assert client.get(f"/compare{path}").status_code in (200, 404)
    assert line.active == 0
