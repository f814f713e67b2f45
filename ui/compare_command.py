"""The ``compare`` command: a matrix from the index in use, without the embedding model.

Comparing needs the words of the law and the digest only, so it starts at once and works while
another process answers questions from the same index.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import typer
from rich.console import Console
from rich.text import Text

from assistant.comparing.comparison import Holdings, Matrix, lay_out
from assistant.understanding.language import recognise
from corpus.catalogue import LANGUAGES
from corpus.digest import digest
from corpus.errors import UsageError
from corpus.index import current_manifest, open_provisions
from corpus.settings import Settings
from ui.compare import show_matrix, show_topics, taken_as
from ui.compare_export import as_csv, as_markdown
from ui.contract import line, matrix_record, topic_record
from ui.form import Form


def asked_matrix(
    settings: Settings,
    topics: Sequence[str],
    jurisdictions: str | None,
    language: str | None,
    interface: str,
    as_at: date | None,
) -> Matrix:
    """The matrix that the command line asks for.

    Args:
        settings: Where the index is.
        topics: As typed.
        jurisdictions: Ids separated by commas; all where None.
        language: Language of the matrix; the topics' where None.
        interface: Language of the interface, where the topics do not tell.
        as_at: The day whose law counts; today where None.

    Raises:
        UsageError: No topic, or an unknown topic or jurisdiction.
        RuleBridgeError: There is no index, or it cannot be read.
    """
    wanted = [words.strip() for words in topics if words.strip()]
    if not wanted:
        raise UsageError("Give a topic, or --topics for the list.")
    places = [place.strip() for place in (jurisdictions or "").split(",") if place.strip()]
    if jurisdictions is not None and not places:
        raise UsageError("--jurisdictions takes ids separated by commas, such as eu,hk.")
    # Latin words may be a topic's id: they do not tell which language the reader wants.
    chinese = "".join(words for words in wanted if not words.isascii())
    spoken = language or (recognise(chinese, interface).language if chinese else interface)
    with open_provisions(settings) as provisions:
        manifest = current_manifest(settings)
        held = Holdings(provisions, manifest.texts if manifest else (), digest())
        return lay_out(
            wanted,
            held,
            jurisdictions=places,
            language=spoken if spoken in LANGUAGES else interface,
            as_at=as_at,
        )


def print_matrix(console: Console, matrix: Matrix, form: Form) -> None:
    """Print a matrix in the form asked for."""
    if form is Form.JSON:
        typer.echo(line(matrix_record(matrix)))
    elif form is Form.CSV:
        # In bytes: the file is the same on every platform, line ends included.
        typer.echo(as_csv(matrix).encode(), nl=False)
    elif form is Form.MARKDOWN:
        typer.echo(as_markdown(matrix), nl=False)
    else:
        if taken := taken_as(matrix):
            console.print(Text(taken, "dim"))
        show_matrix(console, matrix)


def print_topics(console: Console, language: str, form: Form) -> None:
    """Print the topics that can be compared; JSON for other programs."""
    topics = list(digest().topics.values())
    if form is Form.JSON:
        typer.echo(line([topic_record(topic) for topic in topics]))
    else:
        show_topics(console, topics, language)
