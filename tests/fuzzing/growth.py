"""Whether twice as much takes twice as long: words of a format, repeated, and structures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.fuzzing.campaign.trial import TookTooLong, limited
from tests.fuzzing.contract import Broken
from tests.fuzzing.invented import seeds
from tests.fuzzing.mutation.choosing import DICTIONARIES
from tests.fuzzing.targets import TARGETS, Input, judge, read

SIZES = (50_000, 100_000, 200_000)
"""Bytes that are put in; the first two only where the last takes long enough to compare."""
LONG_ENOUGH = 0.4
STEEP = 3.0
"""A doubling that takes more than this many times as long is an offender."""

Family = Callable[[int], Input]


@dataclass(frozen=True)
class Growth:
    """How long inputs of one family take as they grow.

    Attributes:
        target: The parser.
        family: What is repeated, and where.
        seconds: CPU time at each size.
    """

    target: str
    family: str
    seconds: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Time at the largest size to time at half of it."""
        return self.seconds[-1] / max(self.seconds[-2], 1e-9) if len(self.seconds) > 1 else 1.0

    @property
    def is_steep(self) -> bool:
        """Whether time grows faster than size."""
        return self.seconds[-1] > LONG_ENOUGH and self.ratio > STEEP


def measured(target: str) -> Iterator[Growth]:
    """How long every family of inputs of a parser takes."""
    for name, family in families(target):
        last = _seconds(target, family(SIZES[-1]))
        if last < LONG_ENOUGH:
            yield Growth(target, name, (last,))
            continue
        earlier = (min(_seconds(target, family(size)) for _ in range(2)) for size in SIZES[:-1])
        yield Growth(target, name, (*earlier, last))


def families(target: str) -> Iterator[tuple[str, Family]]:
    """Words and pairs of words of the format, repeated in the middle and at the end of a seed."""
    dictionary = [word for word in DICTIONARIES[target] if word.strip() or word == b" "]
    plain = [w.encode() for w in (*" a1-.漢\n", "a ", "a. ", "a-", "漢 ")]
    for number, seed in enumerate(seeds(target)[:2]):
        if seed.data[:2] not in {b"PK", b"%P"}:
            for word in (*plain, *dictionary) if number == 0 else plain:
                yield f"{number} {word[:40]!r}", _repeated(seed, word, 0.45)
    yield from STRUCTURES.get(target, {}).items()


