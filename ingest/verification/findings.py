"""What a verification finds: checks, and the problems in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.errors import IndexDamaged
from corpus.texts import text

_SHOWN = 5
"""Problems of one check that are kept in words; all of them are counted."""


class CheckName(StrEnum):
    """What is looked at, in this order."""

    FILES = "files"
    COUNTS = "counts"
    PROVISIONS = "provisions"
    PASSAGES = "passages"
    DIGEST = "digest"
    VECTORS = "vectors"
    SEARCHES = "searches"


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        code: `indexes.problem_` and this is the sentence, in each language.
        values: The values in it.
    """

    code: str
    values: Mapping[str, object]

    def sentence(self, language: str) -> str:
        """What is wrong."""
        return text(language, f"indexes.problem_{self.code}", **self.values)


@dataclass
class Check:
    """One thing that is looked at.

    Attributes:
        name: What.
        looked_at: How many things were looked at.
        failed: How many of them are not as they should be.
        problems: The first of those.
    """

    name: CheckName
    looked_at: int = 0
    failed: int = 0
    problems: list[Problem] = field(default_factory=list)

    def expect(self, holds: bool, code: str, **values: object) -> bool:
        """Note something looked at, and the problem where it does not hold; whether it does."""
        self.looked_at += 1
        if not holds:
            self.failed += 1
            if len(self.problems) < _SHOWN:
                self.problems.append(Problem(code, values))
        return holds


@dataclass
class Verification:
    """What was found in one index.

    Attributes:
        index: Its id.
        checks: One for each thing that is looked at; those that could not be begun looked at none.
        seconds: How long it took.
    """

    index: str
    checks: dict[CheckName, Check] = field(
        default_factory=lambda: {name: Check(name) for name in CheckName}
    )
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the index holds what it says."""
        return not any(check.failed for check in self.checks.values())

    @property
    def problems(self) -> list[Problem]:
        """The problems, the first of each check."""
        return [problem for check in self.checks.values() for problem in check.problems]

    def require(self) -> None:
        """Refuse an index that is not sound.

        Raises:
            IndexDamaged: It is not; the sentence names the first problem.
        """
        if not self.ok:
            problem = self.problems[0].sentence("en")
            raise IndexDamaged(
                f"The index {self.index} fails verification ({problem.rstrip('.')}); the index in "
                "use stays. Run “rulebridge ingest” to make it anew.",
                index=self.index,
            )
