"""Parses NIST AI 600-1: sections 1 to 3, the twelve risks, the suggested actions, appendices.

The tables of section 3 open with a subcategory of the AI RMF, go on with one row an action
(id, action, risks that it answers) and close with the actors concerned. A row becomes one
provision: its action, then its risks on a line of their own. The printed ids are kept as labels;
locators use the form that the document itself explains (``GV-4.3-001``), also where the print
has a slip (``GV4.3--001``).
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText, Status
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.nist_text import FUNCTIONS, Section, finished
from ingest.parsers.pdf import Line
from ingest.parsers.prose import Vocabulary
from ingest.parsers.wording import short_head

_TAGS = dict(zip(FUNCTIONS, ("GV", "MP", "MS", "MG"), strict=True))
_SECTION = re.compile(r"(([0-9]{1,3}(?:\.[0-9]{1,3}){0,5})\.)\s+(\S.*)")
_APPENDIX = re.compile(r"(Appendix ([A-Z])\.)\s+(\S.*)")
_APPENDIX_SECTION = re.compile(r"(([A-Z](?:\.[0-9]{1,3}){1,5})\.)\s+(\S.*)")
_SUBCATEGORY = re.compile(rf"(({'|'.join(FUNCTIONS)}) ([0-9]{{1,3}}\.[0-9]{{1,3}}):)\s*(.*)")
_ACTION = re.compile(
    rf"(({'|'.join(_TAGS.values())})-?([0-9]{{1,3}}\.[0-9]{{1,3}})-+([0-9]{{1,4}}))\s*(.*)"
)
_HEADER = re.compile(r"Action ID\s+Suggested Action\s+(GAI )?Risks")
_ACTORS = re.compile(r"AI Actors?( Tasks)?:")
_SENTENCE_END = re.compile(r"(?<=[.)])\s+")
_FOOTNOTE = re.compile(r"\s*([0-9]{1,4})(?!\S)")
_DOTS = "...."
_FOOT, _LEFT_EDGE = 60.0, 80.0
_RISKS_LEFT = 429.5
_SMALL = 7.5


@dataclass
class _Row:
    label: str
    step: str
    page: int
    action: list[str] = field(default_factory=list)
    risks: list[str] = field(default_factory=list)


@dataclass
class _Table:
    """One subcategory's table, rows in order, and which part of it is being read."""

    label: str
    function: str
    number: str
    page: int
    statement: list[str]
    rows: list[_Row] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    has_header: bool = False


def parse(lines: list[Line], edition: Edition) -> ParsedText:
    """The provisions of the profile.

    Raises:
        UnreadableSource: If its risks or its tables of actions are not there.
    """
    walk = _Walk(edition, Vocabulary(line.text for line in lines))
    for line in lines:
        walk.take(line)
    walk.close()
    if not {"section", "risk", "action"} <= walk.kinds:
        raise UnreadableSource(
            "The PDF is not NIST AI 600-1 (generative AI profile), or only part of it: risks or "
            "actions are missing; use the file that NIST publishes."
        )
    footnotes = {number: walk.words.join(texts) for number, texts in walk.footnotes.items()}
    return finished(walk.builder.parsed(), footnotes)


