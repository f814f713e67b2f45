import hashlib
from datetime import date

import pytest

from corpus.errors import UnreadableSource, UsageError
from ingest import sources
from ingest.sources import find_sources

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>
<h1>水壶管理办法</h1><p>第一条　为了泡茶，制定本办法。</p>
<p>第二条　水壶应当鸣笛。</p></body></html>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cn-interim-measures_zh-Hans.html").write_text(PAGE, "utf-8")
    (tmp_path / "holiday.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_only_known_files_are_taken(folder):
    assert [s.path.name for s in find_sources(folder)] == ["cn-interim-measures_zh-Hans.html"]


def test_instruments_can_be_chosen(folder):
    assert find_sources(folder, ["cap-486"]) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no folder “.*nowhere”; name a folder"):
        find_sources(tmp_path / "nowhere")


def test_provisions_carry_edition_and_hash(folder):
    (source,) = find_sources(folder)
    data = source.read()
    parsed = source.parse(data)
    edition = parsed.provisions[0].edition
    assert (edition.instrument, edition.version) == ("cn-genai", "2023-08-15")
    assert edition.source_sha256 == hashlib.sha256(data).hexdigest()


def test_too_large_a_file_is_refused(folder, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 100)
    (source,) = find_sources(folder)
    with pytest.raises(UnreadableSource, match="more than the 0 MB that a source file may have"):
        source.read()


@pytest.mark.official
@pytest.mark.parametrize(
    ("locator", "day"),
    [
        ("eu-ai-act/art_5/par_1/pnt_ba", date(2026, 12, 2)),
        ("eu-ai-act/art_6/par_2", date(2027, 12, 2)),
        ("eu-ai-act/art_6/par_5", date(2026, 8, 2)),
        ("eu-ai-act/art_102", date(2026, 7, 27)),
        ("eu-ai-act/anx_III", None),
    ],
)
def test_commencement_of_the_act_in_force(official, locator, day):
    source = next(s for s in find_sources(official) if s.version.id == "2026-07-27")
    found = {p.locator: p for p in source.parse(source.read()).provisions}
    assert found[locator].applies_from == day


@pytest.mark.official
def test_every_commencement_rule_names_provisions_that_exist(official):
    for source in find_sources(official):
        locators = {p.locator for p in source.parse(source.read()).provisions}
        named = {
            f"{source.instrument.id}/{n}" for c in source.version.commencement for n in c.locators
        }
        assert named <= locators
