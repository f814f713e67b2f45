"""Reads Hong Kong Legislation Model (HKLM) XML: ordinances as e-Legislation publishes them.

Locators follow the way Hong Kong law is cited and are the same in both languages:

- ``s_26/ss_1/par_a/sub_i/subsub_A`` for sections and what they hold; a section without
  subsections has its paragraphs directly, ``s_9/par_a``.
- ``s_2/def_personal-data`` for a definition: the section, then the *English* term, in the
  Chinese file too; ``s_182/ss_2/def`` where a file does not give the other language's term.
  Where a subsection is nothing but one definition, what the definition holds is numbered with
  the subsection, ``s_27/ss_2/par_a``.
- ``sch_2/s_1`` for what a schedule holds, ``sch_1/dpp_3`` for a data protection principle. Parts
  of a schedule are provisions, ``sch_7/pt_1``, but a step in other locators only where the
  section numbers of a schedule repeat.

Numbers are the printed ones: the ``name`` and ``temporalId`` attributes go wrong in places.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText, Provision, Status, enclosing
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.hklm_names import Scope, english_terms, kind_and_step
from ingest.parsers.hklm_repair import head, lost_divisions, repair
from ingest.parsers.hklm_text import (
    NAMESPACE,
    NOTES,
    XML_LANG,
    closing,
    fold,
    has_words,
    is_derivation,
    local,
    opening,
    status_of,
    term_pairs,
    text_of,
)
from ingest.parsers.wording import short_head

_DEEPEST = 60
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_NUMBERED = frozenset({"subsection", "paragraph", "subparagraph"})
_GROUPS = frozenset({"schedule", "part", "division"})
_PLACES = _NUMBERED | _GROUPS | {"section", "def", "longTitle"}
_BLOCKS = (
    frozenset(
        {"content", "leadIn", "continued", "text", "proviso", "enactingFormula", "num", "heading"}
        | {"table", "thead", "tbody", "tr", "td", "p", "crossHeading"}
    )
    | NOTES
    | _PLACES
)


def parse(data: bytes, edition: Edition) -> ParsedText:
    """Every provision of an HKLM file, in reading order.

    Args:
        data: The file.
        edition: The edition that the file is; its language must be the file's.

    Raises:
        UnreadableSource: The bytes are no HKLM file, one in another language, or one without
            provisions.
    """
    main = _main(data, edition)
    repair(main)
    parsed = _Reader(edition).read(main)
    if not parsed.provisions:
        raise UnreadableSource(f"{_name(edition)} has no provisions: fetch it again.")
    return parsed


def provision_url(base_url: str, locator: str) -> str:
    """The publisher's page for a provision: sections and schedules have addresses of their own.

    >>> provision_url("https://www.elegislation.gov.hk/hk/cap486!en", "cap-486/s_26/ss_1/par_a")
    'https://www.elegislation.gov.hk/hk/cap486!en/s26'
    """
    step = re.match(r"[^/]+/(s|sch)_([0-9A-Za-z]+)", locator)
    return f"{base_url.rstrip('/')}/{step[1]}{step[2]}" if step else base_url


def _name(edition: Edition) -> str:
    return f"The file for {edition.instrument} ({edition.language})"


def _main(data: bytes, edition: Edition) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    name = _name(edition)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # The reader's own message repeats the file, whose words may be anything.
        raise UnreadableSource(f"{name} is not readable XML: fetch it again.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableSource(f"{name} declares entities of its own: fetch the publisher's file.")
    main = root.find(f"{{{NAMESPACE}}}main")
    if main is None:
        raise UnreadableSource(f"{name} is not Hong Kong Legislation Model XML: fetch it again.")
    if _depth(main) > _DEEPEST:
        raise UnreadableSource(f"{name} is nested too deep to be an ordinance: fetch it again.")
    language = root.get(XML_LANG, edition.language)
    if language.split("-")[0] != edition.language.split("-")[0]:
        told = language if _LANGUAGE.fullmatch(language) else "another language"
        raise UnreadableSource(f"{name} is in {told}: give the file in {edition.language}.")
    return main


def _depth(root: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.builder = ProvisionBuilder(edition)
        self.gap = " " if edition.language == "en" else "\u3000"
        """What sets printed words apart; between Chinese characters a plain space would go."""
        self.run: list[str] = []
        self.terms: list[etree._Element] = []
        self.cross = ""
        self.cross_holds = True
        """Whether a cross heading goes on to the next one: unknown where divisions were lost."""
        self.names: dict[str, str] = {}
        """Locator by nesting, which the builder makes, to the public locator."""
        self.taken: dict[str, int] = {}
        """How many places wanted each public locator."""
        self.early: dict[str, int] = {}
        """How many notes stand before the heading, by locator by nesting."""
        self.under: dict[str, str] = {}
        """Cross heading in a schedule, by the nested locator of the section under it."""

    def read(self, main: etree._Element) -> ParsedText:
        top = self.edition.instrument
        self.flow(main, Scope(top, top, english=english_terms(main)))
        self.flush()
        parsed = self.builder.parsed()
        length = {p.locator: len(p.heading_path) for p in parsed.provisions}
        settled = [self.settled(provision, length) for provision in parsed.provisions]
        return parsed.model_copy(update={"provisions": tuple(settled)})

    def settled(self, provision: Provision, length: dict[str, int]) -> Provision:
        """A provision with its public locator, full heading path and notes in their places."""
        names = self.names
        changes: dict[str, Any] = {
            "locator": names[provision.locator],
            "root": names[provision.root],
        }
        around = (provision.locator, *enclosing(provision.locator))
        if place := next((p for p in around if p in self.under), ""):
            path, at = provision.heading_path, length[place]
            changes["heading_path"] = (*path[:at], short_head(self.under[place]), *path[at:])
        if early := self.early.get(provision.locator, 0):
            at = provision.span[0] + len(provision.label)
            moved = [note.model_copy(update={"offset": at}) for note in provision.notes[:early]]
            changes["notes"] = (*moved, *provision.notes[early:])
        return provision.model_copy(update=changes)

    def flow(
        self,
        element: etree._Element,
        scope: Scope,
        done: tuple[etree._Element | None, etree._Element | None] = (None, None),
    ) -> None:
        """Read mixed content in order; ``done`` are the children that were read before."""
        self.run.append(element.text or "")
        for child in element:
            if child not in done and local(child):
                self.child(child, local(child), scope)
            self.run.append(child.tail or "")

    def child(self, child: etree._Element, name: str, scope: Scope) -> None:
        if name not in _BLOCKS and not is_derivation(child):
            if name == "term":
                self.terms.append(child)
            self.run.append(opening(child))
            self.flow(child, scope)
            self.run.append(closing(child))
            return
        self.flush()
        if name in _PLACES:
            self.place(child, name, scope)
        elif name == "crossHeading":
            self.cross = text_of(child) or self.cross
            self.builder.words(text_of(child))
        elif name in NOTES or name == "ref":
            self.builder.note(text_of(child))
        elif name == "tr" and _is_line(child):
            cells = [text for cell in child if (text := text_of(cell))]
            self.builder.words(self.gap.join(cells))
        else:
            self.flow(child, scope)
        self.flush()

    def flush(self) -> None:
        """Hand the words read so far to the builder, as one printed block."""
        self.builder.words(fold("".join(self.run)))
        other = "zh-Hant" if self.edition.language == "en" else "en"
        for pair in term_pairs(self.terms):
            self.builder.term(pair.term, pair.other, other)
        self.run, self.terms = [], []

    def place(self, element: etree._Element, name: str, scope: Scope) -> None:
        if not has_words(element):
            return
        number, heading = head(element)
        if name in _NUMBERED and not text_of(number):
            self.flow(element, scope)
            return
        status = scope.status
        if status is Status.OPERATIVE:
            status = status_of(element) or status
        scope = replace(scope, status=status)
        if name in {"part", "division"} and not scope.in_schedule:
            self.cross = ""
            self.cross_holds = not lost_divisions(element)
            title = self.gap.join(filter(None, (text_of(number), text_of(heading))))
            with self.builder.division(title, printed=False):
                self.flow(element, scope)
            self.cross = ""
        elif name == "section" and not scope.in_schedule and self.cross:
            with self.builder.division(self.cross, printed=False):
                self.provision(element, scope)
            if not self.cross_holds:
                self.cross = ""
        else:
            self.provision(element, scope)

    def provision(self, element: etree._Element, scope: Scope) -> None:
        number, heading = head(element)
        kind, step = kind_and_step(element, scope)
        if kind == "schedule":
            self.cross = ""
        since = _date(element.get("startPeriod")) or scope.since
        if scope.status is Status.NOT_IN_OPERATION:
            since = None
        with self.builder.provision(
            step,
            kind,
            label=text_of(number),
            heading=text_of(heading),
            status=scope.status,
            in_force_from=since,
        ) as nested:
            public = self.named(nested, scope.locator(step, kind))
            if heading is not None:
                before = heading.itersiblings(preceding=True)
                self.early[nested] = sum(local(sibling) in NOTES for sibling in before)
            if local(element) == "section" and scope.in_schedule and self.cross:
                self.under[nested] = self.cross
            inside = replace(scope, since=since).inside(element, kind, public)
            self.flow(element, inside, (number, heading))
            self.flush()

    def named(self, nested: str, wanted: str) -> str:
        """Note the public locator of a place, with ``-2`` behind it where it is taken."""
        public, count = wanted, self.taken.get(wanted, 1)
        while public in self.taken:
            count += 1
            public = f"{wanted}-{count}"
        self.taken[wanted] = count
        self.taken.setdefault(public, 1)
        self.names[nested] = public
        return public


def _is_line(row: etree._Element) -> bool:
    """Whether a table row prints as one line: cells only, no notes, one paragraph in each."""
    parts = [[local(part) for part in cell.iter("*") if has_words(part)] for cell in row]
    loose = (row.text or "") + "".join(cell.tail or "" for cell in row)
    plain = all(names.count("p") <= 1 and not NOTES & set(names) for names in parts)
    return plain and not loose.strip()


def _date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
