import pytest

from assistant.understanding.naming import (
    asks_everywhere,
    everywhere,
    named,
    ours,
    outside,
    searched,
    subject,
)


@pytest.mark.parametrize(
    ("question", "places", "laws"),
    [
        ("Does the US have rules?", ("us",), ()),
        ("Does it help us?", (), ()),
        ("What does NIST say?", ("us",), ()),
        ("What does the NIST RMF say?", ("us",), ("nist-ai-rmf",)),
        ("NIST生成式人工智能概要講咩？", ("us",), ("nist-genai-profile",)),
        ("香港私隱條例同歐盟", ("hk", "eu"), ("cap-486",)),
        ("第486章 and Cap. 528", ("hk",), ("cap-486", "cap-528")),
        ("EU 及中國香港", ("eu", "hk"), ()),
    ],
)
def test_places_and_laws_in_order_of_mention(question, places, laws):
    assert named(question) == (places, laws)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who owns a deepfake in Hong Kong?", "Who owns a deepfake in ?"),
        ("What are China's rules on labels?", "What are rules on labels?"),
        ("歐盟AI Act最高罰幾多？", "AI Act最高罰幾多？"),
        ("香港", "香港"),
        ("no place here", "no place here"),
    ],
)
def test_the_subject_leaves_the_places_out(question, kept):
    assert subject(question) == kept


@pytest.mark.parametrize(
    ("question", "laws", "ours_too"),
    [
        ("fines under the GDPR in the EU", ["General Data Protection Regulation (GDPR)"], False),
        ("the EU and the UK", ["United Kingdom"], True),
        ("the GDPR and the PDPO", ["General Data Protection Regulation (GDPR)"], True),
        ("Korea's AI Act", ["South Korea"], False),
        ("英國點規管？", ["United Kingdom"], False),
        ("Cap. 571 and kettles", [], False),
    ],
)
def test_law_that_is_not_held(question, laws, ours_too):
    strange = outside(question)
    assert [law.name.en for law in strange] == laws
    assert ours(question, strange) is ours_too


def test_where_to_look():
    assert searched((), ())[0] == "eu-ai-act"
    assert searched(("hk",), ()) == ("cap-486", "cap-528")
    assert searched(("hk", "eu"), ("cap-528",)) == ("eu-ai-act", "cap-528")


@pytest.mark.parametrize(
    "question",
    [
        "Which jurisdictions require labelling?",
        "Which countries fine companies for deepfakes?",
        "How do the laws differ on consent?",
        "How do the rules on deepfakes compare?",
        "What are the differences between the regimes on minors?",
        "Compare the laws on training data.",
        "What does each jurisdiction say about children?",
        "Are chatbots regulated in other countries?",
        "各地對生成內容標示有咩唔同規定？",
        "各地怎么规定未成年人保护？",
        "邊啲地方要備案？",
        "哪些國家要求標識？",
        "不同司法管轄區對同意有何要求？",
        "四地點罰？",
        "法例有咩唔同？",
    ],
)
def test_all_places_are_compared_where_a_question_asks_for_them(question):
    assert asks_everywhere(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which practices are banned?",
        "Which countries in the EU have a sandbox?",
        "Which places may not be filmed?",
        "How do providers and deployers differ?",
        "Compare EU and Hong Kong law.",
        "What is the difference between a provider and a deployer?",
        "香港各地方法院點判？",
        "家庭地址可唔可以公開？",
        "直接促銷同轉移有咩分別？",
        "深偽同合成內容有什么不同？",
    ],
)
def test_other_questions_are_no_comparison_of_all_places(question):
    assert not asks_everywhere(question)


def test_everywhere_is_every_place_with_law():
    assert everywhere() == ("eu", "cn", "hk", "us")
