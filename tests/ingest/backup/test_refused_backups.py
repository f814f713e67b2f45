"""An archive that is not what it says is refused in a sentence, and nothing is changed."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections import namedtuple

import numpy as np
import pytest

from corpus.errors import BackupRefused, DiskFull, IndexDamaged, RuleBridgeError
from corpus.index import Index
from corpus.manifest import FORMAT as INDEX_FORMAT
from corpus.manifest import current_id, index_root
from ingest.backup import restoring
from ingest.backup.inventory import FORMAT, INVENTORY, Member
from ingest.backup.placing import Placing
from ingest.backup.points import BadPiece, unpacked
from ingest.backup.restoring import restore


class Forge:
    """Takes a backup apart and puts it together again, a little different."""

    def __init__(self, path, target):
        with zipfile.ZipFile(path) as archive:
            self.members = {i.filename: archive.read(i) for i in archive.infolist()}
        self.inventory = json.loads(self.members.pop(INVENTORY))
        self.target = target
        self.infos = {}

    def member(self, path):
        return next(m for m in self.inventory["members"] if m["path"] == path)

    def write(self):
        with zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.members.items():
                archive.writestr(self.infos.get(name, name), data)
            archive.writestr(INVENTORY, json.dumps(self.inventory))
        return self.target

    def add(self, path, data=b"x"):
        import hashlib

        digest = hashlib.sha256(data).hexdigest()
        self.members[path] = data
        self.inventory["members"].append({"path": path, "size": len(data), "sha256": digest})


@pytest.fixture
def forge(saved, tmp_path):
    return Forge(saved[1].path, tmp_path / "forged.zip")


@pytest.fixture
def new(installation):
    """An installation that has something, which has to be as it was in the end."""
    made = installation("new")
    made.furnish()
    (made.home / "users.json").write_text('{"ada": {}}')
    yield made
    assert (made.home / "users.json").read_text() == '{"ada": {}}'
    assert current_id(made.settings) is None
    assert not list(made.home.glob("before-restore-*"))
    assert not list(made.home.glob(".restoring-*"))
    assert not list(index_root(made.settings).glob("2*"))


def _flip(forge):
    data = bytearray(forge.members["index/provisions.sqlite"])
    data[len(data) // 2] ^= 1
    forge.members["index/provisions.sqlite"] = bytes(data)


def _longer(forge):
    forge.members["users.json"] = b""
    forge.members["accounts/users.json"] += b" "


def _missing(forge):
    forge.members.pop("feedback/feedback.jsonl")


def _extra(forge):
    forge.members["documents/shared/notes/extra"] = b"x"


def _link(forge):
    info = zipfile.ZipInfo("accounts/users.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    forge.infos["accounts/users.json"] = info


def _bomb(forge):
    forge.members["feedback/feedback.jsonl"] = bytes(50_000_000)


def _bomb_by_inventory(forge):
    forge.members["feedback/feedback.jsonl"] = bytes(50_000_000)
    forge.member("feedback/feedback.jsonl")["size"] = 50_000_000


def _in_the_way(forge):
    forge.add("documents/shared/notes/document.json/below")


def _twice(forge):
    forge.add("accounts/USERS.json")


def _not_ours(forge):
    forge.inventory["rulebridge"] = "cookbook"


def _unknown_field(forge):
    forge.inventory["and"] = "more"


def _unreadable_index(forge):
    forge.inventory["index"] = {"format": INDEX_FORMAT, "id": 3}


@pytest.mark.parametrize(
    "change",
    [
        _flip, _longer, _missing, _extra, _link, _bomb, _bomb_by_inventory, _in_the_way, _twice,
        _not_ours, _unknown_field, _unreadable_index,
    ],
)  # fmt: skip
def test_an_altered_archive_is_refused(forge, new, change):
    change(forge)
    with pytest.raises(BackupRefused, match=r"forged\.zip is refused: .*Nothing was changed\.$"):
        restore(new.settings, forge.write())


@pytest.mark.parametrize(
    "path",
    [
        "../evil", "/etc/evil", "sources/../../evil", "sources/./evil", "sources//evil", "evil",
        "sources\\..\\evil", "C:/evil", "sources/a\x00b", "sources/new\nline", "sources/evil ",
        "sources/" + "e" * 500, "elsewhere/evil", "sources/",
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(forge, new, path):
    forge.add(path)
    with pytest.raises(BackupRefused, match="Nothing was changed"):
        restore(new.settings, forge.write())
    assert not list(new.home.parent.glob("**/*evil*"))


def test_a_member_knows_its_part():
    assert Member(path="index/a/b", size=0, sha256="0" * 64).part == "index"


@pytest.mark.parametrize(
    "data", [b"", b"no zip at all", b"PK\x03\x04" + bytes(40), b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_backup_is_refused(new, tmp_path, data):
    (tmp_path / "cake.zip").write_bytes(data)
    with pytest.raises(BackupRefused, match=r"cake\.zip is refused: it"):
        restore(new.settings, tmp_path / "cake.zip")


def test_a_backup_that_is_not_there_is_refused(new, tmp_path):
    with pytest.raises(BackupRefused, match="No such file"):
        restore(new.settings, tmp_path / "away.zip")


def test_a_cut_archive_is_refused(saved, new, tmp_path):
    whole = saved[1].path.read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(BackupRefused, match="cannot be opened"):
        restore(new.settings, tmp_path / "cut.zip")


def test_a_newer_archive_is_refused_with_the_way_out(forge, new):
    forge.inventory |= {"format": FORMAT + 1, "unheard": "of"}
    with pytest.raises(BackupRefused, match=r"made by a newer RuleBridge; upgrade this one"):
        restore(new.settings, forge.write())


def test_a_newer_index_is_refused_with_the_way_out(forge, new):
    forge.inventory["index"] = {"format": INDEX_FORMAT + 1, "unheard": "of"}
    with pytest.raises(BackupRefused, match=r"upgrade this program, or .* --without-index"):
        restore(new.settings, forge.write())


def test_an_older_index_is_refused_with_the_way_out(forge, new):
    forge.inventory["index"]["format"] = INDEX_FORMAT - 1
    with pytest.raises(BackupRefused, match=r"--outdated .* anew from its vectors"):
        restore(new.settings, forge.write())


def test_an_older_index_can_be_taken_for_its_vectors(forge, installation):
    forge.inventory["index"]["format"] = INDEX_FORMAT - 1
    home = installation("older")
    done = restore(home.settings, forge.write(), outdated=True)
    assert done.rebuild
    with pytest.raises(RuleBridgeError, match=r"rulebridge ingest.* anew"):
        Index.open(home.settings)
    # What the next ingestion looks for.
    assert (index_root(home.settings) / done.index.id / "vectors.npz").is_file()


def test_the_rest_of_another_format_can_be_put_back_without_the_index(forge, installation):
    forge.inventory["index"]["format"] = INDEX_FORMAT + 7
    home = installation("rest")
    assert restore(home.settings, forge.write(), index=False).index is None
    assert (home.home / "users.json").is_file()


def test_another_fingerprint_is_refused(saved, forge, new):
    forge.add("feedback/more.jsonl", b"slipped in")
    with pytest.raises(BackupRefused, match="not the one with that fingerprint"):
        restore(new.settings, forge.write(), fingerprint=saved[1].fingerprint)


@pytest.mark.parametrize(
    "change", [{"passages": 31}, {"passages": 29}], ids=["too few", "too many"]
)
def test_an_index_that_does_not_verify_is_not_used(forge, new, change):
    forge.inventory["index"] |= change
    with pytest.raises(IndexDamaged, match="holds 30 passages instead of"):
        restore(new.settings, forge.write())


def test_a_full_disk_is_said_before_anything_is_unpacked(saved, new, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: usage(9, 9, 1 << 20))
    monkeypatch.setattr(restoring, "_staging", None)
    with pytest.raises(DiskFull, match=r"needs \d+ MB in .*, where 1 MB are free"):
        restore(new.settings, saved[1].path)


def test_a_failure_in_the_middle_puts_everything_back(saved, new, monkeypatch):
    def fail(settings, index_id):
        raise RuntimeError("the disk died")

    monkeypatch.setattr(restoring, "use", fail)
    with pytest.raises(RuntimeError, match="the disk died"):
        restore(new.settings, saved[1].path)
    assert (new.home / "documents/shared/notes/document.json").is_file()


def test_placing_is_undone_in_reverse(tmp_path):
    (tmp_path / "new").write_text("new")
    (tmp_path / "place").write_text("old")

    def place():
        with Placing(tmp_path / "kept") as placing:
            placing.put(tmp_path / "new", tmp_path / "place", "place")
            assert (tmp_path / "place").read_text() == "new"
            assert (tmp_path / "kept" / "place").read_text() == "old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place()
    assert (tmp_path / "place").read_text() == "old"
    assert (tmp_path / "new").read_text() == "new"
    assert not (tmp_path / "kept").exists()


def _piece(**changed):
    given = {
        "ids": np.array(["a", "b"]),
        "payloads": np.frombuffer(b"[{}, {}]", np.uint8),
        "dense": np.ones((2, 3), np.float32),
        "centred": np.full((2, 3), np.nan, np.float32),
        "ends": np.array([1, 1]),
        "terms": np.array([7], np.uint32),
        "weights": np.array([0.5], np.float32),
    }
    opened = io.BytesIO()
    np.savez(opened, **given | changed)
    return opened.getvalue()


def test_a_piece_of_passages_gives_what_was_packed():
    first, second = unpacked(_piece())
    assert (first.id, first.vectors["sparse"].indices) == ("a", (7,))
    assert (second.id, list(second.vectors)) == ("b", ["dense"])


@pytest.mark.parametrize(
    "data",
    [
        b"nothing", _piece(payloads=np.frombuffer(b"[{}]", np.uint8)),
        _piece(payloads=np.frombuffer(b"[1, 2]", np.uint8)), _piece(ends=np.array([1, 9])),
        _piece(ids=np.array(["a"])), _piece(payloads=np.frombuffer(b"\xff", np.uint8)),
        _piece(ids=np.array([print, print], dtype=object)),
    ],
)  # fmt: skip
def test_a_piece_that_does_not_hold_together_is_said(data):
    with pytest.raises(BadPiece, match="a piece of passages"):
        list(unpacked(data))
