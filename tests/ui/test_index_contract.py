from __future__ import annotations

import pytest
from kettles import INSTALLED

from corpus.indexes import HeldIndex
from corpus.manifest import FORMAT
from ingest.report import Fate, IngestReport, TextChange
from ingest.verification.findings import CheckName, Verification
from ui.index_contract import held_record, report_record, verification_record

GONE = INSTALLED.texts[0].model_copy(update={"version": "1912-04-14"})


def test_a_report_names_every_text_and_its_fate():
    changes = (
        TextChange(INSTALLED.texts[0], Fate.CHANGED, added=1, removed=2, changed=3),
        TextChange(INSTALLED.texts[1], Fate.NEW),
        TextChange(GONE, Fate.REMOVED),
    )
    report = IngestReport(
        INSTALLED,
        skipped={"a.pdf": "damaged"},
        seconds={"write": 1.5},
        embedded=7,
        changes=changes,
        previous="older",
    )
    record = report_record(report)
    assert list(record) == [
        *("index", "previous", "unchanged", "passages", "embedded", "texts", "skipped", "seconds")
    ]
    fates = {(t["instrument"], t["version"], t["language"]): t["fate"] for t in record["texts"]}
    assert len(record["texts"]) == len(INSTALLED.texts) + 1
    assert fates[GONE.key[:3]] == "removed"
    first = record["texts"][0]
    assert (first["fate"], first["provisions_changed"]) == ("changed", 3)
    assert (first["provisions_added"], first["provisions_removed"]) == (1, 2)
    assert record["skipped"] == [{"file": "a.pdf", "reason": "damaged"}]
    assert (record["embedded"], record["previous"]) == (7, "older")


def test_where_nothing_was_done_every_text_is_as_it_was():
    record = report_record(IngestReport(INSTALLED, unchanged=True))
    assert {text["fate"] for text in record["texts"]} == {"unchanged"}
    assert (record["unchanged"], record["previous"]) == (True, None)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"in_use": True}, "in-use"),
        ({"previous": True}, "previous"),
        ({}, "kept"),
        ({"manifest": None}, "incomplete"),
        ({"manifest": INSTALLED.model_copy(update={"format": FORMAT + 1})}, "other-format"),
    ],
)
def test_the_state_of_an_index(fields, state):
    given = {"manifest": INSTALLED, "in_use": False, "previous": False, "size": 5} | fields
    record = held_record(HeldIndex("first", **given))
    assert record["state"] == state
    assert record["bytes"] == 5
    assert record["engine"] == ("local" if given["manifest"] else None)


def test_where_a_server_is_is_not_said():
    with_key = INSTALLED.model_copy(update={"location": "http://ada:kettle@store.example:6333"})
    record = held_record(HeldIndex("first", with_key, in_use=True, previous=False, size=0))
    assert "kettle" not in str(record)
    assert record["engine"] == "server"


def test_a_verification_names_every_check_and_problem():
    found = Verification("first", seconds=1.5)
    found.checks[CheckName.FILES].expect(False, "file", file="means.npz")
    record = verification_record(found)
    assert (record["id"], record["sound"], record["seconds"]) == ("first", False, 1.5)
    assert [check["check"] for check in record["checks"]] == [name.value for name in CheckName]
    assert record["checks"][0] == {
        "check": "files",
        "looked_at": 1,
        "failed": 1,
        "problems": [{"problem": "file", "words": "means.npz is missing"}],
    }
