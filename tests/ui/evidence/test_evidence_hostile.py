"""A zoo of zips that are no packs: each is refused in one sentence, and none takes long."""

from __future__ import annotations

import io
import json
import random
import stat
import struct
import zipfile

import pytest
from evidence_packs import WHEN, edited, made, resealed, zipped

from corpus.catalogue import LANGUAGES
from corpus.errors import PackRefused
from ui.export.evidence.archive import packed, unpacked
from ui.export.evidence.layout import MAX_FILE, MAX_FILES, MAX_PACKED, REQUIRED, encoded, sealed
from ui.export.evidence.pack import read_pack
from ui.export.evidence.refusing import refusal_in


@pytest.fixture(scope="module")
def whole(digest_service):
    return made(digest_service, "Is social scoring allowed in the EU?")[1]


def entry(name, *, mode=stat.S_IFREG | 0o644, **fields):
    made_entry = zipfile.ZipInfo(name)
    made_entry.create_system = 3
    made_entry.external_attr = mode << 16
    for field, value in fields.items():
        setattr(made_entry, field, value)
    return made_entry


def refusal(data):
    with pytest.raises(PackRefused) as caught:
        read_pack(data)
    error = caught.value
    assert str(error).count("\n") == 0
    for language in LANGUAGES:
        assert len(refusal_in(language, error)) > 15
    return error.details["reason"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_zip"),
        (b"PK", "not_zip"),
        (b"<html>hello</html>", "not_zip"),
        (b"PK\x03\x04" + b"\0" * 500, "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "not_zip"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "not_zip"),
        (b"PK\x03\x04" + b"\0" * MAX_PACKED, "large"),
    ],
)
def test_what_is_no_zip(data, reason):
    assert refusal(data) == reason


def test_a_zip_that_is_cut_short(whole):
    for length in range(0, len(whole), 4999):
        assert refusal(whole[:length]) in ("not_zip", "damaged")


@pytest.mark.parametrize(
    "name",
    [
        "../answer.json", "/etc/passwd", "clauses/../../answer.json", "clauses/../answer.json",
        r"..\answer.json", r"C:\answer.json", "//host/share", "clauses/001.txt/", "clauses/",
        "ANSWER.JSON", "answer.json ", "answer.jsоn", "clauses/1.txt", "clauses/0001.txt",
        "clauses/001.txt\n", "notes.txt", "__MACOSX/answer.json", ".hidden", "con", "~",
        "clauses/٠٠١.txt", "\u202eanswer.json", "a" * 300,
    ],
)  # fmt: skip
def test_names_that_do_not_belong(whole, name):
    data = zipped([*unpacked(whole).items(), (entry(name), b"x")])
    assert refusal(data) == "unknown"


def test_a_name_that_ends_early(whole):
    data = zipped([*unpacked(whole).items(), (entry("manifest.jsonXY"), b"x")])
    # Some programs stop at the NUL and see a second manifest.
    assert refusal(data.replace(b"manifest.jsonXY", b"manifest.json\0Y")) == "unknown"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice(whole):
    files = list(unpacked(whole).items())
    assert refusal(zipped([*files, ("answer.json", b"{}")])) == "twice"


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_file_that_is_missing(whole, name):
    files = unpacked(whole)
    del files[name]
    assert refusal(packed(files)) == "missing"


def test_a_clause_that_is_missing_or_added(whole):
    files = unpacked(whole)
    clause = files.pop("clauses/001.txt")
    assert refusal(packed(files)) == "missing"
    assert refusal(packed(unpacked(whole) | {"clauses/099.txt": clause})) == "unsealed"
    assert refusal(packed(unpacked(whole) | {"history.json": b"[]"})) == "unsealed"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_what_is_no_plain_file(whole, kind):
    files = unpacked(whole)
    del files["answer.md"]
    data = zipped([*files.items(), (entry("answer.md", mode=kind | 0o777), b"/etc/passwd")])
    assert refusal(data) == "link"


def test_encrypted_files(whole):
    data = bytearray(whole)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)) == "encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_foreign_compression(whole, method):
    assert refusal(zipped(unpacked(whole).items(), method=method)) == "foreign"


def test_ordinary_compression_is_read(whole):
    again = zipped(unpacked(whole).items(), method=zipfile.ZIP_DEFLATED)
    assert len(again) < len(whole) / 2
    assert read_pack(again).id == read_pack(whole).id


def test_something_before_or_behind_the_zip(whole):
    assert refusal(b"PK\x03\x04" + whole) == "hidden"
    written = io.BytesIO(whole)
    with zipfile.ZipFile(written, "a") as archive:
        archive.comment = b"see also"
    assert refusal(written.getvalue()) == "hidden"
    assert refusal(whole + whole) == "hidden"


def test_too_many_files(whole):
    more = {f"clauses/{n:03d}.txt": b"x" for n in range(MAX_FILES)}
    assert refusal(packed(unpacked(whole) | more)) == "many"


def test_a_file_that_is_too_large(whole):
    files = unpacked(whole) | {"answer.md": b"x" * (MAX_FILE + 1)}
    assert refusal(packed(files)) == "file_large"


