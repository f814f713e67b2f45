"""Every way in which an index can be unsound is noticed, and named."""

from __future__ import annotations

import json
import pickle
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from corpus.errors import IndexBusy, IndexDamaged, StoreUnavailable, UnknownIndex
from corpus.manifest import MANIFEST, MEANS, SCOPE, TABLE, VECTORS
from corpus.precomputed import Precomputed
from corpus.store.base import Point
from corpus.texts import text
from ingest.verification import verifying
from ingest.verification.findings import CheckName
from ingest.verification.verifying import verify_index

POINTS = "store/points"


@pytest.fixture
def folder(teahouse):
    return teahouse.root / teahouse.used()


@pytest.fixture
def codes(teahouse, folder):
    """The codes of what is wrong."""

    def found():
        problems = verify_index(teahouse.settings, folder.name).problems
        for problem in problems:
            for language in ("en", "zh-Hant", "zh-Hans"):
                assert "{" not in problem.sentence(language)
        return {problem.code for problem in problems}

    return found


def test_a_sound_index_is_sound_and_everything_is_looked_at(teahouse, folder):
    found = verify_index(teahouse.settings, folder.name)
    assert found.ok, [problem.sentence("en") for problem in found.problems]
    assert all(check.looked_at for check in found.checks.values())
    assert found.checks[CheckName.PASSAGES].looked_at >= 4
    found.require()


def test_verifying_changes_nothing(teahouse, folder):
    def state():
        return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    before = state()
    verify_index(teahouse.settings, folder.name)
    assert state() == before


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (MANIFEST, "file"),
        (TABLE, "file_reason"),
        (MEANS, "file_reason"),
        (SCOPE, "file_reason"),
        (VECTORS, "file"),
        (POINTS, "store"),
    ],
)
def test_a_missing_file(folder, codes, file, code):
    (folder / file).unlink()
    assert code in codes()


@pytest.mark.parametrize("file", [MANIFEST, TABLE, MEANS, SCOPE, VECTORS])
@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_file_that_breaks_off(folder, codes, file, part):
    data = (folder / file).read_bytes()
    (folder / file).write_bytes(data[: int(len(data) * part)])
    assert codes() & {"file", "file_reason", "reading"}


@pytest.mark.parametrize("file", [MEANS, SCOPE, VECTORS])
def test_a_file_of_zeros(folder, codes, file):
    (folder / file).write_bytes(bytes((folder / file).stat().st_size))
    assert "file_reason" in codes()


def test_a_table_with_a_damaged_page(folder, codes):
    data = bytearray((folder / TABLE).read_bytes())
    data[4096:8192] = bytes(4096)
    (folder / TABLE).write_bytes(data)
    assert codes() & {"file_reason", "reading"}


def official(manifest):
    return next(t for t in manifest["texts"] if t["authority"] == "authentic")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update(id="other"), "id"),
        (lambda m: m.update(format=99), "format"),
        (lambda m: m.update(format=99, texts="none"), "format"),
        (lambda m: m.update(format=1), "format"),
        (lambda m: m.update(passages=m["passages"] + 1), "all_passages"),
        (lambda m: m.update(dimension=17), "dimension"),
        (lambda m: m.update(model="other@1/16"), "model"),
        (lambda m: official(m).update(provisions=7), "provisions"),
        (lambda m: official(m).update(passages=7), "passages"),
        (lambda m: official(m).update(sha256="0" * 64), "other_file"),
        (lambda m: m.update(texts=[t for t in m["texts"] if t is not official(m)]), "unnamed"),
    ],
)
def test_a_manifest_that_says_something_else(folder, codes, change, code):
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert code in codes()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM provision WHERE locator = 'cn-genai/art_2'", "locator"),
        ("DELETE FROM provision WHERE locator = 'cn-genai/art_2'", "provisions"),
        (
            "UPDATE provision SET text = replace(text, '鸣笛', '唱歌') WHERE text IS NOT NULL",
            "words",
        ),
        ("UPDATE provision SET root = 'cn-genai/art_1' WHERE locator = 'cn-genai/art_3'", "span"),
        ("UPDATE provision SET root = 'cn-genai/art_9' WHERE locator = 'cn-genai/art_3'", "span"),
        ("UPDATE provision SET text = 'short' WHERE locator = 'cn-genai/art_2'", "reading"),
        ("UPDATE provision SET json = '{' WHERE locator = 'cn-genai/art_2'", "reading"),
    ],
)
def test_other_words_in_the_table(folder, codes, statement, code):
    with closing(sqlite3.connect(folder / TABLE)) as connection, connection:
        assert connection.execute(statement).rowcount
    assert code in codes()


def passages(folder, change, *, own=False):
    """Change what the store holds of the official text, or of the digest."""
    points = pickle.loads((folder / POINTS).read_bytes())
    kind = "own-digest" if own else "authentic"
    chosen = next(p for p in points.values() if p.payload["authority"] == kind)
    changed = change(chosen)
    del points[chosen.id]
    if changed is not None:
        points[chosen.id] = changed
    (folder / POINTS).write_bytes(pickle.dumps(points))


def with_payload(**fields):
    return lambda p: Point(p.id, p.vectors, p.payload | fields)


