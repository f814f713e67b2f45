"""The conversation's HTML: escaped, in its language, every mark leading somewhere."""

from __future__ import annotations

import json
from datetime import date

import pytest
from kettles import (
    KETTLES,
    answer,
    answer_first,
    cite,
    compared,
    refusal,
    understanding,
)
from lxml import html

from assistant.answer import Check, ComparisonCell, Synthesis, Trace
from corpus.catalogue import LANGUAGES
from corpus.errors import IndexBusy, UnknownInstrument
from corpus.provision import Authority
from ui.ask.options import Options
from ui.ask.sources import list_html
from ui.ask.taking import compare_address
from ui.ask.turns import turn_parts
from ui.conversation import MEMORY, State, Turn, history

EVIL = "<img src=x onerror=alert(1)> ${alert(2)} {{value}} `x` \\u0041 \"'"


def turn(of=None, number=1, question="May kettles judge?", state=State.DONE, **fields):
    return Turn(number, question, answer=of or answer(question), state=state, **fields)


def drawn(of, choices, language="en", *, newest=True):
    """A turn as the page's script writes it."""
    parts = turn_parts(of, language, choices, newest=newest)
    body = "".join(
        f'<div data-part="{name}" lang="{tag}">{words}</div>' for name, tag, words in parts
    )
    return html.fromstring(f"<article>{body}</article>")


def part(page, name):
    (found,) = page.xpath(f"//*[@data-part='{name}']")
    return found


def language_of(element):
    return element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]


def test_every_mark_has_its_citation_on_the_page(choices):
    page = drawn(turn(answer_first(), 3), choices)
    marks = set(page.xpath("//a[@class='rb-mark']/@data-cite"))
    assert marks == set(page.xpath("//*[@data-place]/@id")) == {"t3s1", "t3s2", "t3s3"}
    place = json.loads(page.xpath("//*[@id='t3s1']/@data-place")[0])
    assert KETTLES.text[slice(*place["spans"][0])] == "Nobody shall teach a kettle"
    assert page.xpath("//*[@id='t3s1']/@data-href") == [
        "/p/eu-ai-act/art_5/par_1?version=2026-07-27&lang=en&language=en"
    ]


def test_what_is_shown_beside_a_mark_is_in_its_language(choices):
    page = drawn(turn(answer("問", "zh-Hant")), choices, "zh-Hans")
    shown = page.xpath("//*[@id='t1s2']")[0]
    assert language_of(shown.xpath("blockquote")[0]) == "zh-Hans-CN"
    assert language_of(shown.xpath("p")[0]) == "zh-Hant-HK"
    assert "正式文本" in shown.text_content()
    assert "字句已核对" in shown.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_controls_speak_the_readers_language_and_the_answer_its_own(choices, language):
    page = drawn(turn(answer("問", "zh-Hant")), choices, language)
    tags = {name: element.get("lang") for element in page for name in [element.get("data-part")]}
    assert tags["lead"] == "zh-Hant"
    assert {tags[name] for name in ("question", "chips", "tools", "operations")} == {language}
    assert language_of(page.xpath("//h2/span")[1]) == "zh-Hant-HK"


def test_nothing_said_or_quoted_becomes_markup_or_template(choices):
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
            EVIL, subject=EVIL + "x", expansion=(EVIL,), topics=(EVIL,), outside=(EVIL,),
            jurisdictions=(EVIL,),
        ),
        trace=Trace(
            passed_over={f"own:x/{EVIL}": EVIL},
            checks=(Check(statement=EVIL, test=EVIL, passed=False),),
        ),
    )  # fmt: skip
    words = "".join(
        words for *_, words in turn_parts(turn(of, 1, EVIL), "en", choices, newest=True)
    )
    words += list_html(of, 1, "en")
    page = html.fromstring(f"<div>{words}</div>")
    assert EVIL in page.text_content()
    assert not page.xpath("//img | //script | //@onerror")
    assert not any(sign in words for sign in ("${", "{{", "`", "\\", "javascript:"))


def test_chips_say_what_was_understood_and_what_the_reader_set(choices):
    meant = understanding("q", jurisdictions=("eu", "cn"), topics=("kettles",))
    options = Options(as_at=date(2026, 11, 22))
    page = drawn(turn(answer("q", understanding=meant), options=options), choices)
    chips = [
        " ".join(chip.text_content().split()) for chip in page.xpath("//button[@data-act='chip']")
    ]
    assert chips == [
        "Reply in English",
        "Places European Union, Mainland China",
        "Law as at 22 November 2026 (set by you)",
        "Topics Kettles",
    ]
    assert page.xpath("//form[@data-correct='jurisdictions']//input[@checked]/@value") == [
        "eu",
        "cn",
    ]
    assert page.xpath("//form[@data-correct='topics']//option/@value") == ["", "teapots"]
    assert page.xpath("//form[@data-correct='as_at']//input/@value") == ["2026-11-22"]
    assert page.xpath("//button[@data-act='unset']/ancestor::form/@data-correct") == ["as_at"]
    for chip in page.xpath("//button[@data-act='chip']"):
        assert len(page.xpath(f"//form[@id='{chip.get('aria-controls')}']")) == 1


