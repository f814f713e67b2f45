"""How a collection is laid out: what the settings say, and what a server is then asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from corpus.settings import Settings
from corpus.store.layout import CollectionLayout


def test_nothing_set_leaves_everything_to_the_server():
    layout = CollectionLayout.of(Settings(_env_file=None))
    assert layout == CollectionLayout()
    assert layout.made_with() == {}
    assert layout.vectors(8).model_dump(mode="json", exclude_none=True) == {
        "size": 8,
        "distance": "Cosine",
    }
    assert layout.searched_with().exact


def test_every_field_is_a_setting():
    names = {f"qdrant_{name}" for name in CollectionLayout.model_fields}
    assert names <= set(Settings.model_fields)
    for name in CollectionLayout.model_fields:
        found = Settings.model_fields[f"qdrant_{name}"]
        assert CollectionLayout.model_fields[name].default == found.default


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"shards": 6}, {"shard_number": 6}),
        ({"replicas": 3}, {"replication_factor": 3}),
        ({"replicas": 3, "write_consistency": 2},
         {"replication_factor": 3, "write_consistency_factor": 2}),
        ({"on_disk": True}, {"on_disk_payload": True}),
    ],
)  # fmt: skip
def test_what_is_set_is_asked_for(given, asked):
    assert CollectionLayout(**given).made_with() == asked


def test_a_graph_is_searched_wider_where_vectors_are_quantised():
    layout = CollectionLayout(search="graph", search_ef=300, quantisation="int8")
    searched = layout.searched_with()
    assert (searched.exact, searched.hnsw_ef) == (False, 300)
    assert (searched.quantization.rescore, searched.quantization.oversampling) == (True, 2.0)
    assert layout.made_with()["quantization_config"].scalar.always_ram


@pytest.mark.parametrize(
    "given",
    [
        {"qdrant_write_consistency": 2},
        {"qdrant_write_consistency": 3, "qdrant_replicas": 2},
        {"qdrant_shards": 0},
        {"qdrant_quantisation": "int4"},
    ],
)
def test_what_cannot_be_is_refused_by_name(given):
    with pytest.raises(ValidationError, match="qdrant_"):
        Settings(_env_file=None, **given)


def test_naming_a_layout_loads_no_client():
    code = "import sys, corpus.store.layout; print('qdrant_client' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
