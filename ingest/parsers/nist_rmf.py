"""Parses NIST AI 100-1: sections 1 to 6, the Core with its tables, appendices A to D.

Every section is a root provision with its own words only, up to the next heading, so
``sec_3`` ends where ``sec_3.1`` begins. In the Core a category stands in the left column of a
table and its subcategories in the right one; a category's words may go on after a page break,
behind the first of its subcategories. A function's own words are the title of its table: what
it means is told in sections 5.1 to 5.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.errors import UnreadableSource
from corpus.provision import Edition, ParsedText, Status
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.nist_text import FUNCTIONS, Section, finished
from ingest.parsers.pdf import Line
from ingest.parsers.prose import Vocabulary
from ingest.parsers.wording import short_head

_NAMES = "|".join(FUNCTIONS)
_SECTION = re.compile(r"([0-9]{1,3})\.\s+(\S.*)")
_SUBSECTION = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){1,5})\s+(\S.*)")
_APPENDIX = re.compile(r"Appendix ([A-Z]):\s*(.*)")
_TABLE = re.compile(rf"Table \d+: .*\b({_NAMES}) function\.(\s*\(Continued\))?")
_CELL = re.compile(rf"(({_NAMES}) ([0-9]{{1,3}})(\.[0-9]{{1,3}})?:)\s*(.*)")
_PAGE = re.compile(r"Page (\d+|[ivx]+)|[ivx]+")
_HEADER = re.compile(r"NIST AI 100-1\s+AI RMF 1\.0")
_REPEATED = frozenset({"Continued on next page", "Categories Subcategories"})
_LARGE, _LARGEST = 14.0, 17.0
_MARGIN = 90.0
_TITLE_PAGES = 2
"""What these pages say, the back cover says again."""
_RIGHT_COLUMN = 200.0


@dataclass
class _Core:
    """One function's table: its title, its cells, and the cell each column is in."""

    name: str
    title: Line
    cells: list[_Cell] = field(default_factory=list)
    open: dict[bool, _Cell] = field(default_factory=dict)


@dataclass
class _Cell:
    label: str
    number: str
    page: int
    lines: list[str]


def parse(lines: list[Line], edition: Edition) -> ParsedText:
    """The provisions of the framework.

    Raises:
        UnreadableSource: If the Core's functions or the numbered sections are not there.
    """
    walk = _Walk(edition, Vocabulary(line.text for line in lines if not _is_furniture(line)))
    covers = {line.text for line in lines if line.page <= _TITLE_PAGES}
    for line in lines:
        if line.text in covers:
            walk.builder.furniture(line.text)
        else:
            walk.take(line)
    walk.close()
    if not {"sec_1", "sec_5", *FUNCTIONS} <= walk.steps:
        raise UnreadableSource(
            "The PDF is not NIST AI 100-1 (AI RMF 1.0), or only part of it: sections or functions "
            "are missing; use the file that NIST publishes."
        )
    labels = {f"{edition.instrument}/{name}": name for name in FUNCTIONS}
    return finished(walk.builder.parsed(), labels=labels)


def _is_furniture(line: Line) -> bool:
    text = line.text
    foot = line.first.y < _MARGIN and _PAGE.fullmatch(text)
    return bool(foot or _HEADER.fullmatch(text) or text in _REPEATED)


