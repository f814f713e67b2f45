"""What the folder of a sentence-transformers model says, without loading the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_SAME_LENGTH = {"Normalize", "Dropout", "LayerNorm"}
_ONE_MODE = "pooling_mode_"


def declared_dimension(folder: Path) -> int | None:
    """Length of the model's vectors; None where the folder leaves it open.

    Args:
        folder: With ``modules.json``, as sentence-transformers writes it.
    """
    try:
        if _read(folder / "config_sentence_transformers.json", {}).get("truncate_dim"):
            return None
        found: int | None = None
        for module in _read(folder / "modules.json", []):
            kind = module["type"].rsplit(".", 1)[-1]
            own = folder / module["path"]
            if kind == "Pooling":
                found = _pooled(_read(own / "config.json", {}))
            elif kind == "Dense":
                found = _read(own / "config.json", {}).get("out_features")
            elif kind not in {"Transformer", *_SAME_LENGTH}:
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if isinstance(found, int) else None


def _pooled(config: dict[str, Any]) -> int | None:
    # Several ways of pooling are put side by side; only one keeps the length for certain.
    named = config.get("pooling_mode", "")
    modes = [key for key, on in config.items() if key.startswith(_ONE_MODE) and on]
    if len(modes) + bool(named) != 1 or not isinstance(named, str) or "+" in named:
        return None
    length = config.get("word_embedding_dimension", config.get("embedding_dimension"))
    return length if isinstance(length, int) else None


def _read(path: Path, default: Any) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else default
