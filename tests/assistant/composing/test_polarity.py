import pytest

from assistant.composing.polarity import (
    Asks,
    asks,
    conditional,
    speaks_of_all,
    speaks_of_now,
    speaks_of_obligation,
    takes_for_granted,
    verdict,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Can a shop read faces?", Asks.PERMISSION),
        ("Is it allowed to read faces?", Asks.PERMISSION),
        ("商店可唔可以認人？", Asks.PERMISSION),
        ("商店能不能认人？", Asks.PERMISSION),
        ("人工智能法有什么规定？", Asks.OTHER),
        ("Do shops have to tell people?", Asks.DUTY),
        ("間舖使唔使講？", Asks.DUTY),
        ("商店需要告知吗？", Asks.DUTY),
        ("Is face reading banned?", Asks.BAN),
        ("认人是否禁止？", Asks.BAN),
        ("咁做犯唔犯法？", Asks.BAN),
        ("Does a face count as data?", Asks.OTHER),
    ],
)
def test_what_a_question_wants_to_be_told(question, expected):
    assert asks(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Shops must tell people, right?", True),
        ("Since shops must tell people, when?", True),
        ("法例規定要講，係咪？", True),
        ("商店必须告知，对吗？", True),
        ("聽講間舖要講", True),
        ("Since when must shops tell people?", False),
        ("Must shops tell people?", False),
        ("商店要唔要講？", False),
    ],
)
def test_whether_a_question_takes_something_for_granted(question, expected):
    assert takes_for_granted(question) is expected


@pytest.mark.parametrize(
    ("asked", "gist", "language", "expected"),
    [
        (Asks.PERMISSION, "Shops must not read faces.", "en", "permission_no"),
        (Asks.PERMISSION, "Face reading is banned unless necessary.", "en", "permission_only_if"),
        (Asks.PERMISSION, "Quoting does not infringe.", "en", "permission_yes"),
        (Asks.PERMISSION, "Quoting does not infringe if fair.", "en", "permission_only_if"),
        (Asks.PERMISSION, "Copying infringes.", "en", "permission_no"),
        (Asks.PERMISSION, "商店不得認人。", "zh-Hant", "permission_no"),
        (Asks.PERMISSION, "商店不得认人，但经同意的除外。", "zh-Hans", "permission_no_unless"),
        (Asks.BAN, "商店不得認人。", "zh-Hant", "ban_yes"),
        (Asks.BAN, "Shops may read faces.", "en", ""),
        (Asks.DUTY, "商店应当告知。", "zh-Hans", "duty_yes"),
        (Asks.DUTY, "Shops must tell people, except in storms.", "en", "duty_yes_unless"),
        (Asks.DUTY, "Shops need not tell people.", "en", ""),
        (Asks.DUTY, "Shops must not read faces.", "en", ""),
        (Asks.PERMISSION, "Shops must tell people.", "en", ""),
        (Asks.PERMISSION, "Shops may read faces but must not keep them.", "en", ""),
        (Asks.PERMISSION, "Breaking it may cost EUR 1.", "en", ""),
        (Asks.OTHER, "Shops must not read faces.", "en", ""),
        (Asks.PERMISSION, "", "en", ""),
    ],
)  # fmt: skip
def test_the_words_of_the_gist_decide_or_nothing_does(asked, gist, language, expected):
    assert verdict(asked, gist, language) == expected


@pytest.mark.parametrize(
    ("reading", "yes", "no"),
    [
        (speaks_of_all, "Are all faces banned?", "Are faces banned?"),
        (speaks_of_all, "一律禁止？", "禁止？"),
        (speaks_of_obligation, "Is it compulsory?", "What is it?"),
        (speaks_of_obligation, "係咪硬性規定？", "係乜嘢？"),
        (speaks_of_now, "Does it already apply?", "Does it apply?"),
        (speaks_of_now, "而家要跟未？", "要唔要跟？"),
        (conditional, "Banned, except on Sundays.", "Banned."),
        (conditional, "須公布；節日除外。", "須公布。"),
    ],
)
def test_what_is_read_from_single_words(reading, yes, no):
    assert reading(yes)
    assert not reading(no)
