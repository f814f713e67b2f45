"""One mutated input: which seed, which kind of change."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.fuzzing.mutation import known, markup, octets, packed, pdf_objects, words
from tests.fuzzing.targets import Input

DICTIONARIES = {
    "eurlex": words.EURLEX,
    "hklm": words.HKLM,
    "measures": words.MEASURES,
    "nist": words.NIST,
    "pdf": words.PDF,
    "docx": words.DOCX,
    "html": words.HTML,
    "markdown": words.MARKDOWN,
    "text": words.TEXT,
    "archive": words.ARCHIVE,
}
_WORD_PARTS = (
    *("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"),
    *("word/_rels/document.xml.rels", "[Content_Types].xml", "_rels/.rels", "word/footer1.xml"),
    "docProps/core.xml",
)


def mutated(target: str, seed: Input, rng: random.Random, others: Sequence[Input]) -> Input:
    """The seed, changed as its format is changed.

    Args:
        target: The parser's name.
        seed: A file that the parser takes.
        rng: Decides everything.
        others: Files of the same parser to take stretches from.
    """
    dictionary = DICTIONARIES[target]
    alike = [o.data for o in others if o.variant == seed.variant and len(o.data) < 400_000]
    change = _of_format(target, seed)
    share = 0.85 if target == "docx" else 0.6
    if change is not None and rng.random() < share:
        return Input(seed.variant, change(seed.data, rng)[: octets.LARGEST])
    if seed.variant.endswith("lines") and rng.random() < 0.6:
        return Input(seed.variant, _lines(seed.data, rng))
    return Input(seed.variant, octets.mutated(seed.data, rng, dictionary, alike))


def _of_format(target: str, seed: Input) -> Callable[[bytes, random.Random], bytes] | None:
    if target in {"eurlex", "html"} or (target == "measures" and seed.variant == "zh-Hans"):
        return lambda data, rng: markup.mutated(data, rng, known.HTML, is_html=True)
    if target == "hklm":
        return lambda data, rng: markup.mutated(data, rng, known.HKLM, is_html=False)
    if target == "pdf" or seed.variant.endswith("pdf"):
        return pdf_objects.mutated
    if target in {"docx", "archive"}:
        aims = _WORD_PARTS if target == "docx" else ("Laws/cap_9/kettles.xml",)

        def repacked(data: bytes, rng: random.Random) -> bytes:
            try:
                return packed.mutated(data, rng, DICTIONARIES[target], aims)
            except Exception:
                # A seed of the corpus may be a broken archive; its bytes can still be changed.
                return octets.mutated(data, rng, DICTIONARIES[target])

        return repacked
    return None


def _lines(data: bytes, rng: random.Random) -> bytes:
    """Records of printed lines: dropped, doubled, moved, their words and places exchanged."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 2, 5, 20))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0 and len(lines) > 1:
            lines.pop(at)
        elif kind == 1:
            lines[at:at] = [lines[other]] * rng.choice((1, 2, 30))
        elif kind == 2:
            lines[at], lines[other] = lines[other], lines[at]
        else:
            cells = lines[at].split(b", ")
            cells[rng.randrange(len(cells))] = rng.choice(words.NIST)
            lines[at] = b", ".join(cells)
    return b"\n".join(lines)
