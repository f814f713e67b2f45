"""``rulebridge documents``: documents of one's own, added, listed, searched and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import RuleBridgeError, UsageError
from corpus.settings import settings
from corpus.texts import text, written_date
from ui.command import FAILURE
from ui.commands.options import LANGUAGE, console

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.documents import Documents
    from corpus.embedding import Embedder


def _say(key: str, **values: object) -> str:
    return text(LANGUAGE, f"documents.{key}", **values)


documents = typer.Typer(help=_say("app"), no_args_is_help=True)
"""The commands for own documents; those of the whole installation, which all its readers see."""

Json = Annotated[bool, typer.Option("--json", help=_say("opt_json"))]


@documents.command("add", help=_say("add"))
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help=_say("arg_files"), show_default=False)
    ],
    title: Annotated[str, typer.Option("--title", metavar="T", help=_say("opt_title"))] = "",
) -> None:
    """Add documents, a line each; status 1 if one of them could not be taken in."""
    from corpus.embedding import embedder_for

    if title and len(files) > 1:
        raise UsageError("--title names one document; give one file with it.")
    shown, failed = console(), 0
    embedder = embedder_for(settings())
    for file in files:
        try:
            _add_one(shown, embedder, file, title)
        except OSError as error:
            failed += 1
            reason = error.strerror or str(error)
            shown.print(_plain(_say("no_file", file=file, reason=reason)), style="red")
        except RuleBridgeError as error:
            failed += 1
            shown.print(_plain(_reason(file, error)), style="red")
    if failed:
        raise typer.Exit(FAILURE)


def _add_one(shown: Console, embedder: Embedder, file: Path, title: str) -> None:
    from ingest.documents import add_document, known_document
    from ui.render_documents import read_as

    data = _bytes_of(file)
    there = known_document(settings(), embedder, data)
    if there is not None:
        day = written_date(LANGUAGE, there.added.date())
        shown.print(_plain(_say("there", id=there.id, title=there.title, date=day)))
        return
    with console(stderr=True).status(_plain(_say("reading", file=file.name))) as status:

        def report(stage: str, done: int, total: int) -> None:
            if stage == "embed":
                said = _say("computing", file=file.name, done=done, total=total)
                status.update(_plain(said))

        added = add_document(settings(), embedder, data, file.name, title=title, progress=report)
    kind = _say(f"kind_{added.kind}")
    words = _say(
        "added", id=added.id, title=added.title, kind=kind, counts=read_as(added, LANGUAGE)
    )
    shown.print(_plain(words), style="green")


@documents.command("list", help=_say("list"))
def list_(
    everybodys: Annotated[bool, typer.Option("--everybodys", help=_say("opt_everybodys"))] = False,
    as_json: Json = False,
) -> None:
    """List documents; damaged ones are told on standard error."""
    from ui.contract import line
    from ui.render_documents import show_documents

    with _documents() as held:
        found = held.everybodys() if everybodys else held.list()
        damaged = held.damaged()
    if as_json:
        typer.echo(line([document.model_dump(mode="json") for document in found]))
    else:
        show_documents(console(), found, LANGUAGE)
    for sentence in damaged:
        typer.echo(sentence, err=True)


@documents.command("show", help=_say("show"))
def show(
    document: Annotated[str, typer.Argument(help=_say("arg_document"), show_default=False)],
) -> None:
    """Print what a document is, and its table of contents."""
    from ui.render_documents import show_contents, show_document

    shown = console()
    with _documents() as held:
        found = held.get(document)
        show_document(shown, found, LANGUAGE)
        shown.print()
        show_contents(shown, held.provisions(found.id).roots(found.id))


@documents.command("search", help=_say("search"))
def search(
    question: Annotated[str, typer.Argument(help=_say("arg_question"), show_default=False)],
    only: Annotated[
        list[str] | None, typer.Option("--document", metavar="ID", help=_say("opt_document"))
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help=_say("opt_top"))] = 5,
    everything: Annotated[bool, typer.Option("--all", help=_say("opt_all"))] = False,
    as_json: Json = False,
) -> None:
    """Print the passages that bear on a question."""
    from corpus.embedding import embedder_for
    from ui.contract import line
    from ui.render_documents import show_excerpts

    with _documents() as held:
        found = held.search(
            question,
            embedder_for(settings()),
            documents=only or None,
            limit=top,
            everything=everything,
        )
        for sentence in held.damaged():
            typer.echo(sentence, err=True)
    if as_json:
        typer.echo(line([excerpt.model_dump(mode="json") for excerpt in found]))
    elif found:
        show_excerpts(console(), found, LANGUAGE)
    else:
        typer.echo(_say("nothing"))


@documents.command("remove", help=_say("remove"))
def remove(
    which: Annotated[
        list[str], typer.Argument(metavar="ID…", help=_say("arg_documents"), show_default=False)
    ],
    owner: Annotated[str, typer.Option("--owner", metavar="WHO", help=_say("opt_owner"))] = "",
    yes: Annotated[bool, typer.Option("--yes", help=_say("opt_yes"))] = False,
) -> None:
    """Delete documents, and tell whether anything is left of them."""
    from corpus.documents.traces import traces_of

    shown = console()
    with _documents() as held:
        for document in which:
            if not yes:
                known = {d.id: d.title for d in held.list(owner)}
                name = document.strip().split("/")[0]
                sure = _say("sure", id=name, title=known.get(name, name))
                typer.confirm(_plain(sure), abort=True)
            gone = held.remove(document, owner)
            shown.print(_plain(_say("removed", id=gone.id, title=gone.title)))
            traces = traces_of(gone, settings().home)
            for file, count in traces.items():
                shown.print(_plain(_say("trace", file=file, count=count)), style="yellow")
            told = _say("trace_help") if traces else _say("clean", home=settings().home)
            shown.print(_plain(told))


def _bytes_of(file: Path) -> bytes:
    from ingest.parsers.document.limits import LIMITS, too_large

    if file.stat().st_size > LIMITS.bytes:
        raise too_large(file.name, "bytes", LIMITS.bytes)
    return file.read_bytes()


def _reason(file: Path, error: RuleBridgeError) -> str:
    from ui.wording import failure

    reason = failure(error, LANGUAGE)
    return reason if file.name in reason else _say("failed", file=file.name, reason=reason)


def _documents() -> Documents:
    from corpus.documents import Documents

    return Documents(settings())


def _plain(words: str) -> str:
    from ui.render import plain

    return plain(words)
