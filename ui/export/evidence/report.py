"""What a replay found: the verdict, and everything it rests on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.texts import text
from ui.export.evidence.canonical import Difference


class Verdict(StrEnum):
    """What a pack is worth here."""

    REPRODUCED = "reproduced"
    """Its quotations are in the law, and the same answer came out again."""
    VERIFIED = "verified_but_not_reproduced"
    """Its quotations are in the law; the answer did not, or could not, come out again."""
    UNVERIFIED = "not_verified"
    """A text that it cites is not installed here."""
    REFUSED = "refused"
    """It says something that is not so."""


class ClauseState(StrEnum):
    """How a cited clause stands to the texts installed here."""

    SAME = "same"
    """The same words, the quotation among them."""
    DESCRIBED = "described"
    """The same words; another version of the software says something else of them."""
    OTHER_WORDING = "other_wording"
    """Another file, or another version of the software, has other words around the quotation."""
    OTHER_EDITION = "other_edition"
    """Only other editions are installed; the quotation stands in one of them."""
    NOT_INSTALLED = "not_installed"
    """No edition that is installed here has the quotation."""
    ALTERED = "altered"
    """The edition is installed, and says something else."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ClauseResult(_Part):
    """One citation, held against the installed texts."""

    number: int
    locator: str
    language: str
    version: str
    state: ClauseState
    differs: tuple[str, ...] = Field((), description="What the citation says otherwise.")
    installed: tuple[str, ...] = Field((), description="Editions installed instead.")


class Finding(_Part):
    """Something to tell, as a key of the catalogue's section `evidence` with its values."""

    code: str
    values: dict[str, Any] = Field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """In a language."""
        return text(language, f"evidence.{self.code}", **self.values)


class ReplayReport(_Part):
    """What became of checking a pack."""

    pack: str = Field(description="Its id.")
    made_at: datetime
    question: str
    verdict: Verdict
    clauses: tuple[ClauseResult, ...] = ()
    answer_hash: str = Field(description="Canonical hash of the recorded answer.")
    answer_hash_here: str = Field("", description="The same of the answer here; empty for none.")
    differences: tuple[Difference, ...] = Field((), description="Between the two answers.")
    installation: tuple[Difference, ...] = Field(
        (), description="Between the software, texts and settings there and here."
    )
    earlier: tuple[bool | None, ...] = Field(
        (), description="Whether each earlier answer came out the same; null where not tried."
    )
    problems: tuple[Finding, ...] = Field((), description="Why it is refused.")
    remarks: tuple[Finding, ...] = ()

    def sentences(self, language: str) -> list[str]:
        """The verdict and what it rests on, in a language."""
        said = [text(language, f"evidence.verdict_{self.verdict.value}")]
        return said + [each.sentence(language) for each in (*self.problems, *self.remarks)]
