"""What a face asks of the service: one typed request for each thing it can do.

Limits here keep a program from asking for the impossible; what a person may type is limited by the
assistant, which says so in the reader's language.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from corpus.provision import LOCATOR

Language = Literal["en", "zh-Hant", "zh-Hans"]
"""A language that RuleBridge answers in."""

Question = Annotated[str, StringConstraints(max_length=20_000)]
"""As typed; the assistant declines what is too long to be a question, in the asker's language."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
"""An id of the catalogue or the digest."""

Locator = Annotated[str, StringConstraints(max_length=300, pattern=f"^{LOCATOR.pattern}$")]
"""Stable public name of a provision."""


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_day(given: object) -> object:
    """A day as written in ISO 8601; pydantic alone would also take seconds since 1970."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        # There is no 30 February; what is wrong with it is told as for any other day.
        with contextlib.suppress(ValueError):
            return date.fromisoformat(given)
    raise PydanticCustomError("date_format", "Write the day as YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_written_day)]
"""A day, written YYYY-MM-DD and in no other way."""


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskRequest(_Request):
    """A question, and how it is to be understood where the asker says so."""

    question: Question
    language: Language | None = Field(None, description="Of the reply; recognised if not given.")
    jurisdictions: tuple[Id, ...] = Field(
        (), max_length=20, description="Answer from these alone, e.g. `hk`."
    )
    instruments: tuple[Id, ...] = Field(
        (), max_length=50, description="Answer from these alone, e.g. `cap-486`."
    )
    topics: tuple[Id, ...] = Field(
        (), max_length=20, description="What it is about, ids of the digest; found if not given."
    )
    as_at: Day | None = Field(None, description="The day whose law counts; today if not given.")
    documents: tuple[Id, ...] | None = Field(
        None,
        max_length=50,
        description="Own documents to look in as well, e.g. `own:notes`; all that the asker may "
        "see where the list is empty, none where it is not given. They are not law.",
    )
    earlier: tuple[Question, ...] = Field(
        (), max_length=6, description="Earlier questions of the conversation, oldest first."
    )
    interface: Language | None = Field(
        None, description="Language of the interface, for questions whose own is in doubt."
    )


class SearchRequest(_Request):
    """A question of which only the provisions found are wanted."""

    question: Question
    top: int = Field(10, ge=1, le=100)
    language: Language | None = None
    instruments: tuple[Id, ...] = Field((), max_length=50)
    as_at: Day | None = None


class ProvisionRequest(_Request):
    """One provision."""

    locator: Locator
    language: str | None = Field(None, max_length=20, description="Of the text; BCP 47.")
    version: Id | None = None
    as_at: Day | None = Field(None, description="The day whose version is meant.")
    reader: Language = Field("en", description="Language of the pinpoint and the gist.")


class CompareRequest(_Request):
    """Topics to lay out across jurisdictions."""

    topics: tuple[Question, ...] = Field(
        min_length=1, max_length=20, description="Ids, names in any language, or free words."
    )
    jurisdictions: tuple[Id, ...] = Field((), max_length=20)
    language: Language = "en"
    as_at: Day | None = None


class QuoteRequest(_Request):
    """A quotation to look for."""

    quote: str = Field(min_length=1, max_length=20_000, description="` … ` marks words left out.")
    locator: Locator | None = Field(None, description="Only there; everywhere if not given.")
    language: str | None = Field(None, max_length=20)
    version: Id | None = None
    reader: Language = "en"
