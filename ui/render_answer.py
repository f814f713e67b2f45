"""A cited answer in a terminal: the lead, the clauses, and on request how it came about."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation, Part, Support
from corpus.texts import text
from ui.explained import account, listed
from ui.matrix import Item, Matrix, matrix
from ui.reading import Marked, groups, opening, remarks, unsaid
from ui.render import say, show_url, styled
from ui.render_documents import show_excerpts
from ui.understood import in_full
from ui.wording import instrument_name, standing, version_label
from ui.wrapping import Words

_INDENT = 4
_QUOTE_INDENT = 6
_DOT = " · "
_LABELS = 14
"""Columns of a table's first column."""
_LEAST = 16
"""Columns that a jurisdiction needs."""


def show_answer(console: Console, answer: Answer, *, why: bool = False) -> None:
    """Print a cited answer, or the reason why there is none.

    Args:
        console: Where to.
        answer: What to print.
        why: Whether to tell how it came about as well.
    """
    language = answer.language
    say(console, _marked(opening(answer), "bold"))
    laid_out = matrix(answer)
    if laid_out is not None:
        _show_comparison(console, answer, laid_out)
    for group in groups(answer):
        if group.name and group.claims:
            console.print()
            say(console, styled(group.name, "bold underline"))
        for position in group.positions:
            console.print()
            _show_claim(console, answer, position)
    _show_remarks(console, answer)
    if answer.excerpts:
        console.print()
        say(console, styled(text(language, "documents.excerpts"), "bold underline"))
        say(console, styled(text(language, "documents.excerpts_note"), "dim"))
        show_excerpts(console, answer.excerpts, language)
    _show_understood(console, answer)
    if why:
        _show_account(console, answer)
    if answer.citations:
        console.print()
        say(console, styled(text(language, "notices.not_advice"), "dim"))


def _show_comparison(console: Console, answer: Answer, laid_out: Matrix) -> None:
    """The sentences across the cells, then the facts side by side; the gists follow by place."""
    language = answer.language
    for sentence in answer.synthesis:
        kind = text(language, f"compare.{sentence.kind}")
        words = styled(f"{kind}{_DOT}", "bold cyan").append_text(styled(sentence.text))
        say(console, words, _INDENT)
    found = [n for n, silent in enumerate(laid_out.silent) if not silent]
    beside = max(1, (console.width - _LABELS - 3) // (_LEAST + 3))
    for first in range(0, len(found), beside):
        console.print(_table(laid_out, found[first : first + beside]))
    for silent in filter(None, laid_out.silent):
        say(console, styled(silent, "yellow"), _INDENT)


def _table(laid_out: Matrix, columns: Sequence[int]) -> Table:
    """Some of the jurisdictions side by side; their gists have room only below."""
    table = Table(box=box.ROUNDED, expand=True, show_lines=True, padding=(0, 1))
    table.add_column("", width=_LABELS - 2)
    for column in columns:
        table.add_column(laid_out.places[column], ratio=1, overflow="fold")
    for line in laid_out.lines[1:]:
        cells = (Group(*map(_item, line.cells[column])) for column in columns)
        table.add_row(Words(styled(line.label, "bold")), *cells)
    return table


def _item(item: Item) -> Words:
    marks = "".join(f"[{number}]" for number in item.marks)
    return Words(styled(item.words).append_text(styled(f" {marks}" if marks else "", "cyan")))


def _show_claim(console: Console, answer: Answer, position: int) -> None:
    claim, language = answer.claims[position], answer.language
    marks = "".join(f"[{number}]" for number in claim.citations)
    if claim.part is not Part.MAIN:
        say(console, styled(text(language, f"answer.part_{claim.part.value}"), "bold magenta"))
    words = unsaid(answer, claim)
    bare = claim.support is Support.VERBATIM or not words
    if not bare:
        say(console, styled(f"{marks} ", "bold cyan").append_text(styled(words)))
    for number in claim.citations:
        _show_citation(console, answer.citation(number), f"[{number}] " if bare else "", language)


def _show_remarks(console: Console, answer: Answer) -> None:
    """The notices, what was withheld, and who wrote it."""
    language = answer.language
    lines = [
        f"{notice.text} {''.join(f'[{number}]' for number in notice.citations)}".strip()
        for notice in remarks(answer)
    ]
    if answer.withheld:
        lines.append(text(language, "ui.withheld", count=answer.withheld))
    if answer.fallback:
        lines.append(answer.fallback)
    if lines:
        console.print()
        say(console, styled(text(language, "ui.notices"), "bold yellow"))
    for words in lines:
        say(console, styled(words, "yellow"), _INDENT)
    if answer.written_by:
        console.print()
        say(console, styled(text(language, "ui.written_by", model=answer.written_by), "dim"))


def _show_understood(console: Console, answer: Answer) -> None:
    """What was understood, in one paragraph; nothing of it where the lead tells it already."""
    if answer.understanding.operation == "why" and not answer.abstained:
        return
    language = answer.language
    facts = (text(language, "ui.labelled", label=f.label, words=f.value) for f in in_full(answer))
    label = text(language, "understood.label")
    console.print()
    say(console, styled(f"{label} {_DOT.join(facts)}", "dim"))


def _show_account(console: Console, answer: Answer) -> None:
    """How it came about: how sure, what found each clause, what was passed over."""
    told, language = account(answer), answer.language
    if told.empty:
        return
    console.print()
    say(console, styled(told.title, "bold"))
    passed = [
        line
        for reason, places in told.passed_over.items()
        for line in (
            reason,
            *(
                text(language, "ui.labelled", label=name, words=words)
                for name, words in listed(places, language)
            ),
        )
    ]
    parts: list[tuple[str, Sequence[str]]] = [
        ("", told.sure),
        ("brought_in", told.brought_in if answer.citations else ()),
        ("passed_over", passed),
        ("checks", told.withheld),
    ]
    for key, sentences in parts:
        if key and sentences:
            say(console, styled(text(language, f"why.{key}"), "bold"), _INDENT)
        for sentence in sentences:
            say(console, styled(sentence, "dim"), _QUOTE_INDENT)


def _marked(pieces: Marked, style: str) -> Text:
    """Words with their marks."""
    whole = Text()
    for words, numbers in pieces:
        whole.append_text(styled(words, style))
        whole.append_text(styled("".join(f"[{number}]" for number in numbers), "bold cyan"))
    return whole


def _show_citation(console: Console, citation: Citation, mark: str, language: str) -> None:
    place = f"{instrument_name(citation.instrument, language)}{_DOT}{citation.pinpoint}"
    heading = styled(mark, "bold cyan").append_text(styled(place, "bold"))
    say(console, heading, 0 if mark else _INDENT)
    if citation.quote:
        quoted = _quoted(citation.quote, citation.language)
        say(console, styled(quoted, "italic"), _QUOTE_INDENT)
    facts = [
        version_label(citation.instrument, citation.version, language),
        *standing(citation, language, citation.status, citation.applies_from),
    ]
    if citation.page:
        facts.append(text(language, "answer.page", page=citation.page))
    if citation.quote and not citation.quote_verified:
        facts.append(text(language, "answer.unverified"))
    say(console, styled(_DOT.join(facts), "dim"), _INDENT)
    show_url(console, citation.url, " " * _INDENT)


def _quoted(words: str, language: str) -> str:
    first, last = ("「", "」") if language == "zh-Hant" else ("“", "”")
    return f"{first}{words}{last}"
