"""A backup put back is the installation that was saved, on either engine."""

from __future__ import annotations

import json
import stat
import zipfile
from collections import namedtuple

import pytest

from corpus.errors import (
    BackupFailed,
    DiskFull,
    IndexMissing,
    IngestRunning,
    StoreUnavailable,
    UsageError,
)
from corpus.index import Index
from corpus.indexes import held_indexes, previous_id
from corpus.manifest import current_id, current_manifest, index_root
from ingest.backup import saving
from ingest.backup.gathering import FEEDBACK
from ingest.backup.inventory import Engine, Part
from ingest.backup.restoring import restore
from ingest.backup.saving import backup
from ingest.locking import changing_indexes
from ui.feedback.store import FILE

NOT_SAVED = ("questions.log", "secret", "models/big", ".coming-1", ".lock", "in-use", "follows")


def test_everything_comes_back_in_another_home(saved, installation):
    old, made = saved
    new = installation("new")
    done = restore(new.settings, made.path, fingerprint=made.fingerprint)
    assert new.points() == old.points()
    assert done.parts == tuple(Part)
    assert (done.kept, done.rebuild) == (None, False)
    assert done.searched == 90
    assert len(new.points()) == 30
    for name in (
        "sources/kettle-act/v1/act.xml", "sources/versions.toml", "catalogue/kettles.toml",
        "documents/shared/notes/passages.npz", "users.json", "keys.json", "feedback.jsonl",
    ):  # fmt: skip
        assert (new.home / name).read_bytes() == (old.home / name).read_bytes()
    with new.opened() as index:
        assert index.provisions.get("kettle-act/art_3")[0].text.startswith("Kettle number 2")
        assert index.means.questions["en"].tolist() == [1] * 8
    assert not list(new.home.glob(".restoring-*"))


def test_what_is_private_or_made_again_is_not_saved(saved):
    names = [member.path for member in saved[1].inventory.members]
    assert not [n for n in names if any(part in n for part in NOT_SAVED)]
    assert "index/manifest.json" in names
    assert any(n.startswith("passages/segments/") for n in names)


def test_a_backup_is_for_its_owner_alone(saved):
    assert stat.S_IMODE(saved[1].path.stat().st_mode) == 0o600


def test_passwords_are_left_out_where_wanted(saved, installation, tmp_path):
    old, made = saved
    other = backup(old.settings, tmp_path / "open.zip", accounts=False)
    assert Part.ACCOUNTS not in other.inventory.parts
    new = installation("new")
    restore(new.settings, made.path, accounts=False)
    assert not (new.home / "users.json").exists()


def test_accounts_go_where_the_settings_say(saved, installation, tmp_path):
    new = installation("new", users_file=tmp_path / "etc" / "readers.json")
    restore(new.settings, saved[1].path)
    assert (tmp_path / "etc" / "readers.json").read_text() == '{"mei": {}}'


def test_what_was_there_is_kept_and_the_index_can_be_rolled_back(saved, installation):
    new = installation("new")
    before = new.write_index(5)
    new.furnish()
    (new.home / "users.json").write_text('{"ada": {}}')
    done = restore(new.settings, saved[1].path)
    assert json.loads((done.kept / "accounts/users.json").read_text()) == {"ada": {}}
    assert (done.kept / "documents/shared/notes/document.json").is_file()
    assert previous_id(new.settings) == before.id
    assert len(new.points()) == 30
    assert [h.usable for h in held_indexes(new.settings)] == [True, True]
    with Index.open(new.settings, index_id=before.id) as index:
        assert index.store.count() == 5


def test_restoring_twice_is_restoring_once(saved, installation):
    new = installation("new")
    first = restore(new.settings, saved[1].path)
    second = restore(new.settings, saved[1].path)
    assert first.index.id != second.index.id
    assert len(new.points()) == 30


def test_a_backup_is_made_while_the_index_is_searched(saved, installation, tmp_path):
    old, _ = saved
    with old.opened() as serving:
        made = backup(old.settings, tmp_path)
        assert serving.store.count() == 30
    assert made.path.parent == tmp_path
    new = installation("new")
    assert restore(new.settings, made.path).searched == 90


def test_an_index_that_changes_while_it_is_saved_is_no_backup(installation, tmp_path):
    old = installation()
    old.write_index(3)
    store = index_root(old.settings) / current_id(old.settings) / "store"

    def disturb(part, members):
        (store / "segments" / "late").write_text(f"{part} {members}")

    with pytest.raises(BackupFailed, match="changed while"):
        backup(old.settings, tmp_path / "torn.zip", progress=disturb)
    assert not (tmp_path / "torn.zip").exists()


