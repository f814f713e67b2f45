"""What can be set from outside: ``RULEBRIDGE_*`` in the environment or in a ``.env`` file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting with its default. The environment comes before the ``.env`` file.

    >>> Settings(threads=2).threads
    2
    """

    model_config = SettingsConfigDict(
        env_prefix="RULEBRIDGE_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    sources: Path | None = Field(
        None, description="Folder of official files already on this machine."
    )
    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("rulebridge"),
        description="Where the index, the models and other caches live.",
    )
    embedding_model: str = Field(
        "intfloat/multilingual-e5-small",
        description="A sentence-transformers model: its published name, or its folder.",
    )
    embedding_dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        description="Precision of the embedding model; `auto` takes bfloat16 where the processor "
        "has instructions for it.",
    )
    hub: bool = Field(
        False,
        description="Whether models may be downloaded from the Hugging Face hub. Off, nothing "
        "ever waits for the network; models downloaded earlier are found all the same.",
    )
    threads: int | None = Field(
        None, ge=1, description="Threads for embedding many texts; all cores if not given."
    )
    qdrant_url: str | None = Field(
        None, description="A Qdrant server to keep the passages in, instead of the built-in store."
    )
    qdrant_api_key: SecretStr | None = Field(None, description="Key of that server, if it asks.")
    llm_url: str | None = Field(
        None,
        description="Address of an OpenAI-compatible language model, such as "
        "`http://127.0.0.1:8080/v1`. Without it, answers are composed from the clauses alone.",
    )
    llm_model: str = Field("default", description="Name of the model to ask for there.")
    llm_api_key: SecretStr | None = Field(None, description="Key of that server, if it asks.")
    llm_timeout: float = Field(
        60.0, gt=0, description="Seconds that a model-written answer may take altogether."
    )
    llm_max_tokens: int = Field(1000, ge=100, description="Longest reply, in tokens.")
    llm_prompt_tokens: int = Field(
        3000, ge=200, description="Most tokens of clauses handed to the model."
    )
    llm_gguf: Path | None = Field(
        None, description="A GGUF file for `make test-llm`, instead of the small model it fetches."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="Least level of what is logged."
    )

    @field_validator("llm_url")
    @classmethod
    def _plain_address(cls, url: str | None) -> str | None:
        # An address is logged and shown; a password in it would be too.
        if url is not None and not re.match(r"https?://[^/@\s?#]+(/[^?#\s]*)?$", url):
            raise ValueError(
                "use http:// or https://, without user name, password or query; "
                "a key belongs in RULEBRIDGE_LLM_API_KEY"
            )
        return url

    @property
    def models(self) -> Path:
        """Folder of the models prepared on this machine."""
        return self.home / "models"


@cache
def settings() -> Settings:
    """The settings of this process, read once. Tests call ``settings.cache_clear()``."""
    return Settings()
