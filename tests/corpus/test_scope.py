import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files

import numpy as np
import pytest
from scripts import simplified_only, traditional_only

from assistant.understanding import naming
from assistant.understanding.question import understand
from corpus.catalogue import LANGUAGES, Trilingual, catalogue
from corpus.centring import LanguageMeans
from corpus.digest import Asked, Digest, DigestEntry, Topic, digest
from corpus.scope import BackgroundLine, Line, Scope, law_behind, lines_of, outside_names
from corpus.script import fold

BACKGROUND = tomllib.loads(files("corpus").joinpath("background.toml").read_text("utf-8"))
KETTLES = Trilingual.model_validate({"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"})
ENTRY = DigestEntry(
    locator="cap-486/s_26",
    heading=KETTLES,
    gist=KETTLES,
    topics=("kettles",),
    asked=Asked.model_validate(
        {"en": ["Which kettles?"], "yue": ["邊啲水煲？"], "zh-Hant": ["哪些水煲？"], "zh-Hans": []}
    ),
)
WORDS = Digest([Topic(id="kettles", name=KETTLES, description=KETTLES)], [ENTRY])


# --- the lines


def test_phrasings_topics_and_background_become_lines():
    lines = lines_of(WORDS)
    about = Counter(line.about for line in lines)
    assert about == {
        "cap-486/s_26": 3,
        "topic:kettles": 3,
        "": 3 * len(BACKGROUND["line"]),
    }
    assert Line(text="Kettles: Kettles", language="en", about="topic:kettles") in lines


def test_cantonese_phrasings_are_lines_of_traditional_chinese():
    asked = [(n.language, n.text) for n in lines_of(WORDS) if n.about == "cap-486/s_26"]
    assert asked == [("en", "Which kettles?"), ("zh-Hant", "哪些水煲？"), ("zh-Hant", "邊啲水煲？")]


def test_every_entry_that_people_ask_for_has_lines_and_none_is_empty():
    lines = lines_of(digest())
    assert all(line.text.strip() for line in lines)
    asked = {e.locator for e in digest().entries.values() if e.asked.en}
    assert asked <= {line.about for line in lines}


# --- comparing

