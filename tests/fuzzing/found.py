"""Faults that fuzzing found, each as a small invented input that shows it, all mended."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests.fuzzing.contract import SENTINEL
from tests.fuzzing.growth import ordinance, records, regulation
from tests.fuzzing.invented import seeds
from tests.fuzzing.targets import MEMBER, Input
from tests.ingest.parsers.tiny_pdf import Put, pdf

_LARGE = 100_000


@dataclass(frozen=True)
class Found:
    """A fault that there was.

    Attributes:
        target: The parser.
        name: What the input is, for test ids.
        was: What it did.
        given: Makes the input.
    """

    target: str
    name: str
    was: str
    given: Callable[[], Input]


def _page(text: str, variant: str = "", head: str = "") -> Callable[[], Input]:
    return lambda: Input(variant, f"<html><head>{head}</head><body>{text}</body></html>".encode())


def _charset(name: str, text: str, variant: str = "") -> Callable[[], Input]:
    return _page(text, variant, f'<meta charset="{name}">')


def _main(body: str, attributes: str = "") -> Callable[[], Input]:
    namespace = "http://www.xml.gov.hk/schemas/hklm/1.0"
    text = f'<ordinance xmlns="{namespace}" {attributes}><main>{body}</main></ordinance>'
    return lambda: Input("en", text.encode())


def _text(text: str, variant: str = "") -> Callable[[], Input]:
    return lambda: Input(variant, text.encode())


def _rows(document: int, *rows: str) -> Callable[[], Input]:
    seed = seeds("nist")[document]
    return lambda: Input(seed.variant, b"\n".join([seed.data, *(r.encode() for r in rows)]))


def _sized(family: Callable[[int], Input], size: int = _LARGE) -> Callable[[], Input]:
    return lambda: family(size)


def _printed(*lines: str) -> Callable[[], Input]:
    """A page with some lines, and kettles under them."""
    boil = [Put(72, 400 - 30 * n, f"Kettle {n} boils water in the house.", 11) for n in range(6)]
    return lambda: Input(
        "", pdf([[*(Put(72, 780 - 14 * n, line, 11) for n, line in enumerate(lines)), *boil]])
    )


def _drawn_again() -> Input:
    """Pages that draw the same words thousands of times over."""
    data = pdf([[Put(72, 700 - n, f"Kettle {n} boils.", 11) for n in range(600)]])
    again = b"/Contents [" + b"6 0 R " * 2_000 + b"]"
    return Input("nist-ai-rmf pdf", data.replace(b"/Contents 6 0 R", again))


def _beyond() -> Input:
    """An archive whose entry is said to begin where no file reaches."""
    name, extra = MEMBER[1].encode(), struct.pack("<HHQ", 1, 8, 2**64 - 1)
    numbers = (20, 3, 20, 0, 0, 0, 0, 33, 0, 9, 9, len(name), len(extra), 0, 0, 0, 0, 2**32 - 1)
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *numbers) + name + extra
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), 64, 0)
    return Input("", b"PK\x03\x04" + bytes(60) + entry + end)


_ARTICLE = '<div id="art_1"><p class="oj-ti-art">Article 1</p>{}</div>'
_REGULATION = _ARTICLE.format("<p>Kettles boil.</p>")
_CROSSED = "error of the library let through"
_SQUARE = "time grew with the square of the length"

FOUND: tuple[Found, ...] = (
    Found("eurlex", "charset-undefined", _CROSSED, _charset("undefined", _REGULATION)),
    Found(
        *("eurlex", "charset-punycode", _SQUARE),
        _charset("punycode", _REGULATION + "-" + "a" * 400_000),
    ),
    Found("eurlex", "charset-utf-7", _CROSSED, _charset("utf-7", _REGULATION + "+2AA-")),
    Found("eurlex", "control-character", "stored", _page(_ARTICLE.format("<p>a\x01b\x1fc</p>"))),
    Found(
        *("eurlex", "heading-without-end", "copied into every provision under it"),
        _page(
            '<div id="art_1"><p class="oj-ti-art">Article 1</p><p class="oj-sti-art">'
            + "kettle " * 20_000
            + "</p>"
            + "".join(f"<p>{n}. x</p>" for n in range(300))
            + "</div>"
        ),
    ),
    Found(
        *("eurlex", "marks-of-a-block", _SQUARE),
        _sized(regulation('w <a id="ntc1">(1)</a>'), 400_000),
    ),
    Found(
        *("eurlex", "words-without-sentences", "cutting into passages: " + _SQUARE),
        _page(_ARTICLE.format("<p>1. " + "kettle " * 110_000 + "</p>")),
    ),
    Found(
        *("eurlex", "points-with-notes", _SQUARE),
        _sized(regulation('<p>(a)</p><p>x<a id="ntc1">1</a></p>'), 250_000),
    ),
    Found("hklm", "no-provisions", "nothing, and no error", _main("")),
    Found(
        *("hklm", "tags-that-do-not-match", "the file quoted in the error"),
        _main(f"<section><{SENTINEL}></section>"),
    ),
    Found(
        *("hklm", "language", "the file quoted in the error"),
        _main("<section><num>1.</num>x</section>", f'xml:lang="{SENTINEL * 40}"'),
    ),
    Found(
        *("hklm", "full-width-principle", "no locator"),
        _main(
            "<schedule><num>Schedule 1</num><section><num>1.</num><heading>Principle ３—use"
            "</heading><content>x</content></section></schedule>"
        ),
    ),
    Found(
        *("hklm", "number-without-end", "a locator of as many characters"),
        _main(f"<section><num>{'9' * 5_000}</num><content>x</content></section>"),
    ),
    Found(
        *("hklm", "sections-of-one-number", _SQUARE),
        _sized(ordinance("<section><num>2.</num>x</section>"), 350_000),
    ),
    Found(
        *("hklm", "definitions-of-a-section", _SQUARE),
        _sized(ordinance("<def>x</def>", "<section>{}</section>"), 180_000),
    ),
    Found(
        *("hklm", "cross-headings", _SQUARE),
        _sized(ordinance("<crossHeading>x</crossHeading>", "<section>w{}</section>"), 800_000),
    ),
    Found(
        *("hklm", "cross-headings-of-a-schedule", _SQUARE),
        _sized(
            ordinance(
                "<crossHeading>x</crossHeading><section><num>1.</num>x</section>",
                "<schedule>{}</schedule>",
            ),
            400_000,
        ),
    ),
    Found(
        *("hklm", "space-after-a-term", "the search went back and forth: " + _SQUARE),
        _main(
            "<section><num>1.</num><def><term>壺</term> (a"
            + " " * 30_000
            + "x</def><def><term>cup</term>"
            + " " * 30_000
            + "x</def></section>"
        ),
    ),
    Found(
        *("hklm", "leaves-of-a-deep-tree", "every level read all below it"),
        _sized(
            ordinance("<p>x</p>", "<paragraph>" * 50 + "<num>1</num>{}" + "</paragraph>" * 50),
            300_000,
        ),
    ),
    Found(
        "measures",
        "charset-undefined",
        _CROSSED,
        _charset("undefined", "<p>第一条 茶</p>", "zh-Hans"),
    ),
    Found(
        *("measures", "number-without-end", _CROSSED),
        _text(f"Article 1\nw:\n({'9' * 5_000}) x\nArticle {'9' * 5_000}\n", "en"),
    ),
    Found(
        *("measures", "chapter-without-end", "copied into every provision under it"),
        _text("Chapter 1 " + "tea " * 10_000 + "\nArticle 1\nx\n", "en"),
    ),
    Found("measures", "control-character", "stored", _text("Article 1\na\x01b\x7fc\n", "en")),
    Found(
        *("nist", "figures-of-another-script", "no locator"),
        _rows(
            0,
            '[9, ["٣. Steam", 72, 500, 17.2, true]]',
            '[9, ["1.٣ Steam", 72, 490, 17.2, true]]',
            '[9, ["Table 1: Rows for the MAP function.", 72, 480, 12, false]]',
            '[9, ["MAP ٣:", 96, 470, 12, true]]',
        ),
    ),
    Found(
        *("nist", "actions-of-another-script", "no locator"),
        _rows(
            1, '[9, ["MAP 1.1:", 39, 640, 10, true]]', '[9, ["MP-٣.١-٠٠١ x", 40, 560, 10, false]]'
        ),
    ),
    Found(
        *("nist", "half-a-character", "could not be stored"),
        _rows(0, '[9, ["Pots \\ud800\\u0000 boil.", 72, 500, 12, false]]'),
    ),
    Found(
        *("nist", "mark-without-end", _CROSSED),
        _rows(1, f'[9, ["x \\ue000{"9" * 5_000}\\ue001 y", 72, 500, 12, false]]'),
    ),
    Found(
        *("nist", "number-of-many-levels", "memory grew with the square of the length"),
        _rows(1, f'[9, ["1{".1" * 15_000}. Steam", 72, 500, 11, true]]'),
    ),
    Found(
        *("nist", "runs-of-a-line", _SQUARE),
        lambda: Input(
            seeds("nist")[1].variant,
            seeds("nist")[1].data + b"\n[9" + b', ["w ", 72, 500, 11, false]' * 12_000 + b"]",
        ),
    ),
    Found(
        *("nist", "broken-words", _SQUARE),
        _sized(records('[9, ["ket-", 72, 500, 11, false]]'), 600_000),
    ),
    Found(
        *("nist", "sentences-of-a-row", _SQUARE),
        _sized(records('[9, ["Do it. Again it. ", 94, 500, 10, false]]'), 600_000),
    ),
    Found("nist", "drawn-again", "half a minute for a small file", _drawn_again),
    Found("pdf", "dots-without-end", _SQUARE, _printed("a" + "." * 60_000 + " a")),
    Found("pdf", "first-line-without-end", _SQUARE, _printed("a-" * 60_000 + "!", "pots")),
    Found("pdf", "dashes-without-end", _SQUARE, _printed("-" + " " * 60_000 + "a")),
    Found(
        *("text", "leaders-without-end", "searched from each of their dots: " + _SQUARE),
        _text(("Kettles " + "·" * 460 + " lids\n\n") * 2_000),
    ),
    Found("html", "space-without-end", _SQUARE, _page("<p>Pots" + " " * 100_000 + "boil.</p>")),
    Found("html", "invisible-reference", "stored", _page("<p>Pots &#x202e;&#x200b;boil.</p>")),
    Found(
        *("html", "charset-punycode", _SQUARE),
        _charset("punycode", "<p>Kettles boil.</p>" + "-" + "a" * 400_000),
    ),
    Found("markdown", "invisible-reference", "stored", _text("Pots &#x202e;&#x200b;boil.\n")),
    Found("archive", "entry-beyond-measure", _CROSSED, _beyond),
)
"""In the order of the parsers."""
