import json

import pytest

from corpus.embedding import Embedder
from corpus.model_folder import declared_dimension

MEAN = {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True}


def folder(tmp_path, *modules, **settings):
    """A model's folder: each module its kind and configuration."""
    listed = []
    for number, (kind, config) in enumerate(modules):
        path = tmp_path / f"{number}_{kind}"
        path.mkdir()
        (path / "config.json").write_text(json.dumps(config), "utf-8")
        listed.append({"path": path.name, "type": f"sentence_transformers.models.{kind}"})
    (tmp_path / "modules.json").write_text(json.dumps(listed), "utf-8")
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("modules", "dimension"),
    [
        ([("Transformer", {}), ("Pooling", MEAN), ("Normalize", {})], 384),
        (
            [("Transformer", {}), ("Pooling", {"pooling_mode": "cls", "embedding_dimension": 24})],
            24,
        ),
        ([("Transformer", {}), ("Pooling", MEAN), ("Dense", {"out_features": 128})], 128),
        ([("Transformer", {}), ("Pooling", MEAN | {"pooling_mode_cls_token": True})], None),
        ([("Transformer", {}), ("Pooling", {"pooling_mode": "cls+mean"})], None),
        ([("Transformer", {}), ("Pooling", {})], None),
        ([("Transformer", {}), ("Pooling", MEAN), ("Dense", {})], None),
        ([("Transformer", {}), ("Pooling", MEAN), ("Kettle", {})], None),
        ([("Transformer", {})], None),
        ([], None),
    ],
)
def test_what_a_folder_says_of_its_vectors(tmp_path, modules, dimension):
    assert declared_dimension(folder(tmp_path, *modules)) == dimension


def test_vectors_that_are_cut_off_are_not_guessed(tmp_path):
    modules = [("Transformer", {}), ("Pooling", MEAN)]
    assert declared_dimension(folder(tmp_path, *modules, truncate_dim=128)) is None


@pytest.mark.parametrize("content", ["", "{", "[1]", "[{}]", '[{"type": 3}]', '"kettle"'])
def test_a_folder_of_something_else_says_nothing(tmp_path, content):
    (tmp_path / "modules.json").write_text(content, "utf-8")
    assert declared_dimension(tmp_path) is None
    assert declared_dimension(tmp_path / "nowhere") is None


def test_real_models_say_what_is_so(e5_folder, minilm_folder, embedder):
    assert declared_dimension(e5_folder) == embedder.dimension == 384
    other = Embedder(model_name=str(minilm_folder))
    assert declared_dimension(minilm_folder) == other.dimension


def test_the_fingerprint_is_known_without_loading_the_model(minilm_folder, monkeypatch):
    def never(*arguments):
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("corpus.embedding.Encoder", never)
    assert Embedder(model_name=str(minilm_folder)).fingerprint.endswith("/384")
