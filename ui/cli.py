"""The ``rulebridge`` command.

What it prints with ``--json`` and its exit statuses are a public contract; ``ui/contract.py`` and
``ui/command.py`` hold it. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.catalogue import LANGUAGES, catalogue
from corpus.errors import UsageError
from corpus.settings import settings
from corpus.texts import text
from ui.batch import Asked, read_batch
from ui.command import QuietGroup
from ui.commands.accounts import keys, users
from ui.commands.feedback import app as feedback
from ui.commands.replay import replay_command, write_pack
from ui.form import Form
from ui.interface_language import from_environment

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.assistant import Assistant

LANGUAGE = from_environment(os.environ)
"""Language of help, labels and tables; answers are in the question's."""

app = typer.Typer(
    cls=QuietGroup,
    help=text(LANGUAGE, "cli.app"),
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _help(key: str) -> str:
    return text(LANGUAGE, f"cli.{key}")


Question = Annotated[str | None, typer.Argument(help=_help("arg_question"), show_default=False)]
Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help=_help("opt_batch"))]
Instruments = Annotated[
    list[str] | None, typer.Option("--instrument", metavar="ID", help=_help("opt_instrument"))
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="L", help=_help("opt_language"))
]
AsAt = Annotated[
    datetime | None, typer.Option("--as-at", formats=["%Y-%m-%d"], help=_help("opt_as_at"))
]
Json = Annotated[bool, typer.Option("--json", help=_help("opt_json"))]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    for stream in (sys.stdout, sys.stderr):
        # Programs read UTF-8 whatever the locale; an argument in no encoding is no reason to fail.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=settings().log_level, stream=sys.stderr)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(help=_help("ingest"))
def ingest(
    sources: Annotated[
        Path | None, typer.Option("--sources", metavar="DIR", help=_help("opt_sources"))
    ] = None,
    instrument: Instruments = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("opt_quiet"))] = False,
) -> None:
    """Make the index."""
    from ui.progress import progress
    from ui.render import show_report

    chosen = _checked(instrument)
    folder = sources or settings().sources
    console = _console(stderr=True, quiet=quiet)
    started = time.perf_counter()
    with console.status(_help("preparing")):
        from corpus.embedding import embedder_for
        from ingest.pipeline import ingest as run

        embedder = embedder_for(settings())
    with progress(console, LANGUAGE) as report:
        done = run(settings(), embedder, sources=folder, instruments=chosen, progress=report)
    seconds = None if done.unchanged else time.perf_counter() - started
    show_report(_console(quiet=quiet), done.manifest, done.skipped, seconds, LANGUAGE)


@app.command(help=_help("instruments"))
def instruments(as_json: Json = False) -> None:
    """List what is known and what is installed."""
    from corpus.index import current_manifest
    from ui.contract import instrument_record, line
    from ui.render import show_instruments

    manifest = current_manifest(settings())
    texts = manifest.texts if manifest else ()
    if as_json:
        typer.echo(line([instrument_record(i, texts) for i in catalogue().instruments]))
    else:
        show_instruments(_console(), texts, LANGUAGE)


