"""The page for those who learn: an answer step by step, labels, and checking a quotation."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from kettles import FakeAssistant, answer_first, indexed, manifest, understanding
from lxml import etree

from assistant.answer import Answer
from assistant.refusing import _REASONS, MAX_QUESTION
from corpus.catalogue import LANGUAGES, catalogue
from corpus.errors import RuleBridgeError
from corpus.provision import Authority, BindingForce, Edition, Provision, Status
from corpus.provisions import ProvisionTable
from corpus.texts import text, texts
from ui.interface_language import html_lang
from ui.service.service import Service
from ui.site import statics
from ui.site.learn import EXAMPLES, LEGS, PLACES, REASONS, TERMS, learn_router

WORDS = "1.\nEvery kettle shall be emptied before the guests leave.\n<i>Teapots</i> are spared."


class Teacher(FakeAssistant):
    """Answers with everything that the page can tell."""

    def ask(self, question, **options):
        if "kettle" in question:
            self.asked.append((question, options))
            return answer_first(question)
        return super().ask(question, **options)


class Turns:
    """Counts the turns; has none where it is full."""

    def __init__(self, full=False):
        self.full, self.taken = full, 0

    @asynccontextmanager
    async def turn_async(self):
        if self.full:
            raise Full("Busy.", seconds=7)
        self.taken += 1
        yield


class Full(RuleBridgeError):
    code = "busy"
    seconds = 7


def table(folder, empty=False):
    made = ProvisionTable.create(folder / "provisions.sqlite")
    edition = Edition(
        instrument="eu-ai-act", jurisdiction="eu", version="2026-07-27", language="en",
        authority=Authority.AUTHENTIC, binding_force=BindingForce.REGULATION,
        source_url="https://publisher.example/text",
    )  # fmt: skip
    if not empty:
        place = "eu-ai-act/art_5"
        made.write(
            [Provision(locator=place, edition=edition, kind="article", root=place, text=WORDS,
                       span=(0, len(WORDS)))]
        )  # fmt: skip
    return made


def served(folder, turnstile=None, *, empty=False):
    assistant = Teacher(manifest(indexed("eu-ai-act", "2026-07-27", "en", Authority.AUTHENTIC)))
    assistant.index.provisions = table(folder, empty)
    app = FastAPI()
    app.include_router(statics.router)
    app.include_router(learn_router(Service(assistant), turnstile))
    client = TestClient(app)
    client.assistant = assistant
    return client


@pytest.fixture
def client(tmp_path):
    return served(tmp_path)


def well_formed(document):
    body = re.sub(r"<(meta|link|input|br)\b([^>]*?)/?>", r"<\1\2/>", document)
    body = re.sub(r"<!doctype html>", "", body, flags=re.I)
    body = re.sub(r" (defer|open)(?=[ />])", r' \1=""', body)
    etree.fromstring(body)
    tree = lxml.html.fromstring(document)
    assert not tree.xpath("//*[@style] | //style | //script[not(@src)]")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for place in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert place[1:] in ids, place
    for field in tree.xpath("//input[not(@type='hidden')] | //textarea"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']")
    return tree


def page(client, status=200, **query):
    reply = client.get("/learn", params=query)
    assert reply.status_code == status
    return well_formed(reply.text)


def words_of(tree):
    return " ".join(tree.text_content().split())


# ---------------------------------------------------------------- what is always there


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_reasons_and_terms_are_all_explained(client, language):
    tree = page(client, lang=language)
    assert tree.get("lang") == html_lang(language)
    shown = words_of(tree)
    keys = [f"authority.{a.value}" for a in Authority] + [f"status.{s.value}" for s in Status]
    keys += [f"binding_force.{f.value}" for f in BindingForce]
    keys += [f"learn.gloss_{term}_means" for term in TERMS]
    keys += [f"learn.way_{leg}" for leg in LEGS]
    for key in keys:
        assert text(language, key) in shown, key
    for code in REASONS:
        assert text(language, f"learn.reason_{code}_means", limit=MAX_QUESTION) in shown
    assert tree.xpath("//a[@href='/about']")


def test_no_reason_is_forgotten():
    assert set(REASONS) == {code for code, _, _ in _REASONS} | {"nothing_close"}


def test_each_instrument_has_a_pinpoint():
    assert {place.split("/")[0] for place in PLACES} == {i.id for i in catalogue().instruments}


def test_pinpoints_lead_only_to_what_is_installed(client):
    [link] = page(client).xpath("//td[@class='lrn-pinpoint']/a")
    assert (link.get("href"), link.text) == ("/p/eu-ai-act/art_5/par_1/pnt_a", "Article 5(1)(a)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_examples_and_the_first_is_worked(client, language):
    tree = page(client, lang=language)
    links = tree.xpath("//ul[@class='lrn-examples']//a")
    asked = [text(language, f"learn.{key}") for key in EXAMPLES]
    assert [link.text for link in links] == asked
    assert [parse_qs(urlsplit(link.get("href")).query)["q"][0] for link in links] == asked
    assert client.assistant.asked[0][0] == asked[0]
    assert client.assistant.asked[0][1]["language"] == language
    assert links[0].get("aria-current") == "true"


def test_own_examples_are_answered_once(client):
    for _ in range(3):
        page(client)
    assert len(client.assistant.asked) == 1
    page(client, q="Another one?")
    page(client, q="Another one?")
    assert len(client.assistant.asked) == 3


# ---------------------------------------------------------------- an answer, step by step


def test_the_steps_of_an_answer(client):
    tree = page(client, q="May kettles judge?")
    steps = tree.xpath("//ol[@class='lrn-steps']/li")
    assert len(steps) == 5
    understood, searched, judged, composed, checked = (words_of(step) for step in steps)
    assert "which provision says it" in understood
    assert "our digest of it is close in meaning (rank 1)" in searched
    assert "Used in the answer 1" in searched
    assert "judged very likely" in judged
    assert "Less likely to answer" in judged
    assert "Article 50(2)" in judged
    assert "Kettles must not judge" in composed
    assert "limits a rule" in composed
    assert "3 quotations" in checked
    assert "negation: 1" in checked
    [first, second, _] = steps[4].xpath(".//blockquote")
    assert (first.get("lang"), second.get("lang")) == ("en", "zh-Hans-CN")


def test_a_quotation_can_be_checked_from_the_example(client):
    tree = page(client, q="May kettles judge?")
    link = tree.xpath("//figcaption/a/@href")[0]
    assert parse_qs(urlsplit(link).query)["quote"] == ["Nobody shall teach a kettle"]
    assert urlsplit(link).fragment == "check"


def test_cantonese_and_the_words_of_the_law(client, monkeypatch):
    def ask(question, **options):
        meant = understanding(question, "zh-Hant", cantonese=True, expansion=("銷毀", "保留"))
        return answer_first(question, language="zh-Hant", understanding=meant)

    monkeypatch.setattr(client.assistant, "ask", ask)
    tree = page(client, q="啲資料可以留幾耐？", lang="zh-Hant")
    assert text("zh-Hant", "learn.cantonese") in words_of(tree)
    [words] = tree.xpath("//div[@class='lrn-live']/p/strong[@lang='zh-Hant-HK'][.='銷毀、保留']")
    assert words is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_is_shown_with_its_reason(client, monkeypatch, language):
    def ask(question, **options):
        return Answer(
            question=question, language=language, abstained=True, reason="…！",
            reason_code="outside", understanding=understanding(question, language),
        )  # fmt: skip

    monkeypatch.setattr(client.assistant, "ask", ask)
    tree = page(client, q="silence", lang=language)
    [row] = tree.xpath("//tr[@class='lrn-here']")
    assert text(language, "learn.reason_outside") in row.text_content()
    shown = words_of(tree)
    for key in ("no_answer", "not_searched", "judged_early", "checked_none"):
        assert text(language, f"learn.{key}") in shown


def test_a_failure_is_one_sentence_and_the_page_stays(client):
    tree = page(client, q="broken")
    assert tree.xpath("//p[@role='alert']")[0].text == text("en", "errors.store-unavailable")
    assert tree.xpath("//dl[@class='lrn-glossary']")


# ---------------------------------------------------------------- the turnstile


def test_questions_wait_for_their_turn(tmp_path):
    turns = Turns()
    client = served(tmp_path, turns)
    page(client, q="May kettles judge?")
    page(client, q="May kettles judge?", quote="Every kettle shall be emptied")
    assert turns.taken == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_busy_is_said_with_the_time_to_wait(tmp_path, language):
    client = served(tmp_path, Turns(full=True))
    reply = client.get("/learn", params={"lang": language})
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "7")
    said = well_formed(reply.text).xpath("//p[@role='alert']")[0].text
    assert said == text(language, "errors.busy", seconds=7)


# ---------------------------------------------------------------- checking a quotation


@pytest.mark.parametrize(
    "quote",
    [
        "Every kettle shall be emptied",
        "“Every kettle shall be emptied”",
        "Every kettle ... leave.",
        "Every  kettle\nshall\tbe emptied",
        "<i>Teapots</i> are spared",
    ],
)
def test_words_of_the_law_are_found(client, quote):
    tree = page(client, quote=quote)
    [result] = tree.xpath("//div[@role='status']")
    assert text("en", "learn.quote_yes") in result.text_content()
    [link] = result.xpath(".//a/@href")
    asked = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "/p/eu-ai-act/art_5"
    assert asked["mark"][0][0].isdigit()
    assert "authentic text" in result.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_altered_words_are_not(client, language):
    tree = page(client, quote="Every kettle may be emptied", lang=language)
    [result] = tree.xpath("//div[@role='status']")
    assert text(language, "learn.quote_no") in result.text_content()
    assert not result.xpath(".//a")
    assert tree.xpath("//textarea")[0].text == "Every kettle may be emptied"


@pytest.mark.parametrize(
    ("quote", "key", "values"),
    [("abc", "quote_short", {"least": 8}), ("…… …", "quote_short", {"least": 8}),
     ("x" * 2001, "quote_long", {"most": 2000})],
)  # fmt: skip
def test_what_proves_nothing_is_not_looked_for(client, quote, key, values):
    tree = page(client, quote=quote)
    [result] = tree.xpath("//div[@role='status']")
    assert text("en", f"learn.{key}", **values) in result.text_content()


def test_without_official_texts_there_is_nothing_to_compare_with(tmp_path):
    tree = page(served(tmp_path, empty=True), quote="Every kettle shall be emptied")
    assert text("en", "learn.quote_no_texts") in words_of(tree)


# ---------------------------------------------------------------- odd addresses

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% include 'x' %}${7*7}",
    "\x00\x1b[31m\u202egnol ecnetnes",
    "</textarea><svg onload=alert(1)>",
    "a" * 50_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["q", "quote", "lang"])
def test_nothing_in_an_address_breaks_or_enters_the_page(client, name, words):
    reply = client.get("/learn", params={name: words})
    assert reply.status_code == 200
    tree = well_formed(reply.text)
    assert not tree.xpath("//img | //svg")
    assert "\x00" not in reply.text
    assert "\u202e" not in reply.text
    assert "4949" not in words_of(tree)
    assert all(len(question) <= MAX_QUESTION + 1 for question, _ in client.assistant.asked)


def test_our_examples_are_in_the_languages_they_stand_under():
    assert {len(texts(language)["learn"]) for language in LANGUAGES} == {len(texts("en")["learn"])}


# ---------------------------------------------------------------- with a real assistant


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_examples_show_their_reason(digest_assistant, language):
    app = FastAPI()
    app.include_router(learn_router(Service(digest_assistant)))
    client = TestClient(app)
    shown = {}
    for code in ("nothing_close", "outside", "demand", "language"):
        question = text(language, f"learn.reason_{code}_example")
        tree = page(client, q=question, lang=language)
        rows = tree.xpath("//tr[@class='lrn-here']/th")
        shown[code] = [row.text for row in rows]
    assert shown == {code: [text(language, f"learn.reason_{code}")] for code in shown}
    tree = page(client, lang=language)
    assert len(tree.xpath("//ol[@class='lrn-steps']//tbody/tr")) == 8
