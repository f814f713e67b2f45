"""Whether a statement denies what the quotation says, or says what it denies.

“not”, “no”, “without”, “unless”, “exempt”, 不, 無, 除非 and their like: one more or one fewer turns
a rule round. Every one of them is weighed against its absence, and every plain “is”, “must” and
“applies” against its negation, so that a double negation (“not … unless”) is weighed word by word.
"""

from __future__ import annotations

from assistant.answer import Check
from assistant.verification.contrast import Weighed, outweighed, unsupported
from assistant.verification.statement import Context, Statement

PAIRS = frozenset((("is", "not"), ("may", "must_not"), ("must", "must_not")))
"""Contrasts that differ by a negation."""

_KINDS = ("not", "must_not")

LEVEL = {False: -3.0, True: -2.0}
"""Least odds that pass; False: as usual, True: strict."""


def check(statement: Statement, context: Context, weighed: list[Weighed]) -> Check:
    """The statement denies what the quotation denies, and nothing else."""
    wrong: list[str] = [kind for kind in unsupported(statement) if kind in _KINDS]
    wrong += outweighed(weighed, PAIRS, LEVEL[context.strict])
    return Check(
        statement=statement.text, test="negation", passed=not wrong, detail=", ".join(wrong)
    )
