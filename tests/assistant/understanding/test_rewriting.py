import pytest

from assistant.understanding.language import recognise
from assistant.understanding.referent import resolved
from assistant.understanding.rewriting import Before, rewritten

EU = ("eu-ai-act/art_50/par_2",)
CN = ("cn-genai/art_12",)
HK = ("cap-486/s_28/ss_3",)


def completed(earlier, question, cited=(), **before):
    language = recognise(earlier).language
    typed = recognise(question, language).language
    found = rewritten(question, typed, Before(earlier, language, cited=cited, **before))
    return found and found.question


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        (
            "How long may a shop keep my photo in Hong Kong?",
            "What about China?",
            "How long may a shop keep my photo in Mainland China?",
        ),
        (
            "Does the EU AI Act cover hobby models?",
            "And the Interim Measures?",
            "Does China's Interim Measures cover hobby models?",
        ),
        ("Who must label?", "And in the EU?", "Who must label in the European Union?"),
        (
            "What does the PDPO say on fees?",
            "How about the UK?",
            "What does the law of the United Kingdom say on fees?",
        ),
        ("歐盟點規管人臉辨識？", "咁大陸呢？", "內地點規管人臉辨識？"),
        ("香港私隱條例對保安有咩要求？", "咁歐盟呢？", "歐盟的規定對保安有咩要求？"),
        ("欧盟对聊天机器人有什么规定？", "那香港呢？", "香港对聊天机器人有什么规定？"),
        ("谁要标识合成图片？", "那内地呢", "在内地，谁要标识合成图片？"),
        ("内地对标识有什么规定？", "咁香港呢？", "香港對標識有什麼規定？"),
        ("欧盟对聊天机器人有什么规定？", "And in Hong Kong?", "香港对聊天机器人有什么规定？"),
    ],
)
def test_a_place_or_law_is_exchanged_for_another(earlier, question, whole):
    assert completed(earlier, question) == whole


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        (
            "Must providers keep logs in the EU?",
            "What about penalties?",
            "What about penalties? (Regarding: Must providers keep logs in the EU?)",
        ),
        ("Must providers keep logs?", "and when?", "When? (Regarding: Must providers keep logs?)"),
        ("提供者要唔要備存日誌？", "咁罰則呢？", "罰則呢？（承接：提供者要唔要備存日誌？）"),
        ("谁拥有职务作品？", "如果是学生写的呢？", "如果是学生写的呢？（承接：谁拥有职务作品？）"),
        ("歐盟最高罰幾多？", "大陸又點罰？", "大陸又點罰？（承接：內地最高罰幾多？）"),
        (
            "内地要备案吗？",
            "What about penalties?",
            "What about penalties? (Regarding: 内地要备案吗？)",
        ),
    ],
)
def test_a_new_aspect_keeps_the_question_before_as_its_context(earlier, question, whole):
    assert completed(earlier, question) == whole


def test_the_context_does_not_grow():
    first = "Must providers keep logs in the EU?"
    second = completed(first, "What about penalties?")
    assert completed(second, "Any exceptions?") == f"Any exceptions? (Regarding: {first})"


def test_a_place_is_exchanged_in_the_context_as_well():
    second = completed("歐盟最高罰幾多？", "中小企呢？")
    assert completed(second, "咁香港呢？") == "中小企呢？（承接：香港最高罰幾多？）"


def test_a_pronoun_after_an_aspect_keeps_both():
    second = completed("Must shops tell me about tracking?", "Any exceptions?")
    third = completed(second, "Who decides on it?")
    assert third == (
        "Who decides on it? (Regarding: Any exceptions? Must shops tell me about tracking?)"
    )


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        ("What must providers log?", "And for deployers?", "What must deployers log?"),
        ("Providers must log what?", "What about importers?", "Importers must log what?"),
        ("提供者要做咩？", "部署者呢？", "部署者要做咩？"),
        ("What must users log?", "And users?", "Users? (Regarding: What must users log?)"),
        ("What is banned?", "For deployers?", "For deployers? (Regarding: What is banned?)"),
    ],
)
def test_a_role_is_exchanged_for_another(earlier, question, whole):
    assert completed(earlier, question) == whole


