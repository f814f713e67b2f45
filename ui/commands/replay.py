"""``rulebridge replay PACK``: check an evidence pack here; and ``ask --pack``: write one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import PackRefused, UsageError
from corpus.texts import text
from ui.commands.options import LANGUAGE

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from ui.export.evidence.report import ReplayReport


DIFFERS, REFUSED = 1, 2
"""Exit statuses: it could not be reproduced; it is refused. 0: reproduced."""


def replay_command(
    pack: Annotated[
        Path, typer.Argument(help=text(LANGUAGE, "evidence.arg_pack"), show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help=text(LANGUAGE, "cli.opt_json"))] = False,
) -> None:
    """Check an evidence pack; leave with 0 if it is reproduced, 1 if it differs, 2 if refused."""
    status = replayed(pack, as_json=as_json, opened=_opened, language=LANGUAGE)
    if status:
        raise typer.Exit(status)


def replayed(pack: Path, *, as_json: bool, opened: Callable[[], Assistant], language: str) -> int:
    """Check a pack, print what was found, and give the exit status.

    Args:
        pack: Where it lies.
        as_json: Whether to print for programs.
        opened: Opens the assistant; not called for a pack that is refused unread.
        language: Of what is printed.
    """
    from ui.export.evidence.pack import read_pack
    from ui.export.evidence.refusing import refusal_in
    from ui.export.evidence.replaying import replay
    from ui.service.service import Service

    try:
        read = read_pack(pack)
    except PackRefused as error:
        if as_json:
            from ui.contract import line

            reason = str(error.details["reason"])
            typer.echo(line({"verdict": "refused", "reason": reason, "message": str(error)}))
        else:
            typer.echo(refusal_in(language, error), err=True)
        return REFUSED
    with opened() as assistant:
        report = replay(read, Service(assistant))
    if as_json:
        from ui.contract import line

        typer.echo(line(report.model_dump(mode="json")))
    else:
        for said in _lines(report, language):
            typer.echo(said)
    return _status(report)


def write_pack(
    file: Path,
    answer: Answer,
    assistant: Assistant,
    options: Mapping[str, Any],
    language: str = LANGUAGE,
) -> str:
    """Write the evidence pack of an answer, and say where it is.

    Args:
        file: Where to; a file that is there is not overwritten.
        answer: What to prove.
        assistant: What made it.
        options: The options with which it was asked, see `Assistant.ask`.
        language: Of the sentence.

    Raises:
        UsageError: There is such a file, or none can be written there.
    """
    from ui.export.evidence.building import build_pack
    from ui.export.evidence.pack import read_pack
    from ui.service.requests import AskRequest
    from ui.service.service import Service

    request = AskRequest(question=answer.question, **options)
    service = Service(assistant)
    data = build_pack(answer, service, made_at=datetime.now(UTC), request=request)
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError as error:
        raise UsageError(f"There is a file {file} already; give the pack another name.") from error
    except OSError as error:
        raise UsageError(
            f"The pack cannot be written to {file} ({error.strerror}); choose another place."
        ) from error
    return text(language, "evidence.written", file=file, id=read_pack(data).id)


def _lines(report: ReplayReport, language: str) -> list[str]:
    """The report for a reader. A pack's words are data: without control characters."""
    from ui.export.evidence.report import ClauseState
    from ui.render import plain

    def row(key: str, words: str) -> str:
        label = text(language, f"evidence.row_{key}")
        return text(language, "ui.labelled", label=label, words=words)

    verdict, *rest = report.sentences(language)
    found = sum(each.state is not ClauseState.NOT_INSTALLED for each in report.clauses)
    found -= sum(each.state is ClauseState.ALTERED for each in report.clauses)
    count = text(language, "evidence.clauses_found", found=found, all=len(report.clauses))
    same = "same" if not report.differences else "other"
    answered = same if report.answer_hash_here else "none"
    rows = [
        verdict,
        row("pack", report.pack),
        row("made", report.made_at.isoformat()),
        row("question", report.question),
        row("clauses", count),
        row("answer", text(language, f"evidence.answer_{answered}")),
        *(f"- {sentence}" for sentence in rest),
        *(
            "  " + text(language, "evidence.difference", **each.model_dump())
            for each in report.differences
        ),
    ]
    return [" ".join(plain(each).split("\n")) for each in rows]


def _status(report: ReplayReport) -> int:
    from ui.export.evidence.report import Verdict

    if report.verdict is Verdict.REPRODUCED:
        return 0
    return REFUSED if report.verdict is Verdict.REFUSED else DIFFERS


def _opened() -> Assistant:
    from assistant.assistant import Assistant
    from corpus.settings import settings

    return Assistant.open(settings())
