import shutil
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from corpus.centring import LanguageMeans
from corpus.errors import IndexMismatch, IndexMissing
from corpus.index import (
    FORMAT,
    Index,
    IndexedText,
    Manifest,
    current_manifest,
    index_root,
    open_provisions,
)
from corpus.indexes import use
from corpus.new_index import NewIndex
from corpus.precomputed import Precomputed
from corpus.provision import Authority
from corpus.provisions import ProvisionTable
from corpus.scope import Scope
from corpus.settings import Settings

MODEL = "kettle-e5@abc/3"
MEANS = LanguageMeans({"en": np.zeros(3, np.float32)}, {"en": np.ones(3, np.float32)})
SCOPE = Scope(
    np.array(["cap-486/s_26", ""]),
    np.array(["Must the kettle be emptied?", "tea ceremonies"]),
    np.eye(3, dtype=np.float32)[:2],
)


def text(authority):
    return IndexedText(
        instrument="cap-486",
        version="2022-10-01",
        language="en",
        authority=authority,
        file="kettles.xml",
        sha256="ab" * 32,
        provisions=1,
        passages=1,
    )


def manifest(index_id, **fields):
    given = {
        "created": datetime(2026, 11, 22, tzinfo=UTC),
        "model": MODEL,
        "dimension": 3,
        "plan": "plan",
        "texts": (text(Authority.AUTHENTIC), text(Authority.OWN_DIGEST)),
        "passages": 2,
    }
    return Manifest(id=index_id, **given | fields)


