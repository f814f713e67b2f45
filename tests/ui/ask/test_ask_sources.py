"""The source panel."""

from __future__ import annotations

import pytest
from kettles import CN, CN_TEXT, EU
from lxml import html

from corpus.provision import Authority
from ui.ask.citing import Cite, cited
from ui.ask.columns import beside_html
from ui.ask.looking import Look, look_at
from ui.ask.sources import source_html

SPANS = [[3, 9]]


def shown(service, **look):
    wanted = Look(**look)
    return html.fromstring(f"<div>{source_html(wanted, look_at(wanted, service))}</div>")


@pytest.mark.parametrize(
    ("reader", "facts"),
    [
        ("en", ["authentic text", "EU regulation, directly applicable", "wording checked"]),
        ("zh-Hant", ["正式文本", "字句已核對"]),
        ("zh-Hans", ["正式文本", "字句已核对"]),
    ],
)
def test_what_is_said_of_a_clause(service, reader, facts):
    page = shown(service, locator=EU, language="en", spans=SPANS, number=2, reader=reader)
    badges = page.xpath("(//ul[@class='rb-badges'])[1]/li/text()")
    assert set(facts) <= set(badges)
    link = page.xpath("//a[@target='_blank']")[0]
    assert link.get("rel") == "noopener noreferrer"
    assert page.xpath("//h2/span[@class='rb-number']/text()") == ["2"]
    assert page.xpath("//*[@class='rb-words']/@lang") == ["en"]


def test_only_the_cited_words_are_marked_inside_the_whole_article(service):
    page = shown(service, locator=EU, language="en", spans=SPANS)
    assert page.xpath("//mark/text()") == ["Nobody"]
    here = page.xpath("//*[contains(@class, 'rb-here')]")[0]
    assert "Teapots are spared." in here.text_content()
    assert "Spouts" not in here.text_content()
    assert "Spouts" in page.xpath("//*[@class='rb-words']")[0].text_content()


@pytest.mark.parametrize("spans", [[[-5, 3]], [[5, 99_999]], [[9, 3]]])
def test_marks_outside_the_words_mark_nothing(service, spans):
    assert not shown(service, locator=EU, language="en", spans=spans).xpath("//mark")


def test_languages_stand_side_by_side_each_called_what_it_is(service):
    look = Look(locator=CN, language="zh-Hans", reader="en")
    page = html.fromstring(f"<div>{beside_html(look, look_at(look, service))}</div>")
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//th")]
    assert heads == ["English unofficial translation", "Simplified Chinese authentic text"]
    cells = {cell.get("lang"): cell.text_content() for cell in page.xpath("//td")}
    assert cells["zh-Hans-CN"] == CN_TEXT


def test_where_there_is_no_text_our_words_are_called_ours(service):
    look = Look(locator=EU, language="en", reader="zh-Hant")
    page = html.fromstring(f"<div>{beside_html(look, look_at(look, service))}</div>")
    ours = page.xpath("//*[contains(@class, 'rb-ours')]")
    assert [p.xpath("p/@lang")[0] for p in ours] == ["zh-Hant-HK", "zh-Hans-CN"]
    assert all("本系統要旨" in one.text_content() for one in ours)


def test_a_clause_of_the_digest_alone_quotes_nothing(service, held):
    held.table = held.index.provisions = Empty()
    page = shown(service, locator=EU, authority=Authority.OWN_DIGEST, reader="en")
    assert "Kettles must not judge." in page.text_content()
    assert page.xpath("//li[@class='rb-own']/text()") == ["our own digest, not the law"]
    assert not page.xpath("//mark | //*[@class='rb-words']")
    told = cited(Cite(locator=EU, authority=Authority.OWN_DIGEST, words=True), service)["text"]
    assert told.startswith("Kettles must not judge.")
    assert "own digest" in told
    held.table = Closed()


class Empty:
    def get(self, *_):
        return []


class Closed:
    def close(self):
        pass


@pytest.mark.parametrize(
    ("style", "expected"),
    [("ris", "TY  - "), ("bibtex", "@"), ("csl-json", "["), ("", "Regulation")],
)
def test_a_clause_can_be_cited(service, style, expected):
    made = cited(Cite(locator=EU, language="en", style=style), service)
    assert expected in made["text"]
    assert made["name"].startswith("eu-ai-act-art_5-par_1.")


def test_copying_a_clause_takes_its_words_and_its_source(service):
    made = cited(Cite(locator=EU, language="en", words=True, reader="zh-Hant"), service)
    assert made["text"].startswith("1.\nNobody shall teach a kettle")
    assert len(made["text"].splitlines()) > 4
