"""What RuleBridge calls itself to publishers and in provenance records."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    _VERSION = version("rulebridge")
except PackageNotFoundError:  # run from a source tree that is not installed
    _VERSION = "0"

TOOL = f"RuleBridge/{_VERSION}"
"""Name and version."""
