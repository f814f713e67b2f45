"""What can be set from outside: ``RULEBRIDGE_*`` in the environment or in a ``.env`` file."""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]
"""Several names in one setting, separated by commas."""


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
    fetch: bool = Field(
        True,
        description="Whether `rulebridge ingest --fetch`, which `make run` calls, asks publishers "
        "for official texts that are missing. `rulebridge sources fetch` asks them in any case.",
    )
    proxy: SecretStr | None = Field(
        None,
        description="Proxy through which publishers are asked, such as `http://proxy:3128`; "
        "`HTTPS_PROXY` and `NO_PROXY` of the environment if not given, `none` for no proxy.",
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
    keep_indexes: int = Field(
        2,
        ge=1,
        description="Indexes that are kept: the one in use and those before it, to go back to.",
    )
    qdrant_url: str | None = Field(
        None, description="A Qdrant server to keep the passages in, instead of the built-in store."
    )
    qdrant_api_key: SecretStr | None = Field(None, description="Key of that server, if it asks.")
    qdrant_timeout: int = Field(
        10, ge=1, description="Seconds that a request to that server may take."
    )
    qdrant_shards: int | None = Field(
        None,
        ge=1,
        description="Pieces that a collection is cut into; the server's choice if not set.",
    )
    qdrant_replicas: int | None = Field(
        None, ge=1, description="Machines of a cluster that keep each piece; one if not set."
    )
    qdrant_write_consistency: int | None = Field(
        None,
        ge=1,
        description="Replicas that have to have a write before it counts; one if not set.",
    )
    qdrant_on_disk: bool = Field(
        False, description="Whether the server keeps vectors on disk instead of in memory."
    )
    qdrant_quantisation: Literal["none", "int8"] = Field(
        "none",
        description="Whether the server also keeps small copies of the vectors to search in.",
    )
    qdrant_hnsw_m: int | None = Field(
        None,
        ge=4,
        description="Links of each vector in the server's graph; its default if not set.",
    )
    qdrant_hnsw_ef_construct: int | None = Field(
        None,
        ge=4,
        description="Neighbours looked at while the graph is built; its default if not set.",
    )
    qdrant_search: Literal["exact", "graph"] = Field(
        "exact",
        description="How the server searches: `exact` compares every vector, `graph` follows the "
        "graph, which is quicker from some hundred thousand passages on and may miss a few.",
    )
    qdrant_search_ef: int = Field(
        128, ge=1, description="Neighbours looked at in a search along the graph."
    )
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
    allowed_hosts: Names = Field(
        (),
        description="Names under which browsers may reach the server, besides this machine's own, "
        "separated by commas. A name other than this machine's own makes a login necessary.",
    )
    users_file: Path | None = Field(
        None, description="Readers who may sign in; `users.json` in `home` if not given."
    )
    keys_file: Path | None = Field(
        None, description="API keys that are accepted; `keys.json` in `home` if not given."
    )
    proxy_user_header: str | None = Field(
        None,
        description="Header in which a reverse proxy names the reader it has signed in, such as "
        "`X-Remote-User`. It is believed only from `proxy_addresses`.",
    )
    proxy_addresses: Names = Field(
        (),
        description="Addresses or networks (CIDR) of reverse proxies whose headers are believed, "
        "separated by commas.",
    )
    session_hours: float = Field(12.0, gt=0, le=720, description="Hours that a login lasts.")
    rate_asks_per_minute: int = Field(
        20, ge=1, description="Questions that one reader or key may ask in a minute."
    )
    rate_requests_per_minute: int = Field(
        240, ge=1, description="Pages and records that one reader or key may read in a minute."
    )
    max_body: int = Field(1_048_576, ge=1024, description="Largest request body, in bytes.")
    request_timeout: float = Field(
        20.0, gt=0, description="Seconds within which a request must have arrived."
    )
    documents_max: int = Field(
        200, ge=0, description="Documents of their own that one reader may add."
    )
    documents_max_bytes: int = Field(
        2 * 2**30, ge=2**20, description="Bytes that the documents of one reader may take up."
    )
    uploads: bool | None = Field(
        None,
        description="Whether readers may send documents of their own; where not said, they may as "
        "long as the server answers this machine alone.",
    )
    max_upload: int = Field(
        33_554_432, ge=1_048_576, description="Largest document that a reader may send, in bytes."
    )
    log_questions: bool = Field(
        False, description="Whether questions are kept, in `questions.log` in `home`."
    )
    log_days: int = Field(30, ge=1, description="Days that questions are kept.")
    workers: int = Field(2, ge=1, description="Questions worked on at the same time.")
    waiting: int = Field(200, ge=0, description="Questions that may wait for their turn.")
    longest_wait: float | None = Field(
        None,
        gt=0,
        description="Seconds that a question may be expected to wait for its turn; who would wait "
        "longer is told at once when to try again. 3 if not given; where a language model writes, "
        "as long as it may take.",
    )
    reload_seconds: float = Field(
        1.0,
        ge=0,
        description="Seconds between looks whether another index has been switched to; 0 never "
        "looks, so that it takes a restart.",
    )
    feedback: bool = Field(True, description="Whether readers may leave feedback on answers.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="Least level of what is logged."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Form of the log: lines for people, or one JSON object a line."
    )

    @field_validator("qdrant_write_consistency")
    @classmethod
    def _enough_replicas(cls, wanted: int | None, info: ValidationInfo) -> int | None:
        if wanted is not None and wanted > (info.data.get("qdrant_replicas") or 1):
            raise ValueError("more replicas would have to answer than RULEBRIDGE_QDRANT_REPLICAS")
        return wanted

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

    @field_validator("allowed_hosts", "proxy_addresses", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        if isinstance(given, str):
            return tuple(part.strip() for part in given.split(",") if part.strip())
        return given

    @field_validator("allowed_hosts")
    @classmethod
    def _host_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not re.fullmatch(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", name):
                raise ValueError("give plain host names without scheme, port or wildcard")
        return tuple(name.lower() for name in names)

    @field_validator("proxy_addresses")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for network in given:
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError as error:
                raise ValueError(
                    "give addresses or networks such as 10.0.0.2 or 10.0.0.0/24"
                ) from error
        return given

    @field_validator("proxy_user_header")
    @classmethod
    def _header_name(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z0-9-]+", name):
            raise ValueError("give the name of a header, such as X-Remote-User")
        return name

    @property
    def users_path(self) -> Path:
        """File of the readers who may sign in."""
        return self.users_file or self.home / "users.json"

    @property
    def keys_path(self) -> Path:
        """File of the API keys that are accepted."""
        return self.keys_file or self.home / "keys.json"

    @property
    def models(self) -> Path:
        """Folder of the models prepared on this machine."""
        return self.home / "models"


@cache
def settings() -> Settings:
    """The settings of this process, read once. Tests call ``settings.cache_clear()``."""
    return Settings()