def test_every_field_of_the_chips_has_a_name(choices):
    page = drawn(turn(), choices)
    for field in page.xpath("//form//input | //form//select"):
        named = field.xpath("ancestor::label") or field.get("aria-label")
        named = named or page.xpath(f"//label[@for='{field.get('id')}']")
        assert named, html.tostring(field)


def test_only_the_newest_answer_offers_what_can_be_asked_of_it(choices):
    assert drawn(turn(), choices).xpath("//@data-say")
    assert not drawn(turn(), choices, newest=False).xpath("//@data-say")
    done = answer("q", understanding=understanding("q", operation="shorter"))
    said = drawn(turn(done), choices, "zh-Hant").xpath("//@data-say")
    assert said == ["why", "full", "student", "zh-Hant", "zh-Hans"]


def test_a_refusal_offers_nothing_that_needs_an_answer(choices):
    page = drawn(turn(refusal("nothing")), choices)
    assert part(page, "lead").text_content() == "Nothing here answers this."
    assert not page.xpath("//@data-say | //*[@data-place]")
    assert "This answer cites nothing." in list_html(refusal("x"), 1, "en")


@pytest.mark.parametrize(
    ("state", "fields", "told"),
    [
        (State.WAITING, {}, "正在查找条文……"),
        (State.BUSY, {"wait": 4}, "请在4秒后重试"),
        (State.STOPPED, {}, "已按您的要求停止"),
        (State.LOST, {}, "无法证实"),
        (State.FAILED, {"error": IndexBusy("held by 4711")}, "另一个 RuleBridge 正在使用索引"),
        (
            State.FAILED,
            {"error": UnknownInstrument("no", instrument="<x>", known="a")},
            "没有“<x>”这份文件",
        ),
        (State.FAILED, {"error": UnknownInstrument("details are missing")}, "出现问题"),
        (State.FAILED, {"error": ZeroDivisionError("secret")}, "出现问题"),
    ],
)
def test_what_there_is_instead_of_an_answer(choices, state, fields, told):
    page = drawn(Turn(1, "q", state=state, **fields), choices, "zh-Hans")
    words = part(page, "state").text_content()
    assert words.startswith(told) or told in words
    assert "secret" not in words
    again = page.xpath("//*[@data-part='state']//button/@data-act")
    assert again == ([] if state is State.WAITING else ["retry"])


def test_our_own_digest_is_called_so(choices):
    of = cite(
        1, KETTLES, "Nobody", quote="", quote_verified=False, authority=Authority.OWN_DIGEST,
        gist="Kettles & co.", language="en",
    )  # fmt: skip
    given = answer("q", claims=answer("q").claims[:1], citations=(of,))
    shown = drawn(turn(given), choices).xpath("//*[@id='t1s1']")[0].text_content()
    assert "Kettles & co." in shown
    assert "RuleBridge's own digest; the official text is not installed." in shown
    assert "our own digest, not the law" in shown
    assert "our own digest, not the law" in list_html(given, 1, "en")


def test_only_a_comparison_can_leave_as_a_table(choices):
    assert "csv" in drawn(turn(compared("q")), choices).xpath("//@data-form")
    assert "csv" not in drawn(turn(), choices).xpath("//@data-form")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (answer("q"), ""),
        (refusal("q"), ""),
        (
            answer("q", understanding=understanding("q", topics=("a", "b", "c"))),
            "/compare?topic=a&topic=b&lang=zh-Hans",
        ),
        (
            compared("q", understanding=understanding("q", topics=("a",), as_at_named=True)),
            "/compare?topic=a&jurisdiction=eu&jurisdiction=cn&jurisdiction=hk&as_at=2026-11-22"
            "&lang=zh-Hans",
        ),
    ],
)
def test_where_an_answer_is_compared_further(of, expected):
    assert compare_address(of, "zh-Hans") == expected


def test_memory_is_short_and_holds_whole_answers_only():
    turns = [turn(number=n, question=f"q{n}") for n in range(1, 9)]
    turns += [turn(number=9, state=State.STOPPED), Turn(10, "failed", state=State.FAILED)]
    assert [a.question for a in history(turns)] == [f"q{n}" for n in range(9 - MEMORY, 9)]
