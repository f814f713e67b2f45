"""Mutations of a page's or a law's tree: nodes moved, doubled, nested, emptied, blown up."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree, html

from tests.fuzzing.contract import SENTINEL
from tests.fuzzing.mutation.known import Known

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")
_ENTITIES = (
    b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE o SYSTEM "http://127.0.0.1:9/x.dtd">',
    b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    b"<!DOCTYPE html>",
)
_REFERENCES = (b"&a;", b"&b;", b"&x;", b"&#0;", b"&#1;", b"&#xD800;", b"&#x10FFFF;", b"&nbsp;")
_ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5hkscs", "latin-1", "utf-7", "utf-32", "cp037")
_LENGTHS = (0, 1, 1, *(40,) * 4, *(1_500,) * 3, 9_000, 9_000, 120_000)
_FILLINGS = ("a", "a ", " ", "1", "(a) ", "一", "a.", "a; ", "\n", "-", "‘a’ ", "a-", "漢 ", ". ")

Change = Callable[[etree._Element, random.Random, Known], None]


def mutated(data: bytes, rng: random.Random, known: Known, *, is_html: bool) -> bytes:
    """The file with one to eight changes of its tree, and perhaps of how it is written."""
    tree = _tree(data, is_html)
    if tree is None:
        return data
    root = copy.deepcopy(tree)
    for _ in range(rng.choice((1, 1, 2, 2, 3, 5, 8))):
        rng.choice(_CHANGES)(root, rng, known)
    try:
        written: bytes = etree.tostring(root, method="html" if is_html else "xml", encoding="utf-8")
    except (etree.LxmlError, ValueError, RecursionError):
        return data
    if not is_html and rng.random() < 0.5:
        written = b'<?xml version="1.0" encoding="UTF-8"?>' + written
    return _rewritten(written, rng) if rng.random() < 0.25 else written


@lru_cache(maxsize=64)
def _tree(data: bytes, is_html: bool) -> etree._Element | None:
    try:
        if is_html:
            return html.document_fromstring(
                _DECLARED.sub(b"", data), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
            )
        return etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _rewritten(data: bytes, rng: random.Random) -> bytes:
    """Entities, references that mean nothing, another encoding than the one declared."""
    kind = rng.randrange(4)
    if kind == 0:
        declared = _DECLARED.match(data)
        at = declared.end() if declared else 0
        data = data[:at] + rng.choice(_ENTITIES) + data[at:]
    if kind <= 1:
        places = [m.end() for m in re.finditer(rb">", data)]
        for _ in range(rng.choice((1, 3, 30)) if places else 0):
            at = rng.choice(places)
            data = data[:at] + rng.choice(_REFERENCES) + data[at:]
        return data
    encoding = rng.choice(_ENCODINGS)
    text = data.decode("utf-8", "replace")
    if kind == 2:
        text = re.sub(
            r'(encoding|charset)=(["\']?)[A-Za-z0-9_-]+', rf"\1=\2{encoding}", text, count=1
        )
    return text.encode(encoding, "replace")


def _elements(root: etree._Element, rng: random.Random) -> etree._Element:
    found = [e for e in root.iter() if isinstance(e.tag, str)]
    return rng.choice(found)


def _inner(root: etree._Element, rng: random.Random) -> etree._Element | None:
    found = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
    return rng.choice(found) if found else None


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _moved(root: etree._Element, rng: random.Random, known: Known) -> None:
    element, goal = _inner(root, rng), _elements(root, rng)
    if element is None or element is goal or element in goal.iterancestors():
        return
    _remove(element)
    goal.insert(rng.randrange(len(goal) + 1), element)


def _doubled(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _inner(root, rng)
    if element is None:
        return
    size = sum(1 for _ in element.iter())
    for _ in range(min(rng.choice((1, 1, 3, 30, 400)), 20_000 // size)):
        element.addnext(copy.deepcopy(element))


def _deleted(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _inner(root, rng)
    if element is not None:
        _remove(element)


def _unwrapped(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _inner(root, rng)
    parent = element.getparent() if element is not None else None
    if element is None or parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    _remove(element)


def _nested(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _inner(root, rng)
    if element is None:
        return
    tag = rng.choice([*known.tags, element.tag])
    parent, at = element.getparent(), element.getparent().index(element)
    _remove(element)
    for _ in range(rng.choice((1, 2, 5, 20, 55, 90, 240, 700))):
        around = etree.Element(tag)
        around.append(element)
        element = around
    parent.insert(at, element)


def _renamed(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _inner(root, rng)
    if element is not None:
        element.tag = rng.choice(known.tags)


def _added(root: etree._Element, rng: random.Random, known: Known) -> None:
    goal = _elements(root, rng)
    new = etree.Element(rng.choice(known.tags))
    new.text = rng.choice(known.labels)
    new.tail = rng.choice((None, " ", "\n", rng.choice(known.labels)))
    goal.insert(rng.randrange(len(goal) + 1), new)


def _bare(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _elements(root, rng)
    for name in list(element.attrib):
        if rng.random() < 0.7:
            del element.attrib[name]


def _valued(root: etree._Element, rng: random.Random, known: Known) -> None:
    name, value = rng.choice(known.values)
    _elements(root, rng).set(name, value)


def _filled(root: etree._Element, rng: random.Random, known: Known) -> None:
    element = _elements(root, rng)
    filling = rng.choice(_FILLINGS)
    text = filling * (rng.choice(_LENGTHS) // len(filling))
    if rng.random() < 0.5:
        element.text = text
    else:
        element.tail = text if element is not root else None


def _labelled(root: etree._Element, rng: random.Random, known: Known) -> None:
    _elements(root, rng).text = rng.choice(known.labels) + rng.choice(("", " ", " words", SENTINEL))


def _remarked(root: etree._Element, rng: random.Random, known: Known) -> None:
    goal = _elements(root, rng)
    made = etree.Comment(" x ") if rng.random() < 0.5 else etree.ProcessingInstruction("x", "y")
    made.tail = rng.choice((None, "tail", "(a)"))
    goal.insert(rng.randrange(len(goal) + 1), made)


_CHANGES: tuple[Change, ...] = (
    *(_moved, _moved, _doubled, _doubled, _deleted, _unwrapped, _nested, _renamed, _renamed),
    *(_added, _added, _bare, _valued, _valued, _filled, _labelled, _labelled, _remarked),
)
