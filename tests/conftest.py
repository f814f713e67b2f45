"""Shared fixtures: where the official texts are, if they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


def official_folder() -> Path | None:
    """The folder of official texts: ``RULEBRIDGE_SOURCES``, else ``../shared/corpus``."""
    configured = os.environ.get("RULEBRIDGE_SOURCES")
    folder = Path(configured) if configured else PROJECT.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of official texts; skips the test where there is none."""
    folder = official_folder()
    if folder is None:
        pytest.skip("needs the official texts: set RULEBRIDGE_SOURCES to their folder")
    return folder