@cache
def empty_table():
    """A table without provisions, made once: making one waits for the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        ProvisionTable.create(path).close()
        return path.read_bytes()


def write(settings, index_id="first", **fields):
    """An index with no provisions, finished and in use."""
    new = NewIndex(settings, index_id)
    new.open_store(3).close()
    (new.folder / "provisions.sqlite").write_bytes(empty_table())
    new.finish(manifest(index_id, **fields), MEANS, SCOPE, Precomputed.none())
    new.secure()
    use(settings, index_id)
    return new.folder


class FakeStore:
    def __init__(self, path):
        path.mkdir(exist_ok=True)
        self.open = True

    def close(self):
        self.open = False


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def stores(monkeypatch):
    """The stores opened, stand-ins for the real ones, which take half a second each."""
    opened = []

    def open_store(path, **options):
        opened.append(FakeStore(path))
        return opened[-1]

    monkeypatch.setattr("corpus.index.open_store", open_store)
    return opened


def test_an_index_opens_as_it_was_written(settings):
    new = NewIndex(settings, "first")
    new.open_store(3).close()
    new.create_table().close()
    new.finish(manifest("first"), MEANS, SCOPE, Precomputed.none())
    use(settings, "first")
    with Index.open(settings, MODEL) as index:
        assert index.manifest == manifest("first")
        assert (len(index.provisions), index.store.count()) == (0, 0)
        assert index.means.questions["en"].tolist() == [1, 1, 1]
        assert index.scope.about.tolist() == SCOPE.about.tolist()


def test_official_texts_are_those_that_are_not_our_digest():
    assert manifest("x").official == (text(Authority.AUTHENTIC),)


def test_the_model_is_not_compared_where_none_is_given(settings, stores):
    write(settings)
    with Index.open(settings) as index:
        assert index.manifest.model == MODEL


# --- what cannot be opened


@pytest.mark.parametrize("opened", [Index.open, open_provisions])
def test_without_an_index_the_next_step_is_told(settings, stores, opened):
    with pytest.raises(IndexMissing, match="no index yet; run “rulebridge ingest”"):
        opened(settings)


@pytest.mark.parametrize(
    "damage",
    [
        lambda root: (root / "current").write_text("elsewhere", "utf-8"),
        lambda root: (root / "first" / "manifest.json").unlink(),
        lambda root: (root / "first" / "manifest.json").write_text("{", "utf-8"),
    ],
    ids=["names no index", "no manifest", "half a manifest"],
)
def test_an_index_without_a_whole_manifest_is_none(settings, stores, damage):
    write(settings)
    damage(index_root(settings))
    assert current_manifest(settings) is None
    with pytest.raises(IndexMissing, match="no index yet"):
        Index.open(settings)


@pytest.mark.parametrize(
    ("found", "way"),
    [(FORMAT - 1, "run “rulebridge ingest”"), (FORMAT + 1, "made by a newer RuleBridge; upgrade")],
)
@pytest.mark.parametrize("opened", [Index.open, open_provisions])
def test_an_index_of_another_format_is_refused_with_the_way_out(
    settings, stores, opened, found, way
):
    write(settings, format=found)
    message = f"has format {found}, this program reads {FORMAT}; .*{way}"
    with pytest.raises(IndexMismatch, match=message):
        opened(settings)


def test_a_newer_manifest_that_says_other_things_is_no_missing_index(settings, stores):
    folder = write(settings)
    (folder / "manifest.json").write_text('{"id": "first", "format": 99, "kettles": 3}', "utf-8")
    with pytest.raises(IndexMismatch, match=r"format 99, .* upgrade this one"):
        Index.open(settings)
    assert current_manifest(settings) is None


def test_an_index_of_another_model_is_refused_with_both_names(settings, stores):
    write(settings)
    message = f"made with the embedding model {MODEL}, not with other@1/3; set that model"
    with pytest.raises(IndexMismatch, match=message) as caught:
        Index.open(settings, "other@1/3")
    assert caught.value.details == {"found": MODEL, "given": "other@1/3"}


def cut(path):
    path.write_bytes(path.read_bytes()[:200])


def flip(path):
    data = bytearray(path.read_bytes())
    data[data.index(b"NUMPY") + 130] ^= 0xFF
    path.write_bytes(data)


def rename_parts(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("teapots.npy", b"")


DAMAGE = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut": cut,
    "no npz": lambda path: path.write_bytes(b"kettle" * 50),
    "a bit flipped": flip,
    "other parts": rename_parts,
}


@pytest.mark.parametrize("name", ["means.npz", "scope.npz"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_reported_and_let_go(settings, stores, name, damage):
    folder = write(settings)
    DAMAGE[damage](folder / name)
    with pytest.raises(IndexMismatch, match=r"damaged or of another version .* make it anew"):
        Index.open(settings, MODEL)
    assert not any(store.open for store in stores)


@pytest.mark.parametrize(
    ("damage", "error"),
    [(Path.unlink, IndexMissing), (lambda path: path.write_bytes(b"tea" * 99), IndexMismatch)],
    ids=["gone", "no table"],
)
def test_a_damaged_provision_table_is_reported_and_the_store_let_go(
    settings, stores, damage, error
):
    table = write(settings) / "provisions.sqlite"
    damage(table)
    for opened in (Index.open, open_provisions):
        with pytest.raises(error, match="rulebridge ingest"):
            opened(settings)
    assert not any(store.open for store in stores)


# --- switching over


def test_finishing_switches_to_the_new_index_and_keeps_the_old_one(settings, stores):
    old = write(settings, "first")
    write(settings, "second")
    assert current_manifest(settings).id == "second"
    assert old.is_dir()
    assert not (index_root(settings) / "current.new").exists()


def test_an_unfinished_index_is_not_used(settings, stores):
    write(settings, "first")
    new = NewIndex(settings, "second")
    new.open_store(3)
    assert current_manifest(settings).id == "first"


@pytest.mark.parametrize(
    "step", ["corpus.index.LanguageMeans.save", "corpus.index.Scope.save", "pathlib.Path.replace"]
)
def test_an_index_that_cannot_be_finished_leaves_the_old_one_in_use(
    settings, stores, monkeypatch, step
):
    write(settings, "first")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(step, full)
        with pytest.raises(OSError, match="No space left"):
            write(settings, "second")
    with Index.open(settings, MODEL) as index:
        assert index.manifest.id == "first"


def test_everything_is_written_before_the_switch(settings, stores, monkeypatch):
    seen = []
    replace = Path.replace

    def watched(waiting, target):
        if target.name == "current":
            folder = index_root(settings) / waiting.read_text("utf-8")
            seen.append({p.name for p in folder.iterdir()})
        return replace(waiting, target)

    monkeypatch.setattr(Path, "replace", watched)
    write(settings)
    (files,) = seen
    assert files >= {"manifest.json", "means.npz", "scope.npz", "provisions.sqlite", "store"}


def test_closing_lets_go_of_the_store(settings, stores):
    write(settings)
    with Index.open(settings, MODEL):
        assert stores[-1].open
    assert not stores[-1].open


def test_the_name_of_an_index_is_taken_once(settings, stores):
    write(settings, "first")
    with pytest.raises(FileExistsError):
        NewIndex(settings, "first")
    assert current_manifest(settings).id == "first"


def test_another_index_than_the_one_in_use_can_be_opened(settings, stores):
    write(settings, "first")
    write(settings, "second")
    with Index.open(settings, MODEL, "first") as index:
        assert index.manifest.id == "first"


def test_an_index_that_is_removed_while_it_is_opened_gives_way_to_the_new_one(
    settings, stores, monkeypatch
):
    write(settings, "first")
    opened = Index._open

    def slow(*arguments):
        if current_manifest(settings).id == "first":
            write(settings, "second")
            shutil.rmtree(index_root(settings) / "first")
        return opened(*arguments)

    monkeypatch.setattr(Index, "_open", slow)
    with Index.open(settings, MODEL) as index:
        assert index.manifest.id == "second"


def test_provisions_can_be_read_while_another_holds_the_index(settings, stores):
    write(settings)
    with Index.open(settings), open_provisions(settings) as table:
        assert len(table) == 0
