"""What the documents say is there: files, commands, settings, addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from corpus.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OPERATION = ROOT / "docs" / "operation.md"
SECURITY = ROOT / "SECURITY.md"
KNOWN = {f"RULEBRIDGE_{name.upper()}" for name in Settings.model_fields}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
OBJECTS = list(yaml.safe_load_all((ROOT / "docs" / "kubernetes.yaml").read_text("utf-8")))
PODS = {
    found["metadata"]["name"]: found["spec"]["template"]["spec"]
    for found in OBJECTS
    if found["kind"] in ("Deployment", "StatefulSet", "Job")
}


@pytest.mark.parametrize("document", [OPERATION, SECURITY], ids=lambda path: path.name)
def test_every_file_and_setting_that_is_named_exists(document):
    words = document.read_text("utf-8")
    assert set(re.findall(r"\bRULEBRIDGE_[A-Z_]+\b", words)) <= KNOWN
    rooms = r"`((?:corpus|ingest|assistant|ui|evals|tests|docs|\.ci)/[\w./-]*)`"
    named = set(re.findall(rooms, words))
    linked = {link for link in re.findall(r"\]\(([^)#]+)\)", words) if "://" not in link}
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [link for link in linked if not (document.parent / link).exists()]
    assert not missing


def test_every_heading_that_is_linked_to_exists():
    words = OPERATION.read_text("utf-8")
    headings = {
        re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", words, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", words)) <= headings


def test_the_images_of_the_documents_are_those_of_the_compose_file():
    pinned = {service["image"] for service in COMPOSE["services"].values()}
    words = OPERATION.read_text("utf-8")
    named = set(
        re.findall(r"\b(?:qdrant/qdrant|ghcr\.io/[\w./-]+|rulebridge):[\w.-]*\d[\w.-]*", words)
    )
    assert named
    assert named <= pinned
    shown = {
        c["image"].removeprefix("registry.example/") for p in PODS.values() for c in p["containers"]
    }
    assert shown <= pinned


def test_services_of_the_documents_are_those_of_the_compose_file():
    asked = re.findall(
        r"docker compose (?:run --rm|exec) (?:--volume \S+ )?(\w+)", OPERATION.read_text("utf-8")
    )
    assert len(asked) >= 5
    assert set(asked) <= set(COMPOSE["services"])


@pytest.mark.parametrize("name", PODS)
def test_every_pod_is_shut_off(name):
    pod = PODS[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} == container["resources"]["limits"].keys()
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        claimed = {volume["name"] for volume in pod["volumes"]} | {"passages"}
        assert mounted <= claimed
        assert "tmp" in mounted


def test_liveness_and_readiness_are_two_questions():
    (container,) = PODS["rulebridge"]["containers"]
    paths = {
        probe: container[probe]["httpGet"]["path"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert paths == {
        "startupProbe": "/health/live",
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }
    # The look-up behind readiness gives up after ten seconds by itself.
    assert container["readinessProbe"]["timeoutSeconds"] > 10
    assert container["ports"][0]["containerPort"] == int(container["args"][-1])


def test_what_the_manifests_set_are_settings():
    (config,) = [found for found in OBJECTS if found["kind"] == "ConfigMap"]
    assert set(config["data"]) <= KNOWN
    Settings(
        _env_file=None,
        **{k.removeprefix("RULEBRIDGE_").lower(): v for k, v in config["data"].items()},
    )


def test_qdrant_answers_those_alone_that_may_ask():
    (policy,) = [found for found in OBJECTS if found["kind"] == "NetworkPolicy"]
    assert policy["spec"]["egress"] == []
    ((rule,),) = [policy["spec"]["ingress"]]
    allowed = rule["from"][0]["podSelector"]["matchLabels"].items()
    labelled = {
        found["metadata"]["name"]
        for found in OBJECTS
        if allowed
        <= found.get("spec", {}).get("template", {}).get("metadata", {}).get("labels", {}).items()
    }
    assert labelled == {"rulebridge", "rulebridge-ingest"}


def test_the_threat_model_has_its_parts():
    words = SECURITY.read_text("utf-8")
    for part in (
        "Report a fault", "worth protecting", "Who might want", "Where trust ends", "Ways in",
        "do not protect against",
    ):  # fmt: skip
        assert re.search(rf"^## .*{part}", words, re.M), part
