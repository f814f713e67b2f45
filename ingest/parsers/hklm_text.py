"""White space, words and terms of Hong Kong Legislation Model (HKLM) files.

Files differ in where they put white space: some break lines inside sentences to indent the
mark-up, others put a space on both sides of every inline element. Both kinds of space are
mark-up, not wording. :func:`fold` takes them away where a printed text has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from corpus.provision import Status

NAMESPACE = "http://www.xml.gov.hk/schemas/hklm/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

NOTES = frozenset({"sourceNote", "editorialNote", "statutoryNote", "commencementNote", "note"})
"""Elements that stand beside the text."""

EDGE = "\x00"
"""Marks where an inline element begins or ends. XML cannot hold this character."""
TERM_END = "\x01"
"""Marks where a defined term ends: a bracket after it keeps its space."""

_BESIDE = NOTES | {"num", "heading", "crossHeading"}
_LONGEST_TAIL = 300
_APART = frozenset({"br", "marker", "p", "td", "tr", "num", "content", "paragraph", "center"})
_RUN = re.compile(rf"[\s{EDGE}{TERM_END}]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003134f]")
_DERIVATION = re.compile(r"\[\s*(cf\.|比照)")
_IN_BRACKETS = re.compile(r"\s*\(\s*([A-Za-z][A-Za-z’' -]*?)\s*\)")
_BETWEEN_TERMS = re.compile(r"[\s、,，;；]*(or|and|或|及|與)?\s*")
_REPEALED = re.compile(r"\brepealed\b|廢除", re.IGNORECASE)
_OMITTED = re.compile(r"\bomitted\b|略去", re.IGNORECASE)


def local(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def fold(marked: str) -> str:
    r"""Fold white space, knowing by ``EDGE`` and line breaks which of it is only mark-up.

    Nothing but white space changes.

    >>> fold("the \x00 author \x01 ( \x00 作者 \x01 ), if \x00 any \x00 .")
    'the author (作者), if any.'
    >>> fold("personal\n   data"), fold("按第\x00 2 \x00條")
    ('personal data', '按第2條')
    """
    folded = _RUN.sub(_space, marked)
    return folded.strip()


def _space(match: re.Match[str]) -> str:
    run, text = match.group(), match.string
    if not run.strip(EDGE + TERM_END):
        return ""
    left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not {EDGE, TERM_END, "\n"} & set(run):
        return " "  # typed by the publisher, not made by the mark-up
    if left in "([“‘" or right in ",.;:)]”’":
        space = ""
    elif right == "—":
        space = " " if _HAN.match(left) or left == ")" else ""
    elif right == "(" and TERM_END in run:
        space = " "
    else:
        space = "" if _HAN.match(left) or _HAN.match(right) else " "
    return space


def marked_text(element: etree._Element, *, skip: frozenset[str] = frozenset()) -> str:
    """The words inside an element with ``EDGE`` marks, without the elements named in ``skip``."""
    return "".join(_pieces(element, skip))


def _pieces(element: etree._Element, skip: frozenset[str]) -> Iterator[str]:
    yield element.text or "" if local(element) else ""
    for child in element:
        if local(child) and local(child) not in skip:
            yield opening(child)
            yield from _pieces(child, skip)
            yield closing(child)
        yield child.tail or ""


def opening(element: etree._Element) -> str:
    """The mark before an element's words, with a space where the element prints apart."""
    return EDGE + " " if local(element) in _APART else EDGE


def closing(element: etree._Element) -> str:
    """The mark after an element's words."""
    if local(element) == "term":
        return TERM_END
    return " " + EDGE if local(element) in _APART else EDGE


def text_of(element: etree._Element | None) -> str:
    """All words of an element in one line."""
    return "" if element is None else fold(marked_text(element))


def has_words(element: etree._Element) -> bool:
    """Whether an element holds anything that prints."""
    for part in element.iter():
        if local(part) and (part.text or "").strip():
            return True
        if part is not element and (part.tail or "").strip():
            return True
    return False


def is_derivation(element: etree._Element) -> bool:
    """Whether a ``ref`` names the foreign provision that a section was taken from."""
    if local(element) != "ref":
        return False
    own = marked_text(element, skip=NOTES | {"crossHeading"})
    return bool(_DERIVATION.match(own.strip(" \n" + EDGE)))


def is_enacted(element: etree._Element) -> bool:
    """Whether an element holds enacted words: anything but number, heading and notes."""
    if is_derivation(element):
        return False
    if (element.text or "").strip():
        return True
    return any(
        (local(child) and local(child) not in _BESIDE and is_enacted(child))
        or (child.tail or "").strip()
        for child in element
    )


def status_of(element: etree._Element) -> Status | None:
    """What the publisher says about an element itself; None where the file does not say.

    A place with no words but a note of repeal is repealed. One with no words at all and no
    mark of its own is counted as omitted: the file gives nothing that could operate.
    """
    marked = element.get("status", "")
    if marked == "pending" or element.get("reason") == "notYetInOperation":
        return Status.NOT_IN_OPERATION
    if marked in {"repealed", "omitted"}:
        return Status(marked)
    if not is_enacted(element):
        notes = " ".join(text_of(child) for child in element if local(child) in NOTES)
        if _REPEALED.search(notes):
            return Status.REPEALED
        if _OMITTED.search(notes) or not marked:
            return Status.OMITTED
    return Status.OPERATIVE if marked == "operational" else None


class TermPair(NamedTuple):
    """A defined term and what the other language calls it."""

    term: str
    other: str | None


def term_pairs(terms: Iterable[etree._Element]) -> list[TermPair]:
    """Pair the terms of a definition with the other language's terms that follow them.

    Args:
        terms: ``term`` elements in reading order; those of the other language have ``xml:lang``.
    """
    pairs: list[TermPair] = []
    waiting: list[str] = []
    for element in terms:
        term, tail = text_of(element), element.tail or ""
        if not term:
            continue
        if element.get(XML_LANG):
            pairs += [TermPair(own, term) for own in waiting]
            waiting = []
        elif _HAN.search(term) and (plain := _IN_BRACKETS.match(tail[:_LONGEST_TAIL])):
            pairs.append(TermPair(term, " ".join(plain.group(1).split())))
        else:
            waiting.append(term)
            between = " ".join(tail.split())
            if not _BETWEEN_TERMS.fullmatch(between) and not tail.strip().startswith(("(", "（")):
                pairs += [TermPair(own, None) for own in waiting]
                waiting = []
    return pairs + [TermPair(own, None) for own in waiting]
