"""Limits of time for tests: nobody waits."""

from __future__ import annotations

from ingest.fetching.patience import Patience

SHORT = Patience(connect=1.0, read=0.15, total=0.6, attempts=3, longest_wait=60.0)
