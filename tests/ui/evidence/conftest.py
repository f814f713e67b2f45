"""Services that are really installed: the digest alone, and official texts."""

from __future__ import annotations

import pytest

from ui.service.service import Service


@pytest.fixture(scope="session")
def digest_service(digest_assistant) -> Service:
    return Service(digest_assistant)


@pytest.fixture(scope="session")
def official_service(official_assistant) -> Service:
    return Service(official_assistant)
