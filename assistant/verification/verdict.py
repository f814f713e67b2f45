"""Verification: every check of one statement, and the verdict.

Example:
    ```python
    said = Statement(
        "Providers must keep the logs for six months.", (backing(article, quotation, table),)
    )
    verdict = verify(said, Context("en", ("eu",), Centred(embedder, index.means, index.scope)))
    shown = verdict.text if verdict.passed else None
    ```
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Check
from assistant.verification import (
    actors,
    contrast,
    modality,
    negation,
    numbers,
    place,
    quotation,
    script,
    similarity,
)
from assistant.verification.statement import Context, Statement


@dataclass(frozen=True)
class Verdict:
    """Whether a statement may be shown, and why.

    Attributes:
        checks: In the order in which they were made.
        text: The words to show: those of the statement, in the reply's script.
        converted: Whether the script was converted, which has to be marked where it is shown.
    """

    checks: tuple[Check, ...]
    text: str
    converted: bool = False

    @property
    def passed(self) -> bool:
        """Whether every check was passed."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the checks that were not passed."""
        return tuple(check.test for check in self.checks if not check.passed)


def verify(statement: Statement, context: Context) -> Verdict:
    """Make every check of a statement.

    Args:
        statement: What a language model wrote, with what it cites.
        context: What was asked, and in which language.

    Returns:
        All checks, the failed ones included, so that an answer can be audited. Those that compare
        meanings are not made on a statement that has failed another, nor without vectors.
    """
    language, shown = script.check(statement, context)
    checks = [
        quotation.check(statement, context),
        language,
        place.check(statement, context),
        numbers.check(statement, context),
        actors.check(statement, context),
    ]
    if all(check.passed for check in checks):
        weighed = contrast.weigh(statement, context)
        checks += [
            modality.check(statement, context, weighed),
            negation.check(statement, context, weighed),
        ]
        near = similarity.check(statement, context)
        checks += [near] if near else []
    return Verdict(tuple(checks), shown, shown != statement.text)
