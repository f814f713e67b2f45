"""Putting claims before verification, and counting.

Two figures matter: the share of corruptions withheld and the share of correct claims that pass. A
statement in the wrong script counts as caught if verification puts it right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.verification import Backing, Context, Meaning, Statement, Verdict, verify
from corpus.glossary import Glossary, glossary
from evals.case import Score
from evals.corruption.changes import KINDS
from evals.corruption.claims import CorrectClaim
from evals.corruption.makers import Corruption
from evals.intervals import Estimate, ratio

CORRECT = "correct"
"""The kind of a claim that was not spoiled."""


@dataclass(frozen=True)
class Outcome:
    """What verification said of one claim.

    Attributes:
        kind: ``correct``, or what was spoiled.
        language: Of the claim.
        pair: Languages of claim and quotation.
        instrument: Its id.
        form: How the claim was made.
        locator: The provision it was made from.
        change: What was spoiled.
        withheld: Whether it is not shown as it stands.
        failed: The checks that it did not pass.
    """

    kind: str
    language: str
    pair: str
    instrument: str
    form: str
    locator: str
    change: str
    withheld: bool
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """How verification is set up.

    Attributes:
        meaning: For comparing meanings; None measures the words alone.
        strict: Whether to withhold in doubt.
        terms: The glossary.
    """

    meaning: Meaning | None
    strict: bool = False
    terms: Glossary = field(default_factory=glossary)


def judge_correct(claims: Iterable[CorrectClaim], subject: Subject) -> list[Outcome]:
    """Verify correct claims as they are."""
    return [
        _outcome(c, CORRECT, "", _verdict(c, (c.provision.edition.jurisdiction,), subject))
        for c in claims
    ]


def judge_corrupted(made: Iterable[Corruption], subject: Subject) -> list[Outcome]:
    """Verify corruptions."""
    return [_outcome(c.claim, c.kind, c.change, _verdict(c.claim, c.asked, subject)) for c in made]


def _verdict(claim: CorrectClaim, asked: tuple[str, ...], subject: Subject) -> Verdict:
    statement = Statement(claim.text, (Backing(claim.provision, claim.quotation, claim.around),))
    context = Context(claim.language, asked, subject.meaning, subject.strict, subject.terms)
    return verify(statement, context)


def _outcome(claim: CorrectClaim, kind: str, change: str, verdict: Verdict) -> Outcome:
    # Shown in the right script, a claim in the wrong one has been caught.
    withheld = not verdict.passed or (kind == "language" and verdict.converted)
    return Outcome(
        kind, claim.language, claim.pair, claim.instrument, claim.form, claim.locator, change,
        withheld, verdict.failed,
    )  # fmt: skip


def share(outcomes: Iterable[Outcome], *, withheld: bool) -> Estimate | None:
    """The share withheld, or passed, with its interval; None where there is nothing.

    Claims made from one provision count as one group: they rise and fall together.
    """
    groups: dict[str, list[Score]] = {}
    for outcome in outcomes:
        score = Score(float(outcome.withheld is withheld), 1.0)
        groups.setdefault(outcome.locator, []).append(score)
    return ratio(groups)


def by_check(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """Kind of claim → check → how many claims failed it."""
    table: dict[str, Counter[str]] = {kind: Counter() for kind in (CORRECT, *KINDS)}
    for outcome in outcomes:
        table[outcome.kind].update(outcome.failed)
    return {kind: dict(sorted(counts.items())) for kind, counts in table.items()}


def write(outcomes: Sequence[Outcome], half: str, path: Path) -> None:
    """Write everything as JSON: the figures by kind and language, and every outcome."""
    kinds = [k for k in (CORRECT, *KINDS) if any(o.kind == k for o in outcomes)]
    languages = sorted({o.language for o in outcomes})
    figures = {
        kind: {
            column: _figure(
                [o for o in outcomes if o.kind == kind and column in ("all", o.language)]
            )
            for column in (*languages, "all")
        }
        for kind in kinds
    }
    data = {
        "half": half,
        "withheld": figures,
        "failed_checks": by_check(outcomes),
        "outcomes": [asdict(o) for o in outcomes],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _figure(outcomes: Sequence[Outcome]) -> dict[str, float | int]:
    found = share(outcomes, withheld=True)
    if found is None:
        return {"n": 0}
    return {
        "n": len(outcomes),
        "withheld": round(found.value, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
    }
