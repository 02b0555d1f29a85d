"""What several runs are called on one picture: by the settings in which they differ, the same in every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from glassgrad.training.plan import Plan
from glassgrad.training.settings import TrainSettings
from glassgrad.writing.numbers import number

DATA = "data"
RATE = "learning_rate"
MINOR = {one.name for one in fields(TrainSettings) if one.metadata["limit"]} | {"threads"}
"""How long a run was to last, and on how many processors, tells two runs apart only where nothing else does."""


def run_names(plans: Sequence[Plan]) -> list[str]:
    """A name for each run, made of the settings in which they differ, and of their data; a number beside it where that leaves two alike.

    >>> from glassgrad.training import train
    >>> run_names([train("xor", epochs=1, learning_rate=rate, engine="reference").plan for rate in (0.1, 0.5)])
    ['α = 0.1', 'α = 0.5']
    """
    chosen = [_chosen(plan) for plan in plans]
    unlike = [name for name in chosen[0] if any(one[name] != chosen[0][name] for one in chosen)]
    telling = [name for name in unlike if name not in MINOR] or unlike
    return _numbered([", ".join(_say(name, one[name]) for name in telling) for one in chosen])


def _chosen(plan: Plan) -> dict[str, Any]:
    """The settings and the data of a run; those that may be left out as they were found."""
    settings = {one.name: getattr(plan.settings, one.name) for one in fields(TrainSettings)}
    source = "" if plan.table is None else plan.table.source
    return {**settings, RATE: plan.learning_rate, "target": plan.preparation.target.name, "loss": plan.loss.name, DATA: source}


def _say(name: str, value: Any) -> str:
    """A setting in few words: "α = 0.1", "adam", "hidden 16, 16", "no clip norm"."""
    label = name.replace("_", " ")
    if name == RATE:
        return f"α = {number(value).text}"
    if value is None or value == ():
        return f"no {label}"
    if isinstance(value, str):
        return (value if name == DATA else f"target {value}" if name == "target" else value.replace("_", " ")) or f"usual {label}"
    if isinstance(value, tuple):
        told = ", ".join(f"{one[0]} = {_plain(one[1])}" if isinstance(one, tuple) else _plain(one) for one in value)
        return told if isinstance(value[0], tuple) else f"{label} {told}"
    return f"{label} {_plain(value)}"


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, (str, bool)) else number(value).text


def _numbered(names: Sequence[str]) -> list[str]:
    """The names; those that several runs share with a number."""
    counts, met, found = Counter(names), Counter[str](), []
    for name in names:
        met[name] += 1
        found.append(name if counts[name] == 1 else f"{name} ({met[name]})" if name else f"run {met[name]}")
    return found
