"""The chat's HTML: escaped, in its language, with the cited words marked."""

from __future__ import annotations

import pytest
from kettles import (
    CN_TEXT,
    EU_TEXT,
    KETTLES,
    NEIGHBOURS,
    FakeTable,
    answer,
    cite,
    compared,
    refusal,
    understanding,
)
from lxml import html

from assistant.answer import Check, ComparisonCell, Synthesis, Trace
from corpus.catalogue import LANGUAGES
from corpus.errors import IndexBusy, UnknownInstrument
from corpus.provision import Authority, Status
from ui.chat import conversation_html, footer_html, header_html
from ui.conversation import MEMORY, Turn, clauses_of, history
from ui.page.sources import marked, sources_html

EVIL = "<img src=x onerror=alert(1)> ${alert(2)} {{value}} `x` \\u0041 \"'"


def turn(of=None, number=1, question="May kettles judge?"):
    of = of or answer(question)
    return Turn(number, question, of, clauses=clauses_of(of, FakeTable()))


def parsed(words):
    return html.fromstring(words)


def language_of(element):
    return element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]


def test_an_answer_shows_claims_quotations_and_marks():
    page = parsed(conversation_html([turn()], "en"))
    assert page.xpath("//*[@class='rb-lead']")[0].text_content() == "Two clauses bear on this."
    assert [q.text for q in page.xpath("//blockquote")] == [
        "Nobody shall teach a kettle",
        "水壶不得评判邻居",
    ]
    assert page.xpath("//li[blockquote]//a[@class='rb-mark']/@href") == ["#t1s1", "#t1s2"]
    assert page.xpath("//aside//li/a/@href") == ["#t1s1"]
    assert "Kettles may be warm." in page.xpath("//aside//li")[0].text_content()


def test_every_mark_leads_to_marked_words():
    turns = [turn(), turn(number=2)]
    marks = parsed(conversation_html(turns, "en")).xpath("//a[@class='rb-mark']")
    panel = parsed(sources_html(turns, "en"))
    for mark in marks:
        assert len(panel.xpath(f"//article[@id='{mark.get('href')[1:]}']")) == 1
        assert [e.tag for e in panel.xpath(f"//*[@id='{mark.get('data-mark')}']")] == ["mark"]


def test_the_clause_is_whole_and_the_cited_words_are_marked():
    panel = parsed(sources_html([turn()], "en"))
    clauses = panel.xpath("//div[@class='rb-clause']")
    assert [c.text_content() for c in clauses] == [EU_TEXT, CN_TEXT]
    assert panel.xpath("//mark/text()") == ["Nobody shall teach a kettle", "水壶不得评判邻居"]
    assert clauses[0].xpath("b/text()") == ["1."]
    assert "Chapter II On kettles › Article 5 Kettles" in panel.text_content()


def test_the_facts_of_a_source():
    panel = parsed(sources_html([turn()], "zh-Hans"))
    first = panel.xpath("(//ul[@class='rb-facts'])[1]/li/text()")
    assert first == [
        "截至2026年7月27日的合并文本",
        "正式文本",
        "欧盟条例，直接适用",
        "有效",
        "自2025年2月2日起适用",
        "字句已核对",
    ]
    link = panel.xpath("//a[@class='rb-link']")[0]
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener noreferrer")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_its_language(language):
    of = answer("問", "zh-Hant")
    page = parsed(conversation_html([turn(of, question="問")], language))
    tags = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}
    assert language_of(page) == tags[language]
    assert language_of(page.xpath("//*[@class='rb-lead']")[0]) == "zh-Hant-HK"
    assert language_of(page.xpath("//*[@class='rb-question']/p")[0]) == "zh-Hant-HK"
    assert [language_of(q) for q in page.xpath("//blockquote")] == ["en", "zh-Hans-CN"]
    panel = parsed(sources_html([turn(of, question="問")], language))
    assert [language_of(c) for c in panel.xpath("//div[@class='rb-clause']")] == [
        "en",
        "zh-Hans-CN",
    ]
    assert language_of(panel.xpath("//ul[@class='rb-facts']")[0]) == tags[language]
    for whole in (header_html(language), footer_html(["x"], language)):
        assert language_of(parsed(whole)) == tags[language]


