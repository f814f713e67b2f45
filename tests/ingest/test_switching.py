import json

import pytest
from children import in_child
from teahouse import QuickEmbedder

from corpus.errors import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    NoPreviousIndex,
    UnknownIndex,
)
from corpus.indexes import previous_id
from corpus.manifest import MANIFEST, MEANS, current_id
from ingest.switching import rollback, switch

MODEL = QuickEmbedder.fingerprint


@pytest.fixture
def two(teahouse):
    """Ids of the older index and of the one in use."""
    older = teahouse.used()
    in_child(teahouse.ingest, "new").got()
    return older, teahouse.used()


def test_going_back_and_forth(teahouse, two):
    older, newer = two
    assert rollback(teahouse.settings, MODEL).id == older == current_id(teahouse.settings)
    assert previous_id(teahouse.settings) == newer
    assert rollback(teahouse.settings, MODEL).id == newer
    assert switch(teahouse.settings, older, MODEL).id == older
    assert current_id(teahouse.settings) == older


def test_switching_to_the_one_in_use_changes_nothing(teahouse, two):
    older, newer = two
    assert switch(teahouse.settings, newer, MODEL).id == newer
    assert previous_id(teahouse.settings) == older


def test_there_may_be_nothing_to_go_back_to(teahouse):
    with pytest.raises(NoPreviousIndex, match=r"no earlier index .* “rulebridge index list”"):
        rollback(teahouse.settings, MODEL)


def set_format(number):
    def change(folder):
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        (folder / MANIFEST).write_text(json.dumps(manifest | {"format": number}), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (set_format(1), IndexMismatch, r"has format 1, .* run “rulebridge ingest”"),
        (set_format(99), IndexMismatch, r"has format 99, .* upgrade this one"),
        (lambda folder: (folder / MEANS).unlink(), IndexDamaged, r"fails verification \(means"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(teahouse, two, change, error, words):
    older, newer = two
    change(teahouse.root / older)
    for go in (
        lambda: switch(teahouse.settings, older, MODEL),
        lambda: rollback(teahouse.settings, MODEL),
    ):
        with pytest.raises(error, match=words):
            go()
    assert current_id(teahouse.settings) == newer


def test_an_index_of_another_model_is_refused_with_both_names(teahouse, two):
    with pytest.raises(IndexMismatch, match=f"model {MODEL}, not with other@1/16; set that model"):
        switch(teahouse.settings, two[0], "other@1/16")
    assert current_id(teahouse.settings) == two[1]


def test_an_index_that_is_not_complete_is_refused(teahouse, two):
    folder = teahouse.root / "20261122T101112131415-00000000"
    folder.mkdir()
    with pytest.raises(IndexMissing):
        switch(teahouse.settings, folder.name, MODEL)
    with pytest.raises(UnknownIndex, match="There is no index “kettle”"):
        switch(teahouse.settings, "kettle", MODEL)
    assert current_id(teahouse.settings) == two[1]
