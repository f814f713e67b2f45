"""Reads a PDF's pages as printed lines, within limits, whatever the file is made of."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError

from corpus.errors import DocumentDamaged, DocumentTooLarge, RuleBridgeError
from ingest.parsers.document.cleaning import clean, unreadable_share
from ingest.parsers.document.limits import Clock, Limits, too_large
from ingest.parsers.document.recognition import locked
from ingest.parsers.pdf import Line, Run, bounded

_BOLD = ("bold", "medi", "black", "heavy", "semibold", "simhei")
_UNREADABLE = 0.3

# pypdf warns of every fault it mends, in the words of a file that may be private.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in the order in which the file draws them.

    Attributes:
        number: Counted from 1, whatever the page has printed on it.
        height: Points.
        lines: Printed lines with words.
        readable: Whether the words are letters, not the shapes of a broken font.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF's pages and the title that the file declares."""

    pages: tuple[Page, ...]
    title: str = ""


def read_pages(data: bytes, name: str, limits: Limits, clock: Clock) -> Pages:
    """Every page of a PDF, scanned ones without lines.

    Args:
        data: The file.
        name: What to call it in an error.
        limits: What it may cost.
        clock: The time left.

    Raises:
        DocumentLocked: It asks for a password, and an empty one does not open it.
        DocumentDamaged: It cannot be read, or one of its pages cannot.
        DocumentTooLarge: Pages, characters or drawing operations pass the limit.
        DocumentTooSlow: The time is used up.
    """
    with bounded(limits):
        try:
            return _read(data, name, limits, clock)
        except RuleBridgeError:
            raise
        except LimitReachedError as error:
            raise too_large(name, "bytes once unpacked", limits.part) from error
        except Exception as error:
            # pypdf meets damaged files with whatever its reading ran into, from its own errors
            # to KeyError and RecursionError: to the reader all of them say the same.
            raise _damaged(name) from error


def _damaged(name: str, page: int = 0) -> DocumentDamaged:
    where = f"{name}, page {page}," if page else name
    return DocumentDamaged(
        f"{where} is damaged and cannot be read; open it and print it to a new PDF.",
        file=name,
        page=page,
    )


def _read(data: bytes, name: str, limits: Limits, clock: Clock) -> Pages:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise locked(name)
    count = len(reader.pages)
    if count > limits.pages:
        raise too_large(name, "pages", limits.pages)
    pages: list[Page] = []
    characters = 0
    for number, page in enumerate(reader.pages, start=1):
        clock.turn()
        try:
            pages.append(_page(page, number, clock))
        except RuleBridgeError:
            raise
        except LimitReachedError as error:
            raise DocumentTooLarge(
                f"{name}, page {number}, unpacks to more than is taken in; print it to a new PDF, "
                "or leave the page out.",
                file=name,
                page=number,
            ) from error
        except Exception as error:
            raise _damaged(name, number) from error
        characters += sum(len(line.text) for line in pages[-1].lines)
        if characters > limits.characters:
            raise too_large(name, "characters", limits.characters)
    return Pages(tuple(pages), _title(reader))


def _title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else ""
    except Exception:
        # The title is only a courtesy; the words are the document.
        return ""
    return clean(str(title or ""))


def _page(page: PageObject, number: int, clock: Clock) -> Page:
    runs: list[Run] = []

    def visit(
        text: str,
        ctm: Sequence[float],
        matrix: Sequence[float],
        font: dict[str, Any] | None,
        size: float,
    ) -> None:
        if text:
            runs.append(_run(text, ctm, matrix, font, size))

    def look_at_the_clock(*_: object) -> None:
        clock.check()

    page.extract_text(visitor_text=visit, visitor_operand_before=look_at_the_clock)
    readable = unreadable_share("".join(run.text for run in runs)) < _UNREADABLE
    lines = tuple(_lines(number, runs))
    return Page(number, _finite(page.mediabox.height, 842.0), lines, readable)


def _finite(value: Any, otherwise: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return number if math.isfinite(number) and abs(number) < 1e6 else otherwise


def _run(
    text: str,
    ctm: Sequence[float],
    matrix: Sequence[float],
    font: dict[str, Any] | None,
    size: float,
) -> Run:
    a, b, c, d, e, f = (_finite(value, 0.0) for value in ctm[:6])
    x, y = _finite(matrix[4], 0.0), _finite(matrix[5], 0.0)
    scale = math.hypot(_finite(matrix[2], 0.0), _finite(matrix[3], 1.0)) * math.hypot(c, d)
    name = str((font or {}).get("/BaseFont", "")).lower()
    return Run(
        text=text,
        x=_finite(x * a + y * c + e, 0.0),
        y=_finite(x * b + y * d + f, 0.0),
        size=_finite(_finite(size, 1.0) * scale, 0.0),
        bold=any(weight in name for weight in _BOLD),
    )


def _lines(page: int, runs: Sequence[Run]) -> Iterator[Line]:
    line: list[Run] = []
    for run in runs:
        for index, piece in enumerate(run.text.split("\n")):
            if index and line:
                yield from _whole(page, line)
                line = []
            if words := clean(piece):
                line.append(Run(words, run.x, run.y, run.size, run.bold))
    yield from _whole(page, line)


def _whole(page: int, line: list[Run]) -> Iterator[Line]:
    if any(run.text.strip() for run in line):
        yield Line(page, tuple(line))
