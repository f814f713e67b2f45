"""Whether an expression takes more than its share of time on some text: each is asked with many."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import ingest.parsers

LENGTHS = (500, 1_000, 2_000)
STEEP = 3.0
LONG_ENOUGH = 0.006
_PUMPS = (
    *" \n\taA1.,-—·…(Iix一十、;’|=<",
    *("a-", "a ", "1.", "1 ", "漢 ", ". ", "..", "; ", "%1", "a=", "/g1"),
)
_HEADS = (
    *(
        "",
        "a",
        "(",
        "( a",
        "1",
        "1.",
        "a.",
        "<p ",
        "<meta",
        "Article ",
        "‘a",
        "第",
        "（",
        "x ",
        "—",
    ),
    *("GOVERN 1:", "Table 1: ", "display", "font-size:0", "(cid:1", "Part ", "附件", "[cf", "Fig"),
)
_TAILS = ("\x00", "x\n!")


BOUNDED = {
    ("document.headings", "_ANNEX"): "lines of at most 480 characters",
    ("document.pdf_blocks", "_LEADS_TO"): "the last 80 characters of a line",
    ("document.pdf_blocks", "_NUMBER"): "lines of at most 60 characters",
    ("hklm_text", "_IN_BRACKETS"): "the 300 characters behind a term",
    ("hklm_text", "_BETWEEN_TERMS"): "text with its white space folded",
    ("prose", "_LAST"): "the last 200 characters of a text",
}
"""Expressions that slow down on long texts, and the short ones that they are asked with."""


@dataclass(frozen=True)
class Slow:
    """An expression that a text holds up.

    Attributes:
        module: Where it stands, below ``ingest.parsers``.
        name: What it is called there.
        text: What the text is made of: beginning, repeated part, end.
        seconds: Time for each length.
    """

    module: str
    name: str
    text: tuple[str, str, str]
    seconds: tuple[float, ...]

    @property
    def bound(self) -> str:
        """The short texts that it is asked with; empty where nothing bounds them."""
        return BOUNDED.get((self.module, self.name), "")


def held_up() -> Iterator[Slow]:
    """The expressions that some text holds up, each with the text that does it most."""
    for module, name, pattern in expressions():
        if found := max(slow(pattern), key=lambda pair: pair[1][-1], default=None):
            yield Slow(module.removeprefix("ingest.parsers."), name, *found)


def expressions() -> Iterator[tuple[str, str, re.Pattern[Any]]]:
    """Every expression that the modules of the parsers keep."""
    for found in pkgutil.walk_packages(ingest.parsers.__path__, "ingest.parsers."):
        module = importlib.import_module(found.name)
        for name, value in sorted(vars(module).items()):
            if isinstance(value, re.Pattern):
                yield found.name, name, value


def slow(pattern: re.Pattern[Any]) -> Iterator[tuple[tuple[str, str, str], tuple[float, ...]]]:
    """Texts on which an expression takes more than twice as long for twice the length."""
    for text in product(_HEADS, _PUMPS, _TAILS):
        seconds = [_seconds(pattern, text, LENGTHS[-1])]
        if seconds[0] < LONG_ENOUGH:
            continue
        seconds = [_seconds(pattern, text, length) for length in LENGTHS]
        if seconds[-1] > STEEP * seconds[-2] > 0:
            yield text, tuple(seconds)


def _seconds(pattern: re.Pattern[Any], text: tuple[str, str, str], length: int) -> float:
    whole: Any = text[0] + text[1] * (length // len(text[1])) + text[2]
    if isinstance(pattern.pattern, bytes):
        whole = whole.encode()
    best = 1e9
    for _ in range(1 if length == LENGTHS[-1] else 2):
        start = time.process_time()
        pattern.match(whole)
        pattern.fullmatch(whole)
        next(pattern.finditer(whole), None)
        best = min(best, time.process_time() - start)
    return best
