"""Words as sparse vectors: the lexical half of search, the same on every engine.

A passage is weighted here by how often it uses a term (the saturating part of BM25); the
store multiplies by how rare the term is (its IDF modifier). Both engines therefore rank alike,
and new passages need no second look at the old ones.

Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import snowballstemmer

from corpus.script import fold

K1 = 1.2
"""How soon repeating a term stops helping."""
B = 0.75
"""How much a long passage is marked down, from 0 (not at all) to 1 (in proportion)."""
AVERAGE_LENGTH = 120.0
"""Terms in a passage of ordinary length. Fixed, so that no passage's weights depend on another's.

Passages of the official texts have 44 terms on average in English and 82 in Chinese. Looking for
sections by their headings, values from 45 to 120 did alike (recall within .02, in Traditional
Chinese up to .05 better at 120): what matters is that the value stays the same.
"""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TOKEN = re.compile(
    rf"""
    (?P<han>[{_HAN}]+)
    | (?P<item>[a-z]{{2,}}[ -]\d+(?:\.\d+)+(?:-\d+)?)       # govern 1.1, gv-1.1-001
    | (?P<pinpoint>\d+[a-z]{{0,2}}(?:\([0-9a-z]{{1,5}}\))+)  # 64(3a), 5(1)(b)
    | (?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:[./]\d+)*[a-z]{{0,2}}(?![a-z]))
    | (?P<word>[^\W\d_{_HAN}]+)(?:['’][^\W\d_{_HAN}]+)?
    """,
    re.VERBOSE,
)
_NO_SUBJECT = """
about also am an and any are as at be been being but by can could did do does doing for from had
has have having he her him his how if in into is it its just me my of on or our out over she
should so some such than that the their them then there these they this those to too under until
up us was we were what when where which while who whom whose why will with would you your
"""
_STOP_WORDS = frozenset(_NO_SUBJECT.split())
"""Words that carry no subject. "shall", "must", "may", "not" and "no" stay: in law they do."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term numbers (unsigned 32 bits, ascending) and the weight of each."""

    indices: tuple[int, ...]
    values: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.indices)


def terms(text: str) -> list[str]:
    """Cut a text into the terms it is searched by, in reading order.

    English words are stemmed and words without a subject dropped. Chinese is folded to
    Simplified and cut into overlapping pairs, so that a word of two characters is always a
    term; a character standing alone is a term too. References stay whole, together with what
    encloses them.

    >>> terms("The provider's obligations under section 64(3A)")
    ['provid', 'oblig', 'section', '64(3a)', '64']
    >>> terms("版權條例第26條"), terms("GOVERN 1.1")
    (['版权', '权条', '条例', '例第', '26', '条'], ['govern-1.1', 'govern', '1.1'])
    """
    return [term for match in _TOKEN.finditer(fold(text)) for term in _terms_of(match)]


def _terms_of(match: re.Match[str]) -> Iterator[str]:
    kind, token = match.lastgroup, match.group()
    if kind == "han":
        pairs = (token[i : i + 2] for i in range(len(token) - 1))
        yield from pairs if len(token) > 1 else (token,)
    elif kind == "item":
        name, number = re.split("[ -]", token, maxsplit=1)
        yield f"{name}-{number}"
        yield from _word(name)
        yield number.partition("-")[0]
    elif kind == "pinpoint":
        while "(" in token:
            yield token
            token = token[: token.rindex("(")]
        yield token
    elif kind == "number":
        yield token.replace(",", "")
    else:
        yield from _word(match["word"])


def _word(word: str) -> tuple[str, ...]:
    return () if len(word) == 1 or word in _STOP_WORDS else (_stem(word),)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # A stemmer keeps the word it is working on: one for each call keeps threads apart.
    stem: str = snowballstemmer.stemmer("english").stemWord(word)
    return stem


@lru_cache(maxsize=200_000)
def _number(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=4).digest(), "big")


def encode_passage(text: str) -> SparseVector:
    """Weigh the terms of a passage by how often it uses them.

    Args:
        text: What the passage is to be found by, normally ``Passage.embedded_text``.

    Returns:
        One weight a term, between 0 and ``K1 + 1``; empty where the text has no terms.
    """
    found = Counter(map(_number, terms(text)))
    damping = K1 * (1 - B + B * found.total() / AVERAGE_LENGTH)
    return _vector({term: n * (K1 + 1) / (n + damping) for term, n in found.items()})


def encode_query(text: str) -> SparseVector:
    """Turn a question into terms of equal weight; the store adds how rare each one is.

    >>> encode_query("What is privacy?") == encode_query("privacy")
    True
    """
    return _vector(dict.fromkeys(map(_number, terms(text)), 1.0))


def _vector(weights: dict[int, float]) -> SparseVector:
    indices = tuple(sorted(weights))
    return SparseVector(indices, tuple(weights[index] for index in indices))
