"""The ``cite`` tool: provisions by locator, in a citation style."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from assistant.bibliography.citing import cite_as
from assistant.bibliography.reference import Reference
from assistant.bibliography.style import Style
from ui.citing import references_of_views
from ui.service.requests import Id, Language, Locator, ProvisionRequest
from ui.service.service import Service


class CiteRequest(BaseModel):
    """Provisions to cite."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    locators: tuple[Locator, ...] = Field(
        min_length=1, max_length=50, description="E.g. `cap-486/s_64/ss_3A`, in order."
    )
    style: Style = Field(Style.OSCOLA, description="The citation style or file format.")
    language: Language = Field("en", description="Of the reference.")
    text_language: str | None = Field(
        None, max_length=20, description="Of the text cited, BCP 47; the reader's if not given."
    )
    version: Id | None = Field(None, description="Of the text; the one in force if not given.")


class Cited(BaseModel):
    """References in a style."""

    model_config = ConfigDict(frozen=True)

    style: Style
    language: str
    text: str = Field(description="One reference a line, or one record each.")
    references: tuple[Reference, ...]


def cite(service: Service, request: CiteRequest) -> Cited:
    """Provisions in a citation style.

    Raises:
        UnknownProvision: One of them is not there as asked for.
    """
    views = [
        service.provision(
            ProvisionRequest(
                locator=locator,
                language=request.text_language,
                version=request.version,
                reader=request.language,
            )
        )
        for locator in request.locators
    ]
    table = service.assistant.index.provisions
    references = references_of_views(views, table, accessed=date.today(), reader=request.language)
    return Cited(
        style=request.style,
        language=request.language,
        text=cite_as(references, request.style, request.language),
        references=tuple(references),
    )
