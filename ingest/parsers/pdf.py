"""Reads a PDF's text layer as lines that know where they stand on the page.

Plain extracted text loses what a person reads a page by: size, weight and column. pypdf tells
all three while it extracts, in one pass; here they are kept, one :class:`Line` per printed line.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from corpus.errors import RuleBridgeError, UnreadableSource
from ingest.parsers.document.limits import LIMITS, Clock, Limits, too_large
from ingest.parsers.note_marks import MARK_CLOSE, MARK_OPEN

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURES = str.maketrans(_LIGATURES)
"""Typographic ligatures and the letters they stand for: no one types or searches for ``ﬁ``."""
_PRINTED = str.maketrans({**_LIGATURES, MARK_OPEN: None, MARK_CLOSE: None})

_BOLD = ("Bold", "Medi", "Black", "Heavy")
_TAIL = 2048
_NAME = "The PDF"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font: ``x`` and ``y`` in points from the page's lower left."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, runs in the order in which the file draws them.

    pypdf gives the wrapped lines of one drawing operation as a single line, so a table row may
    come as one line whose runs lie in several columns: :meth:`part` takes them apart.
    """

    page: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words, white space as extracted but trimmed at both ends."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def first(self) -> Run:
        """The first run that is not blank: its position and size are the line's."""
        return self._inked[0]

    @property
    def bold(self) -> bool:
        """Whether every word is bold, as in a heading."""
        return all(run.bold for run in self._inked)

    def part(self, left: float, right: float) -> Line | None:
        """The runs that begin from ``left`` up to ``right``; nothing if all of them are blank."""
        runs = tuple(run for run in self.runs if left <= run.x < right)
        return Line(self.page, runs) if any(run.text.strip() for run in runs) else None

    @property
    def _inked(self) -> list[Run]:
        return [run for run in self.runs if run.text.strip()]


def read_lines(data: bytes, limits: Limits = LIMITS) -> list[Line]:
    """Every line of a PDF that has words, page by page, in the order of the file.

    Args:
        data: The PDF file.
        limits: What it may cost.

    Raises:
        UnreadableSource: If these bytes are no PDF, are cut off or damaged, want a password,
            hold pictures of pages without text, or cost more than the limits.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableSource(
            "The file is not a PDF: download it again from its publisher, as a PDF file."
        )
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableSource(
            "The PDF is cut off before its end: download it again from its publisher."
        )
    clock = Clock(limits, _NAME)
    try:
        with bounded(limits):
            reader = PdfReader(io.BytesIO(data))
            locked = reader.is_encrypted and not reader.decrypt("")
            lines = [] if locked else [x for page in _pages(reader, limits, clock) for x in page]
    except RuleBridgeError:
        raise
    except LimitReachedError as error:
        raise too_large(_NAME, "bytes once unpacked", limits.part) from error
    except Exception as error:
        # pypdf meets damaged files with whatever its reading ran into, from its own errors to
        # KeyError and RecursionError: to the reader all of them say the same.
        raise UnreadableSource(
            "The PDF is damaged and cannot be read: download it again from its publisher."
        ) from error
    if locked:
        raise UnreadableSource(
            "The PDF is encrypted and asks for a password: save a copy without one and use that."
        )
    if not lines:
        raise UnreadableSource(
            "The PDF has no text layer, only pictures of pages: run OCR on it and use the result."
        )
    return lines


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """What pypdf unpacks and follows inside, kept within the limits."""
    with apply_configuration(
        maximum_declared_stream_length=limits.bytes,
        array_based_stream_maximum_output_length=limits.part,
        zlib_maximum_output_length=limits.part,
        lzw_maximum_output_length=limits.part,
        run_length_maximum_output_length=limits.part,
        brotli_maximum_output_length=limits.part,
        stream_decoding_work_maximum_length=4 * limits.part,
        stream_parsing_work_maximum_count=limits.operations,
        page_tree_maximum_entries=4 * limits.pages,
        xform_maximum_invocations_per_extraction=1_000,
    ):
        yield


def _pages(reader: PdfReader, limits: Limits, clock: Clock) -> Iterator[list[Line]]:
    if len(reader.pages) > limits.pages:
        raise too_large(_NAME, "pages", limits.pages)

    def look_at_the_clock(*_: object) -> None:
        clock.check()

    for number, page in enumerate(reader.pages, start=1):
        clock.turn()
        runs: list[Run] = []

        def visit(
            text: str,
            ctm: Sequence[float],
            matrix: Sequence[float],
            font: dict[str, Any] | None,
            size: float,
            runs: list[Run] = runs,
        ) -> None:
            if text:
                runs.append(_run(text, ctm, matrix, font, size))

        page.extract_text(visitor_text=visit, visitor_operand_before=look_at_the_clock)
        yield list(_lines(number, runs))


def _run(
    text: str,
    ctm: Sequence[float],
    matrix: Sequence[float],
    font: dict[str, Any] | None,
    size: float,
) -> Run:
    x, y = matrix[4], matrix[5]
    name = str((font or {}).get("/BaseFont", ""))
    return Run(
        text=text.translate(_PRINTED),
        x=x * ctm[0] + y * ctm[2] + ctm[4],
        y=x * ctm[1] + y * ctm[3] + ctm[5],
        size=abs(size * (matrix[3] or matrix[1])),
        bold=any(weight in name for weight in _BOLD),
    )


def _lines(page: int, runs: list[Run]) -> Iterator[Line]:
    line: list[Run] = []
    for run in runs:
        for index, piece in enumerate(run.text.split("\n")):
            if index:
                if any(r.text.strip() for r in line):
                    yield Line(page, tuple(line))
                line = []
            if piece:
                line.append(Run(piece, run.x, run.y, run.size, run.bold))
    if any(r.text.strip() for r in line):
        yield Line(page, tuple(line))
