"""Changed texts, compared and accepted as versions beside the old."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from kettle_law import ARTICLES, MEASURES, PRIVACY, measures, ordinance

from corpus.catalogue import catalogue
from corpus.changes import Turn
from corpus.errors import NothingPending, SourcesUnwritable, UnreadableSource, UsageError
from corpus.found_versions import FoundVersion, described, read_versions, versions_path
from corpus.provision import Status
from ingest.fetching.accepting import accept, waiting_texts
from ingest.fetching.hkel import Listed
from ingest.fetching.keeping import Origin, keep
from ingest.fetching.provenance import Accepted, record_of
from ingest.fetching.publishers import source_of
from ingest.fetching.reading import accepted_sources, preferred
from ingest.fetching.versions import written
from ingest.sources import find_sources

DAY = date(2027, 1, 1)
NEW = measures(ARTICLES[0], "水壶应当小声鸣笛。", *ARTICLES[2:], "水壶应当擦亮。")

pytestmark = pytest.mark.usefixtures("kettle_publishers")


@pytest.fixture
def come(shelf):
    """A file comes from a publisher."""

    def run(data, of=MEASURES, entry=None):
        origin = Origin("https://kettles.test/a", "https://kettles.test/b", entry=entry)
        return keep(shelf, source_of(of), data, origin)

    return run


@pytest.fixture
def changed(come, shelf):
    come(measures())
    come(NEW)
    return shelf


def versions_of(instrument, shelf):
    return described(catalogue().instrument(instrument), read_versions(shelf.home)).version


def test_the_change_is_shown_by_provision_and_word(changed):
    (waiting,) = waiting_texts(changed, "cn-genai")
    (change,) = waiting.changes.changed
    assert change.locator == "cn-genai/art_2"
    assert [s.words for s in change.words if s.turn is Turn.ADDED] == ["小声"]
    assert [p.locator for p in waiting.changes.added] == ["cn-genai/art_4"]
    assert waiting.changes.removed == ()
    assert waiting.before.version == "2023-08-15"


def test_accepting_makes_a_version_beside_the_old(changed):
    (record,) = accept(changed, "cn-genai", in_force_from=DAY)
    assert (record.version, record.accepted) == ("2027-01-01", Accepted.NEW_VERSION)
    found = accepted_sources(changed.home)
    assert [(s.version.id, s.path.name) for s in found] == [
        ("2023-08-15", "c_1690898327029107.htm"),
        ("2027-01-01", "c_1690898327029107.2027-01-01.htm"),
    ]
    assert [s.path.read_bytes() for s in found] == [measures(), NEW]
    assert changed.pending() == []


def test_versions_follow_each_other_without_a_gap(changed):
    accept(changed, "cn-genai", in_force_from=DAY)
    old, new = versions_of("cn-genai", changed)
    assert (old.in_force_to, new.in_force_from, new.in_force_to) == (date(2026, 12, 31), DAY, None)
    assert new.label.en == "in force from 1 January 2027, fetched from the publisher"
    assert [t.language for t in new.text] == ["zh-Hans"]
    assert new.text[0].authority == "authentic"


def test_the_pipeline_can_parse_both(changed):
    accept(changed, "cn-genai", in_force_from=DAY)
    old, new = (s.parse(s.read()) for s in accepted_sources(changed.home))
    assert (len(old.provisions), len(new.provisions)) == (3, 4)
    assert {p.edition.version for p in new.provisions} == {"2027-01-01"}
    assert {p.edition.in_force_to for p in old.provisions} == {date(2026, 12, 31)}


def test_what_comes_next_is_compared_with_what_was_accepted_last(changed, come):
    accept(changed, "cn-genai", in_force_from=DAY, version="second")
    assert come(NEW).result == "unchanged"
    come(measures("水壶。", "盖子。"))
    accept(changed, "cn-genai", in_force_from=date(2028, 1, 1))
    assert [v.id for v in versions_of("cn-genai", changed)] == [
        "2023-08-15",
        "second",
        "2028-01-01",
    ]
    assert read_versions(changed.home).get("cn-genai", "2028-01-01").follows == "second"


def test_both_languages_join_one_version(shelf, come):
    later = Listed(DAY, "https://kettles.test/caps.zip", "", "", "cap_486_2027.xml")
    come(ordinance("One.", "Two.", "Three."), PRIVACY, later)
    accept(shelf, "cap-486")
    assert versions_path(shelf.home).read_text("utf-8").count("[[version]]") == 1
    added = FoundVersion(
        instrument="cap-486",
        id="2027-01-01",
        in_force_from=DAY,
        follows="2022-10-01",
        files={"zh-Hant": "z.xml"},
    )
    (joined,) = read_versions(shelf.home).with_(added).version
    assert joined.files == {"en": "cap486_en.2027-01-01.xml", "zh-Hant": "z.xml"}
    with pytest.raises(UsageError, match="in force from 2027-01-01; give another --version"):
        read_versions(shelf.home).with_(
            added.model_copy(update={"in_force_from": date(2028, 1, 1)})
        )


def test_the_publisher_s_date_is_enough(shelf, come):
    later = Listed(DAY, "https://kettles.test/caps.zip", "", "", "cap_486_2027.xml")
    come(ordinance(), PRIVACY, later)
    (waiting,) = waiting_texts(shelf, "cap-486")
    assert (waiting.before, len(waiting.changes.added)) == (None, 2)
    (record,) = accept(shelf, "cap-486")
    assert record.version == "2027-01-01"


def test_other_bytes_with_the_same_words_take_the_old_ones_place(come, shelf):
    come(measures())
    come(measures().replace(b"<body>", b"<body><!-- menu -->"))
    (waiting,) = waiting_texts(shelf, "cn-genai")
    assert not waiting.changes
    (record,) = accept(shelf, "cn-genai")
    assert (record.version, record.accepted) == ("2023-08-15", Accepted.SAME_WORDS)
    assert b"menu" in accepted_sources(shelf.home)[0].path.read_bytes()
    assert not versions_path(shelf.home).exists()


def test_accepting_that_broke_off_is_completed_by_the_next_try(changed, monkeypatch):
    def broken(*arguments):
        raise SourcesUnwritable("full")

    with monkeypatch.context() as patch:
        patch.setattr(changed, "accept", broken)
        with pytest.raises(SourcesUnwritable):
            accept(changed, "cn-genai", in_force_from=DAY)
    assert [s.version.id for s in accepted_sources(changed.home)] == ["2023-08-15"]
    accept(changed, "cn-genai", in_force_from=DAY)
    assert [s.version.id for s in accepted_sources(changed.home)] == ["2023-08-15", "2027-01-01"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "does not say from when"),
        (
            {"in_force_from": date(2023, 8, 15), "version": "2"},
            "follows one in force from 2023-08-15",
        ),
        ({"in_force_from": DAY, "version": "2023-08-15"}, "has a version 2023-08-15 of cn-genai"),
        ({"in_force_from": DAY, "version": "../x"}, "cannot name a version"),
        ({"in_force_from": DAY, "version": "a/b"}, "cannot name a version"),
        ({"in_force_from": DAY, "version": ".."}, "cannot name a version"),
        ({"in_force_from": DAY, "version": "pending"}, "cannot name a version"),
    ],
)
def test_a_version_that_cannot_be_is_refused(changed, options, message):
    with pytest.raises(UsageError, match=message):
        accept(changed, "cn-genai", **options)
    assert len(changed.pending()) == 1
    assert read_versions(changed.home).version == ()


def test_nothing_to_accept_is_said(shelf):
    with pytest.raises(NothingPending, match="No changed text of cap-486 waits"):
        accept(shelf, "cap-486")


def test_a_waiting_file_that_was_tampered_with_is_not_accepted(changed):
    ((path, _),) = changed.pending()
    path.write_bytes(measures("一。", "二。"))
    with pytest.raises(UnreadableSource, match="is not the file that was fetched"):
        accept(changed, "cn-genai", in_force_from=DAY)


def test_a_damaged_record_is_said(changed):
    ((path, _),) = changed.accepted()
    record_of(path).write_text("{", "utf-8")
    with pytest.raises(SourcesUnwritable, match="cannot be read"):
        changed.accepted()


@pytest.mark.parametrize("words", ["[[version]]", "version = 3", "\x00", "[[version]]\nid = 3"])
def test_a_damaged_list_of_versions_is_said(shelf, words):
    shelf.write(versions_path(shelf.home), words.encode())
    with pytest.raises(SourcesUnwritable, match=r"versions\.toml cannot be read"):
        read_versions(shelf.home)


def test_what_is_damaged_is_left_out_and_said_and_the_rest_is_used(changed):
    accept(changed, "cn-genai", in_force_from=DAY)
    shelf_of = changed.home
    skipped = {}
    versions = [s.version.id for s in accepted_sources(shelf_of, skipped)]
    assert (versions, skipped) == (["2023-08-15", "2027-01-01"], {})
    changed.write(versions_path(shelf_of), b"[[version]]")
    assert [s.version.id for s in accepted_sources(shelf_of, skipped)] == ["2023-08-15"]
    assert "versions.toml cannot be read" in skipped["versions.toml"]
    assert "2027-01-01 is not among those" in skipped["c_1690898327029107.2027-01-01.htm"]
    (old, _), _ = changed.accepted()
    old.write_bytes(b"tea")
    assert accepted_sources(shelf_of, skipped) == []
    assert "not the file that was fetched" in skipped[old.name]
    record_of(old).write_text("{", "utf-8")
    assert accepted_sources(shelf_of, skipped) == []
    assert "The record" in skipped[old.name]


def test_the_list_of_versions_reads_as_it_was_written(changed):
    accept(changed, "cn-genai", in_force_from=DAY)
    found = read_versions(changed.home)
    assert tomllib.loads(written(found))["version"][0]["in_force_from"] == DAY


def test_a_folder_that_cannot_be_written_is_said(shelf, come):
    shelf.home.mkdir(parents=True)
    shelf.folder.write_text("in the way")
    with pytest.raises(SourcesUnwritable, match="check the permissions and free space"):
        come(measures())


def test_a_section_that_comes_into_operation_is_a_change(shelf, come):
    entry = Listed(date(2022, 10, 1), "https://kettles.test/caps.zip", "", "", "a.xml")
    later = Listed(DAY, "https://kettles.test/caps.zip", "", "", "b.xml")
    pending = ordinance().replace(
        b'name="s2" status="operational"', b'name="s2" reason="notYetInOperation" status="pending"'
    )
    come(pending, PRIVACY, entry)
    come(ordinance(), PRIVACY, later)
    (change,) = waiting_texts(shelf, "cap-486")[0].changes.changed
    assert change.status == (Status.NOT_IN_OPERATION, Status.OPERATIVE)
    assert {s.turn for s in change.words} == {Turn.SAME}


def test_a_file_put_there_by_hand_comes_before_a_download(changed, tmp_path):
    accept(changed, "cn-genai", in_force_from=DAY)
    (tmp_path / "cn-interim-measures_zh-Hans.html").write_bytes(measures())
    chosen = preferred(find_sources(tmp_path), accepted_sources(changed.home))
    assert [(s.version.id, s.path.parent.name) for s in chosen] == [
        ("2023-08-15", tmp_path.name),
        ("2027-01-01", "2027-01-01"),
    ]
