"""Makes an input that shows a fault as small as it gets while it still shows it."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzzing.campaign.trial import Finding, tried
from tests.fuzzing.targets import TARGETS, Input

_MOST_TRIALS = 1_500


def shrunk(finding: Finding) -> Input:
    """The smallest input found that ends in the same finding: stretches are left out by turns."""
    target = TARGETS[finding.target]
    left = [_MOST_TRIALS if finding.kind != "time" else 60]

    def shows(data: bytes) -> bool:
        left[0] -= 1
        found = tried(target, Input(finding.given.variant, data)).finding
        return found is not None and found.key == finding.key

    data = smallest(finding.given.data, shows, lambda: left[0] > 0)
    return Input(finding.given.variant, data)


def smallest(data: bytes, shows: Callable[[bytes], bool], go_on: Callable[[], bool]) -> bytes:
    """The data without every stretch that ``shows`` can do without, largest stretches first."""
    size = max(len(data) // 2, 1)
    while go_on():
        at, gone = 0, False
        while at < len(data) and go_on():
            shorter = data[:at] + data[at + size :]
            if shows(shorter):
                data, gone = shorter, True
            else:
                at += size
        if size == 1 and not gone:
            break
        size = max(size // 2, 1)
    return data
