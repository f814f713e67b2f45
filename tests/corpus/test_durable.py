import os
from pathlib import Path

import pytest

from corpus.durable import replacing, sync_tree


@pytest.fixture
def forced(monkeypatch):
    """Names of what was forced to disk, in order."""
    names = []
    inner = os.fsync

    def fsync(opened):
        names.append(Path(f"/proc/self/fd/{opened}").readlink().name)
        inner(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    return names


def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path):
    note = tmp_path / "note"
    note.write_text("old", "utf-8")
    with replacing(note) as file:
        file.write(b"new")
        file.flush()
        assert note.read_text("utf-8") == "old"
    assert note.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [note]


def test_what_breaks_off_leaves_the_old_file(tmp_path):
    note = tmp_path / "note"
    note.write_text("old", "utf-8")

    def half():
        with replacing(note) as file:
            file.write(b"half of the n")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        half()
    assert note.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [note]


def test_contents_are_forced_to_disk_before_the_name(tmp_path, forced, monkeypatch):
    replace = Path.replace

    def named(draft, target):
        forced.append(f"{draft.name} -> {target.name}")
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", named)
    with replacing(tmp_path / "note") as file:
        file.write(b"kettle")
    assert forced == ["note.new", "note.new -> note", tmp_path.name]


def test_a_tree_is_forced_to_disk_files_first(tmp_path, forced):
    (tmp_path / "tea" / "pot").mkdir(parents=True)
    for name in ("kettle", "tea/leaf", "tea/pot/lid"):
        (tmp_path / name).touch()
    sync_tree(tmp_path)
    assert set(forced) == {"kettle", "tea", "leaf", "pot", "lid", tmp_path.name}
    assert forced.index("lid") < forced.index("pot") < forced.index("tea")
    assert forced[-1] == tmp_path.name
