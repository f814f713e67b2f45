r"""Marks as chat programs show them: ``[1]``, and no bracket that any of them takes for something.

Markdown escapes brackets with a backslash, which many chat programs read as the beginning of a
formula. Brackets of the texts therefore become character references, which every renderer shows as
brackets and none as a link; only our own marks are bare.

Example:
    >>> run = hidden_marks(Run("It [says](so)", "en", marks=(1,)))
    >>> plain_marks(run.words.replace("[", r"\[").replace("]", r"\]"))
    'It &#91;says&#93;(so)[1]'
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ui.export.outline import Heading, Run

Part = TypeVar("Part")

# Characters for private use: they have no meaning in any text, and are taken out of all of them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HIDDEN = re.compile(f"[{_OPEN}{_CLOSE}]")
_NUMBER = re.compile(r"^\[(\d+)\]")
_LINKING = re.compile(f"{_CLOSE}(?=[(:])")


def hidden_marks(part: Part) -> Part:
    """A part of an outline whose marks are among its words, where no renderer finds them."""
    if isinstance(part, Run):
        marks = "".join(f"{_OPEN}{mark}{_CLOSE}" for mark in part.marks)
        words = _HIDDEN.sub("", part.words)
        return cast(Part, replace(part, words=words + marks, marks=()))
    if isinstance(part, tuple):
        return cast(Part, tuple(hidden_marks(each) for each in part))
    if isinstance(part, Heading) and part.source and part.runs:
        first = part.runs[0]
        title = _NUMBER.sub(rf"{_OPEN}\1{_CLOSE}", _HIDDEN.sub("", first.words))
        return cast(Part, replace(part, runs=(replace(first, words=title), *part.runs[1:])))
    if is_dataclass(part) and not isinstance(part, type):
        of: Any = part
        return cast(
            Part, replace(of, **{f.name: hidden_marks(getattr(of, f.name)) for f in fields(of)})
        )
    return part


def plain_marks(markdown: str) -> str:
    """Markdown with its marks bare, and no other bracket."""
    inert = markdown.replace("\\[", "&#91;").replace("\\]", "&#93;")
    apart = _LINKING.sub(f"{_CLOSE} ", inert)
    return apart.replace(_OPEN, "[").replace(_CLOSE, "]")