class _Walk:
    """Goes through the lines once; what is open is a section, or the table inside it."""

    def __init__(self, edition: Edition, words: Vocabulary) -> None:
        self.builder = ProvisionBuilder(edition)
        self.steps: set[str] = set()
        self._words = words
        self._part = ""
        self._titles: dict[str, str] = {}
        self._section: Section | None = None
        self._core: _Core | None = None
        self._caption: Line | None = None
        self._last: Line | None = None

    def take(self, line: Line) -> None:
        previous, self._last = self._last, line
        if _is_furniture(line) or self._is_caption(line):
            self.builder.furniture(line.text)
        elif table := _TABLE.fullmatch(line.text):
            self._open_table(line, table)
        elif self._opens(line) or self._goes_on_heading(previous, line):
            return
        elif self._core:
            self._take_cell(self._core, line)
        elif self._section:
            self._section.lines.append(line)
        else:
            self.builder.furniture(line.text)

    def close(self) -> None:
        """Write what is open."""
        section, self._section = self._section, None
        if section:
            self.steps.add(section.step)
            section.write(self.builder, self._words)
        core, self._core = self._core, None
        if core:
            self._write_core(core)

    def _is_caption(self, line: Line) -> bool:
        """A figure's title: set smaller than the text, until the size changes."""
        if self._section and line.first.bold and line.text.startswith("Fig. "):
            self._caption = line
        elif self._caption and (
            line.page != self._caption.page or abs(line.first.size - self._caption.first.size) > 0.1
        ):
            self._caption = None
        return self._caption is not None

    def _opens(self, line: Line) -> bool:
        """Whether the line is a heading; if so, it opens a section or a part."""
        text, size = line.text, line.first.size
        if not line.bold:
            return False
        if size >= _LARGEST and text == "Executive Summary":
            self._open(Section("exec", "section", line.page, heading=text))
        elif size >= _LARGEST and self._section and text.startswith("Part "):
            self.close()
            self.builder.furniture(text)
            self._part = text
        elif size >= _LARGEST and (match := _APPENDIX.fullmatch(text)):
            self._part = ""
            label = f"Appendix {match[1]}:"
            step = f"app_{match[1]}"
            self._open(Section(step, "appendix", line.page, label=label, heading=match[2]))
        elif size >= _LARGE and (match := _SECTION.fullmatch(text)):
            self._open_numbered(match[1], f"{match[1]}.", match[2], line.page)
        elif self._titles and (match := _SUBSECTION.fullmatch(text)):
            self._open_numbered(match[1], match[1], match[2], line.page)
        else:
            return False
        return True

    def _goes_on_heading(self, previous: Line | None, line: Line) -> bool:
        section = self._section
        if not section or section.lines or not previous or not line.bold:
            return False
        if section.kind != "appendix" or abs(line.first.size - previous.first.size) > 0.1:
            return False
        section.heading = f"{section.heading} {line.text}".strip()
        return True

    def _open_numbered(self, number: str, label: str, heading: str, page: int) -> None:
        parts = number.split(".")
        outer = [".".join(parts[:depth]) for depth in range(1, len(parts))]
        path = (self._part, *(self._titles[o] for o in outer if o in self._titles))
        self._titles[number] = f"{label} {heading}"
        self._open(
            Section(f"sec_{number}", "section", page, label, heading, tuple(p for p in path if p))
        )

    def _open(self, section: Section) -> None:
        self.close()
        self._section = section

    def _open_table(self, line: Line, table: re.Match[str]) -> None:
        if table[2] and self._core:
            self.builder.furniture(line.text)
            return
        self.close()
        self._core = _Core(table[1], line)

    def _take_cell(self, core: _Core, line: Line) -> None:
        left, right = line.part(0, _RIGHT_COLUMN), line.part(_RIGHT_COLUMN, float("inf"))
        if left and right and _CELL.fullmatch(right.text):
            self._take_cell(core, left)
            self._take_cell(core, right)
            return
        is_right = line.first.x >= _RIGHT_COLUMN
        if match := _CELL.fullmatch(line.text):
            number = match[3] + (match[4] or "")
            cell = _Cell(match[1], number, line.page, [match[5]] if match[5] else [])
            core.cells.append(cell)
            core.open[is_right] = cell
        elif is_right in core.open:
            core.open[is_right].lines.append(line.text)
        else:
            self.builder.furniture(line.text)

    def _write_core(self, core: _Core) -> None:
        function = Section(
            core.name,
            "function",
            core.title.page,
            path=tuple(filter(None, (self._part, self._titles.get("5", "")))),
            status=Status.OPERATIVE,
        )
        self.steps.add(core.name)
        function.write_blocks(self.builder, [self._words.join([core.title.text])])
        category = ""
        for cell in core.cells:
            text = self._words.join(cell.lines)
            is_category = "." not in cell.number
            if is_category:
                category = short_head(f"{cell.label} {text}")
            section = replace(
                function,
                step=f"{core.name}-{cell.number}",
                kind="category" if is_category else "subcategory",
                page=cell.page,
                label=cell.label,
                path=(core.name,) if is_category else (core.name, category),
            )
            section.write_blocks(self.builder, [text])