class _Walk:
    """Goes through the lines once; what is open is a section, or the table inside it."""

    def __init__(self, edition: Edition, words: Vocabulary) -> None:
        self.builder = ProvisionBuilder(edition)
        self.words = words
        self.kinds: set[str] = set()
        self.footnotes: dict[int, list[str]] = {}
        self._titles: dict[str, str] = {}
        self._risks: set[str] = set()
        self._section: Section | None = None
        self._table: _Table | None = None
        self._footnote: tuple[int, int] | None = None

    def take(self, line: Line) -> None:
        if line.first.y < _FOOT and line.text.isdigit():
            self.builder.furniture(line.text)
        elif self._is_footnote(line) or self._opens(line):
            return
        elif self._table:
            self._take_cells(self._table, line)
        elif self._section:
            self._section.lines.append(line)
        else:
            self.builder.furniture(line.text)

    def close(self) -> None:
        """Write what is open."""
        section, self._section = self._section, None
        if section:
            self.kinds.add(section.kind)
            section.write(self.builder, self.words)
        table, self._table = self._table, None
        if table:
            self._write_table(table)

    def _is_footnote(self, line: Line) -> bool:
        """A note opens with a raised figure at the margin and runs to the foot of the page."""
        figure = line.first
        if self._footnote and self._footnote[0] != line.page:
            self._footnote = None
        is_raised = figure.size < _SMALL and figure.x < _LEFT_EDGE
        if is_raised and (number := _FOOTNOTE.match(figure.text)):
            self._footnote = line.page, int(number[1])
        if not self._footnote:
            return False
        self.footnotes.setdefault(self._footnote[1], []).append(line.text)
        return True

    def _opens(self, line: Line) -> bool:
        """Whether the line is a heading; if so, it opens a section or a table."""
        text = line.text
        if line.first.bold and (match := _SUBCATEGORY.fullmatch(text)):
            self.close()
            statement = [match[4]] if match[4] else []
            self._table = _Table(match[1], match[2], match[3], line.page, statement)
            return True
        if not line.bold or _DOTS in text:
            return False
        if match := _APPENDIX.fullmatch(text) or _APPENDIX_SECTION.fullmatch(text):
            self._open("app_", match[2], match[1], match[3], line.page)
        elif match := _SECTION.fullmatch(text):
            prefix = "risk_" if match[2].startswith("2.") else "sec_"
            self._open(prefix, match[2], match[1], match[3], line.page)
        else:
            return False
        return True

    def _open(self, prefix: str, number: str, label: str, heading: str, page: int) -> None:
        self.close()
        parts = number.split(".")
        outer = [".".join(parts[:depth]) for depth in range(1, len(parts))]
        path = tuple(self._titles[o] for o in outer if o in self._titles)
        self._titles[number] = f"{label} {heading}"
        if prefix == "risk_":
            self._risks.add(heading)
        kind = {"risk_": "risk", "sec_": "section", "app_": "appendix"}[prefix]
        status = Status.OPERATIVE if kind == "risk" else Status.EXPLANATORY
        self._section = Section(prefix + number, kind, page, label, heading, path, status)

    def _take_cells(self, table: _Table, line: Line) -> None:
        if _HEADER.fullmatch(line.text):
            self.builder.furniture(line.text)
            table.has_header = True
        elif table.actors or (line.first.bold and _ACTORS.match(line.text)):
            table.actors.append(line.text)
        elif match := _ACTION.match(line.text):
            step = f"{match[2]}-{match[3]}-{match[4]}"
            table.rows.append(_Row(match[1], step, line.page))
            self._fill(table.rows[-1], line)
        elif table.rows:
            self._fill(table.rows[-1], line)
        else:
            table.statement.append(line.text)

    def _fill(self, row: _Row, line: Line) -> None:
        """Share a line out between the columns; the id, already read, stands before the action."""
        action, risks = line.part(0, _RISKS_LEFT), line.part(_RISKS_LEFT, float("inf"))
        text = action.text if action else ""
        if not row.action and not row.risks:
            text = text.removeprefix(row.label).strip()
        if text:
            row.action.append(text)
        if risks:
            row.risks.append(risks.text)

    def _write_table(self, table: _Table) -> None:
        statement = self.words.join(table.statement)
        tag = _TAGS[table.function]
        subcategory = Section(
            f"{tag}-{table.number}",
            "subcategory",
            table.page,
            label=table.label,
            path=(table.function,),
            status=Status.OPERATIVE,
        )
        blocks = [statement, self.words.join(table.actors)]
        subcategory.write_blocks(self.builder, blocks)
        path = (table.function, short_head(f"{table.label} {statement}"))
        for row in table.rows:
            blocks = _cells(self.words.join(row.action), self.words.join(row.risks), self._risks)
            self.kinds.add("action")
            action = Section(row.step, "action", row.page, row.label, "", path, Status.OPERATIVE)
            action.write_blocks(self.builder, blocks)


def _cells(action: str, risks: str, known: Set[str]) -> list[str]:
    """The two cells of a row, set right where the extraction drew them as one."""
    if risks and _begins_with_risk(risks, 0, known):
        return [action, risks]
    row = f"{action}{'' if action.endswith('-') else ' '}{risks}".strip()
    for end in _SENTENCE_END.finditer(row):
        if _begins_with_risk(row, end.end(), known):
            return [row[: end.start()], row[end.end() :]]
    return [action, risks]


def _begins_with_risk(text: str, start: int, known: Set[str]) -> bool:
    """Whether a stretch is a known risk, or several of which the first is known."""
    longest = start + max(map(len, known), default=0) + 2
    end = text.find(";", start, longest)
    if end < 0 and len(text) > longest:
        return False
    return text[start : end if end >= 0 else None].rstrip() in known
