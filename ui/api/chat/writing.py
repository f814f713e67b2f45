"""An answer as the text of a chat message: Markdown with marks, and the sources behind them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from assistant.answer import Answer
from corpus.texts import text
from ui.api.chat.marks import hidden_marks, plain_marks
from ui.export.answer_outline import answer_outline
from ui.export.markdown import as_markdown
from ui.export.outline import Block, Heading, Outline, Paragraph, Run
from ui.export.setting import Setting

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")


def written(answer: Answer, base_url: str = "") -> str:
    """The message: answer, comparison, statements, notices, sources with quotations.

    Args:
        answer: The answer.
        base_url: Where this installation answers, for permanent addresses; empty for none.
    """
    outline = answer_outline(answer, Setting(date.today(), base_url))
    language = answer.language
    advice = Paragraph((Run(text(language, "notices.not_advice"), language),))
    blocks = _until(outline.blocks, {text(language, "export.about")})
    return _markdown(outline, [*blocks, advice])


def said(answer: Answer) -> str:
    """The beginning of the message, without notices and sources: it grows with the answer."""
    outline = answer_outline(answer, Setting(date.today()))
    keys = ("ui.notices", "answer.sources", "export.about")
    return _markdown(outline, _until(outline.blocks, {text(answer.language, k) for k in keys}))


def tokens(words: Iterable[str]) -> int:
    """How many tokens a model would see, roughly.

    >>> tokens(["four"]), tokens(["香港法例"])
    (1, 4)
    """
    whole = "".join(words)
    han = len(_HAN.findall(whole))
    return han + math.ceil((len(whole) - han) / 4)


def pieces(message: str) -> list[str]:
    r"""The message in the pieces that a stream sends: line by line.

    >>> pieces("a\n\nb")
    ['a\n', '\n', 'b']
    """
    return message.splitlines(keepends=True)


def _markdown(outline: Outline, blocks: list[Block]) -> str:
    return plain_marks(as_markdown(replace(outline, blocks=hidden_marks(tuple(blocks))))).strip()


def _until(blocks: Iterable[Block], ends: Collection[str]) -> list[Block]:
    """The blocks without the title, which repeats the question, up to one of the headings."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                continue
            if "".join(run.words for run in block.runs) in ends:
                break
        kept.append(block)
    return kept
