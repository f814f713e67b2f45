"""What the parsers of both NIST documents share: laying provisions out and placing notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from corpus.provision import Furniture, Note, ParsedText, Provision, Status
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.pdf import Line
from ingest.parsers.prose import MARK_CLOSE, MARK_OPEN, Vocabulary, paragraphs

FUNCTIONS = ("GOVERN", "MAP", "MEASURE", "MANAGE")
"""The functions of the Core, in order."""

_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")


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
    rest = dict(footnotes or {})
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
    for number in footnotes:
        mark = f"{MARK_OPEN}{number}{MARK_CLOSE}"
        if any(mark in text for text in texts):
            continue
        glued = re.compile(rf"(?<=[a-z])([.,]?){number}(?=[\s”)]|$)")
        hits = [index for index, text in enumerate(texts) for _ in glued.finditer(text)]
        if len(hits) == 1:
            texts[hits[0]] = glued.sub(rf"\g<1>{mark}", texts[hits[0]])
    return texts


def _noted(
    provision: Provision, marked: str, footnotes: dict[int, str], labels: Mapping[str, str]
) -> Provision:
    notes: list[Note] = []
    text = ""
    done = 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        done = mark.end()
        note = footnotes.pop(int(mark[1]), None)
        if note is None:
            text += mark[1]
        else:
            notes.append(Note(offset=len(text), text=note))
    text += marked[done:]
    label = labels.get(provision.locator, provision.label.rstrip(":"))
    return provision.model_copy(
        update={"text": text, "span": (0, len(text)), "notes": tuple(notes), "label": label}
    )
