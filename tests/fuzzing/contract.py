"""What every input of a parser must end in: provisions that fit, or one sentence."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import RuleBridgeError
from corpus.provision import LOCATOR, Authority, ParsedText, Provision, enclosing
from corpus.provisions import ProvisionTable
from ingest.document_passages import stretches_of
from ingest.passages import MAX_TOKENS, estimated_tokens, passages_of

SENTINEL = "zqxkettlezqx"
"""Words that mutations put into files; an error that repeats them quotes the file."""

LONGEST_STEP = 120
LONGEST_HEAD = 1_000
LONGEST_CONTEXT = 12_000
LONGEST_MESSAGE = 320
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""What own documents may not hide words with."""
_TRACE = re.compile(r'Traceback|File "|line \d+, in |0x[0-9a-f]{6,}|<[a-z_.]+ object')
_READ_BACK = 12
_STANDS_IN = "eu-ai-act"
"""Passages ask the catalogue for an instrument's short name: an invented one borrows this."""


class Broken(AssertionError):
    """What a parser gave back is not what it promises."""


def check(parsed: ParsedText, *, store: bool = True) -> None:
    """Whether provisions keep the contract of :mod:`corpus.provision`, and can be stored and cut.

    Args:
        parsed: What a parser gave back.
        store: Whether they are also written to a table and read back.

    Raises:
        Broken: They do not; the message says which rule, without the words of the file.
    """
    for problem in _problems(parsed):
        raise Broken(problem)
    if store:
        _check_table(parsed)
    # A document may be a reader's own or a publisher's: it is cut in both ways.
    if own := parsed.edition.authority is Authority.OWN_DOCUMENT:
        _check_stretches(parsed)
    if store or not own:
        _check_passages(parsed)


def check_error(error: RuleBridgeError) -> None:
    """Whether an error is one sentence about the file that repeats nothing of it.

    Raises:
        Broken: It is not.
    """
    message = str(error)
    if not message or len(message) > LONGEST_MESSAGE:
        raise Broken(f"{type(error).__name__} has {len(message)} characters")
    if not message.isprintable() or not message.endswith("."):
        raise Broken(f"{type(error).__name__} is no sentence of one line")
    if _TRACE.search(message):
        raise Broken(f"{type(error).__name__} shows the inside of the program")
    if SENTINEL in message:
        raise Broken(f"{type(error).__name__} quotes the file")


def _problems(parsed: ParsedText) -> Iterator[str]:
    if not parsed.provisions:
        yield "no provisions"
    known = {p.locator: p for p in parsed.provisions}
    if len(known) < len(parsed.provisions):
        yield "a locator twice"
    orders = [p.order for p in parsed.provisions]
    if orders != sorted(set(orders)):
        yield "no reading order"
    for provision in parsed.provisions:
        yield from _of_place(provision, known)
        yield from _of_words(provision)
    for item in parsed.furniture:
        if _UNPRINTABLE.search(item.text):
            yield "furniture with a control character"
    parsed.reassembled()


def _of_place(provision: Provision, known: dict[str, Provision]) -> Iterator[str]:
    locator = provision.locator
    if not LOCATOR.fullmatch(locator):
        yield "no locator"
    if not locator.startswith(provision.edition.instrument + "/"):
        yield "a locator of another instrument"
    if max(map(len, locator.split("/"))) > LONGEST_STEP:
        yield "a locator step without end"
    root = known.get(provision.root)
    if root is None or not root.is_root:
        yield "no root"
        return
    start, end = provision.span
    if provision.is_root and (start, end) != (0, len(provision.text)):
        yield "a root that is not whole"
    if not 0 <= start <= end <= len(root.text) or root.text[start:end] != provision.text:
        yield "a span that does not fit"
    if not 0 <= provision.body_start <= len(provision.text):
        yield "a body outside the words"
    around = next((known[o] for o in enclosing(locator) if o in known), root)
    if not around.span[0] <= start <= end <= around.span[1]:
        yield "a provision outside the one that encloses it"
    if not provision.is_root and around.order >= provision.order:
        yield "a provision before the one that encloses it"
    if any(not 0 <= note.offset <= len(root.text) for note in provision.notes):
        yield "a note outside the text"


def _of_words(provision: Provision) -> Iterator[str]:
    lines = (provision.label, provision.heading, *provision.heading_path)
    if any("\n" in line for line in lines):
        yield "a label or heading of several lines"
    if max(map(len, lines)) > LONGEST_HEAD:
        yield "a label or heading without end"
    notes = (note.text for note in provision.notes)
    terms = (word for term in provision.terms for word in (term.term, term.other or ""))
    texts = (provision.text, *lines, *notes, *terms)
    if any(_UNPRINTABLE.search(text) for text in texts):
        yield "a control character"
    own = provision.edition.authority is Authority.OWN_DOCUMENT
    if own and any(_INVISIBLE.search(text) for text in texts):
        yield "a character that hides"


def _check_table(parsed: ParsedText) -> None:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=_quick_folder()))
    try:
        table = ProvisionTable.create(folder / "provisions.sqlite")
        with table:
            table.write(parsed.provisions)
            if len(table) != len(parsed.provisions):
                raise Broken("the table lost provisions")
            step = max(1, len(parsed.provisions) // _READ_BACK)
            for provision in parsed.provisions[::step]:
                if table.get(provision.locator) != [provision]:
                    raise Broken("the table gives back another provision")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quick_folder() -> Path | None:
    memory = Path("/dev/shm")  # nothing here has to survive
    return memory if memory.is_dir() else None


def _check_passages(parsed: ParsedText) -> None:
    known = {p.locator: p for p in parsed.provisions}
    for passage in passages_of(_named(parsed)):
        provision = known.get(passage.locator)
        start, end = passage.span
        if provision is None or provision.text[start:end] != passage.text:
            raise Broken("a passage that is no stretch of its provision")
        _check_stretch(passage.text, passage.context)


def _check_stretches(parsed: ParsedText) -> None:
    known = {p.locator: p for p in parsed.provisions}
    for stretch in stretches_of(parsed):
        provision = known.get(stretch.locator)
        if provision is None or not 0 <= stretch.start < stretch.end <= len(provision.text):
            raise Broken("a stretch that stands in no provision")
        _check_stretch(provision.text[stretch.start : stretch.end], stretch.context)


def _check_stretch(text: str, context: str) -> None:
    if not text.strip():
        raise Broken("a passage without words")
    if estimated_tokens(text) > MAX_TOKENS:
        raise Broken("a passage that is too long")
    if len(context) > LONGEST_CONTEXT:
        raise Broken("a passage with a context without end")


def _named(parsed: ParsedText) -> ParsedText:
    """The text under an instrument that the catalogue knows; only passages need that."""
    edition = parsed.edition.model_copy(update={"instrument": _STANDS_IN})
    provisions = tuple(p.model_copy(update={"edition": edition}) for p in parsed.provisions)
    return parsed.model_copy(update={"edition": edition, "provisions": provisions})
