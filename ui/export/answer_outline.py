"""An answer as a document: what the screen shows, in its order and with its marks, then sources."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, Part, Support
from assistant.composing.notices import short
from corpus.documents.placing import pinpoint
from corpus.texts import joined, text
from ui.export.about import about_blocks, foot, known
from ui.export.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    Weight,
    cell,
)
from ui.export.setting import Setting
from ui.export.sources import soft, source_blocks
from ui.matrix import Matrix, matrix
from ui.reading import Group, Marked, groups, marks_of, opening, remarks, unsaid
from ui.understood import completed, in_short

_LONG = 160
"""Characters of a question that would no longer do as a title."""
_DOT = " · "


def answer_outline(answer: Answer, setting: Setting) -> Outline:
    """The document of an answer, or of the reason why there is none.

    Args:
        answer: What to export.
        setting: Under which circumstances.
    """
    language = answer.language
    question = Run(answer.question.strip(), answer.understanding.language)
    blocks = (
        *_opening(answer, question),
        *_comparison(answer),
        *_claims(answer),
        *_notices(answer),
        *source_blocks(answer.citations, language, setting),
        *_excerpts(answer),
        *about_blocks(
            language,
            setting,
            as_at=answer.understanding.as_at,
            searched=_searched(answer),
            quoted=(citation.instrument for citation in answer.citations),
            written=_written(answer),
        ),
    )
    return Outline(question, language, blocks, foot(language, setting))


def _opening(answer: Answer, question: Run) -> Iterator[Block]:
    """The question, how it was understood, and the answer itself."""
    language = answer.language
    if len(question.words) <= _LONG:
        yield Heading(1, (question,))
    else:
        yield Heading(1, (Run(text(language, "export.answer_title"), language),))
        label = text(language, "ui.labelled", label=text(language, "export.question"), words="")
        yield Paragraph((Run(label, language, weight=Weight.STRONG), question))
    yield Paragraph(_understood(answer))
    for pieces in _paragraphs(opening(answer)):
        runs = (Run(words, language, marks) for words, marks in pieces)
        yield Paragraph(tuple(run for run in runs if run.words or run.marks), lead=True)
    names = short(known(_searched(answer)), language)
    if answer.abstained and names and names not in answer.reason:
        yield Paragraph((Run(text(language, "reason.searched", instruments=names), language),))


def _understood(answer: Answer) -> Runs:
    language = answer.language
    label = soft(f"{text(language, 'understood.label')} ", language)
    phrases = soft(_DOT.join(in_short(answer)), language)
    if whole := completed(answer):
        question = soft(whole, answer.understanding.language)
        return label, question, soft(_DOT, language), phrases
    return label, phrases


def _paragraphs(pieces: Marked) -> Iterator[Marked]:
    """Marked words, cut at their line breaks."""
    held: Marked = []
    for words, marks in pieces:
        *ended, last = words.split("\n")
        for line in ended:
            held.append((line, ()))
            if any(said.strip() or numbers for said, numbers in held):
                yield held
            held = []
        held.append((last, marks))
    if any(said.strip() or numbers for said, numbers in held):
        yield held


def _comparison(answer: Answer) -> Iterator[Block]:
    laid_out, language = matrix(answer), answer.language
    if laid_out is None:
        return
    if answer.synthesis:
        yield Heading(2, (Run(text(language, "compare.in_sum"), language),))
        yield Bullets(
            tuple(Item(synthesis_runs(s.kind, s.text, language)) for s in answer.synthesis)
        )
    yield Heading(2, (Run(text(language, "ui.comparison"), language),))
    yield _table(laid_out, language)


def synthesis_runs(kind: str, words: str, language: str) -> Runs:
    """A sentence across the cells, behind the kind that it is of."""
    label = text(language, "ui.labelled", label=text(language, f"compare.{kind}"), words="")
    return Run(label, language, weight=Weight.STRONG), Run(words, language)


def _table(of: Matrix, language: str) -> Table:
    rows = []
    for number, line in enumerate(of.lines):
        # Where a place is silent is said once.
        silent = of.silent if not number else [""] * len(of.places)
        cells = []
        for items, words in zip(line.cells, silent, strict=True):
            said = [(Run(words, language),)] if words else []
            for item in items:
                part = (soft(f"{item.part} ", language),) if item.part else ()
                said.append((*part, Run(item.words, item.language, item.marks)))
            cells.append(cell(said, language))
        rows.append(Row(Run(line.label, language), tuple(cells)))
    heads = tuple(Run(place, language) for place in of.places)
    return Table(Run(text(language, "ui.comparison"), language), heads, tuple(rows))


def _excerpts(answer: Answer) -> Iterator[Block]:
    """What the reader's own documents say: behind the law's sources, and marked as no law."""
    if not answer.excerpts:
        return
    language = answer.language
    yield Heading(2, (Run(text(language, "documents.excerpts"), language),))
    yield Paragraph((soft(text(language, "documents.excerpts_note"), language),))
    for excerpt in answer.excerpts:
        place = pinpoint(excerpt, language)
        behind = (soft(_DOT + place, language),) if place else ()
        yield Heading(3, (Run(excerpt.title, excerpt.language), *behind))
        yield Quote(Run(excerpt.text, excerpt.language, lines=True))


def _claims(answer: Answer) -> Iterator[Block]:
    """What the lead and the matrix have not said yet."""
    language = answer.language
    found = [(group, tuple(_items(group, answer))) for group in groups(answer)]
    if not any(items for _, items in found):
        return
    yield Heading(2, (Run(text(language, "export.statements"), language),))
    for group, items in found:
        if group.name and items:
            yield Heading(3, (Run(group.name, language),))
        if items:
            yield Bullets(items)


def _items(group: Group, answer: Answer) -> Iterator[Item]:
    for said in group.claims:
        first = _statement(answer, said.claim)
        limits = [runs for limit in said.limits if (runs := _statement(answer, limit))]
        if limits and not first:
            # What is limited was said before: here its place stands for it.
            first = _place(answer, answer.claims[said.claim].citations)
        if first:
            yield Item(first)
        yield from (Item(runs, depth=1) for runs in limits)


def _statement(answer: Answer, position: int) -> Runs:
    """A claim with what it is called, its marks and places; empty where all was said before."""
    claim, language = answer.claims[position], answer.language
    if any(position in place.claims for place in answer.comparison):
        return ()
    words = unsaid(answer, claim)
    if not words and set(claim.citations) <= set(answer.lead_citations):
        return ()
    runs: list[Run] = []
    if claim.part is not Part.MAIN:
        label = text(language, f"answer.part_{claim.part.value}")
        named = text(language, "ui.labelled", label=label, words="")
        runs.append(Run(named, language, weight=Weight.STRONG))
    if not words:
        return (*runs, *_place(answer, claim.citations))
    if claim.support is Support.VERBATIM:
        first, last = ("「", "」") if claim.language == "zh-Hant" else ("“", "”")
        words = f"{first}{words}{last}"
    runs.append(Run(words, claim.language, claim.citations, lines=True))
    return (*runs, soft(_DOT + _pinpoints(answer, claim.citations), language))


def _place(answer: Answer, numbers: tuple[int, ...]) -> Runs:
    """Places with their marks, where nothing is left to say."""
    return (Run(_pinpoints(answer, numbers), answer.language, numbers),)


def _pinpoints(answer: Answer, numbers: tuple[int, ...]) -> str:
    places = dict.fromkeys(answer.citation(number).pinpoint for number in numbers)
    return joined(answer.language, places)


def _notices(answer: Answer) -> Iterator[Block]:
    language = answer.language
    items = [
        Item((Run(notice.text, language, marks_of(notice, answer)),)) for notice in remarks(answer)
    ]
    if answer.withheld:
        words = text(language, "ui.withheld", count=answer.withheld)
        items.append(Item((Run(words, language),)))
    if answer.fallback:
        items.append(Item((Run(answer.fallback, language),)))
    if items:
        yield Heading(2, (Run(text(language, "ui.notices"), language),))
        yield Bullets(tuple(items))


def _searched(answer: Answer) -> tuple[str, ...]:
    return answer.searched or answer.understanding.instruments


def _written(answer: Answer) -> dict[str, str]:
    """Whose words these are, and what was withheld."""
    language = answer.language
    by = text(language, "export.no_model")
    if answer.written_by:
        by = text(language, "ui.written_by", model=answer.written_by)
    facts = {text(language, "export.written"): by}
    ours = any(claim.support is Support.DIGEST for claim in answer.claims)
    if ours and any(citation.quote for citation in answer.citations):
        facts[text(language, "export.words")] = text(language, "why.words")
    facts[text(language, "export.withheld")] = str(answer.withheld)
    return facts