def test_nothing_said_or_quoted_becomes_markup_or_template():
    evil = cite(1, KETTLES, "Nobody", quote=EVIL, pinpoint=EVIL, url='javascript:"x"', gist=EVIL)
    of = answer(
        EVIL,
        lead=EVIL,
        citations=(evil, answer("q").citations[1]),
        written_by=EVIL,
        fallback=EVIL,
        synthesis=(Synthesis(kind="common", text=EVIL, jurisdictions=("eu",)),),
        comparison=(
            ComparisonCell(jurisdiction=EVIL, claims=(0, 1), figures=(EVIL,)),
            ComparisonCell(jurisdiction="hk"),
        ),
        understanding=understanding(
            EVIL, subject=EVIL + "x", expansion=(EVIL,), topics=(EVIL,), outside=(EVIL,)
        ),
        trace=Trace(
            passed_over={f"own:x/{EVIL}": EVIL},
            checks=(Check(statement=EVIL, test=EVIL, passed=False),),
        ),
    )
    turns = [turn(of, 1, EVIL), turn(of, 2, EVIL)]
    for words in (conversation_html(turns, "en"), sources_html(turns, "en")):
        page = parsed(words)
        assert EVIL in page.text_content()
        assert not page.xpath("//img | //script | //@onerror")
        assert not any(sign in words for sign in ("${", "{{", "`", "\\", "javascript:"))


@pytest.mark.parametrize(
    ("spans", "head", "expected"),
    [
        ([], 0, "one &amp; two"),
        ([(0, 3)], 3, '<b><mark id="m">one</mark></b> &amp; two'),
        ([(1, 3)], 2, '<b>o</b><b><mark id="m">n</mark></b><mark>e</mark> &amp; two'),
        ([(0, 3), (6, 9)], 0, '<mark id="m">one</mark> &amp; <mark>two</mark>'),
        ([(0, 9)], 99, '<b><mark id="m">one &amp; two</mark></b>'),
    ],
)  # fmt: skip
def test_marked(spans, head, expected):
    assert marked("one & two", spans, head, "m") == expected


def test_claims_appear_one_after_another():
    shown = [parsed(conversation_html([turn(), turn(number=2)], "en", claims=n)) for n in (0, 1, 2)]
    assert [len(page.xpath("//article[@id='t2']//li[blockquote]")) for page in shown] == [0, 1, 2]
    assert [len(page.xpath("//article[@id='t1']//li[blockquote]")) for page in shown] == [2, 2, 2]
    assert [len(page.xpath("//article[@id='t2']//aside")) for page in shown] == [0, 0, 1]


def test_a_comparison_says_where_nothing_was_found():
    page = parsed(conversation_html([turn(compared("compare"))], "en"))
    assert page.xpath("//table//th[@scope='col']/text()") == [
        "European Union",
        "Mainland China",
        "Hong Kong",
    ]
    assert page.xpath("//*[@class='rb-answer']/h3/text()") == ["European Union", "Mainland China"]
    assert page.xpath("//*[@class='rb-none']/text()") == [
        "Hong Kong: no provision found. Searched: PDPO (Cap. 486)."
    ]


def test_only_the_last_answer_offers_what_can_be_asked_of_it():
    page = parsed(conversation_html([turn(), turn(number=2)], "zh-Hant"))
    groups = page.xpath("//*[@class='rb-operations']")
    assert [group.xpath("ancestor::article/@id") for group in groups] == [["t2"]]
    assert language_of(groups[0]) == "zh-Hant-HK"
    assert groups[0].xpath("button/@data-say") == [
        "shorter", "why", "full", "student", "zh-Hant", "zh-Hans",
    ]  # fmt: skip
    assert groups[0].xpath("button/text()")[0] == "簡短些"
    done = answer("q", understanding=understanding("q", operation="shorter"))
    assert "shorter" not in parsed(conversation_html([turn(done)], "en")).xpath("//@data-say")


