"""A full disk at any write: one sentence, nothing left behind, the old index answers."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
from contextlib import suppress

import pytest
from children import in_child
from test_killed import calls_of
from watching import Watch

from corpus.errors import DiskFull, HomeUnwritable, StoreUnavailable
from ingest.full_disk import disk_errors, require_space

BATCHES = 4

NEEDS_SPACE = ("open ", "connect ", "os.mkdir", "before fsync", "before _write", "before upsert")
"""Calls that fail on a full disk; renaming and removing go on."""


def with_full_disk(house, number, code):
    """Ingest on a disk that is full from a call on; then free it and ingest again."""
    full = [True]

    def fail(at, name):
        if full[0] and at >= number and name.startswith(NEEDS_SPACE):
            raise OSError(code, os.strerror(code))

    def work():
        watch = Watch(house.folder / "home", fail)
        said = ""
        try:
            house.ingest()
        except DiskFull as error:
            said = str(error)
        full[0] = watch.on = False
        return said, house.folders(), house.aftermath()

    return in_child(work).got()


@pytest.fixture(scope="session")
def writing_calls(paper_house):
    names = calls_of(paper_house[0])
    last = names.index("os.rename current.new")
    found = [n for n, name in enumerate(names) if name.startswith(NEEDS_SPACE)]
    return [n for n in found if n <= last], last


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_space_at_any_write(paper, writing_calls, batch):
    house, known = paper
    for number in writing_calls[0][batch::BATCHES]:
        before = house.folders()
        said, folders, found = with_full_disk(house, number, errno.ENOSPC)
        assert "There is no space left in" in said, number
        assert "Free some space and run “rulebridge ingest” again" in said
        assert folders == before, number
        assert found.used == known.old_id
        known.check(found, f"call {number}")
        house.reset()


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EFBIG])
def test_a_quota_is_a_full_disk_as_well(paper, writing_calls, code):
    house, known = paper
    said, _, found = with_full_disk(house, writing_calls[0][-4], code)
    assert "no space left" in said
    known.check(found, "quota")


def test_a_disk_that_fills_up_after_the_switch_undoes_nothing(paper, writing_calls):
    house, known = paper
    said, _, found = with_full_disk(house, writing_calls[1] + 1, errno.ENOSPC)
    assert found.used != known.old_id
    known.check(found, said)


@pytest.mark.parametrize("limit", [1_000, 20_000, 400_000, 2_000_000, 20_000_000, 33_000_000])
def test_the_engine_runs_out_of_space(edge, limit):
    house, known = edge

    def work():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with suppress(DiskFull, HomeUnwritable):
            house.ingest()
            return "ingested"
        return "refused"

    ended = in_child(work)
    # A memory-mapped file that cannot grow kills the process: no loss, but no sentence either.
    assert ended.signal or ended.got() == "refused"
    assert house.used() == known.old_id
    known.check(in_child(house.aftermath).got(), f"{limit} bytes")


# --- what is said


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        StoreUnavailable("The passage index failed (IO: No space left on device (os error 28))"),
        sqlite3.OperationalError("database or disk is full"),
    ],
    ids=["system", "engine", "table"],
)
def test_every_part_says_it_in_the_same_sentence(tmp_path, error):
    with (
        pytest.raises(DiskFull, match=r"no space left in .*; what was begun is removed"),
        disk_errors(tmp_path),
    ):
        raise error


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.EIO, "Input/output error"),
        sqlite3.OperationalError("disk I/O error"),
    ],
    ids=["barred", "system", "table"],
)
def test_a_folder_that_cannot_be_written_is_named_with_the_reason(tmp_path, error):
    with (
        pytest.raises(HomeUnwritable, match=r"cannot be written \(.*\); .*RULEBRIDGE_HOME") as said,
        disk_errors(tmp_path),
    ):
        raise error
    assert (getattr(error, "strerror", None) or str(error)) in str(said.value)


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOENT, "No such file or directory"), StoreUnavailable("x")]
)
def test_other_failures_stay_what_they_are(tmp_path, error):
    with pytest.raises(type(error)) as caught, disk_errors(tmp_path):
        raise error
    assert caught.value is error


@pytest.mark.parametrize(
    ("passages", "on_server", "fits"),
    [(100, False, True), (20_000, False, False), (1000, True, True), (30_000, True, False)],
)
def test_too_little_space_is_noticed_before_anything_is_written(
    tmp_path, monkeypatch, passages, on_server, fits
):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("Usage", (), {"free": 2**28})())
    if fits:
        require_space(tmp_path, passages, 384, on_server=on_server)
        return
    with pytest.raises(DiskFull, match=r"needs about \d+ MB in .*, where 256 MB are free"):
        require_space(tmp_path, passages, 384, on_server=on_server)
