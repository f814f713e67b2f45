import pytest

from assistant.understanding.exchange import both, exchanged, title, with_article
from assistant.understanding.mention import known


@pytest.mark.parametrize(
    ("question", "instead", "language", "result"),
    [
        (
            "What is the maximum fine under the EU AI Act?",
            "Hong Kong",
            "en",
            "What is the maximum fine under the law of Hong Kong?",
        ),
        ("Does China require labels?", "US", "en", "Does the United States require labels?"),
        ("Do the Interim Measures apply?", "EU", "en", "Does the law of the European Union apply?"),
        (
            "Are deepfakes banned in Hong Kong?",
            "AI Act",
            "en",
            "Are deepfakes banned under the EU AI Act?",
        ),
        ("What are China's rules on labels?", "HK", "en", "What are Hong Kong's rules on labels?"),
        ("European rules?", "NIST RMF", "en", "The NIST AI RMF rules?"),
        ("Who must label deepfakes?", "HK", "en", "Who must label deepfakes in Hong Kong?"),
        (
            "Who must label deepfakes",
            "PDPO",
            "en",
            "Who must label deepfakes under the PDPO (Cap. 486)",
        ),
        (
            "Who must label?",
            "China and HK",
            "en",
            "Who must label in Mainland China and Hong Kong?",
        ),
        ("Is it banned in the EU?", "the UK", "en", "Is it banned in the United Kingdom?"),
        ("生成的图片在内地需要标识吗？", "欧盟", "zh-Hans", "生成的图片在欧盟需要标识吗？"),
        ("歐盟AI Act最高罰幾多？", "大陸", "zh-Hant", "內地的規定最高罰幾多？"),
        (
            "違反歐盟《人工智能法》點罰？",
            "私隱條例",
            "zh-Hant",
            "違反《私隱條例》（第486章）點罰？",
        ),
        ("在欧盟要标识吗？", "私隐条例", "zh-Hans", "根据香港《私隐条例》（第486章），要标识吗？"),
        (
            "歐盟AI Act點規定標示？",
            "NIST",
            "zh-Hant",
            "NIST《人工智能風險管理框架》及NIST《生成式人工智能概要》點規定標示？",
        ),
        ("公司可以保留資料幾耐？", "香港", "zh-Hant", "在香港，公司可以保留資料幾耐？"),
        ("谁负责标识？", "欧盟和香港", "zh-Hans", "在欧盟和香港，谁负责标识？"),
        ("歐盟同大陸點規定？", "香港", "zh-Hant", "香港點規定？"),
    ],
)
def test_what_is_asked_of_one_place_or_law_is_asked_of_another(question, instead, language, result):
    assert exchanged(question, tuple(known(instead)), language) == result


def test_every_name_that_stands_apart_is_exchanged():
    asked = "In Hong Kong, does the PDPO cover photos?"
    changed = "In the European Union, does the law of the European Union cover photos?"
    assert exchanged(asked, tuple(known("EU")), "en") == changed


@pytest.mark.parametrize(
    ("name", "language", "written"),
    [
        ("PDPO", "en", "the PDPO (Cap. 486)"),
        ("Germany", "en", "the European Union"),
        ("Interim Measures", "en", "China's Interim Measures"),
        ("GDPR", "zh-Hans", "欧盟《通用数据保护条例》（GDPR）"),
        ("NIST", "zh-Hant", "美國"),
    ],
)
def test_names_as_they_stand_in_a_sentence(name, language, written):
    (mention,) = known(name)
    assert title(mention, language) == written


def test_lists():
    assert both(["A", "B", "C", "A"], "en") == "A, B and C"
    assert both(["甲", "乙", "丙"], "zh-Hant") == "甲、乙及丙"
    assert with_article("HIPAA") == "HIPAA"