def _repeated(seed: Input, word: bytes, share: float) -> Family:
    at = int(share * len(seed.data))
    at = seed.data.find(b">", at) + 1 or at

    def family(size: int) -> Input:
        data = seed.data[:at] + word * (size // len(word)) + seed.data[at:]
        return Input(seed.variant, data)

    return family


def _seconds(target: str, given: Input) -> float:
    start = time.process_time()
    try:
        with limited(30.0):
            _, parsed = read(TARGETS[target], given)
            judge(given, parsed)
    except (TookTooLong, Broken):
        pass
    return time.process_time() - start


def regulation(part: str) -> Family:
    return lambda size: Input(
        "",
        (
            '<html><body><div id="art_1"><p class="oj-ti-art">Article 1</p>'
            f"{part * (size // len(part))}</div></body></html>"
        ).encode(),
    )


def ordinance(part: str, around: str = "{}") -> Family:
    return lambda size: Input(
        "en",
        (
            '<ordinance xmlns="http://www.xml.gov.hk/schemas/hklm/1.0"><main><section><num>1.</num>'
            f"<content>x</content></section>{around.format(part * (size // len(part)))}</main>"
            "</ordinance>"
        ).encode(),
    )


def records(*rows: str) -> Family:
    def family(size: int) -> Input:
        again = "\n".join(rows)
        body = "\n".join(again.replace("#", str(n)) for n in range(size // len(again)))
        return Input(seeds("nist")[1].variant, seeds("nist")[1].data + b"\n" + body.encode())

    return family


def _deep(opening: str, closing: str, variant: str = "") -> Family:
    def family(size: int) -> Input:
        depth = size // (len(opening) + len(closing))
        return Input(
            variant, f"<html><body>{opening * depth}x{closing * depth}</body></html>".encode()
        )

    return family


STRUCTURES: dict[str, dict[str, Family]] = {
    "eurlex": {
        "articles of one number": regulation('<p class="oj-ti-art">Article 7</p><p>x</p>'),
        "points of one label": regulation("<p>(a)</p><p>x</p>"),
        "the eighth and ninth letter": regulation("<p>(h)</p><p>x</p><p>(i)</p><p>y</p>"),
        "references in one block": regulation('w <a id="ntc1">(1)</a>'),
        "references in a heading": regulation('<p class="oj-sti-art">w<a id="ntc1">1</a></p>'),
        "amendment marks": regulation("►M1 w ◄ "),
        "headings of divisions": regulation('<p class="oj-ti-section-2">w</p>'),
        "divisions": regulation('<div id="cpt_I"><p class="oj-ti-section-1">CHAPTER I</p></div>'),
        "notes": regulation('<p class="oj-note">(1) w</p>'),
        "definitions": regulation("<p>(1)</p><p>‘w’ means w;</p>"),
        "deep elements": _deep("<div>", "</div>"),
        "deep tables": _deep("<table><tr><td>", "</td></tr></table>"),
    },
    "hklm": {
        "sections of one number": ordinance("<section><num>2.</num><content>x</content></section>"),
        "paragraphs": ordinance("<paragraph><num>(a)</num>x</paragraph>", "<section>{}</section>"),
        "definitions": ordinance("<def><term>cup</term> is x</def>", "<section>{}</section>"),
        "terms": ordinance("<term>cup</term> or ", "<section>{}</section>"),
        "cross headings": ordinance("<crossHeading>x</crossHeading>", "<section>w{}</section>"),
        "cross headings in a schedule": ordinance(
            "<crossHeading>x</crossHeading><section><num>1.</num>x</section>",
            "<schedule>{}</schedule>",
        ),
        "notes": ordinance("<sourceNote>x</sourceNote>w", "<section><num>2.</num>{}</section>"),
        "nested paragraphs": ordinance(
            "<paragraph>" * 50 + "<num>(a)</num>x" + "</paragraph>" * 50, "<section>{}</section>"
        ),
        "leaves of a deep tree": ordinance(
            "<p>x</p>", "<paragraph>" * 50 + "<num>1</num>{}" + "</paragraph>" * 50
        ),
        "parts": ordinance("<part><num>Part 1</num><section><num>1.</num>x</section></part>"),
        "rows": ordinance("<tr><td>x</td><td>y</td></tr>", "<section><table>{}</table></section>"),
    },
    "nist": {
        "rows": records('[9, ["GV-1.1-#", 40, 500, 10, false], ["Do. Tea", 430, 500, 10, false]]'),
        "sentences of a row": records('[9, ["Do it. Again. ", 94, 500, 10, false]]'),
        "footnotes": records('[#, ["# ", 72, 100, 6.6, false], ["Note", 78, 100, 10, false]]'),
        "broken words": records('[9, ["ket-", 72, 500, 11, false]]'),
        "sections": records('[9, ["1. Tea", 72, 500, 11, true]]', '[9, ["x", 72, 9, 11, false]]'),
        "subcategories": records(
            '[9, ["MAP 1.1:", 39, 640, 10, true], [" Pots", 99, 640, 10, true]]'
        ),
        "runs of one line": lambda size: Input(
            seeds("nist")[1].variant,
            seeds("nist")[1].data + b"\n[9" + b', ["w ", 72, 500, 11, false]' * (size // 30) + b"]",
        ),
    },
    "html": {
        "deep elements": _deep("<div>", "</div>"),
        "deep tables": _deep("<table><tr><td>", "</td></tr></table>"),
        "deep lists": _deep("<ul><li>", "</li></ul>"),
        "rows": _deep("<table><tr><td>x</td><td>y</td></tr></table>", ""),
        "headings": _deep("<h2>Scope</h2><p>x</p>", ""),
        "numbered headings": _deep("<h2>Article 7</h2><p>x</p>", ""),
    },
    "measures": {
        "articles": lambda size: Input(
            "en", "\n".join(f"Article {n}\nx" for n in range(1, size // 14)).encode()
        ),
        "items": lambda size: Input("en", b"Article 1\nw:\n" + b"(1) x\n" * (size // 6)),
        "chapters": lambda size: Input("en", b"Article 1\nw\n" + b"Chapter 2 x\n" * (size // 12)),
        "deep elements": _deep("<div>", "</div>", "zh-Hans"),
    },
    "text": {
        "articles": lambda size: Input(
            "", "\n\n".join(f"Article {n}\nLids" for n in range(size // 18)).encode()
        ),
        "articles of one number": lambda size: Input(
            "", b"Article 7\n\nLids x.\n\n" * (size // 20)
        ),
        "lines of contents": lambda size: Input("", b"Scope ......... 7\n\n" * (size // 19)),
        "one long word": lambda size: Input("", b"kettle" * (size // 6)),
        "one long line": lambda size: Input("", b"kettle and, " * (size // 12)),
    },
}
"""What repeated words alone do not build."""
