"""What monitoring reads of the machine: the process, the disk, and how old the index is."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from corpus.manifest import CURRENT, Manifest


class InUse(Protocol):
    """The index in use, as far as its age is told."""

    @property
    def manifest(self) -> Manifest:
        """What it holds."""
        ...


def watch_machine(registry: CollectorRegistry, home: Path, index: InUse) -> None:
    """Add the figures of process, disk and index to a registry.

    Args:
        registry: Where to.
        home: The installation's folder.
        index: The index in use.

    Example:
        ```python
        watch_machine(metrics.registry, settings.home, service.living)
        ```
    """
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    registry.register(_MachineFigures(home, index))


class _MachineFigures(Collector):
    """Looked up whenever they are asked for."""

    def __init__(self, home: Path, index: InUse) -> None:
        self._home = home
        self._index = index

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("rulebridge_build", "The program.", {"version": _version()})
        manifest = self._index.manifest
        yield GaugeMetricFamily(
            "rulebridge_index_created_timestamp_seconds",
            "When the index in use was made: the last ingestion that changed something.",
            manifest.created.timestamp(),
        )
        yield GaugeMetricFamily(
            "rulebridge_index_texts", "Texts in the index, digests included.", len(manifest.texts)
        )
        # A folder that cannot be looked at has no figures, and the others are told all the same.
        with suppress(OSError):
            switched = (self._home / "index" / CURRENT).stat().st_mtime
            yield GaugeMetricFamily(
                "rulebridge_index_switched_timestamp_seconds",
                "When an index was last switched to.",
                switched,
            )
        with suppress(OSError):
            usage = shutil.disk_usage(self._home)
            yield GaugeMetricFamily(
                "rulebridge_disk_free_bytes", "Free space where the index is.", usage.free
            )
            yield GaugeMetricFamily(
                "rulebridge_disk_size_bytes", "All space where the index is.", usage.total
            )


def _version() -> str:
    try:
        return importlib.metadata.version("rulebridge")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
