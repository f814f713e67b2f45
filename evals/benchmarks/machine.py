"""What the figures were taken on, in general words: nothing that names a machine or a person."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_LIBRARIES = (
    "torch", "sentence-transformers", "qdrant-edge-py", "qdrant-client", "llama-index-core",
    "llama-index-vector-stores-qdrant", "llama-index-embeddings-huggingface",
)  # fmt: skip
_INSTRUCTIONS = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16")


def described() -> dict[str, Any]:
    """Date, processor, memory, Python and the libraries that matter."""
    cpu = _proc("/proc/cpuinfo")
    memory = _proc("/proc/meminfo").get("MemTotal", "0 kB").split()[0]
    flags = set(cpu.get("flags", "").split())
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "processor": cpu.get("model name", platform.machine()),
        "instructions": [name for name in _INSTRUCTIONS if name in flags],
        "memory_gb": round(int(memory) / 2**20),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        "libraries": {name: _version(name) for name in _LIBRARIES if _version(name)},
    }


def resident_mb(pid: int | str = "self") -> float:
    """Memory that a process holds now, in MB."""
    return int(_proc(f"/proc/{pid}/status")["VmRSS"].split()[0]) / 2**10


def memory() -> dict[str, int]:
    """Memory of this process in MB: what it holds itself, and files that it maps.

    The system takes mapped pages back when it needs them; what a process holds itself it keeps.
    """
    status = _proc("/proc/self/status")
    return {
        name: round(int(status.get(field, "0 kB").split()[0]) / 2**10)
        for name, field in (("own", "RssAnon"), ("mapped", "RssFile"))
    }


def folder_mb(folder: Path) -> float:
    """What the files of a folder take on disk, in MB: blocks, as sparse files are not full."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return round(sum(path.stat().st_blocks * 512 for path in files) / 2**20, 1)


def _proc(path: str) -> dict[str, str]:
    try:
        lines = Path(path).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.strip(), value.strip())
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
