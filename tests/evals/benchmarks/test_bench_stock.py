import shutil
from types import SimpleNamespace

import pytest

from corpus.index import current_manifest
from corpus.store import open_store
from evals.benchmarks import ours, stock_pipeline
from evals.benchmarks.questions import plain, recall, standing_alone
from ingest import pipeline

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>
<h1>水壶管理办法</h1><p>第一条　为了泡茶，制定本办法。</p>
<p>第二条　水壶应当鸣笛，但在图书馆使用的除外。</p></body></html>"""
ASKED = [
    {"id": "k1", "question": "水壶应当鸣笛吗？"},
    {"id": "k2", "question": "Must kettles whistle?"},
]


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "cn-interim-measures_zh-Hans.html").write_text(PAGE, "utf-8")
    return folder


@pytest.fixture
def own_home(tmp_path, digest_home, models, e5_folder):
    """A copy of the digest's home with the models: another test may have opened the shared one."""
    home = tmp_path / "home"
    shutil.copytree(digest_home.home, home, ignore=shutil.ignore_patterns("models"))
    (home / "models").symlink_to(models, target_is_directory=True)
    return home


def test_articles_come_whole_and_with_their_locators(sources):
    found = list(stock_pipeline.articles(sources))
    assert [about["locator"] for _, about in found] == ["cn-genai/art_1", "cn-genai/art_2"]
    assert found[1][0].endswith("水壶应当鸣笛，但在图书馆使用的除外。")


def test_the_stock_pipeline_ingests_and_retrieves(monkeypatch, tmp_path, sources):
    pytest.importorskip("llama_index.vector_stores.qdrant")
    from llama_index.core import MockEmbedding

    monkeypatch.setattr(stock_pipeline, "_embedding", lambda model: MockEmbedding(embed_dim=8))
    folder = str(tmp_path / "stock")
    made = stock_pipeline.ingested(str(sources), "none", folder)
    assert made["documents"] == made["pieces"] == 2
    said = stock_pipeline.searched(folder, "none", ASKED, rounds=1)
    assert {place for places in said["found"].values() for place in places} == {
        "cn-genai/art_1",
        "cn-genai/art_2",
    }
    assert {"p50", "p95"} <= said["search"].keys() & said["ask"].keys() & said["embed"].keys()


def test_the_official_texts_alone_are_embedded_and_stored(tmp_path, sources, models, e5_folder):
    (tmp_path / "models").symlink_to(models, target_is_directory=True)
    alone = ours.official_alone(str(tmp_path / "bare"), str(tmp_path / "models"), str(sources))
    assert alone["pieces"] == alone["embedded"] == 2
    with open_store(tmp_path / "bare" / "store", dimension=384) as store:
        assert {p.locator for p in store.passages()} == {"cn-genai/art_1", "cn-genai/art_2"}


def test_our_own_ingest_is_told_in_figures(monkeypatch, tmp_path, digest_home):
    report = SimpleNamespace(manifest=current_manifest(digest_home), embedded=7)
    monkeypatch.setattr(pipeline, "ingest", lambda *_, **given: report)
    made = ours.ingested(str(tmp_path), str(tmp_path))
    assert made["embedded"] == 7
    assert made["pieces"] == report.manifest.passages > 1000
    assert made["documents"] == 0


def test_ours_searches_and_asks(own_home):
    asked = [{"id": "k", "question": "Is social scoring allowed in the EU?"}]
    said = ours.searched(str(own_home), asked, rounds=1)
    assert "eu-ai-act/art_5" in said["found"]["k"][:5]
    assert {"p50", "p95"} <= said["search"].keys() & said["ask"].keys() & said["embed"].keys()


def test_recall_counts_articles_by_language():
    questions = [q for q in standing_alone() if q.answerable][:30]
    right = {q.id: [need[0] for need in q.required] for q in questions}
    assert recall(questions, right)["all"] == {"recall": 1.0, "questions": 30}
    assert recall(questions, {q.id: ["kettles/art_1"] for q in questions})["all"]["recall"] == 0.0


def test_questions_stand_alone_and_are_plain():
    questions = standing_alone()
    assert not any(question.history for question in questions)
    assert plain(questions)[0].keys() == {"id", "question"}


def test_both_stores_are_asked_for_the_same(own_home):
    asked = [{"id": "k", "question": "Is social scoring allowed in the EU?"}]
    said = ours.engines(str(own_home), asked)
    assert said["questions"] == 1
    assert said["ours"].keys() == said["local_mode"].keys() >= {"p50", "p95"}
