import re
import tomllib
from importlib.resources import files

import pytest
from scripts import simplified_only, traditional_only

from corpus.catalogue import catalogue
from corpus.digest import Digest, Topic, digest, read_entries
from corpus.errors import UnreadableSource
from corpus.provision import instrument_of
from ingest.sources import find_sources

ENTRY = """
[[entry]]
locator = "cap-486/s_26"
heading = { en = "Erase", zh-Hant = "刪除", zh-Hans = "删除" }
gist = { en = "Erase it.", zh-Hant = "須刪除。", zh-Hans = "应当删除。" }
topics = ["retention-and-erasure"]
"""
ENTRIES = list(digest().entries.values())


def words_of(entry, language):
    texts = [entry.heading.get(language), entry.gist.get(language)]
    texts += [figure.what.get(language) for figure in entry.figures]
    return [*texts, *entry.asked.in_language(language)]


def test_the_format_of_the_readme_is_the_format_that_is_read():
    page = files("corpus.digest").joinpath("README.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (entry,) = read_entries(example, "README.md")
    assert entry.asked.in_language("zh-Hant") == ("水煲滾咗要幾耐之內嘈？",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("topics = [", "topicz = ["), r"cap-486/s_26: topics: Field required"),
        (
            ('en = "Erase it."', f'en = "{"word " * 61}"'),
            "the English gist has 61 words, at most 60",
        ),
        (('zh-Hans = "应当删除。"', f'zh-Hans = "{"删" * 121}"'), "the zh-Hans gist has 121"),
        (('locator = "cap-486/s_26"', 'locator = "第26條"'), "is not a locator"),
        (("[[entry]]", "[[entry"), "not valid TOML"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused_by_name(change, message):
    data = ENTRY.replace(*change)
    with pytest.raises(UnreadableSource, match=message):
        read_entries(data, "demo.toml")


def test_unknown_topics_and_double_entries_are_refused():
    (entry,) = read_entries(ENTRY, "demo.toml")
    topic = Topic(id="other", name=entry.heading, description=entry.gist)
    with pytest.raises(UnreadableSource, match="names the topic “retention-and-erasure”"):
        Digest([topic], [entry])
    with pytest.raises(UnreadableSource, match="two entries for cap-486/s_26; merge them"):
        Digest(digest().topics.values(), [entry, entry])


def test_the_nearest_entry_is_the_one_that_encloses():
    (entry,) = read_entries(ENTRY, "demo.toml")
    words = Digest(digest().topics.values(), [entry])
    assert words.nearest("cap-486/s_26/ss_1/par_a") == entry
    assert words.nearest("cap-486/s_2") is None


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_scripts_are_not_mixed(language):
    wrong = simplified_only if language == "zh-Hant" else traditional_only
    found = {
        e.locator: marks for e in ENTRIES for t in words_of(e, language) if (marks := wrong(t))
    }
    assert found == {}


def test_topics_are_named_in_the_scripts_of_their_languages():
    for topic in digest().topics.values():
        assert not simplified_only(topic.name.zh_hant + topic.description.zh_hant), topic.id
        assert not traditional_only(topic.name.zh_hans + topic.description.zh_hans), topic.id


def test_every_entry_belongs_to_a_known_instrument():
    known = {i.id for i in catalogue().instruments}
    assert {instrument_of(e.locator) for e in ENTRIES} <= known


def test_a_voluntary_framework_never_says_must():
    duty = re.compile(r"\bmust\b|\bshall\b|必須|必须|應當|应当")
    found = {
        e.locator: duty.findall(f"{e.gist.en} {e.gist.zh_hant} {e.gist.zh_hans}")
        for e in ENTRIES
        if instrument_of(e.locator).startswith("nist")
    }
    assert {locator: marks for locator, marks in found.items() if marks} == {}


@pytest.fixture(scope="module")
def law(official):
    """Locator → texts of the provision in the versions in force, one for each language."""
    texts = {}
    for source in find_sources(official):
        if source.version.id != source.instrument.version[-1].id:
            continue
        for provision in source.parse(source.read()).provisions:
            texts.setdefault(provision.locator, []).append(provision.text)
    return texts


@pytest.mark.official
def test_every_locator_resolves_in_the_law_in_force(law):
    assert [e.locator for e in ENTRIES if e.locator not in law] == []


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.official
def test_figures_occur_in_the_provision(law):
    missing = [
        (entry.locator, printed)
        for entry in ENTRIES
        for figure in entry.figures
        for printed in figure.printed
        if not any(squeezed(printed) in squeezed(text) for text in law[entry.locator])
    ]
    assert missing == []


def runs(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    yield from (" ".join(words[n : n + 12]) for n in range(len(words) - 11))
    han = "".join(re.findall(r"[\u4e00-\u9fff]", text))
    yield from (han[n : n + 18] for n in range(len(han) - 17))


@pytest.mark.official
def test_no_sentence_is_taken_over_from_the_law(law):
    known = {run for texts in law.values() for text in texts for run in runs(text)}
    shared = {
        entry.locator: run
        for entry in ENTRIES
        for language in ("en", "zh-Hant", "zh-Hans")
        for text in words_of(entry, language)[:2]
        for run in runs(text)
        if run in known
    }
    assert shared == {}


def test_topics_have_entries():
    topics = tomllib.loads(files("corpus.digest").joinpath("topics.toml").read_text("utf-8"))
    assert {t["id"] for t in topics["topic"]} == {t for e in ENTRIES for t in e.topics}
