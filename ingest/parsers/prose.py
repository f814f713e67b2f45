"""Makes running text of printed lines: paragraphs, with words whole again.

A typesetter breaks words at line ends and PDF extraction breaks a few more. What to join is
decided by the document itself: by the words that it prints unbroken elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.parsers.note_marks import MARK_CLOSE, MARK_OPEN
from ingest.parsers.pdf import Line, Run

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([\w-]+)-$")
_TAIL, _HEAD = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}$"), re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"[\w-]+")
_ITEM = re.compile(r"(\d{1,2})\.\s")
_MARK = re.compile(f"{MARK_OPEN}[0-9]+{MARK_CLOSE}")
_RAISED = re.compile(r"\s*([0-9]{1,4}(?:,\s*[0-9]{1,4})*),?\s*")
_SUSPENDED = frozenset({"and", "or", "to", "nor"})
_ALWAYS_HYPHENED = frozenset({"half", "off", "self"})
_ENDS = tuple('.:;!?”")')
_LONGEST_WORD = 200
"""Characters that are looked back at for the word that a line end breaks."""
_PARAGRAPH_GAP = 1.6
"""A gap of more than this many sizes from base line to base line ends a paragraph."""
_SMALL = 0.75
_INDENT = 5.0


class Vocabulary:
    """How often each word stands unbroken in a document, compounds and their parts.

    Args:
        texts: The printed lines. A word that a line end breaks is not counted.

    Example:
        >>> words = Vocabulary(["a socio-technical matter of management", "and manage-", "ment"])
        >>> words.join(["The socio-", "technical manage-", "ment of long-", "or short-term"])
        'The socio-technical management of long- or short-term'
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        self._tokens: Counter[str] = Counter()
        breaks: list[tuple[str, str]] = []
        before = ""
        for text in texts:
            self._tokens.update(text.split())
            words = _WORD.findall(text.lower())
            if before and words:
                breaks.append((before, words.pop(0)))
            before = words.pop() if words and text.endswith("-") else ""
            self._count.update(words)
            self._count.update(part for word in words if "-" in word for part in word.split("-"))
        proofs = [proof for pair in breaks if (proof := self._proof(*pair))]
        self._breaks_words = sum(proofs) > 0

    def join(self, texts: Sequence[str]) -> str:
        """Printed lines as one text: nothing changes but white space and line-end hyphens.

        A hyphen at a line end goes if the document prints the word without it, and stays if it
        prints it with one. Where it prints neither, the hyphen stays if both halves are words of
        their own, or if the typesetter of this document does not break words at all.
        """
        parts: list[str] = []
        end = ""
        for text in texts:
            line = text.strip()
            if not parts:
                parts, end = [line] if line else [], line[-_LONGEST_WORD:]
                continue
            hyphens, gap = self._joint(end, line)
            if hyphens:
                parts[-1], end = parts[-1][:-1], end[:-1]
            parts.append(gap + line)
            end = (end + gap + line)[-_LONGEST_WORD:]
        text = re.sub(r"(?<=\w)- (\w+)", self._wrapped, "".join(parts))
        return self._mended(text)

    def _joint(self, end: str, line: str) -> tuple[int, str]:
        """How many hyphens go between the end of a text and a line, and what comes instead."""
        before, after = _LAST.search(end), _FIRST.match(line)
        if not before or not after or after[0] in _SUSPENDED:
            return 0, " "
        if "/" in end.rsplit(maxsplit=1)[-1]:
            return 0, ""
        return int(self._is_split(before[1].lower(), after[0].lower())), ""

    def _is_split(self, left: str, right: str) -> bool:
        if proof := self._proof(left, right):
            return proof > 0
        tail, head = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
        if tail in _ALWAYS_HYPHENED or not self._breaks_words:
            return False
        return not (self._is_word(tail) and self._is_word(head))

    def _proof(self, left: str, right: str) -> int:
        """1 if the document prints the two without a hyphen, -1 if with one, 0 if neither."""
        for a, b in ((left, right), (left.rsplit("-", 1)[-1], right.split("-", 1)[0])):
            solid, hyphened = self._count[a + b], self._count[f"{a}-{b}"]
            if solid != hyphened:
                return 1 if solid > hyphened else -1
        return 0

    def _is_word(self, word: str) -> bool:
        return not word.isalpha() or self._count[word] > 0

    def _wrapped(self, match: re.Match[str]) -> str:
        """A hyphen and a space inside a line: a line end that the extraction took for a space."""
        return match[0] if match[1] in _SUSPENDED else f"-{match[1]}"

    def _mended(self, text: str) -> str:
        """Takes out the spaces that wide kerning left inside words."""
        pieces = text.split(" ")
        mended = pieces[:1]
        for piece in pieces[1:]:
            if self._is_torn(mended[-1], piece):
                mended[-1] += piece
            else:
                mended.append(piece)
        return " ".join(mended)

    def _is_torn(self, left: str, right: str) -> bool:
        """Whether two pieces stand nowhere else, and together are a word that does."""
        tail, head = _TAIL.search(left[-3:]), _HEAD.match(right)
        if not tail or not head or self._tokens[left] > 1 or self._tokens[right] > 1:
            return False
        return self._count[(tail[0] + head[0]).lower()] > 0


def marked(line: Line) -> str:
    """A line's words, its raised figures turned into marks for the notes they call."""
    size = max(run.size for run in line.runs if run.text.strip())
    first = line.first
    return "".join(_piece(run, size, at_start=run is first) for run in line.runs).strip()


def _piece(run: Run, size: float, *, at_start: bool) -> str:
    raised = _RAISED.fullmatch(run.text)
    if not raised or at_start or run.size > _SMALL * size:
        return run.text
    marks = "".join(f"{MARK_OPEN}{n}{MARK_CLOSE}" for n in re.findall("[0-9]+", raised[1]))
    return marks + (" " if run.text[-1:].isspace() else "")


def paragraphs(lines: Sequence[Line], words: Vocabulary) -> list[str]:
    """Printed lines as paragraphs, list items apart, sentences that cross a page whole."""
    blocks: list[list[str]] = []
    previous: Line | None = None
    for line in lines:
        text = marked(line)
        if previous is None or _begins(previous, line, blocks[-1]):
            blocks.append([text])
        else:
            blocks[-1].append(text)
        previous = line
    return [words.join(block) for block in blocks]


def _begins(previous: Line, line: Line, block: list[str]) -> bool:
    if line.text.startswith("•") or _is_next_item(previous, line, block[0]):
        return True
    if previous.page != line.page:
        return _MARK.sub("", block[-1]).endswith(_ENDS)
    gap = previous.first.y - line.first.y
    return gap > _PARAGRAPH_GAP * line.first.size or gap < -line.first.size


def _is_next_item(previous: Line, line: Line, block: str) -> bool:
    """A numbered item of a list: it follows its predecessor, or stands out to the left."""
    item, before = _ITEM.match(line.text), _ITEM.match(block)
    if not item:
        return False
    is_outdented = previous.first.x - line.first.x > _INDENT
    return is_outdented or (before is not None and int(item[1]) == int(before[1]) + 1)
