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
        ("歐盟AI Act最高罰幾多？", "最高罰幾多？"),
        ("What does the PDPO say about kettles?", "What does the say about kettles?"),
        ("《私隱條例》（第486章）對水煲有咩要求？", "對水煲有咩要求？"),
        ("《暂行办法》关于水壶的规定", "关于水壶的规定"),
        ("Section 26 (Cap. 486) on kettles", "Section 26 on kettles"),
        ("Please compare the EU and China on kettles side by side.", "the and on kettles ."),
        ("對比歐盟同中國點管水煲", "同點管水煲"),
        ("香港同歐盟喺水煲方面有咩分別？", "同喺水煲方面？"),
        ("水煲喺歐盟同大陸有何異同？", "水煲喺同？"),
        ("香港", "香港"),
        ("《私隱條例》？", "《私隱條例》？"),
        ("no place here", "no place here"),
    ],
)
def test_the_subject_leaves_out_places_laws_and_words_that_ask_to_compare(question, kept):
    assert subject(question) == kept


@pytest.mark.parametrize(
    ("question", "law"),
    [
        ("Can the Privacy Commissioner inspect a kettle?", "cap-486"),
        ("私隱專員可唔可以檢查水煲？", "cap-486"),
    ],
)
def test_a_body_that_only_implies_a_law_says_where_to_look_and_stays(question, law):
    assert named(question)[1] == (law,)
    assert subject(question) == question


def test_beside_a_body_that_stays_a_law_still_goes():
    question = "Can the PCPD inspect a kettle under the PDPO?"
    assert subject(question) == "Can the PCPD inspect a kettle under the ?"


@pytest.mark.parametrize(
    ("question", "laws", "ours_too"),
    [
        ("fines under the GDPR in the EU", ["General Data Protection Regulation (GDPR)"], False),
        ("the EU and the UK", ["United Kingdom"], True),
        ("the GDPR and the PDPO", ["General Data Protection Regulation (GDPR)"], True),
        ("Korea's AI law", ["South Korea"], False),
        ("Korea's AI Act", ["South Korea", "AI Basic Act (Korea)"], False),
        ("英國點規管？", ["United Kingdom"], False),
        ("Cap. 5799 and kettles", [], False),
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