@pytest.mark.parametrize(
    ("change", "own", "code"),
    [
        (lambda p: None, False, "passages"),
        (lambda p: None, True, "all_passages"),
        (with_payload(text="Kettles sing."), False, "words"),
        (with_payload(text=""), False, "words"),
        (with_payload(span=[3, 5]), False, "words"),
        (with_payload(locator="cn-genai/art_99", root="cn-genai/art_99"), False, "locator"),
        (with_payload(root="cn-genai/art_99"), False, "locator"),
        (with_payload(context="something else"), False, "no_vector"),
        (with_payload(authority="kettle"), False, "passages"),
        (with_payload(heading=""), True, "digest"),
        (with_payload(topics=[]), True, "digest"),
        (with_payload(span=[0, 1]), True, "digest"),
        (with_payload(binding_force="statute"), True, "digest"),
        (with_payload(locator="cap-486/s_1"), True, "digest"),
    ],
)
def test_other_passages_in_the_store(folder, codes, change, own, code):
    passages(folder, change, own=own)
    assert code in codes()


@pytest.mark.parametrize("kind", ["dense", "centred", "sparse"])
def test_a_passage_that_is_not_found_by_its_own_content(teahouse, folder, kind):
    passages(
        folder, lambda p: Point(p.id, {k: v for k, v in p.vectors.items() if k != kind}, p.payload)
    )
    (problem,) = verify_index(teahouse.settings, folder.name).problems
    assert (problem.code, problem.values["kind"]) == ("search", kind)


def test_a_passage_with_another_vector(folder, codes):
    other = [1.0, *[0.0] * 15]
    passages(folder, lambda p: Point(p.id, {**p.vectors, "dense": other}, p.payload))
    assert codes() == {"search"}


def kept(folder, change):
    vectors = Precomputed.load(folder / VECTORS)
    change(vectors)
    vectors.save(folder / VECTORS)


def set_first(value):
    def change(vectors):
        vectors.values = vectors.values.copy()
        vectors.values[0] *= value

    return change


def fewer(vectors):
    vectors.keys, vectors.values = vectors.keys[::2], vectors.values[::2]


def shorter(vectors):
    vectors.values = vectors.values[:, :8]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (set_first(np.float16("nan")), "not_finite"),
        (set_first(np.float16("inf")), "not_finite"),
        (set_first(np.float16(2)), "length"),
        (set_first(np.float16(0)), "length"),
        (fewer, "no_vector"),
        (shorter, "dimension"),
        (lambda vectors: setattr(vectors, "fingerprint", "other@1/16"), "model"),
    ],
)
def test_other_vectors(folder, codes, change, code):
    kept(folder, change)
    assert code in codes()


def test_a_language_without_a_mean(folder, codes):
    with np.load(folder / MEANS) as data:
        means = {name: data[name] for name in data.files if "passages/zh-Hant" not in name}
    np.savez(folder / MEANS, **means)
    assert "no_mean" in codes()


@pytest.mark.parametrize("value", [np.nan, 0.0])
def test_scope_vectors_that_are_none(folder, codes, value):
    with np.load(folder / SCOPE) as data:
        parts = {name: data[name] for name in data.files}
    parts["vectors"][3] = value
    np.savez(folder / SCOPE, **parts)
    assert codes() & {"not_finite", "length"}


def test_problems_are_counted_and_the_first_are_named(teahouse, folder):
    with closing(sqlite3.connect(folder / TABLE)) as connection, connection:
        connection.execute("UPDATE provision SET root = 'cn-genai/art_0'")
    check = verify_index(teahouse.settings, folder.name).checks[CheckName.PROVISIONS]
    assert check.failed == 4
    passages = verify_index(teahouse.settings, folder.name).checks[CheckName.PASSAGES]
    assert passages.failed >= 4
    assert len(passages.problems) <= 5


def test_an_unsound_index_is_refused_with_its_first_problem(teahouse, folder):
    (folder / MEANS).unlink()
    found = verify_index(teahouse.settings, folder.name)
    with pytest.raises(
        IndexDamaged, match=r"fails verification \(means.npz cannot be read.*\); the"
    ):
        found.require()


def test_an_index_that_there_is_not(teahouse):
    with pytest.raises(UnknownIndex, match="There is no index “kettle”; choose from: 20"):
        verify_index(teahouse.settings, "kettle")


def test_an_index_that_another_process_holds_is_not_called_damaged(teahouse, folder, monkeypatch):
    def refuse(*arguments):
        raise IndexBusy("Another program is using the passage index.")

    monkeypatch.setattr(verifying, "open_passages", refuse)
    with pytest.raises(IndexBusy, match="Another program"):
        verify_index(teahouse.settings, folder.name)


def test_an_engine_that_fails_while_it_is_read_is_a_damaged_index(codes, monkeypatch):
    def fail(*arguments):
        raise StoreUnavailable("The passage index failed (segment 3).")

    monkeypatch.setattr("paper.PaperStore.count", fail)
    assert "reading" in codes()


def test_a_server_that_goes_away_meanwhile_says_nothing_about_the_index(
    teahouse, folder, monkeypatch
):
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    manifest["location"] = str(folder / "store")
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")

    def fail(*arguments):
        raise StoreUnavailable("The server does not answer.")

    monkeypatch.setattr("paper.PaperStore.count", fail)
    with pytest.raises(StoreUnavailable, match="does not answer"):
        verify_index(teahouse.settings, folder.name)


def test_every_check_has_a_name_in_every_language():
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert all(text(language, f"indexes.check_{name.value}") for name in CheckName)
