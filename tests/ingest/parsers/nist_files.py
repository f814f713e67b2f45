"""What the tests of both NIST parsers share: editions, and an independent reading of a PDF."""

from __future__ import annotations

import io
import re
from collections import Counter

from pypdf import PdfReader

from corpus.provision import Authority, BindingForce, Edition, ParsedText, Provision


def edition(instrument: str) -> Edition:
    return Edition(
        instrument=instrument,
        jurisdiction="us",
        version="1",
        language="en",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.VOLUNTARY_FRAMEWORK,
        source_url="https://example.org",
    )


def by_locator(parsed: ParsedText) -> dict[str, Provision]:
    """Provisions by the part of their locator that follows the instrument."""
    return {p.locator.split("/", 1)[1]: p for p in parsed.provisions}


def squeezed(text: str) -> str:
    """Without white space and with ligatures spelt out, written anew here to be independent."""
    for ligature, letters in (("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl")):
        text = text.replace(ligature, letters)
    return re.sub(r"\s", "", text)


def page_texts(data: bytes) -> list[str]:
    """The plain text of each page, squeezed."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def line_end_hyphens(data: bytes) -> int:
    """How many printed lines end with a hyphen."""
    pages = PdfReader(io.BytesIO(data)).pages
    return sum(len(re.findall(r"-\s*\n", page.extract_text())) for page in pages)


def difference(data: bytes, parsed: ParsedText) -> tuple[Counter[str], Counter[str]]:
    """Characters of the file that the parsed text lacks, and those that only it has."""
    file, text = Counter("".join(page_texts(data))), Counter(squeezed(parsed.reassembled()))
    return file - text, text - file
