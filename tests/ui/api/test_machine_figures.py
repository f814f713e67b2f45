"""What monitoring sees of process, disk and index."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from corpus.index import Manifest
from ui.api.machine import watch_machine

MANIFEST = Manifest(
    id="first", created=datetime(2026, 11, 1, tzinfo=UTC), model="toy", dimension=3, plan="p",
    texts=(), passages=2,
)  # fmt: skip


@pytest.fixture
def figures(tmp_path):
    def read(home=tmp_path):
        registry = CollectorRegistry()
        watch_machine(registry, home, SimpleNamespace(manifest=MANIFEST))
        told = generate_latest(registry).decode()
        return {
            sample.name: sample.value
            for family in text_string_to_metric_families(told)
            for sample in family.samples
        }

    return read


def test_process_disk_and_index_are_told(figures, tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("first")
    found = figures()
    assert found["rulebridge_index_created_timestamp_seconds"] == MANIFEST.created.timestamp()
    assert found["rulebridge_index_switched_timestamp_seconds"] > 0
    assert found["rulebridge_index_texts"] == 0
    assert 0 < found["rulebridge_disk_free_bytes"] <= found["rulebridge_disk_size_bytes"]
    assert found["process_resident_memory_bytes"] > 1_000_000
    assert found["process_open_fds"] > 0
    assert found["rulebridge_build_info"] == 1


def test_a_home_that_is_gone_leaves_the_other_figures(figures, tmp_path):
    found = figures(tmp_path / "gone")
    assert "rulebridge_disk_free_bytes" not in found
    assert "rulebridge_index_created_timestamp_seconds" in found
