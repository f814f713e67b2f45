"""How a question is to be understood where the reader has said so: the chips under it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from ui.service.requests import AskRequest, Day, Id, Language


class Options(BaseModel):
    """What the reader has set; what is empty is left to the assistant.

    >>> Options(language="en").chosen
    frozenset({'language'})
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language | None = None
    jurisdictions: tuple[Id, ...] = Field((), max_length=20)
    instruments: tuple[Id, ...] = Field((), max_length=50)
    topics: tuple[Id, ...] = Field((), max_length=20)
    as_at: Day | None = None
    documents: bool = False
    """Whether the reader's own documents are looked in as well."""

    @property
    def chosen(self) -> frozenset[str]:
        """The names of what the reader has set."""
        return frozenset(name for name, value in self if value)

    def request(self, question: str, interface: Language) -> AskRequest:
        """The question with these options, as the service takes it.

        Args:
            question: As typed.
            interface: Language of the page.
        """
        asked = dict(self) | {"documents": () if self.documents else None}
        return AskRequest(question=question, interface=interface, **asked)
