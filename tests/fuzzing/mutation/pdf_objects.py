"""Mutations of a PDF's objects: pages, fonts, streams, trees that lead back to themselves."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from tests.fuzzing.mutation.octets import mutated as mutated_bytes
from tests.fuzzing.mutation.words import PDF

_OPERATORS = (
    *(b"BT", b"ET", b"q", b"Q", b"T*", b"/F1 12 Tf", b"/F9 0 Tf", b"/F1 -12 Tf", b"1 0 0 1 0 0 cm"),
    *(b"(kettle) Tj", b"<D800DC00> Tj", b"[(ket) -9999 (tle)] TJ", b"0 0 0 0 0 0 Tm", b"/X1 Do"),
    *(b"1e30 0 0 1e30 1e30 0 Tm", b"0 -14 Td", b"(" + b"(" * 40, b"BI /W 9 ID x EI", b"99 TL"),
    *(
        b"(\\000\\001\\037) Tj",
        b"(" + b"a-" * 900 + b") Tj",
        b"( " + b" " * 900 + b".) Tj",
        b"(x) '",
    ),
    *(b"(" + b"." * 4000 + b" 5) Tj", b"(2.1. Steam) Tj", b"(GOVERN 1.1:) Tj", b"NaN 0 Td", b"<<"),
)
_CMAPS = (
    b"beginbfchar <41> <D800> <42> <0000> <43> <FFFF> endbfchar",
    b"beginbfrange <0000> <FFFF> <D700> endbfrange",
    b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange",
    b"beginbfchar <41> <" + b"0041" * 2000 + b"> endbfchar",
    b"begincodespacerange <00> <FFFFFFFFFF> endcodespacerange beginbfchar <zz> <> endbfchar",
    b"",
)
_VALUES: tuple[PdfObject, ...] = (
    *(NullObject(), NumberObject(-1), NumberObject(0), NumberObject(2**31), FloatObject("1e38")),
    *(NameObject("/Kettle"), TextStringObject("kettle"), ArrayObject(), DictionaryObject()),
)

Change = Callable[[PdfWriter, random.Random], None]


def mutated(data: bytes, rng: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The document with one to four of its objects changed; the file itself is sound."""
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
            rng.choice(_CHANGES)(writer, rng)
        out = io.BytesIO()
        writer.write(out)
    except Exception:
        # What pypdf will not write is left to the mutations of bytes.
        return mutated_bytes(data, rng, PDF, others)
    return out.getvalue()


def _objects(writer: PdfWriter) -> list[PdfObject]:
    return [found for found in writer._objects if found is not None]


def _dictionaries(writer: PdfWriter) -> list[DictionaryObject]:
    return [found for found in _objects(writer) if isinstance(found, DictionaryObject) and found]


def _streams(writer: PdfWriter) -> list[StreamObject]:
    return [found for found in _objects(writer) if isinstance(found, StreamObject)]


def _fonts(writer: PdfWriter) -> list[DictionaryObject]:
    return [found for found in _dictionaries(writer) if found.get("/Type") == "/Font"]


def _pages(writer: PdfWriter) -> list[DictionaryObject]:
    return [found for found in _dictionaries(writer) if found.get("/Type") == "/Page"]


def _trees(writer: PdfWriter) -> list[DictionaryObject]:
    return [found for found in _dictionaries(writer) if found.get("/Type") == "/Pages"]


def _reference(writer: PdfWriter, rng: random.Random) -> IndirectObject:
    return IndirectObject(rng.randrange(1, len(writer._objects) + 2), 0, writer)


def _put(stream: StreamObject, data: bytes, *, packed: bool) -> None:
    stream.pop("/DecodeParms", None)
    stream.pop("/Filter", None)
    if packed:
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        data = zlib.compress(data)
    stream._data = data


def _kids(writer: PdfWriter, rng: random.Random) -> None:
    kids = rng.choice(_trees(writer))["/Kids"]
    if not isinstance(kids, ArrayObject):
        return
    kind = rng.randrange(4)
    if kind == 0 and kids:
        kids.pop(rng.randrange(len(kids)))
    elif kind == 1 and kids:
        kids.extend([rng.choice(kids)] * rng.choice((1, 5, 200)))
    elif kind == 2:
        kids.insert(rng.randrange(len(kids) + 1), _reference(writer, rng))
    else:
        kids.insert(0, rng.choice(_VALUES))


def _loop(writer: PdfWriter, rng: random.Random) -> None:
    chosen = rng.choice(_dictionaries(writer))
    chosen[NameObject(rng.choice(("/Parent", "/Kids", "/Contents", "/Resources", "/Font")))] = (
        _reference(writer, rng)
    )


def _value(writer: PdfWriter, rng: random.Random) -> None:
    chosen = rng.choice(_dictionaries(writer))
    key = rng.choice(list(chosen))
    if rng.random() < 0.3:
        del chosen[key]
    else:
        chosen[key] = rng.choice((*_VALUES, _reference(writer, rng)))


