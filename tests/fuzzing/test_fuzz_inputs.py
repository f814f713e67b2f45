"""A few hundred inputs of each parser: the campaign (``make fuzz``) tries thousands."""

from __future__ import annotations

import pytest

from tests.fuzzing.campaign.batch import Batch, Marker, run
from tests.fuzzing.targets import TARGETS, settle


@pytest.mark.parametrize(("engine", "count"), [("structure", 60), ("mutation", 60)])
@pytest.mark.parametrize("target", TARGETS)
def test_every_input_ends_well(target, engine, count, tmp_path):
    result = run(Batch(target, engine, count, 1, 20), Marker(tmp_path), limit_memory=False)
    assert not result.findings, [finding.what for finding in result.findings.values()]
    assert result.done >= count
    assert len(result.endings) > 1


@pytest.mark.parametrize("target", TARGETS)
def test_sound_files_give_provisions(target):
    from tests.fuzzing.invented import seeds

    assert {settle(TARGETS[target], seed) for seed in seeds(target)} == {"provisions"}
