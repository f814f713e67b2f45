"""The ``ask`` and ``search`` commands: one question or a file of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import UsageError
from corpus.texts import text
from ui.batch import Asked, read_batch
from ui.commands import opening
from ui.commands.options import (
    LANGUAGE,
    AsAt,
    Instruments,
    Json,
    Language,
    console,
    known_instruments,
    known_language,
    words,
)
from ui.commands.replay import write_pack

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Question = Annotated[str | None, typer.Argument(help=words("arg_question"), show_default=False)]
Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help=words("opt_batch"))]


def search(
    question: Question = None,
    batch: Batch = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help=words("opt_top"))] = 10,
    instrument: Instruments = None,
    language: Language = None,
    as_at: AsAt = None,
    as_json: Json = False,
) -> None:
    """Find provisions."""
    from ui.contract import line, search_record

    options = _options(instrument, language, as_at)
    for assistant, asked in _asked(question, batch):
        started = time.perf_counter()
        understood, retrieval, abstain = assistant.search(
            asked.question, **options | _instruments(asked)
        )
        found = retrieval.candidates[:top]
        if as_json or batch:
            record = search_record(
                asked.id,
                understood.language,
                understood.instruments,
                abstain=abstain,
                found=found,
                ms=round((time.perf_counter() - started) * 1000, 2),
            )
            typer.echo(line(record))
            continue
        from ui.render import show_found

        show_found(console(), found, LANGUAGE)
        if abstain:
            console().print(words("abstains"), style="yellow")


def ask(
    question: Question = None,
    batch: Batch = None,
    instrument: Instruments = None,
    language: Language = None,
    as_at: AsAt = None,
    as_json: Json = False,
    why: Annotated[bool, typer.Option("--why", help=words("opt_why"))] = False,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="FILE", help=text(LANGUAGE, "evidence.opt_pack")),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help=text(LANGUAGE, "documents.opt_ask"))
    ] = False,
) -> None:
    """Answer questions."""
    from ui.contract import ask_record, line

    if pack and batch:
        raise UsageError("--pack takes the answer to one question, not a --batch.")
    options = _options(instrument, language, as_at)
    if documents:
        options["documents"] = ()
    for assistant, asked in _asked(question, batch):
        chosen = options | _instruments(asked) | {"interface": LANGUAGE}
        answer = assistant.ask(asked.question, **chosen)
        if pack:
            typer.echo(write_pack(pack, answer, assistant, chosen), err=True)
        if as_json or batch:
            typer.echo(line(ask_record(asked.id, answer)))
            continue
        from ui.render_answer import show_answer

        show_answer(console(), answer, why=why)


def _asked(question: str | None, batch: Path | None) -> Iterator[tuple[Assistant, Asked]]:
    """Every question of the call with the assistant to put it to; all checked beforehand."""
    if (question is None) == (batch is None):
        raise UsageError("Give either a question or --batch FILE.")
    questions = read_batch(batch) if batch else [Asked(None, question or "")]
    with opening.open_assistant() as assistant:
        for asked in questions:
            yield assistant, asked


def _options(
    chosen: Sequence[str] | None, language: str | None, as_at: datetime | None
) -> dict[str, Any]:
    return {
        "instruments": known_instruments(chosen),
        "language": known_language(language),
        "as_at": as_at.date() if as_at else None,
    }


def _instruments(asked: Asked) -> dict[str, Any]:
    return {"instruments": asked.instruments} if asked.instruments else {}
