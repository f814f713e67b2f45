"""Definitions that a reader needs beside a quotation: the terms of art that the law defines.

A term is explained where it stands in a quotation that answers and in the question; for a reader
who is learning also where it stands in our gist. Terms that the instrument uses everywhere are
not: a reader of data protection law need not be told each time what a data user is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from assistant.composing.clause import Clause
from assistant.composing.defined_terms import DefinedTerms
from corpus.digest import Digest
from corpus.provision import instrument_of
from corpus.script import fold

MAX_DEFINITIONS = 2

_GENERAL = 0.04
"""Share of an instrument's digest entries from which a term in them is one used everywhere."""

_LATIN = re.compile(r"[a-z]")


def wanted(
    clauses: Sequence[Clause],
    question: Iterable[str],
    terms: DefinedTerms,
    held: Collection[str],
    words: Digest,
    *,
    generous: bool = False,
) -> list[tuple[str, Clause]]:
    """The definitions to add, and the clause for whose sake.

    Args:
        clauses: What answers, in order, quoted.
        question: The question, and what its words are called in the languages of the quotations.
        terms: Where terms are defined.
        held: Locators that the answer has already.
        words: The digest, which tells how general a term is.
        generous: Whether a term of our gist is explained as well, for a reader who is learning.

    Returns:
        Locators of definitions, at most `MAX_DEFINITIONS`; the longest terms first, because they
        are the most particular.
    """
    asked = fold(" ".join(question))
    found: dict[str, tuple[int, Clause]] = {}
    for clause in clauses:
        if not clause.citation.quote:
            continue
        quoted = fold(clause.citation.quote)
        own_words = fold(clause.entry.gist.get(_language(clause))) if clause.entry else ""
        instrument = clause.citation.instrument
        for term, locators in terms.items():
            # Most terms do not stand in a clause; the first look is the cheapest there is.
            if term not in quoted or not _stands(term, quoted):
                continue
            if not (generous or _particular(term)):
                continue
            if not _stands(term, asked) and not (generous and _stands(term, own_words)):
                continue
            here = [place for place in locators if instrument_of(place) == instrument]
            near = _nearest(here, clause.citation.locator)
            if not near or near in held or near in found:
                continue
            if generous or not _general(term, instrument, words):
                found[near] = (len(term), clause)
    ranked = sorted(found.items(), key=lambda item: -item[1][0])
    return [(locator, clause) for locator, (_, clause) in ranked[:MAX_DEFINITIONS]]


def _particular(term: str) -> bool:
    """Whether a term is more than an ordinary word: “deep fake”, not “risk”; 相關同意, not 作為."""
    return " " in term if _LATIN.match(term) else len(term) > 2


def _language(clause: Clause) -> str:
    tag = clause.citation.language
    return tag if tag in ("en", "zh-Hant", "zh-Hans") else "en"


def _general(term: str, instrument: str, words: Digest) -> bool:
    """Whether our gists of an instrument use a term again and again."""
    gists = _gists(words, instrument)
    using = sum(_stands(term, gist) for gist in gists)
    return using > max(1, _GENERAL * len(gists))


@lru_cache(maxsize=32)
def _gists(words: Digest, instrument: str) -> tuple[str, ...]:
    entries = (e for e in words.entries.values() if instrument_of(e.locator) == instrument)
    return tuple(fold(f"{e.gist.en} {e.gist.zh_hant}") for e in entries)


def _stands(term: str, text: str) -> bool:
    """Whether a folded term stands in a folded text, as words of its own."""
    at = text.find(term)
    if at < 0 or not _LATIN.match(term):
        return at >= 0
    return re.search(rf"(?<![a-z]){re.escape(term)}(?:s|es)?(?![a-z])", text) is not None


def _nearest(places: Sequence[str], locator: str) -> str:
    """The definition that governs a provision: of its own section, else one of the whole text."""
    root = "/".join(locator.split("/")[:2])
    own = [place for place in places if place.startswith(root + "/")]
    general = [p for p in places if "/s_2/" in p or "/s_198/" in p or "/art_3/" in p]
    return next(iter((*own, *general)), "")
