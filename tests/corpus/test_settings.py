from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.settings import Settings, settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RULEBRIDGE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_defaults_need_nothing():
    found = settings()
    assert found.embedding_model == "intfloat/multilingual-e5-small"
    assert found.embedding_dtype == "auto"
    assert (found.sources, found.threads, found.qdrant_url, found.hub) == (None, None, None, False)
    assert "rulebridge" in str(found.home)
    assert found.models == found.home / "models"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("sources", "/texts", Path("/texts")),
        ("home", "/data", Path("/data")),
        ("embedding_model", "BAAI/bge-m3", "BAAI/bge-m3"),
        ("embedding_dtype", "bfloat16", "bfloat16"),
        ("hub", "1", True),
        ("threads", "3", 3),
        ("threads", "", None),
        ("qdrant_url", "http://localhost:6333", "http://localhost:6333"),
        ("llm_url", "http://localhost:8080/v1", "http://localhost:8080/v1"),
        ("llm_url", "", None),
        ("llm_timeout", "90", 90.0),
        ("llm_gguf", "/models/own.gguf", Path("/models/own.gguf")),
        ("log_level", "DEBUG", "DEBUG"),
    ],
)
def test_the_environment_sets_each(monkeypatch, name, value, expected):
    monkeypatch.setenv(f"RULEBRIDGE_{name.upper()}", value)
    assert getattr(settings(), name) == expected


def test_the_environment_comes_before_the_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(
        "RULEBRIDGE_THREADS=3\nRULEBRIDGE_LOG_LEVEL=INFO\n", encoding="utf-8"
    )
    monkeypatch.setenv("RULEBRIDGE_THREADS", "5")
    assert (settings().threads, settings().log_level) == (5, "INFO")


@pytest.mark.parametrize(
    ("name", "value"), [("threads", "0"), ("embedding_dtype", "int4"), ("log_level", "loud")]
)
def test_a_wrong_value_is_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(f"RULEBRIDGE_{name.upper()}", value)
    with pytest.raises(ValidationError, match=name):
        settings()


def test_the_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_QDRANT_API_KEY", "not-for-logs")
    assert "not-for-logs" not in repr(settings())
    assert settings().qdrant_api_key.get_secret_value() == "not-for-logs"


@pytest.mark.parametrize(
    "url", ["ftp://host/v1", "host/v1", "https://me:pass@host/v1", "https://host/v1?key=pass"]
)
def test_an_address_with_a_secret_in_it_is_refused_without_showing_it(monkeypatch, url):
    monkeypatch.setenv("RULEBRIDGE_LLM_URL", url)
    with pytest.raises(ValidationError, match="RULEBRIDGE_LLM_API_KEY") as caught:
        settings()
    assert "pass@" not in str(caught.value)
    assert "key=pass" not in str(caught.value)


def test_no_language_model_is_asked_unless_one_is_set():
    assert settings().llm_url is None


def test_every_field_is_described():
    assert all(field.description for field in Settings.model_fields.values())


def test_reading_settings_loads_nothing_heavy():
    code = "import sys, corpus.settings; print({'torch', 'llama_index'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
