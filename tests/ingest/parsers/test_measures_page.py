"""Measures on a page of a ministry's site: menus and imprint are no part of the articles."""

from __future__ import annotations

import pytest

from corpus.provision import Authority, BindingForce, Edition
from ingest.parsers import measures

TEXT = """<p>茶务办公室令</p><p>第0号</p><p style="text-align:center">　　　　第一章　总　　则</p>
<p>　　第一条　为了泡茶，制定本规定。</p><p>　　第二条　茶壶应当：</p><p>　　（一）有盖；</p>
<p>　　（二）有嘴。</p><p>　　　　第二章　附　　则</p><p>　　第三条　本规定自某日起施行。</p>"""
SITE = """<html><head><meta charset="utf-8"><script>x</script></head><body>
<div class="top"><ul><li>首页</li><li>茶政要闻</li></ul></div>
<div class="main"><h1>茶壶合成管理规定</h1><div>来源：茶网</div>{text}
<div class="share">分享到：</div></div>
<div class="foot"><p>相关链接</p><p>茶务办公室版权所有</p></div></body></html>"""
EDITION = Edition(
    instrument="cn-deep-synthesis",
    jurisdiction="cn",
    version="1",
    language="zh-Hans",
    authority=Authority.AUTHENTIC,
    binding_force=BindingForce.DEPARTMENTAL_RULES,
    source_url="https://example.org",
)


def read(text):
    return measures.parse(SITE.format(text=text).encode(), EDITION)


@pytest.mark.parametrize(
    "text",
    [
        f"<div id='BodyLabel'>{TEXT}</div>",
        f"<table><tr><td>{TEXT}</td></tr></table>",
        "<p>" + TEXT.replace("<p>", "").replace("</p>", "<br>") + "</p>",
    ],
)
def test_the_articles_are_the_text_and_nothing_else(text):
    parsed = read(text)
    found = {p.locator.split("/", 1)[1]: p for p in parsed.provisions}
    assert list(found) == ["art_1", "art_2", "art_2/itm_1", "art_2/itm_2", "art_3"]
    assert found["art_3"].text == "第三条 本规定自某日起施行。"
    assert found["art_1"].heading_path[0].startswith("第一章")
    outside = "".join(f.text for f in parsed.furniture)
    assert all(words in outside for words in ("首页", "分享到：", "相关链接", "版权所有", "第0号"))


def test_nothing_of_the_page_is_lost():
    parsed = read(f"<div>{TEXT}</div>")
    words = parsed.reassembled()
    assert words.index("首页") < words.index("第一条") < words.index("施行") < words.index("分享到")


def test_a_measure_without_chapters_behind_its_notice_is_read():
    notice = "<p>各茶馆：</p><p>现将《茶壶标识办法》印发给你们。</p><p>茶壶标识办法</p>"
    parsed = read(f"<div>{notice}<p>第一条　应当标识。</p><p>第二条　自某日起施行。</p></div>")
    assert [p.locator for p in parsed.provisions] == [
        "cn-deep-synthesis/art_1",
        "cn-deep-synthesis/art_2",
    ]
    assert "各茶馆" in "".join(f.text for f in parsed.furniture)


def test_articles_in_elements_of_their_own_are_held_by_the_one_around_them():
    own = "".join(f"<div><p>第{n}条　茶{n}。</p><p>又茶。</p></div>" for n in "一二三")
    parsed = read(f"<div>{own}</div>")
    assert parsed.provisions[-1].text.endswith("又茶。")
    assert "分享到：" not in parsed.provisions[-1].text
