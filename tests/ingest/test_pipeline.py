import shutil

import pytest

from corpus.errors import (
    DiskFull,
    IndexMismatch,
    IndexMissing,
    UnknownInstrument,
    UsageError,
)
from corpus.index import Index, current_manifest, index_root, kept_vectors
from corpus.passage import PassageFilter
from corpus.provision import Authority
from corpus.settings import Settings
from ingest.pipeline import ingest

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>
<h1>水壶管理办法</h1><p>第一条　为了泡茶，制定本办法。</p>
<p>第二条　水壶应当鸣笛，但在图书馆使用的除外。</p></body></html>"""
NAME = "cn-interim-measures_zh-Hans.html"


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / NAME).write_text(PAGE, "utf-8")
    return folder


@pytest.fixture
def indexed(settings, embedder, folder):
    return ingest(settings, embedder, sources=folder, instruments=["cn-genai"])


def test_official_text_and_digest_are_indexed_side_by_side(indexed, settings, embedder):
    with Index.open(settings, embedder.fingerprint) as index:
        assert index.provisions.one("cn-genai/art_2").body.startswith("水壶应当鸣笛")
        official = index.store.count(PassageFilter(authorities=(Authority.AUTHENTIC,)))
        own = index.store.count(PassageFilter(authorities=(Authority.OWN_DIGEST,)))
    assert official == 2
    assert own > 60
    assert indexed.manifest.passages == official + own
    assert [t.file for t in indexed.manifest.official] == [NAME]


def test_nothing_is_done_when_nothing_changed(indexed, settings, embedder, folder):
    again = ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    assert again.unchanged
    assert again.manifest == indexed.manifest


def test_a_changed_file_makes_a_new_index_and_keeps_the_old_one(
    indexed, settings, embedder, folder
):
    (folder / NAME).write_text(PAGE.replace("图书馆", "课室"), "utf-8")
    again = ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    assert not again.unchanged
    assert again.manifest.id != indexed.manifest.id
    assert (index_root(settings) / indexed.manifest.id).is_dir()
    with Index.open(settings) as index:
        assert "课室" in index.provisions.one("cn-genai/art_2").text


def test_only_what_changed_is_embedded(indexed, settings, embedder, folder):
    assert indexed.embedded > 2
    (folder / NAME).write_text(PAGE.replace("图书馆", "课室"), "utf-8")
    again = ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    assert again.embedded == 1


def test_an_index_of_changes_is_the_same_as_one_made_in_one_go(
    indexed, settings, embedder, folder, tmp_path
):
    (folder / NAME).write_text(PAGE.replace("图书馆", "课室"), "utf-8")
    ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    anew = Settings(home=tmp_path / "anew")
    ingest(anew, embedder, sources=folder, instruments=["cn-genai"])
    kept = [kept_vectors(made, current_manifest(made)) for made in (settings, anew)]
    assert set(kept[0].keys.tolist()) == set(kept[1].keys.tolist())
    assert float(abs(kept[0].values - kept[1].values).max()) < 0.002


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 broken"])
def test_vectors_that_cannot_be_read_are_computed_again(
    indexed, settings, embedder, folder, content
):
    (index_root(settings) / indexed.manifest.id / "vectors.npz").write_bytes(content)
    (folder / NAME).write_text(PAGE.replace("图书馆", "课室"), "utf-8")
    again = ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    assert again.embedded == indexed.embedded


def test_a_bad_file_is_reported_and_the_rest_goes_on(settings, embedder, folder):
    (folder / "cap486_en.xml").write_bytes(b"\x00 not xml")
    report = ingest(settings, embedder, sources=folder, instruments=["cn-genai", "cap-486"])
    assert list(report.skipped) == ["cap486_en.xml"]
    assert "cap486_en.xml" not in {t.file for t in report.manifest.texts}
    assert NAME in {t.file for t in report.manifest.texts}


def test_a_run_that_breaks_off_leaves_the_index_in_use(
    indexed, settings, embedder, folder, monkeypatch
):
    (folder / NAME).write_text(PAGE.replace("鸣笛", "发声"), "utf-8")

    def broken(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.pipeline.verify_index", broken)
    with pytest.raises(DiskFull, match="no space left in"):
        ingest(settings, embedder, sources=folder, instruments=["cn-genai"])
    assert current_manifest(settings) == indexed.manifest
    assert {p.name for p in index_root(settings).iterdir() if p.is_dir()} == {indexed.manifest.id}


def test_an_unknown_instrument_is_refused(settings, embedder):
    with pytest.raises(UnknownInstrument, match="no instrument “gdpr”"):
        ingest(settings, embedder, instruments=["gdpr"])


def test_a_missing_folder_is_refused(settings, embedder, tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        ingest(settings, embedder, sources=tmp_path / "nowhere")


def test_without_an_index_the_way_to_one_is_told(settings):
    with pytest.raises(IndexMissing, match="run “rulebridge ingest”"):
        Index.open(settings)


def test_an_index_refuses_to_be_searched_with_another_model(indexed, settings):
    with pytest.raises(
        IndexMismatch, match=r"made with the embedding model .*, not with other@1/3"
    ):
        Index.open(settings, "other@1/3")


def test_a_half_written_index_is_never_opened(indexed, settings):
    half = index_root(settings) / "half"
    shutil.copytree(index_root(settings) / indexed.manifest.id, half)
    (half / "manifest.json").unlink()
    (index_root(settings) / "current").write_text("half", "utf-8")
    with pytest.raises(IndexMissing):
        Index.open(settings)