ABOUT = ["cap-486/s_26", "cap-486/s_26", "eu-ai-act/art_5", "topic:kettles", ""]
VECTORS = [[1, 0, 0, 0], [0.6, 0.8, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def scope(about=ABOUT, vectors=VECTORS):
    return Scope(
        np.array(about),
        np.array([f"line {n}" for n in range(len(about))]),
        np.array(vectors, np.float32),
    )


@pytest.mark.parametrize(
    ("question", "inside", "line", "outside"),
    [
        ([1, 0, 0, 0], 1.0, "line 0", 0.0),
        ([0, 0, 1, 0], 1.0, "line 3", 0.0),
        ([0, 0, 0, 1], 0.0, "line 0", 1.0),
        ([0, 0.6, 0, 0.8], 0.6, "line 2", 0.8),
    ],
)
def test_a_question_is_compared_with_what_is_inside_and_outside(question, inside, line, outside):
    found = scope().compare(np.array(question, np.float32))
    assert found.scope == pytest.approx(inside)
    assert found.scope_line == line
    assert found.background == pytest.approx(outside)
    assert found.background_line == "line 4"


def test_provisions_come_nearest_first_each_with_its_best_phrasing():
    found = scope().compare(np.array([0.8, 0.6, 0, 0], np.float32))
    assert list(found.provisions) == ["cap-486/s_26", "eu-ai-act/art_5"]
    assert found.provisions["cap-486/s_26"] == pytest.approx(0.96)


def test_topics_and_background_are_no_provisions():
    found = scope().compare(np.array([0, 0, 0.6, 0.8], np.float32))
    assert set(found.provisions) == {"cap-486/s_26", "eu-ai-act/art_5"}


def test_phrasings_of_what_is_not_searched_are_kept_apart():
    question = np.array([0.6, 0.8, 0, 0], np.float32)
    everywhere, here = scope().compare(question), scope().compare(question, ["eu-ai-act"])
    assert everywhere.elsewhere == -1.0
    assert here.elsewhere == pytest.approx(1.0)
    assert list(here.provisions) == ["eu-ai-act/art_5"]
    assert here.scope == pytest.approx(0.8)
    assert here.background == everywhere.background


def test_topics_are_of_no_instrument():
    question = np.array([0, 0, 1, 0], np.float32)
    assert scope().compare(question, ["eu-ai-act"]).scope_line == "line 3"


def test_a_topic_is_as_close_as_the_nearest_of_its_lines():
    about = ["topic:kettles", "topic:tea", "topic:kettles", "cap-486/s_26", ""]
    vectors = [[1, 0], [0.6, 0.8], [0, 1], [1, 0], [0, 1]]
    found = scope(about, vectors).compare(np.array([0, 1], np.float32))
    assert found.topics == pytest.approx({"kettles": 1.0, "tea": 0.8})


def test_topics_are_compared_whatever_is_searched():
    question = np.array([0, 0, 0.6, 0.8], np.float32)
    for searched in ((), ["eu-ai-act"], ["cap-528"]):
        assert scope().compare(question, searched).topics == pytest.approx({"kettles": 0.6})


def test_topics_are_no_other_law():
    found = scope().compare(np.array([0, 0, 1, 0], np.float32), ["eu-ai-act"])
    assert found.elsewhere == pytest.approx(0.0)


def test_vectors_are_centred_by_language_when_they_are_measured():
    lines = [
        Line(text="Kettles?", language="en", about="cap-486/s_26"),
        Line(text="茶", language="zh-Hant", about=""),
    ]
    means = LanguageMeans(
        {}, {"en": np.array([1, 0], np.float32), "zh-Hant": np.array([0, 1], np.float32)}
    )
    embedded = []

    def embed(texts):
        embedded.extend(texts)
        return np.array([[1, 2], [3, 1]], np.float32)

    found = Scope.measure(lines, means, embed)
    assert embedded == ["Kettles?", "茶"]
    assert found.vectors.tolist() == [[0, 1], [1, 0]]
    assert found.about.tolist() == ["cap-486/s_26", ""]


def test_a_scope_comes_back_as_it_was_saved(tmp_path):
    before = scope()
    before.save(tmp_path / "scope.npz")
    after = Scope.load(tmp_path / "scope.npz")
    assert after.about.tolist() == before.about.tolist()
    assert after.texts.tolist() == before.texts.tolist()
    assert after.vectors.dtype == np.float32
    assert np.allclose(after.vectors, before.vectors, atol=1e-3)


# --- the background

LINES = [BackgroundLine.model_validate(line) for line in BACKGROUND["line"]]
NAMES = outside_names()


def mixed(texts, language):
    wrong = simplified_only if language == "zh-Hant" else traditional_only
    return {t.en: marks for t in texts if (marks := wrong(t.get(language)))}


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_scripts_are_not_mixed(language):
    assert mixed(LINES, language) == {}
    assert mixed([n.name for n in NAMES], language) == {}


def han(text):
    return any("\u3400" <= character <= "\u9fff" for character in text)


def test_each_text_is_in_its_language():
    texts = [*LINES, *(n.name for n in NAMES)]
    assert [t.en for t in texts if not t.en.strip() or han(t.en)] == []
    chinese = [(t.en, t.get(lang)) for t in texts for lang in LANGUAGES[1:]]
    # A standard's number (ISO/IEC 42001) is its name in every language.
    assert [name for name, words in chinese if not han(words) and words != name] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_and_no_name_stands_twice(language):
    for texts in (LINES, [n.name for n in NAMES]):
        counted = Counter(t.get(language) for t in texts)
        assert [text for text, times in counted.items() if times > 1] == []


def test_no_alias_belongs_to_two_names():
    counted = Counter(alias for name in NAMES for alias in {fold(a) for a in name.aliases})
    assert [alias for alias, times in counted.items() if times > 1] == []


def outside(question, language="en"):
    held = tuple(i.id for i in catalogue().instruments)
    day = date(2026, 11, 22)
    return understand(question, available=held, today=day, language=language).outside


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alias_is_recognised_and_named_in_the_reader_s_language(language):
    missed = [
        alias
        for name in NAMES
        for alias in name.aliases
        if name.name.get(language) not in outside(f"What does {alias} say?", language)
    ]
    assert missed == []


def test_there_are_laws_and_places_outside():
    assert {n.kind for n in NAMES} == {"law", "place"}
    assert all(n.aliases for n in NAMES)


def test_no_held_law_or_covered_place_is_called_outside():
    book = catalogue()
    held = [a for i in book.instruments for a in (*i.aliases, *i.short.model_dump().values())]
    held += [a for place in book.jurisdiction for a in place.aliases]
    held += [t for i in book.instruments for t in i.title.model_dump().values()]
    assert {name: found for name in held if (found := outside(name))} == {}


@pytest.mark.parametrize(
    "words",
    [
        "違反法律有咩後果？",
        "取消法律責任的條款",
        "公平機會和平等保護",
        "版權侵權法例講咩？",
        "基本法律要求有哪些？",
        "数字办公系统",
        "on business trips",
        "how do I take it down?",
        "What is in section 230?",
        "pictures from Getty Images",
        "works of the United Nations",
    ],
)
def test_no_alias_stands_inside_ordinary_words(words):
    assert outside(words) == ()


def test_no_phrasing_of_the_digest_is_silenced_by_a_name():
    asked = [
        text
        for entry in digest().entries.values()
        for language in LANGUAGES
        for text in entry.asked.in_language(language)
    ]
    silenced = {
        name.name.en: text
        for text in asked
        for name in naming.outside(text)
        if not naming.ours(text, naming.outside(text))
    }
    # “How does this right relate to the GDPR?” names nothing held that it could be about.
    assert silenced.keys() <= {"General Data Protection Regulation (GDPR)"}, silenced


def test_what_governs_a_line_is_a_law_known_by_name():
    laws = {n.name.en for n in NAMES if n.kind == "law"}
    tied = {line.law for line in LINES if line.law}
    assert tied
    assert tied <= laws


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_law_behind_a_line_is_found_in_each_language(language):
    found = {line.en: law_behind(line.get(language)) for line in LINES}
    assert {en: law.name.en for en, law in found.items() if law} == {
        line.en: line.law for line in LINES if line.law
    }


@pytest.mark.parametrize(
    ("words", "law"),
    [
        ("fair comment", "Defamation Ordinance (Cap. 21)"),
        ("Digital Services Act", "Digital Services Act"),
        ("overseas transfer", "Personal Information Protection Law (PIPL)"),
        # The same matter in every place: the branch of law, not one place's statute.
        ("salaries tax", "tax law"),
        ("theft, robbery", "criminal law"),
        # Of several laws, or of none.
        ("obscene and indecent articles, film", ""),
        ("Colorado's and Texas's", ""),
        ("recipes, cooking", ""),
    ],
)
def test_a_line_is_tied_to_a_law_only_where_it_is_about_one(words, law):
    (line,) = (line for line in LINES if words in line.en)
    assert line.law == law


def test_no_law_is_behind_a_line_about_the_corpus():
    inside = [line.text for line in lines_of(digest()) if line.about]
    assert [text for text in inside if law_behind(text)] == []
    assert law_behind("") is None


def test_no_line_is_also_a_phrasing():
    lines = lines_of(digest())
    asked = {fold(line.text) for line in lines if line.about}
    assert [line.text for line in lines if not line.about and fold(line.text) in asked] == []
