from pathlib import Path

import pytest

from corpus.catalogue import catalogue
from corpus.found_versions import versions_path
from corpus.settings import Settings
from ingest import plan
from ingest.plan import plan_of
from ingest.sources import SourceFile

PROJECT = Path(plan.__file__).resolve().parents[1]


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def source():
    instrument = catalogue().instrument("cn-genai")
    version = instrument.version[-1]
    return SourceFile(Path("measures.html"), instrument, version, version.text[0])


def test_the_same_has_the_same_plan(settings, source):
    plans = {plan_of(settings, [(source, b"kettle")], ("cn-genai",), "kettle@1/3") for _ in "ab"}
    assert len(plans) == 1


def test_whatever_decides_what_an_index_holds_changes_the_plan(settings, source, monkeypatch):
    file = versions_path(settings.home)
    given = [(source, b"kettle")]
    plans = [
        plan_of(settings, given, ("cn-genai",), "kettle@1/3"),
        plan_of(settings, given, (), "kettle@1/3"),
        plan_of(settings, given, ("cn-genai",), "other@1/3"),
        plan_of(settings, [], ("cn-genai",), "kettle@1/3"),
        plan_of(settings, [(source, b"kettles")], ("cn-genai",), "kettle@1/3"),
        plan_of(settings, given * 2, ("cn-genai",), "kettle@1/3"),
    ]
    file.parent.mkdir()
    file.write_text("# found", "utf-8")
    plans.append(plan_of(settings, given, ("cn-genai",), "kettle@1/3"))
    monkeypatch.setattr(plan, "digest_files", list)
    plans.append(plan_of(settings, given, ("cn-genai",), "kettle@1/3"))
    assert len(set(plans)) == len(plans)


@pytest.mark.parametrize(
    "name",
    [
        "corpus/background.toml",
        "corpus/catalogue/book.py",
        "corpus/digest/topics.toml",
        "corpus/passage.py",
        "corpus/sparse.py",
        "corpus/store/edge.py",
        "ingest/parsers/document/word.py",
        "ingest/parsers/eurlex.py",
        "ingest/passages.py",
        "ingest/writing.py",
    ],
)
def test_the_program_is_part_of_the_plan(settings, name):
    parts = dict(plan._program(settings))
    assert parts[name] == (PROJECT / name).read_bytes()


def test_what_only_looks_on_is_no_part_of_it(settings):
    names = {name for name, _ in plan._program(settings)}
    assert not names & {"ingest/report.py", "ingest/locking.py", "ingest/vectors.py"}


def test_every_pattern_finds_something():
    for folder, patterns in (("corpus", plan._OF_CORPUS), ("ingest", plan._OF_INGESTION)):
        assert all(list((PROJECT / folder).glob(pattern)) for pattern in patterns)
