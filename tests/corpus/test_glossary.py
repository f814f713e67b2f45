"""The glossary: its data, finding terms in questions, and what they are called elsewhere."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from corpus.catalogue import catalogue
from corpus.errors import UnreadableSource, UsageError
from corpus.glossary import LISTS, Glossary, Term, glossary, read_glossary
from corpus.glossary.names import NameIndex, comparable, forms
from ingest.parsers.hklm import parse
from tests.corpus.scripts import simplified_only, traditional_only

TERMS = glossary().terms


def small(**fields: object) -> Term:
    data = {"id": "kettle", "en": ["kettle"], "zh-Hant": ["水煲"], "zh-Hans": ["水壶"]}
    return Term.model_validate({**data, **fields})


def ids(text: str) -> list[str]:
    return [match.term.id for match in glossary().lookup(text)]


# The data


def test_there_are_enough_terms_and_their_ids_are_unique():
    assert len(TERMS) >= 250
    assert len({term.id for term in TERMS}) == len(TERMS)


def test_every_term_is_named_in_the_three_written_languages():
    assert [t.id for t in TERMS if not (t.en and t.zh_hant and t.zh_hans)] == []


def test_no_simplified_character_in_the_traditional_lists():
    found = {n: simplified_only(n) for t in TERMS for n in t.zh_hant + t.yue if simplified_only(n)}
    assert found == {}


def test_no_traditional_character_in_the_simplified_list():
    found = {n: traditional_only(n) for t in TERMS for n in t.zh_hans if traditional_only(n)}
    assert found == {}


def test_a_name_stands_in_one_term_only():
    owners: dict[str, set[str]] = {}
    for term in TERMS:
        for name in term.all_names():
            owners.setdefault(comparable(name), set()).add(term.id)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_topics_and_jurisdictions_exist():
    text = files("corpus.digest").joinpath("topics.toml").read_text("utf-8")
    topics = {topic["id"] for topic in tomllib.loads(text)["topic"]}
    assert {topic for term in TERMS for topic in term.topics} <= topics
    assert {j for term in TERMS for j in term.jurisdictions} <= {
        place.id for place in catalogue().jurisdiction
    }


@pytest.mark.parametrize(
    ("term_id", "language", "first"),
    [
        ("data-user", "zh-Hant", "資料使用者"),
        ("data-user", "zh-Hans", "个人信息处理者"),
        ("personal-data", "zh-Hant", "個人資料"),
        ("personal-data", "zh-Hans", "个人信息"),
        ("fair-dealing", "en", "fair dealing"),
        ("computer-generated-work", "zh-Hant", "電腦產生"),
        ("hallucination", "en", "confabulation"),
        ("deepfake", "en", "deepfake"),
        ("cessation-notice", "zh-Hant", "停止披露通知"),
        ("data-labelling", "zh-Hans", "数据标注"),
        ("marking-of-content", "zh-Hans", "标识"),
    ],
)
def test_the_law_s_own_term_stands_first(term_id, language, first):
    assert glossary().term(term_id).names(language)[0] == first


# Looking up


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("我俾人起底，可以點做？", ["doxxing", "remedy"]),
        ("起底犯法嗎", ["doxxing", "offence"]),
        ("被人肉搜索怎么办", ["doxxing"]),
        ("What must GPAI providers do?", ["gpai-model", "provider"]),
        ("個資外洩要通知邊個？", ["data-breach", "notice"]),
        ("蒐集個資", ["collection-of-personal-data"]),
        ("公司可以keep住我個資幾耐", ["retention", "personal-data"]),
        ("Are deepfakes lawful?", ["deepfake"]),
        ("deep-fakes and face swaps", ["deepfake"]),
        ("Ｄｅｅｐｆａｋｅ", ["deepfake"]),
        ("生成式 AI 要備案", ["generative-ai", "filing"]),
        ("生成式AI要备案", ["generative-ai", "filing"]),
        ("high risk AI systems", ["high-risk"]),
        ("labeling of training data", ["marking-of-content", "training-data"]),
        ("anonymized and anonymised data", ["anonymisation"]),
        ("the authorities", ["competent-authority"]),
        ("", []),
        ("，。？", []),
    ],
)
def test_terms_are_found_in_questions(question, expected):
    assert ids(question) == expected


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("He said that the maid paid again", "artificial-intelligence"),
        ("The cookiecutter was antibiased", "cookies"),
        ("呢個資料唔啱", "personal-data"),
        ("有咩唔同意見？", "consent"),
        ("准备案例材料", "filing"),
        ("條文要符合規定", "rights-and-obligations"),
        ("申請人是誰", "recruitment"),
        ("工作者", "author"),
    ],
)
def test_nothing_is_found_inside_or_across_other_words(question, absent):
    assert absent not in ids(question)


def test_the_longest_name_wins_wherever_it_starts():
    # Without it, 個資 would be found in the middle of 資料使用者.
    assert ids("每個資料使用者") == ["data-user"]


def test_a_term_found_twice_is_named_once():
    assert ids("AI 同 AI") == ["artificial-intelligence"]


# Expanding


@pytest.mark.parametrize(
    ("question", "language", "word"),
    [
        ("我張相俾人用AI整咗做假片", "en", "deep fake"),
        ("我張相俾人用AI整咗做假片", "zh-Hans", "深度合成"),
        ("AI吹水點算", "en", "confabulation"),
        ("俾人抄襲我幅畫", "zh-Hant", "侵犯版權"),
        ("我想睇返我啲資料", "zh-Hant", "查閱資料要求"),
        ("doxxed by a colleague", "zh-Hant", "披露個人資料"),
        ("Is fair use allowed?", "zh-Hant", "公平處理"),
        ("spam messages", "zh-Hant", "直接促銷"),
        ("算法要报备吗，怎么备案", "en", "algorithm filing"),
    ],
)
def test_everyday_words_reach_the_words_of_the_law(question, language, word):
    assert word in glossary().expand(question, language).words


def test_words_that_the_question_has_are_not_repeated():
    words = glossary().expand("Deepfakes, face swaps and fake videos", "en").words
    assert "deep fake" in words
    assert {"deepfake", "face swap", "fake video"}.isdisjoint(words)


def test_several_languages_and_a_limit():
    expansion = glossary().expand("watermark", ["zh-Hant", "zh-Hans"], most=1)
    assert [(e.language, e.words) for e in expansion.equivalents] == [
        ("zh-Hant", ("水印", "標示")),
        ("zh-Hans", ("水印", "标识")),
    ]


def test_terms_of_another_jurisdiction_can_be_left_out():
    everywhere = glossary().expand("social scoring and privacy", "zh-Hant").words
    hong_kong = glossary().expand("social scoring and privacy", "zh-Hant", jurisdictions=["hk"])
    assert {"社會評分", "私隱"} <= set(everywhere)
    assert "私隱" in hong_kong.words
    assert "社會評分" not in hong_kong.words


def test_an_unknown_language_is_refused():
    with pytest.raises(UsageError, match="The glossary has no “fr”; choose from: en, zh-Hant"):
        glossary().expand("privacy", "fr")


# The ordinances' own terms


def test_statutory_terms_are_added_once_and_marked():
    merged = glossary().with_statutory(
        [
            ("data user", "資料使用者"),  # ours already
            ("use", "使用"),  # too general
            ("*lamp lighter", "《點燈人》"),
            ("lamp lighters", "點燈人"),
            ("lamp lighter", "掌燈者"),
            ("", "空"),
        ]
    )
    added = merged.terms[len(TERMS) :]
    assert [(t.en, t.zh_hant) for t in added] == [
        (("lamp lighter",), ("點燈人",)),
        (("lamp lighter",), ("掌燈者",)),
    ]
    assert all(t.statutory and t.jurisdictions == ("hk",) for t in added)
    assert len({t.id for t in merged.terms}) == len(merged.terms)
    assert set(merged.expand("Lamp-lighters", "zh-Hant").words) == {"點燈人", "掌燈者"}
    assert merged.lookup("點燈人")[0].term.id == "statutory-lamp-lighter"
    assert glossary().lookup("點燈人") == []


@pytest.mark.official
def test_the_ordinances_terms_merge(official):
    pairs = []
    for name in ("cap486_en.xml", "cap528_en.xml"):
        instrument, version, text = catalogue().text_for(name)
        edition = catalogue().edition(instrument, version, text)
        for provision in parse((official / name).read_bytes(), edition).provisions:
            pairs += [(t.term, t.other) for t in provision.terms if t.other]
    merged = glossary().with_statutory(pairs)
    assert len(pairs) > 250
    assert len(merged.terms) - len(TERMS) > 60
    assert "相應外觀設計" in merged.expand("a corresponding design", "zh-Hant").words
    again = merged.with_statutory(pairs)
    assert len(again.terms) == len(merged.terms)


# What is refused


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("[[term]", "The glossary terms.toml is not valid TOML"),
        ('[[term]]\nid = "a"\n', "terms.toml, a: en: Field required"),
        (
            '[[term]]\nid = "a"\nen = ["x y"]\nzh-Hant = ["水"]\nzh-Hans = ["水壶"]\n',
            "a: zh-Hant: Value error, '水' is not a name: two characters at least",
        ),
        (
            '[[term]]\nid = "a"\nen = ["ab", "AB"]\nzh-Hant = ["水煲"]\nzh-Hans = ["水壶"]\n',
            "a: en: Value error, a name stands twice",
        ),
        ('[[term]]\nid = "A b"\nen = ["ab"]\nzh-Hant = ["水煲"]\n', "A b: id: String should"),
        ('[[term]]\nid = "a"\nen = ["ab"]\nzh-Hant = ["水煲"]\nfoo = 1\n', "a: foo: Extra inputs"),
    ],
)
def test_a_broken_file_is_refused_by_name(data, message):
    with pytest.raises(UnreadableSource, match=message):
        read_glossary(data)


def test_two_terms_with_one_id_are_refused():
    with pytest.raises(UnreadableSource, match="two terms “kettle”; merge them"):
        Glossary([small(), small()])


def test_a_reference_to_nothing_is_refused():
    with pytest.raises(UnreadableSource, match="“kettle” refers to “teapot”, which is not there"):
        Glossary([small(see=["teapot"])])


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cookies", ("cookies",)),
        ("bias", ("bias",)),
        ("process", ("process", "processes")),
        ("survey", ("survey", "surveys")),
        ("假片", ("假片",)),
        ("10^25", ("10^25",)),
    ],
)
def test_plurals(name, expected):
    assert forms(name) == expected


def test_a_name_may_stand_for_several_things():
    index = NameIndex([("copy", 1), ("copy", 2), ("Copy", 2)])
    assert [found.value for found in index.find("two copies")] == [1, 2]
    assert "COPY" in index
    assert index.named("cop") == []


def test_the_lists_are_the_languages_of_the_product_and_cantonese():
    assert LISTS == ("en", "zh-Hant", "zh-Hans", "yue")


@pytest.mark.parametrize(
    ("text", "found"),
    [("台灣群組的后台，皇后", ["后"]), ("機器学習的数據", ["学", "数"]), ("嘅咗喺啲嘢揾", [])],
)
def test_simplified_characters_are_told(text, found):
    assert simplified_only(text) == found


@pytest.mark.parametrize(
    ("text", "found"), [("著作权与訓练", ["訓"]), ("乾坤", []), ("处理个人信息", [])]
)
def test_traditional_characters_are_told(text, found):
    assert traditional_only(text) == found