def _box(writer: PdfWriter, rng: random.Random) -> None:
    numbers = [rng.choice(("0", "1e38", "-1e38", "842", "1e-38")) for _ in range(4)]
    box = ArrayObject(FloatObject(n) for n in numbers[: rng.choice((4, 4, 4, 2, 0))])
    rng.choice(_pages(writer))[NameObject(rng.choice(("/MediaBox", "/CropBox")))] = box


def _font(writer: PdfWriter, rng: random.Random) -> None:
    font = rng.choice(_fonts(writer))
    kind = rng.randrange(4)
    if kind == 0:
        cmap = DecodedStreamObject()
        cmap.set_data(rng.choice(_CMAPS))
        font[NameObject("/ToUnicode")] = writer._add_object(cmap)
    elif kind == 1:
        font[NameObject("/Encoding")] = rng.choice(
            (NameObject("/Identity-H"), NameObject("/X"), *_VALUES, _differences(rng))
        )
    elif kind == 2:
        font[NameObject("/Subtype")] = NameObject(rng.choice(("/Type0", "/Type3", "/X")))
    else:
        font[NameObject(rng.choice(("/Widths", "/FirstChar", "/W", "/DescendantFonts")))] = (
            rng.choice((*_VALUES, ArrayObject([NumberObject(9)] * 5000)))
        )


def _differences(rng: random.Random) -> DictionaryObject:
    names = [NameObject(rng.choice(("/a", "/uniD800", "/u110000", "/g12", "/.notdef", "/uni")))]
    values = ArrayObject([NumberObject(rng.choice((0, 65, -5, 2**31))), *names * 60])
    return DictionaryObject({NameObject("/Differences"): values})


def _content(writer: PdfWriter, rng: random.Random) -> None:
    stream = rng.choice(_streams(writer))
    data = bytes(stream.get_data())
    kind = rng.randrange(4)
    if kind == 0:
        lines = data.split(b"\n")
        for _ in range(rng.choice((1, 3, 12))):
            lines.insert(rng.randrange(len(lines) + 1), rng.choice(_OPERATORS))
        data = b"\n".join(lines)
    elif kind == 1:
        lines = data.split(b"\n")
        rng.shuffle(lines)
        data = b"\n".join(lines)
    elif kind == 2:
        times = rng.choice((1, 1, 5, 5, 30, 100, rng.choice((100, 5_000))))
        data = b"\n".join([*[rng.choice(_OPERATORS)] * times, data])
    else:
        data = mutated_bytes(data, rng, PDF)[:400_000]
    _put(stream, data, packed=rng.random() < 0.5)


def _broken_stream(writer: PdfWriter, rng: random.Random) -> None:
    stream = rng.choice(_streams(writer))
    kind = rng.randrange(4)
    if kind == 0:
        stream._data = stream._data[: rng.randrange(len(stream._data) + 1)]
    elif kind == 1:
        stream._data = mutated_bytes(stream._data, rng, ())
    elif kind == 2:
        names = ("/LZWDecode", "/ASCII85Decode", "/RunLengthDecode", "/ASCIIHexDecode", "/X")
        stream[NameObject("/Filter")] = NameObject(rng.choice(names))
    else:
        _put(
            stream,
            b"0 0 m " * rng.choice((10, 1_000, rng.choice((100_000, 1_000_000)))),
            packed=True,
        )


def _form(writer: PdfWriter, rng: random.Random) -> None:
    """A form that draws itself, or the same words many times."""
    page = rng.choice(_pages(writer))
    form = DecodedStreamObject()
    form.set_data(b"/X1 Do\n" * rng.choice((1, 2, 9)) + b"BT /F1 9 Tf (again) Tj ET")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    reference = writer._add_object(form)
    inner = DictionaryObject({NameObject("/X1"): reference})
    resources = DictionaryObject({NameObject("/XObject"): inner})
    if isinstance(page.get("/Resources"), DictionaryObject):
        resources.update({k: v for k, v in page["/Resources"].items() if k != "/XObject"})
    form[NameObject("/Resources")] = resources
    page[NameObject("/Resources")] = resources
    drawing = DecodedStreamObject()
    drawing.set_data(b"/X1 Do\n" * rng.choice((1, 1, 5, 5, 30, 30, rng.choice((30, 3_000)))))
    page[NameObject("/Contents")] = writer._add_object(drawing)


def _many_contents(writer: PdfWriter, rng: random.Random) -> None:
    page = rng.choice(_pages(writer))
    if (contents := page.raw_get("/Contents") if "/Contents" in page else None) is not None:
        page[NameObject("/Contents")] = ArrayObject(
            [contents] * rng.choice((2, 2, 5, 5, 50, 50, rng.choice((50, 2_000))))
        )


_CHANGES: tuple[Change, ...] = (
    *(_kids, _loop, _value, _value, _box, _font, _font, _content, _content, _content),
    *(_broken_stream, _broken_stream, _form, _many_contents),
)
