"""Takes out what is no letter: what cannot be seen must not be searched, quoted or obeyed."""

from __future__ import annotations

import re
import unicodedata

from ingest.parsers.pdf import LIGATURES

_BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF06C, 0xF076, 0xF0FC, 0xF02D), "•")
# Fonts of Chinese PDFs often answer with the sign for the radical instead of the character.
_RADICALS = {
    code: folded
    for code in (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6))
    if (folded := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_LETTERS = {**LIGATURES, **_BULLETS, **_RADICALS}
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b\u2060-\u206f\u202a-\u202e\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    r"""The text without invisible characters, its line ends and ligatures made ordinary.

    Control characters, bidirectional overrides, zero-width and tag characters go: they show
    nothing, and are used to hide words from a reader that a machine still reads.

    >>> clean("ﬁ\u00adne\u202e\r\n⼀般")
    'fine\n一般'
    """
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).translate(_LETTERS)


def unreadable_share(text: str) -> float:
    """How much of a text is signs that stand for no letter, 0 to 1: a broken text layer."""
    if not text:
        return 0.0
    bad = len(re.findall("[\x00-\x08\x0e-\x1b\ufffd\ue000-\uf8ff\ud800-\udfff]", text))
    bad += 6 * len(re.findall(r"\(cid:\d+\)|/g\d{1,4}(?=/|\s)", text))
    return bad / len(text)
