from __future__ import annotations

import pytest

from ui.interface_language import closest, from_environment, html_lang, negotiated


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        ("en-HK", "en"),
        ("zh-HK", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("ZH_hk.UTF-8", "zh-Hant"),
        ("fr", None),
        ("", None),
        ("*", None),
    ],
)
def test_closest(tag, expected):
    assert closest(tag) == expected


@pytest.mark.parametrize(
    ("header", "asked", "expected"),
    [
        ("zh-HK,zh;q=0.9,en;q=0.8", None, "zh-Hant"),
        ("en;q=0.5, zh-CN;q=0.9", None, "zh-Hans"),
        ("de, fr", None, "en"),
        ("", None, "en"),
        ("zh-CN;q=0, en;q=0.1", None, "en"),
        ("zh-CN;q=nonsense, zh-TW;q=0.2", None, "zh-Hant"),
        ("en", "zh-Hans", "zh-Hans"),
        ("zh-TW", "klingon", "zh-Hant"),
    ],
)
def test_negotiated(header, asked, expected):
    assert negotiated(header, asked) == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh-Hant"),
    ],
)
def test_from_environment(environment, expected):
    assert from_environment(environment) == expected


def test_html_lang_names_the_region_whose_glyphs_are_meant():
    assert [html_lang(tag) for tag in ("en", "zh-Hant", "zh-Hans", "de")] == [
        "en",
        "zh-Hant-HK",
        "zh-Hans-CN",
        "de",
    ]
