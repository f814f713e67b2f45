import os

import pytest

from corpus import holding
from corpus.errors import IndexMissing
from corpus.holding import MARKER, Hold, claimed


def test_what_is_held_cannot_be_claimed(tmp_path):
    first, second = Hold(tmp_path), Hold(tmp_path)
    first.release()
    with claimed(tmp_path) as free:
        assert not free
    second.release()
    second.release()
    with claimed(tmp_path) as free:
        assert free


def test_what_is_being_removed_cannot_be_held(tmp_path):
    with claimed(tmp_path), pytest.raises(IndexMissing, match="is being removed"):
        Hold(tmp_path)
    Hold(tmp_path).release()


def test_a_folder_that_may_only_be_read_is_held_all_the_same(tmp_path, monkeypatch):
    (tmp_path / MARKER).touch()
    opened = os.open

    def barred(path, flags, *mode):
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", barred)
        held = Hold(tmp_path)
    with claimed(tmp_path) as free:
        assert not free
    held.release()


def test_without_a_marker_that_can_be_opened_nothing_is_held(tmp_path):
    Hold(tmp_path / "nowhere").release()
    with claimed(tmp_path / "nowhere") as free:
        assert free


def test_without_locks_nothing_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr(holding, "_LOCKS", False)
    Hold(tmp_path)
    with claimed(tmp_path) as free:
        assert free
    assert not list(tmp_path.iterdir())
