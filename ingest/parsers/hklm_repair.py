"""Puts misplaced elements of an HKLM file back where they belong, without touching a word.

Files that were put back into HKLM from a web page carry two faults: the cross heading
of a group of sections sits at the end of the section before it, and the first section of a
schedule has lost its ``section`` element while its number and contents stand in the schedule.
In all files a definition at the end of a subsection may be marked as a continuation that has the
term for its ``name``, in one language only.
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.parsers.hklm_text import NAMESPACE, NOTES, XML_LANG, local, text_of

_SECTION_NUMBER = re.compile(r"(\d+[A-Z]*\.?)?")


def repair(main: etree._Element) -> None:
    """Repair the tree in place. The words and their order stay the same."""
    for section in list(main.iter(f"{{{NAMESPACE}}}section")):
        _hoist_cross_heading(section)
    for group in list(main.iter(f"{{{NAMESPACE}}}schedule", f"{{{NAMESPACE}}}part")):
        _wrap_first_section(group)
    for block in main.iter(f"{{{NAMESPACE}}}continued", f"{{{NAMESPACE}}}content"):
        terms = block.iterfind(f"{{{NAMESPACE}}}term")
        if block.get("name") and any(term.get(XML_LANG) for term in terms):
            block.tag = f"{{{NAMESPACE}}}def"


def lost_divisions(part: etree._Element) -> bool:
    """Whether a part speaks of its divisions without having any.

    There a cross heading may end with a division that the file does not show.
    """
    has = next(part.iter(f"{{{NAMESPACE}}}division"), None) is not None
    return not has and bool(
        re.search(r"\bthis\s+Division\b|本分部", "".join(map(str, part.itertext())))
    )


def head(element: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    """Number and heading of an element itself, if it has them before its contents."""
    number = heading = None
    for child in element:
        name = local(child)
        if name == "num" and number is None and heading is None and _is_own(element, child):
            number = child
        elif name == "heading" and heading is None:
            heading = child
        elif name and name not in NOTES:
            break
    return number, heading


def _is_own(element: etree._Element, number: etree._Element) -> bool:
    """A schedule's number says what it is, ``Schedule 2``; a bare ``1.`` is a section's."""
    groups = {"schedule", "part", "division"}
    return local(element) not in groups or not _SECTION_NUMBER.fullmatch(text_of(number))


def _wrap_first_section(group: etree._Element) -> None:
    own = head(group)
    number = next((c for c in group if local(c) == "num" and c not in own), None)
    if number is None:
        return
    section = etree.Element(f"{{{NAMESPACE}}}section")
    inside = [number]
    for child in number.itersiblings():
        if local(child) in {"section", "part", "division", "crossHeading"}:
            break
        inside.append(child)
    number.addprevious(section)
    section.extend(inside)


def _hoist_cross_heading(section: etree._Element) -> None:
    moving: list[etree._Element] = []
    walk = etree.iterwalk(section, events=("start",))
    for _, element in walk:
        if local(element) == "crossHeading" or (moving and local(element) in NOTES):
            moving.append(element)
            walk.skip_subtree()
        elif moving and (element.text or "").strip():
            return  # words follow: this one stands inside the section
    if any((element.tail or "").strip() for element in moving):
        return
    for element in reversed(moving):
        section.addnext(element)
