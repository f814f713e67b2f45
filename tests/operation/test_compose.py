"""The compose file and the image: valid, pinned, shut off, and true to the program they run."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from corpus.settings import Settings
from ui.api.health import health_routes
from ui.api.metrics import Metrics
from ui.safety.places import Kind, kind_of

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
KNOWN = {f"RULEBRIDGE_{name.upper()}" for name in Settings.model_fields}
VARIABLE = re.compile(r"\bRULEBRIDGE_[A-Z_]+\b")
FOR_COMPOSE = {"SOURCES_FOLDER", "PUBLISH_AT", "GGUF_FOLDER", "GGUF_FILE"}

FILE = yaml.safe_load(COMPOSE.read_text("utf-8"))
SERVICES = FILE["services"]
LONG_RUNNING = [name for name in SERVICES if name != "ingest"]


def tool(name: str) -> str:
    """A program of the development tools; the test is skipped without it."""
    found = shutil.which(
        name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if found is None:
        pytest.skip(f"needs {name}: install the development tools")
    return found


def composed(tmp_path, **environment) -> dict:
    """The file as Compose itself understands it, all profiles on."""
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | environment
    asked = [tool("docker-compose"), "--env-file", os.devnull, "-f", str(COMPOSE)]
    asked += ["--profile", "*", "config", "--format", "json"]
    done = subprocess.run(asked, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_fits_the_compose_specification():
    checker = tool("check-jsonschema")
    asked = [checker, "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_compose_understands_it(tmp_path):
    found = composed(tmp_path, RULEBRIDGE_QDRANT_API_KEY="kettle", PUBLISH_AT="127.0.0.1:9000")
    assert set(found["services"]) == {"app", "ingest", "qdrant", "model"}
    app = found["services"]["app"]
    assert app["environment"]["RULEBRIDGE_QDRANT_API_KEY"] == "kettle"
    assert app["ports"] == [
        {"mode": "ingress", "host_ip": "127.0.0.1", "target": 7860, "published": "9000",
         "protocol": "tcp"}
    ]  # fmt: skip
    sources = next(v for v in app["volumes"] if v["target"] == "/sources")
    assert (sources["type"], sources["read_only"]) == ("bind", True)


def test_without_a_key_nothing_starts(tmp_path):
    asked = [tool("docker-compose"), "--env-file", os.devnull, "-f", str(COMPOSE), "config", "-q"]
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(asked, env=given, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "set it in .env" in done.stderr


def test_the_image_is_made_as_it_should_be():
    done = subprocess.run(
        [tool("hadolint"), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def images() -> list[str]:
    bases = re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", DOCKERFILE, re.M)
    return [service["image"] for service in SERVICES.values()] + bases


@pytest.mark.parametrize("image", sorted(set(images())))
def test_every_image_is_pinned(image):
    tag = image.rpartition(":")[2]
    assert re.search(r"\d+\.\d+\.\d+|b\d{4,}", tag), f"{image} is not pinned to a version"
    assert "latest" not in tag


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_shut_off_as_far_as_it_goes(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert not service.get("privileged")
    assert service["security_opt"] == ["no-new-privileges:true"]
    user, group = map(int, service["user"].split(":"))
    assert user > 0
    assert group > 0
    assert any(place.startswith("/tmp:") for place in service["tmpfs"])
    limits = service["deploy"]["resources"]["limits"]
    assert {"cpus", "memory", "pids"} <= limits.keys()
    mounts = [m for m in service["volumes"] if isinstance(m, dict)]
    assert all(m["read_only"] for m in mounts if m["type"] == "bind")
    assert not any("docker.sock" in str(m) for m in service["volumes"])


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_what_goes_on_running_is_watched_and_started_again(name):
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "start_period", "retries"} <= service[
        "healthcheck"
    ].keys()


def test_the_run_that_ends_is_not_started_again():
    assert SERVICES["ingest"]["restart"] == "no"
    assert SERVICES["ingest"]["profiles"] == ["ingest"]
    assert SERVICES["model"]["profiles"] == ["model"]


def test_nothing_but_the_app_is_reached_from_outside():
    published = {name for name, service in SERVICES.items() if service.get("ports")}
    assert published == {"app"}
    assert SERVICES["app"]["ports"][0].startswith("${PUBLISH_AT:-127.0.0.1:")
    assert FILE["networks"]["inside"]["internal"] is True
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == {"app"}


def test_one_key_on_both_sides():
    key = SERVICES["app"]["environment"]["RULEBRIDGE_QDRANT_API_KEY"]
    assert SERVICES["qdrant"]["environment"]["QDRANT__SERVICE__API_KEY"] == key
    assert key.startswith("${RULEBRIDGE_QDRANT_API_KEY:?")


def test_volumes_that_are_named_are_declared():
    named = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service["volumes"]
        if isinstance(volume, str)
    }
    assert named == set(FILE["volumes"])


@pytest.mark.parametrize("path", [COMPOSE, ROOT / ".env.example", ROOT / "Dockerfile"])
def test_every_setting_that_is_named_exists(path):
    named = set(VARIABLE.findall(path.read_text("utf-8")))
    assert named
    assert named <= KNOWN


def test_the_example_explains_every_setting_that_an_operator_has():
    for_developers = {"RULEBRIDGE_LLM_GGUF"}
    assert KNOWN - set(VARIABLE.findall(EXAMPLE)) <= for_developers
    lines = EXAMPLE.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"#?[A-Z_]+=", line):
            above = "\n".join(lines[max(0, number - 6) : number])
            assert re.search(r"^# [A-Z`]", above, re.M), f"{line} is not explained"


def test_the_example_sets_nothing_but_what_has_to_be_filled_in():
    in_force = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    assert in_force == ["RULEBRIDGE_QDRANT_API_KEY="]


def test_the_examples_are_values_that_the_settings_take(tmp_path):
    shown = dict(re.findall(r"^#(RULEBRIDGE_[A-Z_]+)=(.*)$", EXAMPLE, re.M))
    (tmp_path / ".env").write_text("\n".join(f"{k}={v}" for k, v in shown.items()), "utf-8")
    read = Settings(_env_file=tmp_path / ".env")
    assert read.qdrant_replicas == 2
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))
    assert used - KNOWN == FOR_COMPOSE
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.M)) >= used


def test_what_the_image_is_made_from_is_there():
    for sources in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M):
        for path in sources.split()[:-1]:
            assert list(ROOT.glob(path.rstrip("/"))) or "[" in path, path
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert {f"{room}/" for room in rooms} <= set(DOCKERFILE.split())
    torch = re.search(r"torch==\S+", DOCKERFILE)
    assert torch
    assert torch.group() in (ROOT / "constraints.txt").read_text().split()


def test_only_what_the_image_is_made_from_goes_to_the_builder():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {line[1:].rstrip("/") for line in rules if line.startswith("!")}
    copied = {
        path.rstrip("/")
        for found in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M)
        for path in found.split()[:-1]
        if "[" not in path
    }
    assert let_in == copied | {"wheels"}
    assert {"**/.env", "**/users.json", "**/keys.json"} <= set(rules)


def test_the_image_runs_as_nobody_in_particular():
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "USER 10001:10001" in final
    assert SERVICES["app"]["user"] == "10001:10001"
    assert "pip install" not in final
    assert 'ENTRYPOINT ["rulebridge"]' in final


def test_health_is_asked_for_where_it_is_answered():
    asked = set(re.findall(r"/health/\w+", DOCKERFILE + COMPOSE.read_text("utf-8")))
    answered = {route.path for route in health_routes(None, Metrics()).routes}
    assert asked == {"/health/live", "/health/ready"}
    assert asked <= answered
    assert all(kind_of("GET", path) is Kind.OPEN for path in asked)


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False), (None, False)])
@pytest.mark.parametrize("name", ["app", "qdrant"])
def test_a_health_check_tells_well_from_ill(name, status, healthy):
    """The very commands of the file, against a server on another port."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path in ("/health/ready", "/readyz") else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = HTTPServer(("127.0.0.1", port), Answers) if status else None
    if server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    kind, *command = SERVICES[name]["healthcheck"]["test"]
    assert kind == "CMD"
    command = [part.replace("6333", str(port)).replace("7860", str(port)) for part in command]
    command[0] = {"python": sys.executable}.get(command[0], command[0])
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    finally:
        if server:
            server.shutdown()
            server.server_close()
    assert (done.returncode == 0) is healthy
