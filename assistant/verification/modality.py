"""What a statement says has to be done, may be done or need not be done.

The quotation has to have the same force. A voluntary framework obliges nobody: a “must” or
“prohibited” that is attributed to one always fails.
"""

from __future__ import annotations

from assistant.answer import Check
from assistant.verification.contrast import Weighed, outweighed, unsupported
from assistant.verification.marks import binding
from assistant.verification.statement import Context, Statement

PAIRS = frozenset((("may", "must"), ("must_not", "need_not"), ("must", "need_not")))
"""Kinds of force that this check tells apart; the others differ by a negation."""

_KINDS = ("may", "must", "need_not")

LEVEL = {False: -3.0, True: -1.5}
"""Least odds that pass; False: as usual, True: strict."""


def check(statement: Statement, context: Context, weighed: list[Weighed]) -> Check:
    """The statement's force is that of the quotation."""
    wrong: list[str] = [kind for kind in unsupported(statement) if kind in _KINDS]
    wrong += outweighed(weighed, PAIRS, LEVEL[context.strict])
    if any(b.provision.edition.binding_force.is_voluntary for b in statement.backings):
        wrong += binding(statement.text)
    return Check(
        statement=statement.text, test="modality", passed=not wrong, detail=", ".join(wrong)
    )