@pytest.mark.parametrize(
    ("earlier", "question", "cited", "whole"),
    [
        (
            "Must synthetic photos carry a mark in the EU?",
            "When does it apply?",
            EU,
            "When does EU AI Act Article 50(2) apply?",
        ),
        (
            "What is the EU AI Act?",
            "does it apply to small companies?",
            EU,
            "Does the EU AI Act apply to small companies?",
        ),
        ("图片要标识吗？", "那它什么时候生效？", CN, "《暂行办法》第十二条什么时候生效？"),
        ("图片要标识吗？", "这部法律适用于外国公司吗？", CN, "《暂行办法》适用于外国公司吗？"),
        ("可以收費嗎？", "呢條幾時生效？", HK, "《私隱條例》（第486章）第28(3)條幾時生效？"),
        (
            "Can they charge?",
            "What does that section say?",
            HK,
            "What does PDPO (Cap. 486) s.28(3) say?",
        ),
        (
            "What is the PDPO about?",
            "What are its exceptions?",
            HK,
            "What are its exceptions? (Regarding: What is the PDPO about?)",
        ),
        (
            "How long has a company to answer?",
            "Can they charge me?",
            HK,
            "Can the company charge me? (Regarding: How long has a company to answer?)",
        ),
        ("間公司冇標明，會點？", "佢罰幾多？", EU, "公司罰幾多？（承接：間公司冇標明，會點？）"),
        (
            "Who is the author of a machine-made song?",
            "And how long does it last?",
            HK,
            "How long does it last? (Regarding: Who is the author of a machine-made song?)",
        ),
        (
            "Is scoring banned in the EU?",
            "Is it banned in Hong Kong?",
            EU,
            "Is it banned in Hong Kong? (Regarding: Is scoring banned in Hong Kong?)",
        ),
    ],
)
def test_pronouns_become_what_they_stand_for(earlier, question, cited, whole):
    assert completed(earlier, question, cited) == whole


def test_a_provision_named_before_counts_more_than_one_cited():
    found = completed(
        "What does Article 26 require?",
        "Does it apply now?",
        EU,
        references=("eu-ai-act/art_26",),
    )
    assert found == "Does EU AI Act Article 26 apply now?"


def test_an_article_of_the_same_law():
    before = {"instruments": ("eu-ai-act",)}
    assert completed("What does Article 50 require?", "And Article 52?", **before) == (
        "EU AI Act Article 52?"
    )
    both = {"instruments": ("eu-ai-act", "cap-486")}
    assert completed("What does Article 50 require?", "And Article 52?", **both) is None


def test_of_a_comparison_one_place_is_asked_about():
    asked = "歐盟同大陸有咩分別？"
    assert completed(asked, "咁香港呢？") == f"香港呢？（承接：{asked}）"


@pytest.mark.parametrize(
    "question",
    ["Which practices are banned?", "What is a deepfake?", "什么是深度合成？", "起底會罰幾多？"],
)
def test_what_stands_alone_stays_as_it_is(question):
    assert completed("Must providers keep logs in the EU?", question) is None


@pytest.mark.parametrize(
    ("question", "own", "asks"),
    [
        ("And in Hong Kong?", "And in Hong Kong?", "Must providers follow Article 9 in Hong Kong?"),
        ("What about fines?", "What about fines?", "What about fines?"),
        ("When does it apply?",) + ("When does EU AI Act Article 50(2) apply?",) * 2,
    ],
)
def test_only_what_a_follow_up_says_itself_names_provisions(question, own, asks):
    before = Before("Must providers follow Article 9 in the EU?", "en", cited=EU)
    found = rewritten(question, "en", before)
    assert found is not None
    assert (found.own[0].upper() + found.own[1:], found.asks[0].upper() + found.asks[1:]) == (
        own,
        asks,
    )


def test_nothing_to_resolve_is_complete():
    assert resolved("What is banned?", "en", Before("q", "en")).text == "What is banned?"
