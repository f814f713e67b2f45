"""What the parsers of both NIST documents share: laying provisions out and placing notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from corpus.provision import Furniture, Note, ParsedText, Provision, Status
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.note_marks import MARK_CLOSE, MARK_OPEN
from ingest.parsers.pdf import Line
from ingest.parsers.prose import Vocabulary, paragraphs
from ingest.parsers.wording import tidy

FUNCTIONS = ("GOVERN", "MAP", "MEASURE", "MANAGE")
"""The functions of the Core, in order."""

_MARK = re.compile(f"{MARK_OPEN}([0-9]{{1,4}}){MARK_CLOSE}")
_GLUED = re.compile(r"(?<=[a-z])([.,]?)([0-9]{1,4})(?=[\s”)]|$)")


@dataclass
class Section:
    """A heading and the lines up to the next one: one root provision in the making."""

    step: str
    kind: str
    page: int
    label: str = ""
    heading: str = ""
    path: tuple[str, ...] = ()
    status: Status = Status.EXPLANATORY
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Label and heading, as it stands in the heading paths of what is inside."""
        return f"{self.label} {self.heading}".strip()

    def write(self, builder: ProvisionBuilder, words: Vocabulary) -> None:
        """Add this section to the provisions."""
        self.write_blocks(builder, paragraphs(self.lines, words))

    def write_blocks(self, builder: ProvisionBuilder, blocks: Sequence[str]) -> None:
        """Add this section to the provisions with words made up elsewhere."""
        with ExitStack() as stack:
            for step in self.path:
                stack.enter_context(builder.division(step, printed=False))
            stack.enter_context(
                builder.provision(
                    self.step,
                    self.kind,
                    label=self.label,
                    heading=self.heading,
                    page=self.page,
                    status=self.status,
                )
            )
            for block in blocks:
                builder.words(block)


def finished(
    parsed: ParsedText,
    footnotes: Mapping[int, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> ParsedText:
    """The parsed text with notes at their marks and labels without their colon.

    Args:
        parsed: Root provisions only, with marks in their texts.
        footnotes: Text of each footnote by number, its number in front. One that no mark calls
            is kept as furniture; a mark that calls none becomes its figure again.
        labels: Labels of provisions that are not printed in them, by locator.
    """
    rest = {number: tidy(text) for number, text in (footnotes or {}).items()}
    texts = _with_glued_marks([provision.text for provision in parsed.provisions], rest)
    provisions = [
        _noted(provision, text, rest, labels or {})
        for provision, text in zip(parsed.provisions, texts, strict=True)
    ]
    last = max((p.order for p in provisions), default=0) + len(parsed.furniture)
    stray = [Furniture(text=text, order=last + n) for n, text in enumerate(rest.values(), start=1)]
    furniture = tuple(
        item.model_copy(update={"text": _MARK.sub(r"\1", item.text)}) for item in parsed.furniture
    )
    return parsed.model_copy(
        update={"provisions": tuple(provisions), "furniture": (*furniture, *stray)}
    )


def _with_glued_marks(texts: list[str], footnotes: Mapping[int, str]) -> list[str]:
    """Marks also the raised figures that the extraction gave as part of the word before."""
    marked = {found[1] for text in texts for found in _MARK.finditer(text)}
    glued = Counter(found[2] for text in texts for found in _GLUED.finditer(text))
    missing = {str(number) for number in footnotes} - marked
    wanted = {number for number in missing if glued[number] == 1}

    def mark(found: re.Match[str]) -> str:
        number = found[2]
        return f"{found[1]}{MARK_OPEN}{number}{MARK_CLOSE}" if number in wanted else found[0]

    return [_GLUED.sub(mark, text) for text in texts] if wanted else texts


def _noted(
    provision: Provision, marked: str, footnotes: dict[int, str], labels: Mapping[str, str]
) -> Provision:
    notes: list[Note] = []
    parts: list[str] = []
    length = done = 0
    for mark in _MARK.finditer(marked):
        note = footnotes.pop(int(mark[1]), None)
        parts += [marked[done : mark.start()], mark[1] if note is None else ""]
        length += len(parts[-2]) + len(parts[-1])
        done = mark.end()
        if note is not None:
            notes.append(Note(offset=length, text=note))
    text = "".join([*parts, marked[done:]])
    label = labels.get(provision.locator, provision.label.rstrip(":"))
    return provision.model_copy(
        update={"text": text, "span": (0, len(text)), "notes": tuple(notes), "label": label}
    )