def test_the_index_alone_stays_out(saved, installation):
    new = installation("new")
    done = restore(new.settings, saved[1].path, index=False)
    assert done.index is None
    assert current_id(new.settings) is None
    assert (new.home / "sources/versions.toml").is_file()


def test_without_an_index_the_rest_is_saved(installation, tmp_path):
    home = installation()
    home.furnish()
    made = backup(home.settings, tmp_path)
    assert made.inventory.index is None
    new = installation("new")
    assert restore(new.settings, made.path).index is None
    assert (new.home / "users.json").is_file()


def test_nothing_to_save_is_said(installation, tmp_path):
    with pytest.raises(IndexMissing, match="nothing to save"):
        backup(installation().settings, tmp_path / "none.zip")
    assert not list(tmp_path.glob("none*"))


def test_a_file_that_is_there_is_not_overwritten(saved):
    with pytest.raises(UsageError, match="already"):
        backup(saved[0].settings, saved[1].path)


def test_a_folder_that_is_not_there_is_said(saved, tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        backup(saved[0].settings, tmp_path / "away" / "kettles.zip")


def test_a_full_disk_is_said_before_anything_is_written(saved, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(saving.shutil, "disk_usage", lambda _: usage(9, 9, 1024))
    with pytest.raises(DiskFull, match=r"may need \d+ MB in .*, where 0 MB are free"):
        backup(saved[0].settings, tmp_path / "full.zip")
    assert not list(tmp_path.iterdir())


def test_it_waits_for_no_ingestion(saved, installation):
    new = installation("new")
    with changing_indexes(new.settings), pytest.raises(IngestRunning):
        restore(new.settings, saved[1].path)
    assert current_id(new.settings) is None


def test_feedback_is_where_the_faces_keep_it():
    assert FEEDBACK == FILE


@pytest.mark.parametrize("snapshot", [False, True])
def test_a_server_to_a_server(on_server, qdrant, tmp_path, snapshot):
    old, new = on_server("old"), on_server("new")
    old.write_index()
    made = backup(old.settings, tmp_path, snapshot=snapshot)
    assert made.inventory.engine is (Engine.SNAPSHOT if snapshot else Engine.POINTS)
    assert not qdrant.snapshots
    restore(new.settings, made.path)
    assert new.points() == old.points()
    assert len(qdrant.names()) == 2
    assert current_manifest(new.settings).location == qdrant.url


def test_a_folder_to_a_server_and_back(saved, on_server, installation, tmp_path):
    old, made = saved
    served = on_server()
    restore(served.settings, made.path)
    assert served.points() == old.points()
    back = installation("back")
    restore(back.settings, backup(served.settings, tmp_path).path)
    assert back.points() == old.points()
    assert current_manifest(back.settings).location == ""


def test_a_snapshot_needs_a_server_on_both_sides(saved, on_server, installation, tmp_path):
    with pytest.raises(UsageError, match="leave --snapshot out"):
        backup(saved[0].settings, tmp_path / "s.zip", snapshot=True)
    served = on_server()
    served.write_index()
    made = backup(served.settings, tmp_path, snapshot=True)
    new = installation("new")
    with pytest.raises(Exception, match="set RULEBRIDGE_QDRANT_URL"):
        restore(new.settings, made.path)
    assert current_id(new.settings) is None
    assert not [f for f in index_root(new.settings).iterdir() if f.name.startswith("2026")]


def test_a_snapshot_of_one_machine_of_a_cluster_is_refused(on_server, qdrant, tmp_path):
    served = on_server()
    served.write_index()
    qdrant.peers = 3
    with pytest.raises(UsageError, match="without --snapshot"):
        backup(served.settings, tmp_path / "s.zip", snapshot=True)
    assert not (tmp_path / "s.zip").exists()
    assert backup(served.settings, tmp_path).inventory.engine is Engine.POINTS


def test_a_server_that_does_not_take_it_leaves_nothing(saved, on_server, qdrant, tmp_path):
    served = on_server("old")
    served.write_index()
    made = backup(served.settings, tmp_path, snapshot=True)
    new = on_server("new")
    qdrant.spoil = True
    with pytest.raises(StoreUnavailable, match="answered 400"):
        restore(new.settings, made.path)
    assert current_id(new.settings) is None


def test_an_archive_opens_with_any_zip_program(saved):
    with zipfile.ZipFile(saved[1].path) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("backup.json"))["rulebridge"] == "backup"
