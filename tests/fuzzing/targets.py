"""The parsers that are fuzzed, and how an input is given to each."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from corpus.errors import RuleBridgeError
from corpus.provision import Authority, BindingForce, Edition, ParsedText
from ingest.fetching.archive import member
from ingest.parsers import eurlex, hklm, measures, nist, nist_profile, nist_rmf
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import parse_document
from ingest.parsers.pdf import Line, Run
from tests.fuzzing.contract import Broken, check, check_error

MEMBER = ("Laws/cap_9", "kettles.xml")
"""Folder and name that inputs for unpacking are asked for."""
LARGEST_MEMBER = 2**22
LIMITS = Limits(seconds=3.5, page_seconds=3.5)
"""Time that reading may take, less than what an input may: the clock has to be kept, too.

Outside of fuzzing a document of a thousand pages may take minutes, in a process of its own.
"""


@dataclass(frozen=True)
class Input:
    """One file, and which way of a parser it takes: a language, a document, a file name."""

    variant: str
    data: bytes


@dataclass(frozen=True)
class Target:
    """One parser.

    Attributes:
        name: What it is called in records.
        give: Gives an input to the parser; what comes back is checked where it is provisions.
        modules: Beginnings of the file names that belong to it, for counting lines.
    """

    name: str
    give: Callable[[Input], ParsedText | None]
    modules: tuple[str, ...]


def read(target: Target, given: Input) -> tuple[str, ParsedText | None]:
    """Gives an input to a parser.

    Returns:
        ``provisions`` or the error's name, and the provisions.

    Raises:
        Broken: The error is no sentence; any other exception is the parser's own.
    """
    try:
        return "provisions", target.give(given)
    except RuleBridgeError as error:
        check_error(error)
        return type(error).__name__, None


def judge(given: Input, parsed: ParsedText | None) -> None:
    """Whether the provisions that came of an input keep the contract; every fourth is stored.

    Raises:
        Broken: They do not.
    """
    if parsed is not None:
        check(parsed, store=zlib.crc32(given.data) % 4 == 0)


def edition(instrument: str, language: str = "en", jurisdiction: str = "eu") -> Edition:
    """An invented edition."""
    return Edition(
        instrument=instrument,
        jurisdiction=jurisdiction,
        version="1",
        language=language,
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.REGULATION,
        source_url="https://example.org",
    )


def lines_of(data: bytes) -> list[Line]:
    """Printed lines from their records: one JSON list a line, page first, then the runs."""
    lines = []
    for record in data.decode("utf-8", "surrogatepass").split("\n"):
        try:
            page, *runs = json.loads(record)
            read = tuple(
                Run(str(r[0]), float(r[1]), float(r[2]), float(r[3]), bool(r[4])) for r in runs
            )
            lines.append(Line(int(page), read))
        except (ValueError, TypeError, LookupError, RecursionError, OverflowError):
            continue
    return [line for line in lines if any(run.text.strip() for run in line.runs)]


def records_of(lines: list[Line]) -> bytes:
    """The reverse of :func:`lines_of`."""
    rows = ([x.page, *([r.text, r.x, r.y, r.size, r.bold] for r in x.runs)] for x in lines)
    return "\n".join(json.dumps(row) for row in rows).encode()


def _eurlex(given: Input) -> ParsedText:
    return eurlex.parse(given.data, edition("kettles"))


def _hklm(given: Input) -> ParsedText:
    return hklm.parse(given.data, edition("cap-9", given.variant, "hk"))


def _measures(given: Input) -> ParsedText:
    return measures.parse(given.data, edition("kettles", given.variant, "cn"))


def _nist(given: Input) -> ParsedText:
    document, _, form = given.variant.partition(" ")
    if form == "pdf":
        return nist.parse(given.data, edition(document, "en", "us"), LIMITS)
    try:
        lines = lines_of(given.data)
    except UnicodeDecodeError:
        lines = []
    read = nist_rmf.parse if document == "nist-ai-rmf" else nist_profile.parse
    return read(lines, edition(document, "en", "us"))


def _document(given: Input, ending: str) -> ParsedText:
    return parse_document(given.data, given.variant or f"kettle.{ending}", limits=LIMITS)


def _archive(given: Input) -> None:
    data = member(io.BytesIO(given.data), *MEMBER, LARGEST_MEMBER, "example.org")
    if len(data) > LARGEST_MEMBER:
        raise Broken("more than the limit was unpacked")


_OWN = "ingest/parsers/document/"
_SHARED = ("ingest/parsers/builder.py", "ingest/parsers/wording.py")
_PARTS = (
    *("assembly", "blocks", "cleaning", "edition", "encoding", "headings", "limits", "naming"),
    *("parsing", "recognition", "script"),
)
_DOCUMENT = (*(f"{_OWN}{name}" for name in _PARTS), *_SHARED)

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("eurlex", _eurlex, ("ingest/parsers/eurlex", *_SHARED)),
        Target("hklm", _hklm, ("ingest/parsers/hklm", *_SHARED)),
        Target("measures", _measures, ("ingest/parsers/measures", *_SHARED)),
        Target(
            "nist",
            _nist,
            ("ingest/parsers/nist", "ingest/parsers/prose", "ingest/parsers/pdf.py", *_SHARED),
        ),
        Target(
            "pdf",
            partial(_document, ending="pdf"),
            (f"{_OWN}pdf", "ingest/parsers/prose", *_DOCUMENT),
        ),
        Target("docx", partial(_document, ending="docx"), (f"{_OWN}word", *_DOCUMENT)),
        Target("html", partial(_document, ending="html"), (f"{_OWN}web_page", *_DOCUMENT)),
        Target(
            "markdown",
            partial(_document, ending="md"),
            (f"{_OWN}markdown", f"{_OWN}web_page", *_DOCUMENT),
        ),
        Target("text", partial(_document, ending="txt"), (f"{_OWN}plain_text", *_DOCUMENT)),
        Target("archive", _archive, ("ingest/fetching/archive.py",)),
    )
}
