"""Old and new words in one, for a terminal: coloured, and marked where there are no colours."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from corpus.changes import Turn
from ui.render import plain

_STYLES = {Turn.SAME: "", Turn.ADDED: "green underline", Turn.REMOVED: "red strike"}
_MARKS = {Turn.SAME: ("", ""), Turn.ADDED: ("[+", "+]"), Turn.REMOVED: ("[-", "-]")}
_CONTEXT = 120


def changed_words(stretches: Iterable[tuple[Turn, str]], *, coloured: bool) -> Text:
    """Words that stayed, came and went; a long stretch that stayed is cut to its ends.

    Args:
        stretches: What happened to which words, in order.
        coloured: Whether colours can be seen; otherwise ``[+came+]`` and ``[-went-]``.
    """
    words = Text()
    for turn, given in stretches:
        before, after = ("", "") if coloured else _MARKS[turn]
        said = plain(given)
        words.append(f"{before}{_ends(said) if turn is Turn.SAME else said}{after}", _STYLES[turn])
    return words


def _ends(words: str) -> str:
    """The ends of a long stretch that stayed, which is only there to show the place."""
    if len(words) <= 2 * _CONTEXT:
        return words
    return f"{words[:_CONTEXT]} … {words[-_CONTEXT:]}"
