"""Making an evidence pack: from an answer to one file that lets somebody else check it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from assistant.answer import Answer, Citation
from corpus.catalogue import LANGUAGES
from corpus.errors import UsageError
from corpus.texts import text
from ui.export.evidence.archive import packed
from ui.export.evidence.asking import Asked, asked
from ui.export.evidence.canonical import canonical_hash
from ui.export.evidence.clauses import clause_files, clause_records, sources_text
from ui.export.evidence.layout import (
    ANSWER,
    CHECKS,
    CLAUSES,
    HISTORY,
    MANIFEST,
    MAX_FILES,
    MAX_UNPACKED,
    QUESTION,
    READABLE,
    README,
    SETTINGS,
    SOFTWARE,
    SOURCES,
    UNDERSTANDING,
    encoded,
    sealed,
)
from ui.export.evidence.software import digest_of, public_name, settings_record, software_record
from ui.service.requests import AskRequest
from ui.service.service import Service

MEDIA_TYPE = "application/zip"


def build_pack(
    answer: Answer,
    service: Service,
    *,
    made_at: datetime,
    request: AskRequest | None = None,
    history: Sequence[Answer] = (),
) -> bytes:
    """The evidence pack of an answer: the bytes of a zip, the same for the same answer and time.

    Args:
        answer: What to prove.
        service: What made it.
        made_at: When; with its time zone. Fractions of a second are dropped.
        request: What was asked. Without it the options are read off the answer, and a replay can
            tell less.
        history: Earlier answers of the conversation, oldest first, as they were handed to
            `Service.ask`.

    Raises:
        UsageError: A time without its zone, or an answer too large for a pack.

    Example:
        ```python
        request = AskRequest(question="Is social scoring allowed in the EU?")
        answer = service.ask(request)
        data = build_pack(answer, service, made_at=datetime.now(UTC), request=request)
        ```
    """
    if made_at.tzinfo is None:
        raise UsageError("The time of an evidence pack needs its time zone.")
    public = _public(answer)
    earlier = tuple(_public(each) for each in history)
    question = asked(public, request, earlier)
    files = contents(public, question, earlier, service, made_at)
    manifest = sealed(files, made_at, canonical_hash(public))
    files[MANIFEST] = encoded(manifest.model_dump(mode="json"))
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_UNPACKED:
        raise UsageError("This answer is too large for an evidence pack; ask about fewer things.")
    return packed(files)


def pack_name(answer: Answer, made_at: datetime) -> str:
    """A file name for a pack, in ASCII."""
    from ui.export.naming import answer_stem

    return f"{answer_stem(answer, made_at.date())}-evidence.zip"


def contents(
    answer: Answer,
    question: Asked,
    history: Sequence[Answer],
    service: Service,
    made_at: datetime,
) -> dict[str, bytes]:
    """Every file of a pack but its manifest.

    All but the answer, the question and the history follow from these and from the installation,
    which is how a replay finds a file that was changed.
    """
    provisions = service.assistant.index.provisions
    clauses = clause_records(answer, provisions, digest_of(service))
    files = {
        QUESTION: encoded(question.model_dump(mode="json")),
        ANSWER: encoded(answer.model_dump(mode="json")),
        SETTINGS: encoded(settings_record(service)),
        SOFTWARE: encoded(software_record(service)),
        CLAUSES: encoded(clauses.model_dump(mode="json")),
        SOURCES: sources_text(answer, clauses).encode(),
        READABLE: readable(answer, made_at),
        README: readme(answer.language).encode(),
        **derived(answer),
        **clause_files(answer, provisions),
    }
    if history:
        files[HISTORY] = encoded([each.model_dump(mode="json") for each in history])
    return files


def derived(answer: Answer) -> dict[str, bytes]:
    """The files that say again what the answer says, whatever is installed."""
    return {
        UNDERSTANDING: encoded(answer.understanding.model_dump(mode="json")),
        CHECKS: encoded(checks_record(answer)),
    }


def checks_record(answer: Answer) -> dict[str, Any]:
    """Every check that was made of the answer: of its quotations, and of a model's statements."""
    return {
        "quotations": [_quotation(citation) for citation in answer.citations],
        "statements": [check.model_dump(mode="json") for check in answer.trace.checks],
        "withheld": answer.withheld,
    }


def readable(answer: Answer, made_at: datetime) -> bytes:
    """The answer as a person reads it, in Markdown."""
    from ui.export.exporting import export_answer
    from ui.export.format import Format

    day = made_at.astimezone(UTC).date()
    return export_answer(answer, Format.MARKDOWN, exported_on=day).content


def readme(first: str) -> str:
    """How to check the pack, in three languages, that of the answer first."""
    languages = dict.fromkeys((first if first in LANGUAGES else LANGUAGES[0], *LANGUAGES))
    parts = (text(language, "evidence.readme").strip() for language in languages)
    return f"\n\n{'-' * 72}\n\n".join(parts) + "\n"


def _quotation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "locator": citation.locator,
        "test": "quotation",
        "quoted": bool(citation.quote),
        "passed": citation.quote_verified,
        "spans": [list(span) for span in citation.spans],
    }


def _public(answer: Answer) -> Answer:
    """The answer with nothing of the machine and its reader in it.

    A model may be named by its file; words of own documents are not for others.
    """
    name = public_name(answer.written_by)
    if name == answer.written_by and not answer.excerpts:
        return answer
    return answer.model_copy(update={"written_by": name, "excerpts": ()})