@pytest.mark.parametrize(
    "last", [Turn(2, "next"), turn(refusal("nothing"), 2), Turn(2, "x", error=IndexBusy("x"))]
)
def test_where_there_is_no_answer_nothing_is_offered(last):
    assert not parsed(conversation_html([turn(), last], "en")).xpath("//button")


def test_nothing_is_offered_before_the_answer_is_complete():
    assert not parsed(conversation_html([turn()], "en", claims=1)).xpath("//button")
    assert parsed(conversation_html([turn()], "en", claims=2)).xpath("//button")


def test_clauses_of_earlier_answers_never_look_like_those_of_the_last():
    panel = parsed(sources_html([turn(), turn(refusal("nothing"), 2)], "en"))
    assert panel.xpath("//*[@class='rb-empty']")
    assert panel.xpath("//details//article/@id") == ["t1s1", "t1s2"]


def test_a_refusal_and_an_awaited_answer():
    page = parsed(conversation_html([turn(refusal("nothing")), Turn(2, "next")], "zh-Hant"))
    assert page.xpath("//*[@class='rb-lead']/strong/text()") == ["Nothing here answers this."]
    assert page.xpath("//*[@class='rb-working']/text()") == ["正在查找條文……"]
    assert "引用的條文會在此完整顯示" in sources_html([turn(refusal("nothing"))], "zh-Hant")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (IndexBusy("held by 4711"), "另一个 RuleBridge 正在使用索引"),
        (UnknownInstrument("no", instrument="<x>", known="a"), "没有“<x>”这份文件"),
        (UnknownInstrument("details are missing"), "出现问题"),
        (ZeroDivisionError("secret"), "出现问题"),
    ],
)
def test_errors_are_told_in_the_language_of_the_reader(error, expected):
    page = parsed(conversation_html([Turn(1, "q", error=error)], "zh-Hans"))
    told = page.xpath("//*[@role='alert']")[0].text
    assert told.startswith(expected)
    assert str(error) not in told


def test_our_own_digest_is_called_so():
    of = cite(
        1, KETTLES, "Nobody", quote="", quote_verified=False, authority=Authority.OWN_DIGEST,
        gist="Kettles & co.",
    )  # fmt: skip
    given = answer("q", claims=answer("q").claims[:1], citations=(of,))
    words = parsed(sources_html([turn(given)], "en")).text_content()
    assert "Kettles & co." in words
    assert "RuleBridge's own digest; the official text is not installed." in words
    assert "wording checked" not in words


def test_what_does_not_operate_says_so_beside_the_quotation():
    of = cite(1, KETTLES, "Nobody", status=Status.NOT_IN_OPERATION)
    given = answer("q", citations=(of, answer("q").citations[1]))
    page = parsed(conversation_html([turn(given)], "en"))
    assert "not in operation" in page.xpath("//*[@class='rb-where']")[0].text_content()


def test_earlier_sources_are_folded_and_still_there():
    panel = parsed(sources_html([turn(), Turn(2, "x"), turn(number=3)], "en"))
    assert panel.xpath("//div[@class='rb-sources']/article/@id") == ["t3s1", "t3s2"]
    assert panel.xpath("//details/article/@id") == ["t1s1", "t1s2"]
    assert "For: May kettles judge?" in panel.xpath("//summary")[0].text_content()


def test_memory_is_short_and_holds_answers_only():
    turns = [turn(number=n, question=f"q{n}") for n in range(1, 9)] + [Turn(9, "failed")]
    assert [a.question for a in history(turns)] == [f"q{n}" for n in range(9 - MEMORY, 9)]


def test_clauses_come_from_the_edition_quoted():
    found = clauses_of(answer("q"), FakeTable())
    assert found == {1: KETTLES, 2: NEIGHBOURS}
