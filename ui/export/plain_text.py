"""A document as plain text, for mails and notes: no line is broken that was not broken before."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

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
)

_RULES = {1: "=", 2: "-"}
_WIDEST = 72
_INDENT = "    "


def as_text(outline: Outline) -> str:
    """The whole document, paragraphs apart."""
    parts = (_block(block, outline.language) for block in outline.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, language: str) -> str:
    if isinstance(block, Heading):
        words = _runs(block.runs).strip()
        rule = _RULES.get(block.level)
        return f"{words}\n{rule * min(cell_len(words), _WIDEST)}" if rule else words
    if isinstance(block, Paragraph):
        return _runs(block.runs).strip()
    if isinstance(block, Quote):
        first, last = ("「", "」") if block.run.language == "zh-Hant" else ("“", "”")
        return _indented(f"{first}{block.run.words}{last}", _INDENT)
    if isinstance(block, Bullets):
        return "\n".join(
            f"{'  ' * item.depth}- {_hanging(_runs(item.runs).strip(), item.depth)}"
            for item in block.items
        )
    if isinstance(block, Facts):
        return "\n".join(
            text(language, "ui.labelled", label=fact.label.words, words=_runs(fact.value).strip())
            for fact in block.facts
        )
    return "\n\n".join(_table(block, language))


def _table(table: Table, language: str) -> Iterator[str]:
    """Row by row, place by place: columns would not hold in a mail."""
    for row in table.rows:
        said = [row.label.words]
        for head, cell in zip(table.heads, row.cells, strict=True):
            words = [_runs(runs).strip() for runs in cell]
            if len(words) == 1:
                value = text(language, "ui.labelled", label=head.words, words=words[0])
                said.append(f"  - {value}")
            elif words:
                said.append(
                    f"  - {text(language, 'ui.labelled', label=head.words, words='').strip()}"
                )
                said += [f"    - {each}" for each in words]
        yield "\n".join(said)


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(run.words + "".join(f"[{mark}]" for mark in run.marks) for run in runs)


def _hanging(words: str, depth: int) -> str:
    return words.replace("\n", "\n" + "  " * (depth + 1))


def _indented(words: str, by: str) -> str:
    return "\n".join(by + line for line in words.split("\n"))
