"""Faults that fuzzing found stay mended."""

from __future__ import annotations

import pytest

from tests.fuzzing.campaign.trial import tried
from tests.fuzzing.found import FOUND, Found
from tests.fuzzing.growth import STRUCTURES
from tests.fuzzing.targets import TARGETS


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found.target}-{found.name}")
def test_a_fault_that_was_found_stays_mended(found: Found):
    outcome = tried(TARGETS[found.target], found.given())
    assert outcome.finding is None, outcome.finding.what


@pytest.mark.parametrize(
    ("target", "family"), [(t, name) for t, families in STRUCTURES.items() for name in families]
)
def test_much_of_the_same_comes_to_an_end(target, family):
    outcome = tried(TARGETS[target], STRUCTURES[target][family](50_000))
    assert outcome.finding is None, outcome.finding.what
