r"""A provision cut into what can be quoted by itself: sentences and the points of lists.

The cut keeps what cannot stand alone together: a number with the words it opens, a proviso with
its sentence. What belongs together across stretches (a list and the words that announce it, an
exception and its rule) is told by `parents`, `points`, `tail` and `exceptions`.

Example:
    >>> text = "1. A keeper must:\n(a) fill it;\n(b) boil it.\nThis does not apply to cups."
    >>> cut = stretches(text)
    >>> [text[s.start:s.end].strip() for s in cut][1:3]
    ['(a) fill it;', '(b) boil it.']
    >>> parents(cut, 2), exceptions(cut, 2)
    ([0], [3])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.sparse import terms

_END = re.compile(r"[.!?]+[”’\"')\]]*(?=\s)|[。！？]+[”’」』）]*|\n")
_NUMBER_ONLY = re.compile(r"\s*(?:\(?\w{1,5}\)?\.?|（\w{1,3}）)\s*")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:e\.g|i\.e|Art|No|Nos|Cap|para|cf|etc|pp?|s|ss|Sch))\.$")
_LETTER = re.compile(r"[^\W\d_]")
_LEAD_IN = re.compile(r"(?:[:：]|[—―－-]{1,3})\s*$")
_LABEL = re.compile(
    r"\s*(?:(?P<paragraph>\d+[A-Za-z]{0,2}\.\s|\(\d+[A-Z]{0,2}\)|（\d+[A-Z]{0,2}）"
    r"|第\S{1,8}[條条款]\s)"
    r"|(?P<chinese>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<roman>[（(][ivx]{1,5}[）)])"
    r"|(?P<letter>[（(][a-z]{1,3}[）)])"
    r"|(?P<capital>[（(][A-Z]{1,2}[）)])"
    r"|(?P<dash>[—–•-]\s))"
)
_OPENS_EXCEPTION = re.compile(
    r"(?:However|Provided|By way of derogation|In derogation|Notwithstanding|Nothing in|Except\b"
    r"|Unless\b|Subject to|The (?:first|second|third) subparagraph shall not"
    r"|但(?!凡)|惟|然而|除(?!了)|儘管|尽管|虽然|雖然|如属以下|本[款條条段](?:不|并不|並不))"
)
_TAKES_OUT = re.compile(
    r"(?:shall|does|do|is|are|will) not (?:be )?(?:apply|cover|affect|extend|required"
    r"|prohibited|subject)"
    r"|\b(?:is|are) limited to\b|\bexempt(?:ed|ion)?\b|not an offence|it is a defence"
    r"|不适用|不適用|不在此限|除外|豁免|免責辯護|不屬犯罪|不视为|無須|毋須|无须"
)
_LEANS_BACK = re.compile(
    r"(?:It|They|This|That|These|Those|Such|He|She|The (?:latter|former)|In (?:such|that"
    r"|this) cases?"
    r"|In those cases|To that end|For (?:that|this) purpose|该|該|上述|前款|前項|前项|此等|这"
    r"|這|其)\b"
)
_REFERS = re.compile(
    r"(?:[Ss]ubsections?|[Pp]aragraphs?) ((?:\(?\d+[A-Z]?\)?(?:, | or | and |, or | to )?)+)"
    r"|第((?:[（(]?\d+[A-Z]?[）)]?[、或及和至]?)+)[款條条]"
)
_IN_BRACKETS = re.compile(r"\d+[A-Z]?")


@dataclass(frozen=True)
class Stretch:
    """One sentence or point.

    Attributes:
        start: First character, in the provision's text.
        end: After the last, white space included.
        kind: Which row of labels it belongs to: `paragraph`, `letter`, `roman` …; empty for none.
        label: The label, such as ``(a)``; empty for none.
        block: Number of the numbered paragraph it stands in, counted from 0.
        announces: Whether a list follows that belongs to it.
        words: Its search terms.
        text: Its words.
    """

    start: int
    end: int
    kind: str
    label: str
    block: int
    announces: bool
    words: frozenset[str]
    text: str


@lru_cache(maxsize=512)
def stretches(text: str, start: int = 0) -> tuple[Stretch, ...]:
    """The stretches of a text, in order; together they are the whole of it.

    Args:
        text: A provision's words.
        start: Where the rule begins, behind label and heading.
    """
    found: list[Stretch] = []
    block = 0
    for first, last in _pieces(text, start):
        words = text[first:last]
        new_line = first == start or "\n" in text[first - 1 : first]
        match = _LABEL.match(words) if new_line else None
        kind = (match.lastgroup or "") if match else ""
        label = match.group().strip() if match else ""
        if kind == "roman" and len(label) == 3 and _follows(found, label):
            kind = "letter"
        if kind == "paragraph":
            block += 1
        announces = bool(_LEAD_IN.search(words))
        found.append(
            Stretch(first, last, kind, label, block, announces, frozenset(terms(words)), words)
        )
    return tuple(found)


def parents(cut: Sequence[Stretch], number: int) -> list[int]:
    """The words that announce the list in which a stretch is a point, nearest first."""
    found: list[int] = []
    kind = cut[number].kind
    if not kind or (kind == "paragraph" and not _in_list(cut, number)):
        return found
    passed = {kind}
    for before in range(number - 1, -1, -1):
        stretch = cut[before]
        if stretch.announces and stretch.kind not in passed:
            found.append(before)
            if not stretch.kind or stretch.kind == "paragraph":
                break
            passed.add(stretch.kind)
        elif stretch.kind == "paragraph" and kind != "paragraph":
            break
    return found


def points(cut: Sequence[Stretch], number: int) -> list[int]:
    """The points of the list that a stretch announces, and what closes it."""
    if not cut[number].announces:
        return []
    found: list[int] = []
    own = cut[number].kind
    for after in range(number + 1, len(cut)):
        stretch = cut[after]
        if stretch.kind and stretch.kind == own:
            break
        if stretch.kind == "paragraph" and own != "" and not found:
            break
        if stretch.kind == "paragraph" and found and cut[found[0]].kind != "paragraph":
            break
        if not stretch.kind and found and not _continues(cut[after - 1], stretch):
            break
        found.append(after)
    return found


def tail(cut: Sequence[Stretch], announcing: int) -> list[int]:
    """The words after a list that end the sentence which announced it."""
    inside = points(cut, announcing)
    return [n for n in inside if not cut[n].kind]


def exceptions(cut: Sequence[Stretch], number: int) -> list[int]:
    """The sentences that take something out of what a stretch says.

    They stand in the same numbered paragraph and open like an exception or take something out;
    or they stand elsewhere in the provision and name that paragraph by its number.
    """
    own = cut[number]
    heads = (s for s in cut if s.block == own.block and s.kind == "paragraph")
    named = next((s.label.strip("().（） ") for s in heads), "")
    found: list[int] = []
    for other, stretch in enumerate(cut):
        if other == number:
            continue
        words = _LABEL.sub("", stretch.text, count=1).lstrip() if stretch.label else stretch.text
        opens = other > number and _OPENS_EXCEPTION.match(words.lstrip())
        limits = bool(opens or _TAKES_OUT.search(words))
        if stretch.block == own.block:
            # A point of a list stands beside the others; it does not limit them.
            if limits and stretch.kind in ("", "paragraph"):
                found.append(other)
        elif named and _TAKES_OUT.search(words):
            lists = (list_ for pair in _REFERS.findall(stretch.text[:160]) for list_ in pair)
            if any(named in _IN_BRACKETS.findall(list_) for list_ in lists):
                found.append(other)
    return found


def takes_out(stretch: Stretch) -> bool:
    """Whether a stretch is an exception, an exemption or a defence."""
    return bool(_TAKES_OUT.search(stretch.text))


def leans_back(stretch: Stretch) -> bool:
    """Whether a stretch says something only together with the one before it."""
    words = stretch.text.lstrip()
    if stretch.label:
        return False
    return bool(_LEANS_BACK.match(words) or _OPENS_EXCEPTION.match(words))


def has_words(stretch: Stretch) -> bool:
    """Whether there is more than a number in it."""
    return bool(_LETTER.search(_LABEL.sub("", stretch.text, count=1)))


def _pieces(text: str, start: int) -> list[tuple[int, int]]:
    """Where the stretches begin and end."""
    cuts: list[tuple[int, int]] = []
    first = start
    for match in _END.finditer(text, start):
        end = match.end()
        piece = text[first:end]
        ended = match.group() == "\n"
        if match.start() < first or not piece.strip():
            continue
        if _NUMBER_ONLY.fullmatch(piece.strip()) and not (ended and _LABEL.match(text, end)):
            continue
        if not ended and match.group().startswith("."):
            following = text[end : end + 2].lstrip()
            small = following[:1].islower() or following[:1].isdigit()
            if small or _ABBREVIATED.search(piece.strip()):
                continue
        end += len(text[end:]) - len(text[end:].lstrip())
        cuts.append((first, end))
        first = end
    if text[first:].strip():
        cuts.append((first, len(text)))
    elif cuts:
        cuts[-1] = (cuts[-1][0], len(text))
    return cuts


def _follows(found: Sequence[Stretch], label: str) -> bool:
    """Whether (i), (v) or (x) is the letter after (h), (u) or (w), and not the numeral."""
    before = chr(ord(label[1]) - 1)
    letters = [s for s in found if s.kind in ("letter", "roman")]
    if not letters or letters[-1].announces:
        return False
    return letters[-1].kind == "letter" and letters[-1].label[1:2] == before


def _in_list(cut: Sequence[Stretch], number: int) -> bool:
    """Whether a number in brackets is a point of a list: the words before announce it."""
    for before in range(number - 1, -1, -1):
        if cut[before].kind == "paragraph":
            continue
        return cut[before].announces and not cut[before].kind
    return False


def _continues(before: Stretch, after: Stretch) -> bool:
    """Whether an unlabelled line goes on with the sentence that a list interrupted."""
    ended = before.text.rstrip().endswith((".", "。", "！", "？"))
    return not ended or after.text.lstrip()[:1].islower()
