"""What an ingestion does step by step, on a small invented corpus."""

from __future__ import annotations

import pytest
from teahouse import NAME, QuickEmbedder

from corpus.errors import HomeUnwritable, StoreUnavailable, UsageError
from corpus.indexes import use
from corpus.manifest import current_manifest
from corpus.provision import Authority
from ingest import pipeline
from ingest.report import Fate


def test_where_nothing_changed_the_model_is_not_asked(teahouse, monkeypatch):
    monkeypatch.delattr(QuickEmbedder, "dimension")
    monkeypatch.delattr(QuickEmbedder, "_vectors")
    done = teahouse.ingest("old")
    assert done.unchanged
    assert done.manifest == current_manifest(teahouse.settings)


def test_only_a_changed_article_is_embedded(teahouse):
    done = teahouse.ingest("new")
    assert done.embedded == 1
    fates = {change.text.authority: change for change in done.changes}
    official, digest = fates[Authority.AUTHENTIC], fates[Authority.OWN_DIGEST]
    assert (official.fate, official.changed, official.added) == (Fate.CHANGED, 1, 0)
    assert digest.fate is Fate.UNCHANGED
    assert done.previous


def test_every_stage_is_reported_to_its_end(teahouse):
    said = []
    done = teahouse.ingest("new", progress=lambda *report: said.append(report))
    assert list(dict.fromkeys(stage for stage, _, _ in said)) == [
        "read",
        "write",
        "embed",
        "verify",
    ]
    assert {stage for stage, count, total in said if count == total} == {s for s, _, _ in said}
    assert set(done.seconds) == {"read", "write", "verify"}


def test_what_is_not_sound_is_not_used(teahouse, monkeypatch):
    before = teahouse.used()
    upsert = pipeline.write_index

    def forgetful(new, contents, *arguments, **options):
        manifest = upsert(new, contents, *arguments, **options)
        (new.folder / "vectors.npz").unlink()
        return manifest

    monkeypatch.setattr(pipeline, "write_index", forgetful)
    with pytest.raises(Exception, match=r"fails verification \(vectors.npz is missing\)"):
        teahouse.ingest("new")
    assert teahouse.used() == before
    assert teahouse.folders() == {before}


def test_passages_that_are_to_be_on_a_server_are_indexed_anew(teahouse, monkeypatch):
    before = teahouse.used()
    monkeypatch.setattr("corpus.index.open_store", refused)
    teahouse.settings = teahouse.settings.model_copy(update={"qdrant_url": "http://127.0.0.1:9"})
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:9"):
        teahouse.ingest("old")
    assert teahouse.used() == before


def refused(location, **options):
    raise StoreUnavailable(f"The Qdrant server at {location} does not answer.")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("kettle")])
def test_a_run_that_breaks_off_leaves_nothing_but_the_index_in_use(teahouse, monkeypatch, error):
    before = teahouse.used()

    def broken(*arguments):
        raise error

    monkeypatch.setattr(pipeline, "text_changes", broken)
    with pytest.raises(type(error)):
        teahouse.ingest("new")
    assert teahouse.used() == before
    assert teahouse.folders() == {before}
    assert teahouse.faults() == []


def test_a_failure_after_the_switch_does_not_remove_what_is_in_use(teahouse, monkeypatch):
    before = teahouse.used()

    def late(*arguments):
        use(*arguments)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(pipeline, "use", late)
    with pytest.raises(HomeUnwritable, match="Input/output error"):
        teahouse.ingest("new")
    assert teahouse.used() != before
    assert teahouse.faults() == []


def test_a_text_whose_file_is_gone_is_reported_as_removed(teahouse):
    teahouse.ingest("old")
    (teahouse.folder / "sources" / NAME).unlink()
    done = pipeline.ingest(
        teahouse.settings,
        QuickEmbedder(),
        sources=teahouse.folder / "sources",
        instruments=["cn-genai"],
    )
    assert [c.text.file for c in done.changes if c.fate is Fate.REMOVED] == [NAME]
    assert done.manifest.official == ()


def test_nothing_to_index_is_said(teahouse):
    with pytest.raises(UsageError, match=r"There is nothing to index: .* for cap-486"):
        teahouse.ingest("old", instruments=["cap-486"])


def test_the_digest_says_by_a_hash_what_it_holds(teahouse):
    texts = current_manifest(teahouse.settings).texts
    assert all(len(text.sha256) == 64 for text in texts)
    assert len({text.sha256 for text in texts}) == len(texts)
