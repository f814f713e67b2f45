"""The provision table gives back what was written, and finds it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import IndexMismatch, IndexMissing, UnknownProvision, UsageError
from corpus.provision import (
    Authority,
    BindingForce,
    Edition,
    Note,
    Provision,
    Status,
    Term,
)
from corpus.provisions import ProvisionTable


def _edition(language="en", version="2026-01-01", **more) -> Edition:
    fields = {
        "instrument": "lamp-law",
        "jurisdiction": "hk",
        "version": version,
        "language": language,
        "authority": Authority.AUTHENTIC,
        "binding_force": BindingForce.STATUTE,
        "in_force_from": date(2026, 1, 1),
        "source_url": "https://example.org/lamp-law",
        "source_sha256": "ab" * 32,
    }
    return Edition.model_validate(fields | more)


def _law(edition: Edition, lines: list[str]) -> list[Provision]:
    """One section with a paragraph a line, the first of them with a point inside."""
    text = "\n".join(["1. Lamps", *lines])
    root = f"{edition.instrument}/s_1"
    shared = {"edition": edition, "root": root, "heading_path": ("Part 1",)}
    section = Provision(
        locator=root,
        kind="section",
        label="1.",
        heading="Lamps",
        text=text,
        body_start=9,
        span=(0, len(text)),
        order=1,
        notes=(Note(offset=3, text="as amended"),),
        terms=(Term(term="lamp", other="燈", other_language="zh-Hant"),),
        applies_from=date(2027, 1, 1),
        **shared,
    )
    found, start = [section], len("1. Lamps") + 1
    for n, line in enumerate(lines, start=1):
        place = {"text": line, "span": (start, start + len(line)), "order": n * 10}
        found.append(
            Provision(
                locator=f"{root}/ss_{n}", kind="subsection", label=f"({n})", **place, **shared
            )
        )
        start += len(line) + 1
    inner = found[1].model_copy(
        update={
            "locator": f"{root}/ss_1/p_a",
            "kind": "paragraph",
            "text": lines[0][:3],
            "span": (found[1].span[0], found[1].span[0] + len(lines[0][:3])),
            "order": 11,
            "status": Status.REPEALED,
        }
    )
    return [*found, inner]


ENGLISH = _law(_edition(), ["(1) No lamp may smoke.", "(2) 🏮 lamps may.", "(3) The rest."])
CHINESE = _law(_edition("zh-Hant"), ["(1) 燈不得冒煙。", "(2) 🏮可以。"])
OLDER = _law(_edition(version="2020-01-01"), ["(1) Lamps may smoke."])


@pytest.fixture
def table(tmp_path):
    with ProvisionTable.create(tmp_path / "provisions.sqlite") as table:
        assert table.write([*OLDER, *ENGLISH, *CHINESE]) == len(OLDER + ENGLISH + CHINESE)
        yield table


def test_provisions_come_back_as_they_went_in(table):
    assert sorted(table, key=repr) == sorted([*OLDER, *ENGLISH, *CHINESE], key=repr)
    assert len(table) == len([*OLDER, *ENGLISH, *CHINESE])


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(lines=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_words_come_back(tmp_path_factory, lines):
    law = _law(_edition(), lines)
    with ProvisionTable.create(tmp_path_factory.mktemp("any") / "table") as table:
        table.write(law)
        assert sorted(table, key=repr) == sorted(law, key=repr)


def test_looking_up(table):
    found = table.get("lamp-law/s_1/ss_1")
    assert [(p.edition.version, p.edition.language) for p in found] == [
        ("2026-01-01", "en"),
        ("2026-01-01", "zh-Hant"),
        ("2020-01-01", "en"),
    ]
    assert table.get("lamp-law/s_1/ss_1", "zh-Hant") == [CHINESE[1]]
    assert table.get("lamp-law/s_1/ss_1", version="2020-01-01") == [OLDER[1]]
    assert len(table.get("lamp-law/s_1", authority=Authority.AUTHENTIC)) == 3
    assert table.get("lamp-law/s_1", authority=Authority.OFFICIAL_TRANSLATION) == []
    assert table.get("lamp-law/s_2") == []
    assert table.get("lamp-law/s_1' OR 1=1 --") == []


def test_looking_up_one(table):
    assert table.one("lamp-law/s_1/ss_2") == ENGLISH[2]
    assert table.one("lamp-law/s_1/ss_1", "en", "2020-01-01") == OLDER[1]
    with pytest.raises(UnknownProvision, match=r"lamp-law/s_1/ss_3 is not .* \(zh-Hant\)"):
        table.one("lamp-law/s_1/ss_3", "zh-Hant")
    with pytest.raises(UnknownProvision, match="lamp-law/s_9 is not in the indexed texts:"):
        table.one("lamp-law/s_9")


def test_children_and_roots(table):
    assert table.children("lamp-law/s_1", "en", "2026-01-01") == ENGLISH[1:4]
    assert table.children("lamp-law/s_1/ss_1", "zh-Hant") == [CHINESE[-1]]
    assert table.children("lamp-law/s_1/ss_2") == []
    assert table.roots("lamp-law") == [ENGLISH[0], CHINESE[0], OLDER[0]]
    assert table.roots("lamp-law", "zh-Hant", "2026-01-01") == [CHINESE[0]]
    assert table.roots("no-law") == []


def test_children_come_in_reading_order_and_skip_missing_steps(tmp_path):
    law = ENGLISH
    far = law[-1].model_copy(update={"locator": "lamp-law/s_1/ss_9/p_a/sub_i", "order": 5})
    odd = law[-1].model_copy(update={"locator": "lamp-law/elsewhere", "order": 6})
    with ProvisionTable.create(tmp_path / "table") as table:
        table.write([odd, far, *reversed(law)])
        inside = [p.locator for p in table.children("lamp-law/s_1")]
    assert inside == [far.locator, odd.locator, *(p.locator for p in law[1:4])]


def test_text_of_a_root(table):
    assert table.text_of("lamp-law/s_1", "zh-Hant") == CHINESE[0].text
    with pytest.raises(UnknownProvision, match="lamp-law/s_7"):
        table.text_of("lamp-law/s_7", "en")


def test_editions(table):
    assert table.editions() == [_edition(), _edition("zh-Hant"), _edition(version="2020-01-01")]


def test_writing_an_edition_again_replaces_it(table):
    shorter = _law(_edition(source_sha256="cd" * 32), ["(1) New rule."])
    assert table.write(shorter) == 3
    assert table.get("lamp-law/s_1/ss_3") == []
    assert table.one("lamp-law/s_1/ss_1") == shorter[1]
    assert len(table) == len([*OLDER, *shorter, *CHINESE])
    assert len(table.editions()) == 3


def test_two_files_for_one_edition_are_refused(table):
    twice = [ENGLISH[0], _law(_edition(source_sha256="cd" * 32), ["(1) x"])[0]]
    with pytest.raises(UsageError, match="claim to be the same edition"):
        table.write(twice)
    assert table.one("lamp-law/s_1") == ENGLISH[0]


def test_a_failed_write_changes_nothing(table):
    bad = ENGLISH[1].model_copy(update={"edition": _edition("fr"), "label": "\ud800"})
    with pytest.raises(ValueError, match="surrogate"):
        table.write([*_law(_edition(version="2030-01-01"), ["(1) Later."]), bad])
    assert len(table) == len([*OLDER, *ENGLISH, *CHINESE])


def test_words_that_are_no_stretch_of_the_root_are_kept(tmp_path):
    alone = ENGLISH[2]
    strange = ENGLISH[1].model_copy(update={"text": "x" * len(ENGLISH[1].text)})
    with ProvisionTable.create(tmp_path / "table") as table:
        table.write([ENGLISH[0], strange])
        table.write([alone.model_copy(update={"edition": _edition("zh-Hans")})])
        assert table.one("lamp-law/s_1/ss_1").text == strange.text
        assert table.one("lamp-law/s_1/ss_2").text == alone.text


def test_a_root_stores_its_words_once(tmp_path):
    lines = [f"({n}) " + "Lamps shall be lit at dusk. " * 200 for n in range(1, 40)]
    law = _law(_edition(), lines)
    with ProvisionTable.create(tmp_path / "table") as table:
        table.write(law)
    assert (tmp_path / "table").stat().st_size < 1.8 * len(law[0].text.encode())


def test_reading_from_several_threads(table):
    locators = [p.locator for p in [*ENGLISH, *CHINESE]] * 30
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(table.get, locators))
    assert found == [table.get(locator) for locator in locators]
    assert all(found)


def test_reading_after_closing_opens_again(table):
    table.close()
    assert table.one("lamp-law/s_1") == ENGLISH[0]


def test_an_existing_file_is_not_overwritten(table):
    with pytest.raises(FileExistsError):
        ProvisionTable.create(table.path)
    assert len(table) > 0


def test_a_file_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(IndexMissing, match="run `rulebridge ingest`"):
        ProvisionTable(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / "notes").write_text("my notes " * 100)
    with pytest.raises(IndexMismatch, match=r"cannot be read \(file is not a database\)"):
        ProvisionTable(tmp_path / "notes")


def test_a_table_of_another_format_is_refused(table):
    with sqlite3.connect(table.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(IndexMismatch, match="another format"):
        ProvisionTable(table.path)


def test_a_damaged_table_is_refused(table):
    table.close()
    content = table.path.read_bytes()
    table.path.write_bytes(content[:4096] + b"\x07" * (len(content) - 4096))
    with pytest.raises(IndexMismatch, match="run `rulebridge ingest` to make it again"):
        table.get("lamp-law/s_1")
