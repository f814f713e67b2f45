"""One file out of an archive that may be hostile."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kettle_law import archive

from corpus.errors import DownloadTooLarge, FetchFailed, NotTheText
from ingest.fetching import archive as archives
from ingest.fetching.archive import member

NAME = "cap_1_en_c.xml"


def take(data, folder="cap_1_en_c", name=NAME, limit=10_000_000):
    return member(io.BytesIO(data), folder, name, limit, "kettles.example")


def entry(name=NAME, data=b"steam", **fields):
    """An archive with one entry whose fields are as given."""
    made = io.BytesIO()
    info = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(info, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "path",
    [NAME, f"cap_1_en_c/{NAME}", f"cap_1_en_c\\{NAME}", f"./cap_1_en_c/{NAME}", f"1_en_c/{NAME}"],
)
def test_the_file_is_found_wherever_it_stands(path):
    assert take(archive({path: b"steam", "other.xml": b"x"})) == b"steam"


def test_of_two_the_one_in_the_named_folder_is_taken():
    packed = archive({f"old\\{NAME}": b"old", f"cap_1_en_c\\{NAME}": b"new"})
    assert take(packed) == b"new"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("paths", [(), (f"a/{NAME}", f"b/{NAME}"), (NAME, NAME)])
def test_none_or_several_are_refused(paths):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for path in paths:
            file.writestr(path, b"steam")
    with pytest.raises(NotTheText, match=f"files named {NAME}, not one"):
        take(made.getvalue())


@pytest.mark.parametrize(
    "packed",
    [
        entry(f"../{NAME}"),
        entry(f"a/../../{NAME}"),
        entry(f"..\\..\\{NAME}"),
        entry(f"/{NAME}"),
        entry(f"C:\\{NAME}"),
        entry(external_attr=(stat.S_IFLNK | 0o777) << 16, create_system=3),
        entry(external_attr=(stat.S_IFIFO | 0o666) << 16, create_system=3),
    ],
    ids=["above", "above-inside", "backslash", "absolute", "drive", "link", "pipe"],
)
def test_places_and_forms_that_are_not_trusted_are_refused(packed):
    with pytest.raises(NotTheText, match="place or form that is not trusted"):
        take(packed)


def test_an_encrypted_file_is_refused():
    packed = bytearray(entry())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + offset] |= 1
    with pytest.raises(NotTheText, match="not trusted"):
        take(bytes(packed))


@pytest.mark.parametrize("size", [2_000_000, 50_000_000])
def test_bombs_are_refused_by_their_ratio_or_size(size):
    with pytest.raises(DownloadTooLarge, match="unpacks to more than"):
        take(archive({NAME: bytes(size)}))


def test_a_bomb_that_lies_about_its_size_is_cut_off():
    packed = bytearray(archive({NAME: bytes(3_000_000)}))
    at = packed.index(b"PK\x01\x02") + 24
    packed[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(FetchFailed):
        take(bytes(packed), limit=1_000_000)


def test_a_file_larger_than_its_limit_is_refused():
    with pytest.raises(DownloadTooLarge):
        take(archive({NAME: b"steam"}), limit=4)


def test_a_wrong_checksum_is_refused():
    packed = bytearray(archive({NAME: b"steam"}))
    at = packed.index(b"PK\x01\x02") + 16
    packed[at] ^= 0xFF
    with pytest.raises(NotTheText, match="cannot be read"):
        take(bytes(packed))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    with pytest.raises(NotTheText, match="too many files"):
        take(archive({f"{n}.xml": b"" for n in range(4)}))


def test_a_table_of_contents_beyond_measure_is_not_read(monkeypatch):
    monkeypatch.setattr(archives, "_ONE_READ", 100)
    with pytest.raises(NotTheText, match="cannot be read"):
        take(archive({f"{n}.xml": b"" for n in range(40)}))


@given(st.binary(max_size=300), st.data())
def test_damage_ends_in_a_sentence(noise, data):
    packed = bytearray(archive({NAME: b"steam" * 20}))
    at = data.draw(st.integers(0, len(packed)))
    packed[at : at + len(noise)] = noise
    with suppress(FetchFailed):
        assert take(bytes(packed)) == b"steam" * 20
