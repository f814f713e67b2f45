"""What is known of a reader's own document, and a stretch of its words that was found."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from corpus.provision import OWN

EVERYBODY = ""
"""The owner of what whoever runs the installation put there: every reader of it sees it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class OwnDocument(_Part):
    """A document that a reader added. It is not law, and nobody has checked what it says."""

    id: str = Field(description="`own:<slug>`: the first step of every locator in it.")
    title: str
    file: str = Field(description="Name of the file it was read from.")
    sha256: str = Field(description="Hash of that file, hex; the file itself is not kept.")
    kind: str = Field(description="`pdf`, `docx`, `html`, `markdown` or `text`.")
    size: int = Field(description="Bytes of the file.")
    pages: int | None = Field(None, description="Pages, where the file has pages.")
    languages: tuple[str, ...] = Field((), description="Found in it, the most used first, BCP 47.")
    provisions: int = Field(description="Sections, pages and paragraphs it was taken apart into.")
    passages: int = Field(description="Stretches that a search can find.")
    added: datetime = Field(description="When, in UTC.")
    owner: str = Field(EVERYBODY, description="Who added it; empty for the whole installation.")
    model: str = Field("", description="Fingerprint of the embedding model of its vectors.")

    @property
    def slug(self) -> str:
        """The id without its prefix."""
        return self.id.removeprefix(OWN)

    @property
    def shared(self) -> bool:
        """Whether all readers of the installation see it."""
        return self.owner == EVERYBODY


class Excerpt(_Part):
    """Words of an own document that a search found: verbatim, never a statement of the law."""

    document: str = Field(description="The document's id.")
    title: str = Field(description="The document's title.")
    locator: str = Field(description="Where it stands, e.g. `own:notes/p_12/par_3`.")
    heading_path: tuple[str, ...] = Field(
        (), description="Headings it stands under, outermost first, the title left out."
    )
    page: int | None = Field(None, description="Page of the file, counted from 1.")
    paragraph: int | None = Field(
        None, description="Number within the section, the page or, without either, the document."
    )
    language: str = Field(description="Of these words, BCP 47.")
    text: str = Field(description="The words.")
    span: tuple[int, int] = Field(
        description="Where they stand in the text of the provision `locator`, in characters."
    )
    score: float = Field(description="How near the question it is, about 0 to 1.")
    verified: bool = Field(
        False, description="Whether the words were found in the stored document at answer time."
    )
