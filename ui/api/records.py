"""What the interface gives and takes beside the types of the assistant and the service."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer, Citation
from assistant.bibliography.style import Style
from corpus.catalogue import Instrument, Trilingual
from corpus.index import IndexedText
from corpus.provision import Authority, BindingForce
from ui.contract import instrument_record
from ui.service.requests import CompareRequest, Language

MatrixFormat = Literal["text", "markdown", "docx", "csv", "html", "json"]
"""The forms of :class:`ui.export.format.Format`."""

PeopleStyle = Literal["oscola", "hong-kong", "gb-t-7714-2015", "apa"]
"""The citation styles that people read."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextRecord(_Record):
    """One language of one version."""

    language: str
    authority: Authority
    url: str = Field(description="The publisher's page.")
    installed: bool


class VersionRecord(_Record):
    """An instrument as it stands between two dates."""

    version: str
    in_force_from: date | None
    in_force_to: date | None = Field(description="Last day; null while it is in force.")
    texts: tuple[TextRecord, ...]


class InstrumentRecord(_Record):
    """An instrument, its versions, and what of it is installed."""

    id: str
    title: Trilingual
    short: Trilingual
    jurisdiction: str
    binding_force: BindingForce
    publisher: str
    licence: str
    installed: bool = Field(description="Whether an official text is installed.")
    digest: bool = Field(description="Whether our own digest describes it.")
    versions: tuple[VersionRecord, ...]

    @classmethod
    def of(cls, instrument: Instrument, texts: tuple[IndexedText, ...]) -> Self:
        """The record of an instrument, the same that the command line prints."""
        return cls.model_validate(instrument_record(instrument, texts))


class CiteRequest(_Request):
    """Citations of an answer, to be written in a style."""

    citations: tuple[Citation, ...] = Field(
        min_length=1, max_length=200, description="As they stand in the answer."
    )
    language: Language = Field(description="The answer's.")
    style: Style = Style.OSCOLA


class Cited(_Record):
    """References in a style or a file format."""

    style: Style
    media_type: str
    text: str = Field(description="One reference a line, or a file of records.")


class AnswerExport(_Request):
    """An answer, to be made into a file."""

    answer: Answer = Field(description="As it was received; it is checked before it is exported.")
    format: Literal[MatrixFormat, "evidence"] = Field(
        description="`csv` of comparisons only; `evidence` is a zip that can be replayed."
    )
    style: PeopleStyle | None = Field(None, description="Adds each source's reference in it.")


class MatrixExport(_Request):
    """A comparison, to be made into a file."""

    matrix: CompareRequest
    format: MatrixFormat
    style: PeopleStyle | None = Field(None, description="Adds each source's reference in it.")


class Health(_Record):
    """Whether the server works."""

    status: Literal["live", "ready"]
    index: str | None = Field(None, description="Id of the index in use, where it can answer.")