def test_files_that_are_too_large_together(whole):
    # Four letters at random: text that packs to a quarter, far from a bomb.
    letters = bytes(b"abcd"[n % 4] for n in range(256))
    words = random.Random(7).randbytes(3_900_000).translate(letters)
    more = {f"clauses/{n:03d}.txt": words for n in range(1, 6)}
    data = zipped((unpacked(whole) | more).items(), method=zipfile.ZIP_DEFLATED)
    assert len(data) < MAX_PACKED
    assert refusal(data) == "unpacked"


def test_a_bomb(whole):
    files = unpacked(whole) | {"answer.md": b"\0" * MAX_FILE}
    assert refusal(zipped(files.items(), method=zipfile.ZIP_DEFLATED)) == "bomb"


def test_a_bomb_that_lies_about_its_size(whole):
    files = unpacked(whole) | {"answer.md": b"\0" * MAX_FILE}
    data = bytearray(zipped(files.items(), method=zipfile.ZIP_DEFLATED))
    at = data.index(b"answer.md", data.index(b"PK\x01\x02")) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert refusal(bytes(data)) in ("damaged", "hash")


def test_entries_that_share_their_bytes(whole):
    """Fifield's bomb: many entries of the directory that all point to one stretch."""
    data = bytearray(whole)
    places = [n for n in range(len(data)) if data[n : n + 4] == b"PK\x01\x02"]
    biggest = max(places, key=lambda n: struct.unpack("<I", data[n + 20 : n + 24])[0])
    for at in places:
        data[at + 20 : at + 28] = data[biggest + 20 : biggest + 28]
    assert refusal(bytes(data)) in ("bomb", "damaged")


def test_flipped_bytes_change_nothing_unnoticed(whole):
    files = unpacked(whole)
    dice = random.Random(42)
    noticed = 0
    for _ in range(300):
        data = bytearray(whole)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        try:
            read_pack(bytes(data))
        except PackRefused:
            noticed += 1
        else:
            # Dates and rights in the zip say nothing; every word is still the one sealed.
            assert unpacked(bytes(data)) == files
    assert noticed > 250


DEEP = b"[" * 5000 + b"]" * 5000


@pytest.mark.parametrize(
    "name",
    ["answer.json", "question.json", "clauses.json", "settings.json", "checks.json",
     "understanding.json", "software.json"],
)  # fmt: skip
@pytest.mark.parametrize(
    "content",
    [
        b"", b"null", b"[]", b"{", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1, "a": 2}', DEEP,
        b'{"a": "\\ud800"}', b"\xff\xfe{}", b'{"a": ' + b"9" * 5000 + b"}", b'"answer"',
        b'{"x": ' + b'{"a": ' * 60 + b"1" + b"}" * 61,
    ],
    ids=range(13),
)  # fmt: skip
def test_json_that_is_none(whole, name, content):
    files = unpacked(whole)
    del files["manifest.json"]
    files[name] = content
    manifest = sealed(files, WHEN, read_pack(whole).manifest.answer)
    files["manifest.json"] = encoded(manifest.model_dump(mode="json"))
    assert refusal(packed(files)) == "json"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update(id="0" * 64), "id"),
        (lambda m: m.update(made_at="2020-01-01T00:00:00Z"), "id"),
        (lambda m: m.update(made_at="2026-11-22T09:30:00"), "id"),
        (lambda m: m.update(made_at="soon"), "json"),
        (lambda m: m.update(format=2), "format"),
        (lambda m: m.update(answer="0" * 64), "id"),
        (lambda m: m.update(more="x"), "json"),
        (lambda m: m["files"].pop("answer.md"), "unsealed"),
        (lambda m: m["files"]["answer.md"].update(size=3), "hash"),
        (lambda m: m["files"]["answer.md"].update(sha256="0" * 64), "hash"),
        (lambda m: m["files"]["answer.md"].update(sha256=[]), "json"),
        (lambda m: m["files"].update({"x.txt": {"sha256": "0" * 64, "size": 0}}), "missing"),
        (lambda m: m.pop("files"), "json"),
    ],
)
def test_manifests_that_do_not_fit(whole, change, reason):
    files = unpacked(whole)
    files["manifest.json"] = edited(change)(files["manifest.json"])
    assert refusal(packed(files)) == reason


def test_a_manifest_cannot_seal_itself_or_strangers(whole):
    files = unpacked(whole)
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["manifest.json"] = {"sha256": "0" * 64, "size": 1}
    files["manifest.json"] = encoded(manifest)
    assert refusal(packed(files)) == "missing"


def test_an_answer_with_more_in_it_than_is_known(whole):
    """What is ignored would never be checked, and somebody might read it."""
    for change in (
        lambda r: r.update(remark="Kettles are exempt."),
        lambda r: r["citations"][0].update(note="Kettles are exempt."),
    ):
        assert refusal(resealed(whole, {"answer.json": edited(change)})) == "json"


def test_files_on_disk(whole, tmp_path):
    file = tmp_path / "pack.zip"
    file.write_bytes(whole)
    assert read_pack(file).id == read_pack(whole).id
    assert refusal(tmp_path / "none.zip") == "no_file"
    assert refusal(tmp_path) == "no_file"
    large = tmp_path / "large.zip"
    with large.open("wb") as opened:
        opened.truncate(MAX_PACKED + 1)
    assert refusal(large) == "large"
