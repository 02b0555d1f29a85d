"""What the numbers were measured on: the processor's model, and the versions of everything."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from .contestants import OURS, PEERS
from .processes import CORES, PEERS_PYTHON, clean_environment, peers_python_exists

ASK = """
import importlib.metadata, json, platform, sys
found = {name: importlib.metadata.version(name) for name in sys.argv[1:] if list(importlib.metadata.distributions(name=name))}
print(json.dumps(found | {"Python": platform.python_version()}))
"""
VECTORS = {"avx512f": "AVX-512", "avx2": "AVX2", "asimd": "NEON", "neon": "NEON"}


def describe_machine() -> dict[str, Any]:
    """Model, cores, vectors and system; nothing that names this very machine."""
    return {"cpu": cpu_model(), "cores": CORES, "vectors": vectors(), "system": f"{platform.system()} {platform.machine()}"}


def cpu_model(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The model name, with family and model numbers where the name alone says little."""
    if not cpuinfo.exists():
        return _first_line(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.processor() or platform.machine()
    facts = _facts(cpuinfo)
    name = facts.get("model name") or facts.get("Model") or platform.machine()
    numbers = [f"{word} {facts[key]}" for word, key in (("family", "cpu family"), ("model", "model")) if key in facts]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def vectors(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The widest vector instructions."""
    if not cpuinfo.exists():
        return "NEON" if platform.machine() == "arm64" else "unknown"
    facts = _facts(cpuinfo)
    flags = (facts.get("flags") or facts.get("Features") or "").split()
    return next((name for flag, name in VECTORS.items() if flag in flags), "unknown")


def versions() -> dict[str, dict[str, str]]:
    """Of glassgrad's environment and of the peers'."""
    ours = _versions_of(sys.executable, (*OURS.packages, "llvmlite"))
    peers = _versions_of(str(PEERS_PYTHON), tuple(dict.fromkeys(package for peer in PEERS for package in peer.packages))) if peers_python_exists() else {}
    return {"glassgrad": ours, "peers": peers}


def _versions_of(python: str, packages: tuple[str, ...]) -> dict[str, str]:
    done = subprocess.run([python, "-c", ASK, *packages], env=clean_environment(1), capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else {}


def _facts(cpuinfo: Path) -> dict[str, str]:
    first = cpuinfo.read_text().split("\n\n")[0]
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in first.splitlines())}


def _first_line(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")[0].strip()
    except OSError:
        return ""
