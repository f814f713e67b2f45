"""Inputs put together from the parts of a format, in any order: hypothesis chooses."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache

from hypothesis import strategies as st

from tests.fuzzing.invented import seeds
from tests.fuzzing.mutation import packed, words
from tests.fuzzing.targets import MEMBER, Input
from tests.fuzzing.trees import ANY, HKLM, LABELS, ORDINANCE, REGULATION, TEXTS, WEB, WORD, markup
from tests.ingest.parsers.tiny_pdf import Put, pdf

_LINE = st.one_of(
    st.sampled_from([word.decode("utf-8", "replace") for word in words.TEXT]),
    st.builds(lambda a, b: f"{a} {b}", st.sampled_from(LABELS), TEXTS),
    ANY,
)
_CHINESE_LINE = st.one_of(
    st.integers(1, 4).map(lambda n: f"第{'〇一二三四'[n]}条　茶壶"),
    st.integers(1, 4).map(lambda n: f"Article {n}"),
    _LINE,
)


def _text(data: list[str], encoding: str) -> bytes:
    return "\n".join(data).encode(encoding, "replace")


_ENCODINGS = st.sampled_from(
    (
        "utf-8",
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "gb18030",
        "big5hkscs",
        "cp1252",
        "utf-32",
    )
)
_FRAGMENT = st.sampled_from([word.decode("utf-8", "replace") for word in words.MARKDOWN])
_SIZES = st.sampled_from((0.0, 6.6, 7.0, 10.0, 10.9, 11.0, 12.0, 14.3, 17.2, -12.0, 1e9))
_PLACES = st.sampled_from((0.0, 39.0, 72.0, 90.0, 207.0, 430.0, 500.0, 746.0, -5.0, 1e30))
_PRINTED = st.one_of(
    st.sampled_from(
        [json.loads(word) for word in words.NIST if word.startswith(b'"') and word[2:]]
    ),
    st.sampled_from(("kettle wa-", "ter boils.", "Continued on next page", "1", "• pot", "a; b")),
    st.text(max_size=8),
)
_RUN = st.tuples(_PRINTED, _PLACES, _PLACES, _SIZES, st.booleans())
_PUT = st.builds(
    lambda x, y, text, size, bold: Put(
        x, y, text.encode("cp1252", "replace").decode("cp1252"), size, bold
    ),
    *(_PLACES, _PLACES, _PRINTED, _SIZES, st.booleans()),
)


def _records(rows: list[tuple[int, list[tuple[object, ...]]]]) -> bytes:
    return "\n".join(json.dumps([page, *runs]) for page, runs in rows).encode()


_LINES = st.lists(
    st.tuples(st.integers(1, 4), st.lists(_RUN, min_size=1, max_size=3)), max_size=25
).map(_records)


def _word(parts: list[str]) -> bytes:
    made = packed.parts_of(seeds("docx")[0].data)
    inner = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in parts)
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{inner}<w:sectPr/></w:body></w:document>"
    ).encode("utf-8", "replace")
    return _zipped([(n, body if n == "word/document.xml" else data) for n, data in made])


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in dict(parts).items():
            archive.writestr(name, data)
    return out.getvalue()


_NAMES = st.sampled_from(
    (
        "/".join(MEMBER),
        MEMBER[1],
        "Laws\\cap_9\\kettles.xml",
        "../kettles.xml",
        "/kettles.xml",
        "x/",
    )
)


def _page(parts: list[str]) -> bytes:
    return f"<html><body>{''.join(parts)}</body></html>".encode("utf-8", "replace")


def _regulation(parts: list[str]) -> bytes:
    """Something of everything inside an article, so that there is one."""
    head, *rest = parts or [""]
    article = f'<div id="art_1"><p class="oj-ti-art">Article 1</p>{head}</div>'
    return _page([article, *rest])


def _ordinance(parts: list[str]) -> bytes:
    head, *rest = parts or [""]
    section = f"<section><num>1.</num><content>Kettles.</content>{head}</section>"
    body = "".join([section, *rest])
    return f'<ordinance xmlns="{HKLM}"><main>{body}</main></ordinance>'.encode("utf-8", "replace")


_EITHER = st.sampled_from(("en", "zh-Hant"))
_PAPER = st.sampled_from(("nist-ai-rmf lines", "nist-genai-profile lines"))


def _framed(seed: Input, data: bytes) -> Input:
    return Input(seed.variant, seed.data + b"\n" + data)


@lru_cache(maxsize=16)
def inputs(target: str) -> st.SearchStrategy[Input]:
    """Inputs of a parser: most put together from its parts, some any bytes."""
    made = _put_together(target)
    anything = st.builds(Input, st.just(seeds(target)[0].variant), st.binary(max_size=300))
    return st.one_of(made, made, made, made, made, anything)


def _put_together(target: str) -> st.SearchStrategy[Input]:
    texts = st.builds(_text, st.lists(_LINE, max_size=20), _ENCODINGS)
    chinese = st.builds(_text, st.lists(_CHINESE_LINE, max_size=20), _ENCODINGS)
    paragraphs = st.lists(_CHINESE_LINE.map(lambda line: f"<p>{markup(line)}</p>"), max_size=12)
    framed = st.builds(_framed, st.sampled_from(seeds("nist")[:2]), _LINES)
    pieces = st.lists(st.one_of(_FRAGMENT, ANY), max_size=30).map("".join)
    made = {
        "eurlex": st.lists(REGULATION, max_size=8).map(_regulation),
        "hklm": st.builds(Input, _EITHER, st.lists(ORDINANCE, max_size=6).map(_ordinance)),
        "measures": st.builds(
            Input, st.sampled_from(("zh-Hans", "en")), st.one_of(chinese, paragraphs.map(_page))
        ),
        "nist": st.one_of(framed, framed, st.builds(Input, _PAPER, _LINES)),
        "pdf": st.lists(st.lists(_PUT, max_size=8), min_size=1, max_size=3).map(pdf),
        "docx": st.lists(WORD, max_size=6).map(_word),
        "html": st.lists(WEB, max_size=8).map(_page),
        "markdown": pieces.map(lambda text: text.encode("utf-8", "replace")),
        "text": texts,
        "archive": st.lists(st.tuples(_NAMES, st.binary(max_size=30)), max_size=4).map(_zipped),
    }[target]
    return made.map(lambda found: found if isinstance(found, Input) else Input("", found))
