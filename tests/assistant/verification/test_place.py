import pytest

from assistant.verification.place import check
from tests.assistant.verification.kettles import ADVICE, ARTICLE, SECTION, asked, said


def test_the_law_cited_is_of_a_place_asked_about():
    statement = said("It must not be sold.")
    assert check(statement, asked("en", "hk")).passed
    assert check(statement, asked("en")).passed
    assert check(statement, asked("en", "eu", "cn")).detail == "hk"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("In Hong Kong it must not be sold.", SECTION),
        ("香港的資料使用者不得售賣。", SECTION),
        ("Under the PDPO (Cap. 486) it must not be sold.", SECTION),
        ("根據歐盟《人工智能法》，可處罰款。", ARTICLE),
        ("依国内法处罚。", ARTICLE),
        ("The NIST AI RMF suggests documenting it.", ADVICE),
    ],
)
def test_the_place_and_law_cited_may_be_named(text, of):
    assert check(said(text, of), asked()).passed


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("In the European Union it must not be sold.", SECTION),
        ("內地的資料使用者不得售賣。", SECTION),
        ("Under the AI Act it must not be sold.", SECTION),
        ("根據《版權條例》（第528章），不得售賣。", SECTION),
        ("在香港，可处罚款。", ARTICLE),
        ("The NIST AI RMF imposes a fine.", ARTICLE),
    ],
)
def test_another_place_or_law_fails(text, of):
    assert not check(said(text, of), asked()).passed
