"""An assistant without index or model, for the faces; and a browser to look at them with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from kettles import FakeAssistant

NAME = "rules.example"
"""A name under which the browser reaches this machine."""

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
]  # fmt: skip


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


# Not for the session: while it runs, nothing else in the process can have an event loop.
@pytest.fixture(scope="module")
def browser():
    """Chromium on this machine: ``CHROMIUM``, on the path, or as Playwright installed it."""
    sync = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync.sync_playwright() as playwright:
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            pytest.skip("needs Chromium: none found on the path or installed by Playwright")
        started = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()