@app.command(help=_help("provision"))
def provision(
    locator: Annotated[str, typer.Argument(help=_help("arg_locator"), show_default=False)],
    language: Language = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help=_help("opt_version"))
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the words of one provision."""
    from ui.contract import line, provision_record
    from ui.lookup import look_up
    from ui.render import show_provision

    found, editions = look_up(settings(), locator, _known(language), version)
    if as_json:
        typer.echo(line(provision_record(found, editions)))
    else:
        show_provision(_console(), found, editions, LANGUAGE)


@app.command(help=_help("search"))
def search(
    question: Question = None,
    batch: Batch = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help=_help("opt_top"))] = 10,
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

        show_found(_console(), found, LANGUAGE)
        if abstain:
            _console().print(_help("abstains"), style="yellow")


@app.command(help=_help("ask"))
def ask(
    question: Question = None,
    batch: Batch = None,
    instrument: Instruments = None,
    language: Language = None,
    as_at: AsAt = None,
    as_json: Json = False,
    why: Annotated[bool, typer.Option("--why", help=_help("opt_why"))] = False,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="FILE", help=text(LANGUAGE, "evidence.opt_pack")),
    ] = None,
) -> None:
    """Answer questions."""
    from ui.contract import ask_record, line

    if pack and batch:
        raise UsageError("--pack takes the answer to one question, not a --batch.")
    options = _options(instrument, language, as_at)
    for assistant, asked in _asked(question, batch):
        chosen = options | _instruments(asked) | {"interface": LANGUAGE}
        answer = assistant.ask(asked.question, **chosen)
        if pack:
            typer.echo(write_pack(pack, answer, assistant, chosen), err=True)
        if as_json or batch:
            typer.echo(line(ask_record(asked.id, answer)))
            continue
        from ui.render_answer import show_answer

        show_answer(_console(), answer, why=why)


@app.command(help=_help("compare"))
def compare(
    topics: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC…", help=_help("arg_topics"), show_default=False),
    ] = None,
    jurisdictions: Annotated[
        str | None, typer.Option("--jurisdictions", metavar="IDS", help=_help("opt_jurisdictions"))
    ] = None,
    language: Language = None,
    as_at: AsAt = None,
    form: Annotated[Form, typer.Option("--format", help=_help("opt_format"))] = Form.TABLE,
    as_json: Json = False,
    list_topics: Annotated[bool, typer.Option("--topics", help=_help("opt_topics"))] = False,
) -> None:
    """Compare jurisdictions on topics."""
    from ui.compare_command import asked_matrix, print_matrix, print_topics

    shape = Form.JSON if as_json else form
    if list_topics:
        print_topics(_console(), _known(language) or LANGUAGE, shape)
        return
    day = as_at.date() if as_at else None
    chosen = _known(language)
    matrix = asked_matrix(settings(), topics or [], jurisdictions, chosen, LANGUAGE, day)
    print_matrix(_console(), matrix, shape)


@app.command(help=_help("serve"))
def serve(
    host: Annotated[str, typer.Option("--host", metavar="H", help=_help("opt_host"))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="P", min=1, max=65535, help=_help("opt_port"))
    ] = 7860,
) -> None:
    """Open the web chat."""
    console = _console()
    with console.status(_help("loading")):
        from ui.server import Server

        server = Server(open_assistant, host, port)
    console.print(text(LANGUAGE, "cli.address", url=server.url), soft_wrap=True)
    server.run()


def open_assistant() -> Assistant:
    """The assistant of this installation."""
    from assistant.assistant import Assistant

    return Assistant.open(settings())


# Loaded by name: `ui` and `evals` are siblings and do not import each other.
app.command("eval", help=_help("eval"))(import_module("evals.cli").evaluate)
app.command("cite", help=_help("cite"))(import_module("ui.commands.cite").cite)
app.command("mcp", help=_help("mcp"))(import_module("ui.commands.mcp").mcp)
app.command("replay", help=text(LANGUAGE, "evidence.replay"))(replay_command)
app.add_typer(users, name="users")
app.add_typer(keys, name="keys")
app.add_typer(feedback, name="feedback")


def main() -> None:
    """Entry point of the ``rulebridge`` command."""
    app(prog_name="rulebridge")


def _asked(question: str | None, batch: Path | None) -> Iterator[tuple[Assistant, Asked]]:
    """Every question of the call with the assistant to put it to; all checked beforehand."""
    if (question is None) == (batch is None):
        raise UsageError("Give either a question or --batch FILE.")
    questions = read_batch(batch) if batch else [Asked(None, question or "")]
    with open_assistant() as assistant:
        for asked in questions:
            yield assistant, asked


def _options(
    chosen: Sequence[str] | None, language: str | None, as_at: datetime | None
) -> dict[str, Any]:
    return {
        "instruments": _checked(chosen),
        "language": _known(language),
        "as_at": as_at.date() if as_at else None,
    }


def _instruments(asked: Asked) -> dict[str, Any]:
    return {"instruments": asked.instruments} if asked.instruments else {}


def _checked(chosen: Sequence[str] | None) -> tuple[str, ...]:
    for instrument in chosen or ():
        catalogue().instrument(instrument)
    return tuple(chosen or ())


def _known(language: str | None) -> str | None:
    if language is not None and language not in LANGUAGES:
        raise UsageError(
            f"There is no language “{language}” here; choose from: {', '.join(LANGUAGES)}."
        )
    return language


def _console(*, stderr: bool = False, quiet: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)


if __name__ == "__main__":
    main()
