"""One piece of feedback: on which answer or citation, for which reason, in whose words.

The comment is data. It is stored as it was typed and shown as plain words, never as HTML.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from assistant.answer import Answer, Citation
from corpus.errors import UsageError
from corpus.index import Manifest
from ui.export.evidence.canonical import canonical_hash
from ui.export.setting import software_version

MAX_COMMENT = 2000
"""Characters of a comment."""

MAX_QUESTION = 20_000
"""Characters of a question."""

_Id = Annotated[str, StringConstraints(max_length=300)]


class Reason(StrEnum):
    """What is wrong, as the reader sees it."""

    WRONG_CLAUSE = "wrong_clause"
    MISSING_CLAUSE = "missing_clause"
    MISLEADING = "misleading"
    WRONG_LANGUAGE = "wrong_language"
    SHOULD_HAVE_ANSWERED = "should_have_answered"
    SHOULD_HAVE_DECLINED = "should_have_declined"
    OUTDATED = "outdated"
    OTHER = "other"


class Cited(BaseModel):
    """A clause that the answer cited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    locator: _Id
    language: _Id
    version: _Id

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """The clause of a citation."""
        return cls(
            number=citation.number,
            locator=citation.locator,
            language=citation.language,
            version=citation.version,
        )


class Feedback(BaseModel):
    """What a reader said of an answer, with what it takes to find the answer again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Reason
    comment: str = Field("", max_length=MAX_COMMENT, description="As typed; may be empty.")
    question: str = Field(max_length=MAX_QUESTION)
    history: tuple[Annotated[str, StringConstraints(max_length=MAX_QUESTION)], ...] = Field(
        (), max_length=20, description="Earlier questions of the conversation, oldest first."
    )
    abstained: bool = Field(description="Whether the answer was that there is none.")
    language: _Id = Field(description="Of the question.")
    reply_language: _Id
    interface: _Id = Field(description="Language of the interface.")
    jurisdictions: tuple[_Id, ...] = Field((), max_length=20)
    citation: int | None = Field(None, description="The mark meant; none for the whole answer.")
    cited: tuple[Cited, ...] = Field((), max_length=100)
    answer: _Id = Field(description="Canonical hash of the answer.")
    written_by: _Id = Field("", description="The language model that wrote the answer.")
    software: _Id = Field(description="Version of RuleBridge.")
    index: _Id = Field(description="Id of the index.")
    plan: _Id = Field(description="Hash of what the index was made from.")
    at: datetime

    @field_validator("comment", mode="before")
    @classmethod
    def _writable(cls, words: object) -> object:
        # Browsers may send half of a surrogate pair, which no file can hold.
        return words.encode("utf-8", "replace").decode() if isinstance(words, str) else words

    @field_validator("at")
    @classmethod
    def _zoned(cls, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("a time without its zone")
        return at.astimezone(UTC)

    @classmethod
    def on(
        cls,
        answer: Answer,
        reason: Reason | str,
        manifest: Manifest,
        *,
        interface: str,
        at: datetime,
        comment: str = "",
        citation: int | None = None,
        history: tuple[str, ...] = (),
    ) -> Self:
        """Feedback on an answer, or on one of its citations.

        Args:
            answer: The answer meant.
            reason: One of `Reason`.
            manifest: Of the index that it came from.
            interface: Language of the interface.
            at: When; with its time zone.
            comment: The reader's own words.
            citation: The mark meant; the whole answer where not given.
            history: Earlier questions of the conversation.

        Raises:
            UsageError: An unknown reason or mark, or too long a comment.
        """
        if reason not in tuple(Reason):
            raise UsageError(
                f"There is no reason “{reason}”; choose from: {', '.join(Reason)}.",
                known=", ".join(Reason),
            )
        if len(comment) > MAX_COMMENT:
            raise UsageError(f"The comment is too long; use at most {MAX_COMMENT} characters.")
        if citation is not None and citation not in {c.number for c in answer.citations}:
            raise UsageError(f"The answer has no citation {citation}.")
        understood = answer.understanding
        return cls(
            reason=Reason(reason),
            comment=comment.strip(),
            question=answer.question[:MAX_QUESTION],
            history=tuple(each[:MAX_QUESTION] for each in history[-20:]),
            abstained=answer.abstained,
            language="yue" if understood.cantonese else understood.language,
            reply_language=answer.language,
            interface=interface,
            jurisdictions=understood.jurisdictions,
            citation=citation,
            cited=tuple(Cited.of(each) for each in answer.citations),
            answer=canonical_hash(answer),
            written_by=answer.written_by[:300],
            software=software_version(),
            index=manifest.id,
            plan=manifest.plan,
            at=at,
        )
