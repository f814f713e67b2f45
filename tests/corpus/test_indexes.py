import shutil
from datetime import UTC, datetime

import pytest

from corpus import indexes
from corpus.durable import replacing
from corpus.errors import UnknownIndex
from corpus.holding import Hold
from corpus.indexes import held_indexes, index_folder, previous_id, tidy_up, use
from corpus.manifest import MANIFEST, Manifest, current_id, index_root
from corpus.settings import Settings

A, B, C, D = (f"2026112{n}T101112131415-0000000{n}" for n in range(1, 5))


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path, keep_indexes=2)


def make(settings, name, **fields):
    folder = index_root(settings) / name
    folder.mkdir(parents=True)
    given = {
        "created": datetime(2026, 11, 22, tzinfo=UTC),
        "model": "kettle@1/3",
        "dimension": 3,
        "plan": "plan",
        "texts": (),
        "passages": 0,
    }
    with replacing(folder / MANIFEST) as file:
        file.write(Manifest(id=name, **given | fields).model_dump_json().encode())
    return folder


@pytest.fixture
def used(settings):
    """Makes indexes and puts them into use, one after the other."""

    def run(*names):
        for name in names:
            if not (index_root(settings) / name).is_dir():
                make(settings, name)
            use(settings, name)

    return run


def there(settings):
    return {f.name for f in index_root(settings).iterdir() if f.is_dir()}


def test_the_way_back_is_known_after_every_switch(settings, used):
    used(A)
    assert (current_id(settings), previous_id(settings)) == (A, None)
    used(B)
    assert (current_id(settings), previous_id(settings)) == (B, A)
    used(A)
    assert (current_id(settings), previous_id(settings)) == (A, B)
    used(A)
    assert (current_id(settings), previous_id(settings)) == (A, B)


def test_a_switch_that_breaks_off_leaves_the_way_back_of_the_one_in_use(
    settings, used, monkeypatch
):
    used(A, B)
    make(settings, C)

    def replacing_but_current(path):
        if path.name == "current":
            raise OSError(28, "No space left on device")
        return replacing(path)

    with monkeypatch.context() as patch:
        patch.setattr(indexes, "replacing", replacing_but_current)
        with pytest.raises(OSError, match="No space left"):
            use(settings, C)
    assert (current_id(settings), previous_id(settings)) == (B, A)


def test_an_index_that_is_gone_is_no_way_back(settings, used):
    used(A, B)
    shutil.rmtree(index_root(settings) / A)
    assert previous_id(settings) is None


# --- what is kept


@pytest.mark.parametrize(
    ("keep", "left"), [(1, {D}), (2, {C, D}), (3, {B, C, D}), (9, {A, B, C, D})]
)
def test_the_latest_are_kept(settings, used, keep, left):
    used(A, B, C, D)
    removed = tidy_up(settings.model_copy(update={"keep_indexes": keep}))
    assert there(settings) == left
    assert set(removed) == {A, B, C, D} - left


def test_after_going_back_the_one_gone_back_to_is_kept(settings, used):
    used(A, B, C)
    tidy_up(settings)
    used(B, D)
    tidy_up(settings)
    assert there(settings) == {B, D}


def test_remains_of_runs_that_broke_off_are_removed(settings, used):
    used(A, B)
    make(settings, C)
    for name in (D, ".removed-" + D):
        (index_root(settings) / name / "store").mkdir(parents=True)
        (index_root(settings) / name / "store" / "half").touch()
    assert set(tidy_up(settings)) == {C, D}
    assert there(settings) == {A, B}


def test_what_is_not_ours_is_left_alone(settings, used):
    used(A)
    for name in ("documents", ".snapshot", "collections"):
        (index_root(settings) / name).mkdir()
    tidy_up(settings)
    assert there(settings) == {A, "documents", ".snapshot", "collections"}
    assert [held.id for held in held_indexes(settings)] == [A]


def test_without_an_index_in_use_nothing_is_removed(settings, used):
    used(A, B)
    (index_root(settings) / "current").unlink()
    assert tidy_up(settings) == []
    assert there(settings) == {A, B}


def test_an_index_that_is_read_stays_until_it_is_let_go(settings, used):
    used(A, B, C)
    hold = Hold(index_root(settings) / A)
    assert tidy_up(settings) == []
    assert there(settings) == {A, B, C}
    hold.release()
    assert tidy_up(settings) == [A]


def test_a_folder_that_cannot_be_renamed_is_removed_all_the_same(settings, used, monkeypatch):
    used(A, B, C)

    def barred(path, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.rename", barred)
    assert tidy_up(settings) == [A]
    assert there(settings) == {B, C}


def test_a_folder_that_cannot_be_removed_fails_nothing(settings, used, monkeypatch, caplog):
    used(A, B, C)

    def barred(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.rename", barred)
    monkeypatch.setattr("pathlib.Path.unlink", barred)
    assert tidy_up(settings) == []
    assert "stays for now" in caplog.text


# --- what there is


def test_every_index_is_listed_newest_first(settings, used):
    used(A, B)
    make(settings, C, format=1)
    (index_root(settings) / D).mkdir()
    held = held_indexes(settings)
    assert [(h.id, h.in_use, h.previous, h.usable) for h in held] == [
        (D, False, False, False),
        (C, False, False, False),
        (B, True, False, True),
        (A, False, True, True),
    ]
    assert held[0].manifest is None
    assert held[1].manifest.format == 1
    assert held[2].size > 0


def test_without_a_folder_there_are_none(settings):
    assert held_indexes(settings) == []


@pytest.mark.parametrize("name", ["kettle", "..", "", "current", f"{A}/store"])
def test_an_unknown_index_is_refused_with_those_there_are(settings, used, name):
    used(A, B)
    with pytest.raises(UnknownIndex, match=f"choose from: {B}, {A}"):
        index_folder(settings, name)
    assert index_folder(settings, A) == index_root(settings) / A


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../elsewhere", b"a\x00b", b"/etc"])
def test_a_damaged_pointer_names_no_index(settings, used, content):
    used(A)
    (index_root(settings) / "current").write_bytes(content)
    assert current_id(settings) is None
    assert previous_id(settings) is None
