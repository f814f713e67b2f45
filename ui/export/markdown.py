r"""A document as Markdown (GitHub's flavour, for its tables).

Words are escaped, so that nothing in a question, a quotation or a model's sentence becomes a
heading, a link, an image, HTML, mathematics or the end of a table. Marks are plain words: a
renderer would number footnotes anew.

Example:
    >>> escaped("[x](https://e.example) <b>"), line_start("1. one"), line_start("- two")
    ('\\[x\\](https:\\/\\/e.example) \\<b\\>', '1\\. one', '\\- two')
"""

from __future__ import annotations

import re

from corpus.texts import text
from ui.export.outline import (
    Block,
    Bullets,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Quote,
    Run,
    Table,
    Weight,
)

_ACTIVE = re.compile(r"[\\`*_\[\]<>|#~&$^{}@]")
_ADDRESS = re.compile(r"(?<=:)//|(?<=\bwww)\.", re.IGNORECASE)
_AT_START = re.compile(r"([-+=:%]|\d+(?=[.)]))")
_LETTERS = re.compile(r"[^\W_](.*[^\W_])?", re.DOTALL)
_BREAK = "\\\n"


def as_markdown(outline: Outline) -> str:
    """The whole document."""
    parts = (_block(block, outline.language) for block in outline.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(words: str) -> str:
    """Words that stay words, also addresses that some renderers would make links of."""
    inert = _ACTIVE.sub(r"\\\g<0>", words)
    return _ADDRESS.sub(lambda found: "".join(f"\\{c}" for c in found[0]), inert)


def line_start(line: str) -> str:
    """An escaped line that begins no list, heading or rule."""
    found = _AT_START.match(line)
    if found is None:
        return line
    end = found.end()
    if found[0].isdigit():
        return f"{found[0]}\\{line[end:]}"
    return f"\\{line}"


def _block(block: Block, language: str) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_inline(block.runs)}"
    if isinstance(block, Paragraph):
        return _inline(block.runs)
    if isinstance(block, Quote):
        lines = [line_start(escaped(line)) for line in block.run.words.split("\n")]
        return "> " + f"{_BREAK}> ".join(lines)
    if isinstance(block, Bullets):
        return "\n".join(
            f"{'  ' * item.depth}- "
            + _inline(item.runs).replace("\n", "\n" + "  " * (item.depth + 1))
            for item in block.items
        )
    if isinstance(block, Facts):
        return "\n".join(
            "- " + text(language, "ui.labelled", label=_inline((f.label,)), words=_inline(f.value))
            for f in block.facts
        )
    return _table(block)


def _inline(runs: tuple[Run, ...]) -> str:
    """Runs in one paragraph; line breaks within them are hard ones."""
    lines = "".join(_run(run) for run in runs).strip().split("\n")
    return _BREAK.join(line_start(line) for line in lines)


def _run(run: Run) -> str:
    marks = "".join(f"\\[{mark}\\]" for mark in run.marks)
    if run.link:
        return f"<{run.link}>{marks}"
    words = escaped(run.words)
    if run.weight is Weight.STRONG:
        words = _strong(words)
    return words + marks


def _strong(words: str) -> str:
    """Words that stand out: from their first to their last letter.

    Between a punctuation mark and a letter, as Chinese is written without spaces, CommonMark
    does not take asterisks for the end of anything (section 6.2).
    """
    letters = _LETTERS.search(words)
    if letters is None:
        return words
    return f"{words[: letters.start()]}**{letters[0]}**{words[letters.end() :]}"


def _table(table: Table) -> str:
    heads = " | ".join(_inline((head,)) for head in table.heads)
    written = [f"|  | {heads} |", f"|---|{'---|' * len(table.heads)}"]
    for row in table.rows:
        cells = " | ".join(
            "<br>".join(_inline(runs).replace(_BREAK, "<br>") for runs in cell)
            for cell in row.cells
        )
        written.append(f"| {_strong(_inline((row.label,)))} | {cells} |")
    return "\n".join(written)
