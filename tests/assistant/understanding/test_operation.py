from datetime import date

import pytest

from assistant.understanding.operation import operation_of

TODAY = date(2026, 11, 22)

FORMS = {
    "why": (
        "why? | Why is that? | But why? | how come? | where does it say that? | on what basis? | "
        "點解？ | 點解咁講呀？ | 点解？ | 为什么？ | 为什么这么说？ | 為何這樣說？ | 有咩根據？ | "
        "依据是什么？"
    ),
    "full": (
        "quote it in full | Quote in full, please. | show me the full text | verbatim | "
        "Can you quote the whole provision? | 全文 | 全文引用 | 原文 | 給我看原文 | 列出完整條文 | "
        "成段原文俾我睇 | 可唔可以俾成段條文我睇？ | 想睇全文 | 把原文给我看"
    ),
    "shorter": (
        "shorter | shorter please | make it shorter | Can you make it shorter? | too long | "
        "TL;DR | "
        "in one sentence please | Summarise it. | briefly | 短啲 | 講短啲 | 簡短啲 | 簡短一點 | "
        "再短一点 | 精简一点 | 总结一下 | 太长了 | 一句講晒 | 概括一下"
    ),
    "student": (
        "explain to a student | Explain it to a high school student, please | explain it simply | "
        "in plain English | simpler please | ELI5 | I don't understand | 簡單啲講 | 用通俗的话讲 | "
        "通俗一点 | 解释给学生听 | 講到學生都明 | 我聽唔明 | 给中学生讲一下 | 用簡單嘅話解釋吓"
    ),
}


@pytest.mark.parametrize(
    ("kind", "message"),
    [(kind, form.strip()) for kind, forms in FORMS.items() for form in forms.split(" | ")],
)
def test_what_is_to_be_done_with_the_answer_before(kind, message):
    operation = operation_of(message, TODAY)
    assert operation is not None
    assert operation.kind == kind


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("in Chinese please", "zh"),
        ("中文", "zh"),
        ("用中文再講一次", "zh"),
        ("用简体中文", "zh-Hans"),
        ("Simplified Chinese please", "zh-Hans"),
        ("简体版", "zh-Hans"),
        ("translate into Traditional Chinese", "zh-Hant"),
        ("繁體", "zh-Hant"),
        ("講廣東話", "zh-Hant"),
        ("in English", "en"),
        ("please answer in English", "en"),
        ("英文版", "en"),
        ("講英文", "en"),
        ("翻译成英文", "en"),
        ("英文呢？", "en"),
    ],
)
def test_another_language(message, language):
    operation = operation_of(message, TODAY)
    assert operation is not None
    assert (operation.kind, operation.language) == ("language", language)


@pytest.mark.parametrize(
    ("message", "places", "laws"),
    [
        ("only Hong Kong", ("hk",), ()),
        ("Hong Kong only, please", ("hk",), ()),
        ("just the EU", ("eu",), ()),
        ("limit it to the AI Act", ("eu",), ("eu-ai-act",)),
        ("just China and Hong Kong", ("cn", "hk"), ()),
        ("淨係香港", ("hk",), ()),
        ("淨係睇私隱條例", ("hk",), ("cap-486",)),
        ("只看欧盟", ("eu",), ()),
        ("香港就得", ("hk",), ()),
        ("我只想知道香港的规定", ("hk",), ()),
    ],
)
def test_only_a_place_or_an_instrument(message, places, laws):
    operation = operation_of(message, TODAY)
    assert operation is not None
    assert operation.kind == "only"
    assert (operation.jurisdictions, operation.instruments) == (places, laws)


@pytest.mark.parametrize(
    ("message", "day"),
    [
        ("as of 2025", "2025-12-31"),
        ("As at 1 March 2025?", "2025-03-01"),
        ("And in 2025?", "2025-12-31"),
        ("What about March 2025?", "2025-03-31"),
        ("2025-03-01", "2025-03-01"),
        ("last year?", "2025-12-31"),
        ("and now?", "2026-11-22"),
        ("截至2025年呢？", "2025-12-31"),
        ("2025年3月1日呢？", "2025-03-01"),
        ("以2025年3月1日为准", "2025-03-01"),
        ("舊年呢？", "2025-12-31"),
        ("咁而家呢？", "2026-11-22"),
        ("明年呢？", "2027-12-31"),
    ],
)
def test_the_law_of_another_day(message, day):
    operation = operation_of(message, TODAY)
    assert operation is not None
    assert operation.kind == "as_at"
    assert operation.day is not None
    assert operation.day.isoformat() == day


@pytest.mark.parametrize(
    "message",
    [
        "Why must providers keep logs?",
        "Why is it banned in Hong Kong?",
        "點解要做標識？",
        "為什麼內地要備案？",
        "What is the full text of Article 50?",
        "第50條全文",
        "原文是否受版權保護？",
        "How short may the notice be?",
        "shorter retention periods?",
        "Does the AI Act apply to students?",
        "學生可唔可以複製原文？",
        "Must the notice be in Chinese?",
        "用英文寫聲明得唔得？",
        "中文文本有效嗎？",
        "only providers?",
        "only the UK",
        "Is it only Hong Kong?",
        "香港只有版權條例嗎？",
        "And in Hong Kong?",
        "香港",
        "What changed in 2025?",
        "2025年有咩新規定？",
        "2025 and 2026?",
        "30 February 2025",
        "when?",
        "hello",
        "？",
        "",
        "why? " * 40,
    ],
)
def test_anything_else_is_a_question(message):
    assert operation_of(message, TODAY) is None
