import pytest

from assistant.verification.script import check
from tests.assistant.verification.kettles import asked, said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The data user (資料使用者) must not sell it.", "en"),
        ("資料使用者（data user）不得售賣，須先批准。", "zh-Hant"),
        ("资料使用者不得售卖，NIST AI RMF GOVERN 1.1 除外。", "zh-Hans"),
        ("准則", "zh-Hant"),
    ],
)
def test_the_right_language_passes_as_it_is(text, language):
    result, shown = check(said(text), asked(language))
    assert result.passed
    assert shown == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("資料使用者不得售賣水煲。", "en"),
        ("The data user must not sell it.", "zh-Hant"),
        ("The data user must not sell it. 資料使用者不得售賣水煲。", "en"),
        ("資料使用者不得售賣水煲。The data user must not sell it at all.", "zh-Hant"),
        ("Il est interdit de vendre la bouilloire sans autorisation préalable.", "en"),
    ],
)
def test_another_language_fails_also_in_part(text, language):
    assert not check(said(text), asked(language))[0].passed


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("资料使用者不得售卖。", "zh-Hant", "資料使用者不得售賣。"),
        ("資料使用者不得售賣。", "zh-Hans", "资料使用者不得售卖。"),
        ("資料使用者不得售卖。", "zh-Hant", "資料使用者不得售賣。"),
    ],
)
def test_the_other_script_is_converted_and_marked(text, language, shown):
    result, text_shown = check(said(text), asked(language))
    assert result.passed
    assert result.detail == "converted"
    assert text_shown == shown
