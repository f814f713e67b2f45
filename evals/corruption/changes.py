"""Corruptions: correct claims spoiled by rule, one thing at a time.

A corruption that leaves the claim true is not made: a new number stands nowhere in the provision or
claim, an altered quotation is no longer in the provision, another provision is never one that
encloses the cited place or is enclosed by it, and an epistemic “may” is not turned into “must”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.catalogue import LANGUAGES
from corpus.digest import Digest
from evals.corruption.claims import CorrectClaim, draw
from evals.corruption.makers import MAKERS, Corruption, Task

KINDS = tuple(MAKERS)
"""What is spoiled. ``citation`` keeps the quotation and cites another provision; ``actor`` names
one who does not occur in the provision."""

HARDER = ("role", "source")
"""Kinds in which every single word still has a source: ``role`` exchanges an actor for another one
of the same provision, ``source`` cites another provision of the instrument with its own words."""


def corruptions(claims: Sequence[CorrectClaim], words: Digest, each: int) -> list[Corruption]:
    """The corruptions of a set of claims.

    Args:
        claims: One half of the correct claims.
        words: The digest, for the same sentence in another language.
        each: At most so many of one kind in one language; instruments take turns.
    """
    made: list[Corruption] = []
    for kind in KINDS:
        for language in LANGUAGES:
            own = [c for c in claims if c.language == language]
            found = (MAKERS[kind](Task(c, kind, claims, words)) for c in _taking_turns(own, kind))
            made += list(islice((corruption for corruption in found if corruption), each))
    return made


def _taking_turns(claims: Sequence[CorrectClaim], kind: str) -> Iterator[CorrectClaim]:
    """The claims in an order that is drawn, the instruments one after another."""
    queues: dict[str, list[CorrectClaim]] = {}
    for claim in sorted(claims, key=lambda c: draw(c.locator, c.language, kind)):
        queues.setdefault(claim.instrument, []).append(claim)
    while queues:
        for instrument in sorted(queues):
            yield queues[instrument].pop(0)
            if not queues[instrument]:
                del queues[instrument]
