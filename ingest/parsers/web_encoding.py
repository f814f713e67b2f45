"""Encodings that a page may declare: those that browsers know, and no other codec of Python's."""

from __future__ import annotations

_SAME = {
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "shift-jis": "shift_jis",
    "unicode": "utf-16",
}
_KNOWN = {
    *("utf-8", "utf-16", "utf-16le", "utf-16be", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"),
    *("cp1252", "koi8-r", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"),
    *(f"windows-{page}" for page in (874, *range(1250, 1259))),
    *(f"iso-8859-{part}" for part in (*range(2, 12), *range(13, 17))),
}


def web_encoding(label: str) -> str | None:
    """The codec for an encoding that a page declares.

    Python has codecs for other things under the same kind of name, some of which take minutes
    (``punycode``) or give text that cannot be stored (``utf-7``).

    Args:
        label: The name as the page gives it.

    Returns:
        The codec's name, that of the whole set where the label names a part of it; nothing for
        a name that is no page's encoding.

    >>> web_encoding("GB2312"), web_encoding("punycode")
    ('gb18030', None)
    """
    plain = label.lower()
    plain = _SAME.get(plain, plain)
    return plain if plain in _KNOWN else None
