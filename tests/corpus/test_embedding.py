from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest

from corpus import embedding
from corpus.embedding import Embedder, find_model
from corpus.encoder import Encoder, native_dtype
from corpus.errors import ModelUnavailable
from corpus.settings import Settings
from corpus.weights import DEFAULT_MODEL

TEXTS = [
    "A provider keeps the logs for six months.",
    "提供者須保存紀錄六個月。",
    "",
    "Short.",
    "The deployer informs the workers before the system is used at the workplace. " * 20,
    "數據使用者不得將個人資料用於新目的。" * 8,
]


@pytest.fixture
def empty_cache(monkeypatch, tmp_path) -> Path:
    """A hub cache with nothing in it, and a hub that must not be asked."""

    def never(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub, "snapshot_download", never)
    return tmp_path / "hub"


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory) -> Path:
    """A random model of another architecture: 24 dimensions, the first token's state."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("small") / "made-up-small"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "provider", "keeps", "logs", "the"]
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(config).save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]"
    ).save_pretrained(folder)
    bare = Transformer(str(folder))
    model = SentenceTransformer(modules=[bare, Pooling(24, pooling_mode="cls")])
    model.save(str(folder))
    return folder


def test_importing_loads_no_torch():
    code = (
        "import sys, corpus.embedding as e; e.Embedder(); "
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "set()"


def test_vectors_have_shape_type_and_length_one(embedder):
    for vectors in (embedder.embed_passages(TEXTS), embedder.embed_queries(TEXTS)):
        assert vectors.shape == (len(TEXTS), 384) == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_batch_gives_what_its_texts_give_alone(embedder):
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), alone, atol=2e-6)


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed_queries([]).shape == (0, 384)


def test_progress_is_told_until_the_end(embedder, monkeypatch):
    monkeypatch.setattr("corpus.encoder._BETWEEN_REPORTS", 2)
    told = []
    embedder.embed_passages(TEXTS, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (len(TEXTS), len(TEXTS))
    assert {total for _, total in told} == {len(TEXTS)}


def test_queries_and_passages_have_their_own_prompts(embedder, e5_folder):
    raw = Encoder(e5_folder, "float32")
    text = TEXTS[:1]
    np.testing.assert_allclose(embedder.embed_queries(text), raw.encode(text, "query: "), atol=1e-6)
    np.testing.assert_allclose(
        embedder.embed_passages(text), raw.encode(text, "passage: "), atol=1e-6
    )


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("How long are logs kept?", 0),
        ("紀錄要保存多久？", 0),
        ("记录要保存多久？", 0),
        ("啲紀錄要留幾耐？", 0),
        ("May employees learn that a system is used?", 1),
        ("員工會唔會知道用緊個系統？", 1),
    ],
)
def test_a_question_finds_its_passage_across_languages(embedder, query, best):
    passages = embedder.embed_passages([TEXTS[0], TEXTS[4][:77], "Apples ripen in autumn."])
    assert int((passages @ embedder.embed_queries([query])[0]).argmax()) == best


def test_bfloat16_hardly_differs(embedder, e5_folder):
    half = Embedder(model_name=str(e5_folder), dtype="bfloat16")
    cosines = (half.embed_passages(TEXTS) * embedder.embed_passages(TEXTS)).sum(1)
    assert cosines.min() > 0.999


def test_llama_index_gets_the_same_vectors(embedder):
    query = embedder.embed_queries(TEXTS[:1])[0]
    passages = embedder.embed_passages(TEXTS)
    assert embedder.get_query_embedding(TEXTS[0]) == pytest.approx(query.tolist())
    assert embedder.get_text_embedding(TEXTS[1]) == pytest.approx(passages[1].tolist(), abs=1e-5)
    np.testing.assert_allclose(embedder.get_text_embedding_batch(TEXTS), passages, atol=1e-5)


def test_llama_index_gets_them_asynchronously_too(embedder):
    async def ask():
        return await asyncio.gather(
            embedder.aget_query_embedding(TEXTS[0]),
            embedder.aget_text_embedding(TEXTS[1]),
            embedder.aget_text_embedding_batch(TEXTS),
        )

    query, text, batch = asyncio.run(ask())
    np.testing.assert_allclose(query, embedder.embed_queries(TEXTS[:1])[0], atol=1e-6)
    np.testing.assert_allclose(text, embedder.embed_passages(TEXTS[1:2])[0], atol=1e-6)
    np.testing.assert_allclose(batch, embedder.embed_passages(TEXTS), atol=1e-6)


def test_a_question_that_comes_again_is_not_embedded_again(embedder, monkeypatch):
    first = embedder.embed_queries(["Who is a kettle?", "kettle"])
    monkeypatch.setattr(embedder._encoder, "encode", lambda *_, **__: pytest.fail("again"))
    again = embedder.embed_queries(["Who is a kettle?", "kettle"])
    np.testing.assert_array_equal(again, first)
    again[:] = 0
    np.testing.assert_array_equal(embedder.embed_queries(["Who is a kettle?", "kettle"]), first)
    assert all(b"kettle" not in key for key in embedder._asked)


def test_only_the_last_questions_are_remembered(embedder, monkeypatch):
    monkeypatch.setattr(embedding, "_REMEMBERED", 2)
    # Not `setattr`: undone, it would leave a private attribute of pydantic's without its value.
    embedder._asked.clear()
    for question in ("one?", "two?", "three?"):
        embedder.embed_queries([question])
    assert len(embedder._asked) == 2


def test_one_text_takes_one_thread_and_gives_the_others_back(e5_folder, monkeypatch):
    import torch

    encoder = Encoder(e5_folder, "float32", threads=2)
    used = []
    plain = encoder._model.encode

    def watched(*args, **options):
        used.append(torch.get_num_threads())
        return plain(*args, **options)

    monkeypatch.setattr(encoder._model, "encode", watched)
    before = torch.get_num_threads()
    encoder.encode(TEXTS[:1])
    encoder.encode(TEXTS[:2])
    encoder.encode(TEXTS[:2], together=True)
    assert used == [1, 2, 1]
    assert torch.get_num_threads() == before


def test_another_model_is_one_setting_away(embedder, minilm_folder, monkeypatch):
    monkeypatch.setattr(embedding, "settings", lambda: Settings(embedding_model=str(minilm_folder)))
    other = Embedder()
    assert other.prompts == ("", "")
    assert other.fingerprint != embedder.fingerprint
    query = other.embed_queries(["Who keeps the logs?"])[0]
    passages = other.embed_passages([TEXTS[0], "Apples ripen in autumn."])
    assert passages[0] @ query > passages[1] @ query + 0.3


def test_a_model_of_another_kind_and_dimension_runs_as_well(small_folder, embedder):
    other = Embedder(model_name=str(small_folder), dtype="float32")
    told = []
    texts = ["provider keeps logs", "the logs", "provider"]
    vectors = other.embed_passages(texts, progress=lambda *numbers: told.append(numbers))
    assert vectors.shape == (3, 24) == (3, other.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(other.embed_queries(texts[1:2])[0], vectors[1], atol=1e-5)
    assert told == [(3, 3)]
    assert other.embed_queries([]).shape == (0, 24)
    assert other.fingerprint.startswith("made-up-small@")
    assert other.fingerprint.endswith("/24")
    assert embedder.fingerprint.endswith("/384")


def test_sentence_transformers_runs_in_bfloat16_too(small_folder):
    texts = ["provider keeps logs", "the logs"]
    half, full = (Encoder(small_folder, dtype) for dtype in ("bfloat16", "float32"))
    assert half.encode(texts).dtype == np.float32
    np.testing.assert_allclose(half.encode(texts), full.encode(texts), atol=0.03)


def test_the_fingerprint_names_the_model_not_the_precision(embedder, e5_folder, models):
    assert embedder.fingerprint.startswith("multilingual-e5-small@")
    half = Embedder(model_name=DEFAULT_MODEL, models=models, dtype="bfloat16")
    half.folder = e5_folder
    assert half.fingerprint == embedder.fingerprint


@pytest.mark.parametrize("changed", ["model.safetensors", "tokenizer.json", "prompts"])
def test_the_fingerprint_changes_with_the_vectors(small_folder, tmp_path, changed):
    copy = tmp_path / small_folder.name
    shutil.copytree(small_folder, copy)
    before = Embedder(model_name=str(copy)).fingerprint
    if changed == "prompts":
        set_prompts(copy, {"query": "find: "})
    elif changed == "tokenizer.json":
        text = (copy / changed).read_text(encoding="utf-8")
        (copy / changed).write_text(text.replace("keeps", "holds"), encoding="utf-8")
    else:
        content = bytearray((copy / changed).read_bytes())
        content[-1] ^= 1
        (copy / changed).write_bytes(content)
    assert Embedder(model_name=str(copy)).fingerprint != before


def set_prompts(folder: Path, prompts: dict[str, str] | None) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": prompts}), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("multilingual-e5-large", None, ("query: ", "passage: ")),
        ("e5-base-v2", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("multilingual-e5-large-instruct", None, ("", "")),
        ("bge-m3", {}, ("", "")),
        ("type5-model", None, ("", "")),
        ("any-model", {"query": "Find: ", "document": "Text: "}, ("Find: ", "Text: ")),
        ("any-model", {"query": "Find: ", "passage": "Text: "}, ("Find: ", "Text: ")),
        ("my-e5", {"query": "Find: "}, ("Find: ", "")),
    ],
)
def test_prompts_are_the_models_own_or_those_of_e5(tmp_path, name, own, expected):
    set_prompts(tmp_path / name, own)
    assert Embedder(model_name=str(tmp_path / name)).prompts == expected


def test_a_folder_comes_first(tmp_path, empty_cache):
    assert find_model(str(tmp_path), tmp_path / "models", hub=True) == tmp_path


def test_what_was_downloaded_before_is_found_without_the_network(empty_cache, tmp_path):
    snapshot = empty_cache / "models--some--model" / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    (snapshot / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="not on this machine"):
        find_model("some/model", tmp_path)
    (snapshot / "model.safetensors").touch()
    assert find_model("some/model", tmp_path) == snapshot


def test_the_default_model_comes_from_the_wheel(empty_cache, monkeypatch, tmp_path):
    monkeypatch.setattr(embedding, "carried_model", lambda models: models / "converted")
    assert find_model(DEFAULT_MODEL, tmp_path) == tmp_path / "converted"


def test_the_hub_is_asked_if_allowed(empty_cache, monkeypatch, tmp_path):
    monkeypatch.setattr(
        huggingface_hub, "snapshot_download", lambda name, **_: str(tmp_path / "from-hub" / name)
    )
    assert find_model("some/model", tmp_path, hub=True) == tmp_path / "from-hub" / "some" / "model"


@pytest.mark.parametrize("failure", [OSError("no route"), ValueError("bad"), RuntimeError("odd")])
def test_a_hub_that_fails_is_logged_and_passed_over(
    empty_cache, monkeypatch, tmp_path, caplog, failure
):
    def fail(name, **_):
        raise failure

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fail)
    monkeypatch.setattr(embedding, "carried_model", lambda models: models / "converted")
    assert find_model(DEFAULT_MODEL, tmp_path, hub=True) == tmp_path / "converted"
    assert f"did not give {DEFAULT_MODEL}: {failure}" in caplog.text


@pytest.mark.parametrize("name", ["some/model", "not a name", "a/b/c"])
def test_a_model_that_is_nowhere_is_named_with_what_to_do(empty_cache, tmp_path, name):
    with pytest.raises(
        ModelUnavailable, match=rf"{name} is not on this machine: set RULEBRIDGE_HUB"
    ):
        Embedder(model_name=name, models=tmp_path, hub=False).embed_queries(["x"])


@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_damaged_model_is_named_with_what_to_do(minilm_folder, tmp_path, damaged):
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in minilm_folder.rglob("*.*"):
        (copy / file.relative_to(minilm_folder)).parent.mkdir(exist_ok=True)
        if file.is_file():
            (copy / file.relative_to(minilm_folder)).symlink_to(file)
    (copy / damaged).unlink()
    (copy / damaged).write_bytes(b"{ damaged")
    with pytest.raises(ModelUnavailable, match=r"copy cannot be read .*RULEBRIDGE_EMBEDDING_MODEL"):
        Embedder(model_name=str(copy)).embed_queries(["x"])


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("flags : fpu avx2 avx512f avx512_bf16", "bfloat16"),
        ("flags : fpu avx2 amx_tile amx_bf16", "bfloat16"),
        ("Features : fp asimd sve bf16", "bfloat16"),
        ("flags : fpu avx2 avx512f", "float32"),
        (None, "float32"),
    ],
)
def test_the_precision_follows_the_processor(tmp_path, flags, expected):
    if flags is not None:
        (tmp_path / "cpuinfo").write_text(flags, encoding="ascii")
    assert native_dtype(tmp_path / "cpuinfo") == expected
