import pytest
from children import in_child
from teahouse import ARTICLES, STATES

from corpus.manifest import TABLE, current_manifest, read_manifest
from corpus.provision import Authority
from ingest.report import Fate, text_changes


@pytest.fixture
def after(teahouse, monkeypatch):
    """Ingests articles and tells what became of each text."""

    def run(*articles):
        monkeypatch.setitem(STATES, "other", list(articles))
        return in_child(teahouse.ingest, "other").got().changes

    return run


def official(changes):
    (found,) = [c for c in changes if c.text.authority is Authority.AUTHENTIC]
    return found


def counts(change):
    return (change.fate, change.added, change.removed, change.changed)


def test_a_changed_article_is_counted_once(after):
    changes = after(*ARTICLES[:3], ARTICLES[3].replace("责令", "要求"))
    assert counts(official(changes)) == (Fate.CHANGED, 0, 0, 1)
    others = [c for c in changes if c.text.authority is Authority.OWN_DIGEST]
    assert {c.fate for c in others} == {Fate.UNCHANGED}


def test_articles_that_come_and_go_are_counted(after):
    assert counts(official(after(*ARTICLES[:2]))) == (Fate.CHANGED, 0, 2, 0)
    assert counts(official(after(*ARTICLES))) == (Fate.CHANGED, 2, 0, 0)


def test_a_file_with_the_same_words_in_other_bytes_is_changed_without_provisions(teahouse):
    before = current_manifest(teahouse.settings)
    text = next(t for t in before.texts if t.authority is Authority.AUTHENTIC)
    other = text.model_copy(update={"sha256": "0" * 64})
    texts = tuple(other if t is text else t for t in before.texts)
    after = before.model_copy(update={"texts": texts})
    assert counts(official(text_changes(teahouse.settings, before, after))) == (
        Fate.CHANGED, 0, 0, 0,
    )  # fmt: skip


def test_the_first_index_is_new_altogether(teahouse):
    manifest = current_manifest(teahouse.settings)
    changes = text_changes(teahouse.settings, None, manifest)
    assert {change.fate for change in changes} == {Fate.NEW}
    assert [change.text for change in changes] == list(manifest.texts)


def test_a_text_that_is_gone_comes_last(teahouse):
    before = current_manifest(teahouse.settings)
    after = before.model_copy(update={"texts": before.texts[1:]})
    changes = text_changes(teahouse.settings, before, after)
    assert (changes[-1].fate, changes[-1].text) == (Fate.REMOVED, before.texts[0])
    back = text_changes(teahouse.settings, after, before)
    assert (back[0].fate, back[0].text) == (Fate.NEW, before.texts[0])


@pytest.mark.parametrize(
    ("sha256", "passages", "fate"),
    [("", 0, Fate.UNCHANGED), ("", 1, Fate.CHANGED), ("0" * 64, 0, Fate.CHANGED)],
)
def test_the_digest_is_compared_by_its_words(teahouse, sha256, passages, fate):
    after = current_manifest(teahouse.settings)
    text = after.texts[-1]
    assert (text.authority, len(text.sha256)) == (Authority.OWN_DIGEST, 64)
    other = text.model_copy(update={"sha256": sha256, "passages": text.passages + passages})
    before = after.model_copy(update={"texts": (*after.texts[:-1], other)})
    assert text_changes(teahouse.settings, before, after)[-1].fate is fate


@pytest.mark.parametrize("damage", ["gone", "other"])
def test_an_index_before_that_cannot_be_read_spoils_no_report(teahouse, after, damage):
    before = teahouse.root / teahouse.used()
    if damage == "gone":
        (before / TABLE).unlink()
    else:
        (before / TABLE).write_bytes(b"tea" * 99)
    change = official(after(*ARTICLES[:2]))
    assert counts(change) == (Fate.CHANGED, 0, 0, 0)
    assert read_manifest(teahouse.root / teahouse.used()).id != before.name
