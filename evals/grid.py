"""A table that is shown in a terminal and written into a Markdown file alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True)
class Grid:
    """A table of words.

    Attributes:
        title: What it shows.
        columns: Headings; the first one is over the names of the rows.
        rows: One word a column.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """As Markdown, the title as a paragraph before it.

        >>> print(Grid("Kettles", ("", "n"), [("all", "3")]).markdown())
        **Kettles**
        <BLANKLINE>
        |  | n |
        |---|--:|
        | all | 3 |
        """
        lines = [f"**{self.title}**", ""]
        lines += [_line(self.columns), "|---|" + "--:|" * (len(self.columns) - 1)]
        return "\n".join([*lines, *map(_line, self.rows)])

    def table(self) -> Table:
        """For a terminal; what stands in brackets goes on a second line."""
        from rich import box
        from rich.table import Table

        table = Table(title=self.title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
        for number, column in enumerate(self.columns):
            table.add_column(column, justify="right" if number else "left")
        for name, *cells in self.rows:
            table.add_row(name, *(cell.replace(" [", "\n[", 1) for cell in cells))
        return table


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def replaced(page: str, name: str, made: str) -> str:
    """A page with what stands between two markers made anew.

    The markers are ``<!-- name: … -->`` and ``<!-- /name -->``, each on a line of its own.

    Raises:
        UsageError: The page does not have them.
    """
    between = re.compile(rf"(<!-- {name}:[^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not between.search(page):
        raise UsageError(
            f"The page has no markers “{name}”; put them back where the table belongs."
        )
    return between.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page)


def write_between(path: Path, name: str, made: str) -> None:
    """Write anew what stands between two markers of a file."""
    path.write_text(replaced(path.read_text("utf-8"), name, made), "utf-8")
