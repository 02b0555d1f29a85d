"""The results as files: JSON for programs, Markdown and a plot for people. What was not measured again is kept, if it still belongs to this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .nets import NETS
from .plot import render_plot
from .processes import ROOT
from .report import render

DOCS = ROOT / "docs"
SAME = ("machine", "versions", "engine", "quick")
BY_NET = ("speed", "compile", "memory")


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new results, with those sections and nets of the old that were not measured again; none if machine, versions or manner differ."""
    if any(old.get(name) != new.get(name) for name in SAME):
        return new
    together = {**old, **new}
    for section in BY_NET:
        if section in together:
            nets = {**old.get(section, {}), **new.get(section, {})}
            together[section] = {net.name: nets[net.name] for net in NETS if net.name in nets}
    return together


def write(results: dict[str, Any], docs: Path = DOCS) -> None:
    """`benchmarks.md`, `benchmarks/results.json` and `benchmarks/speed.svg` in the folder of the documentation."""
    folder = docs / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "results.json"
    results = merged(json.loads(path.read_text()) if path.exists() else {}, results)
    path.write_text(json.dumps(_rounded(results), indent=1, ensure_ascii=False) + "\n")
    (docs / "benchmarks.md").write_text(render(results))
    if results.get("speed"):
        (folder / "speed.svg").write_text(render_plot(results))


def _rounded(value: Any) -> Any:
    """Six digits are more than any measurement has."""
    match value:
        case dict():
            return {key: _rounded(one) for key, one in value.items()}
        case list() | tuple():
            return [_rounded(one) for one in value]
        case float():
            return float(f"{value:.6g}")
        case _:
            return value
