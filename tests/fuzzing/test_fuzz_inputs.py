"""A few hundred inputs of each parser: the campaign (``make fuzz``) tries thousands."""

from __future__ import annotations

import pytest

from tests.fuzzing.campaign.batch import Batch, Marker, run
from tests.fuzzing.campaign.trial import tried
from tests.fuzzing.invented import seeds
from tests.fuzzing.targets import TARGETS


@pytest.mark.parametrize(("engine", "count"), [("structure", 50), ("mutation", 40)])
@pytest.mark.parametrize("target", TARGETS)
def test_every_input_ends_well(target, engine, count, tmp_path):
    result = run(Batch(target, engine, count, 1, 20), Marker(tmp_path), limit_memory=False)
    assert not result.findings, [finding.what for finding in result.findings.values()]
    assert result.done >= count
    assert len(result.endings) > 1


@pytest.mark.parametrize("target", TARGETS)
def test_sound_files_give_provisions(target):
    outcomes = [tried(TARGETS[target], seed) for seed in seeds(target)]
    assert {outcome.ending for outcome in outcomes} == {"provisions"}
