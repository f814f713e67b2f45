"""An assistant without index or model, for the faces."""

from __future__ import annotations

import pytest
from kettles import FakeAssistant


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()
