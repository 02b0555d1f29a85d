"""Whether several runs can be drawn on one surface, and what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.plan import Plan
from glassgrad.training.run import say_network
from glassgrad.training.settings import TrainSettings
from glassgrad.writing.numbers import number

READ_OFF = ("learning_rate", "target")
"""Settings that may be left out, and are read off the plan instead."""


def check_alike(plans: Sequence[Plan]) -> None:
    """Raises: SettingError if runs differ in what their surface is made of: network, loss, penalty, training rows."""
    first = plans[0]
    for place, other in enumerate(plans[1:], start=2):
        for what, read in ALIKE.items():
            one, two = read(first), read(other)
            if one != two:
                raise SettingError(f"run 1 and run {place} cannot be drawn on one surface: {what} is {one} in run 1, and {two} in run {place}")
        if not np.array_equal(first.split.training, other.split.training):
            raise SettingError(
                f"run 1 and run {place} cannot be drawn on one surface: they learn from different rows, since they hold out others ({_held_out(first)}; "
                f"{_held_out(other)}); train them with the same seed, or with validation=0"
            )
        if not _same_numbers(first, other):
            raise SettingError(f"run 1 and run {place} cannot be drawn on one surface: the numbers of their training rows differ; train them on the same data")


def _held_out(plan: Plan) -> str:
    return f"validation {plan.settings.validation:g} with seed {plan.settings.seed}"


def _same_numbers(one: Plan, two: Plan) -> bool:
    rows = one.split.training
    tables = ((one.prepared.values, two.prepared.values), (one.targets, two.targets), (one.sample_weights, two.sample_weights))
    return all(np.array_equal(a[rows], b[rows], equal_nan=True) for a, b in tables if a is not None and b is not None)


ALIKE: dict[str, Callable[[Plan], Any]] = {
    "the network": say_network,
    "the list of its weights": lambda plan: ", ".join(one.name for one in plan.network.plans),
    "the loss": lambda plan: plan.loss.convention(weighted=bool(plan.settings.weights), **plan.loss_settings),
    "the penalty l2": lambda plan: plan.settings.l2,
    "the penalty l1": lambda plan: plan.settings.l1,
    "the column of the rows' weights": lambda plan: plan.settings.weights or "none",
}


def labels_of(plans: Sequence[Plan]) -> list[str]:
    """A name for each run, made of the settings in which they differ; a number beside it where that leaves two alike."""
    if len(plans) == 1:
        return ["path of the run"]
    differing = [one for one in fields(TrainSettings) if one.name not in READ_OFF and len({getattr(plan.settings, one.name) for plan in plans}) > 1]
    # How long a run was to last tells two runs apart only where nothing else does.
    leading = [one.name for one in differing if not one.metadata["limit"] and one.name != "threads"]
    words = [[_words(plan, name) for name in leading] for plan in plans]
    if len({plan.learning_rate for plan in plans}) > 1:
        words = [[*one, f"α = {number(plan.learning_rate).text}"] for one, plan in zip(words, plans, strict=True)]
    return _numbered([", ".join(filter(None, one)) for one in words])


def _words(plan: Plan, name: str) -> str:
    value = getattr(plan.settings, name)
    if isinstance(value, str):
        return value.replace("_", " ")
    if isinstance(value, tuple):
        return ", ".join(f"{key} = {number(amount).text}" for key, amount in value)
    return f"{name.replace('_', ' ')} {'none' if value is None else number(value).text}"


def _numbered(labels: list[str]) -> list[str]:
    counts, seen = Counter(labels), Counter[str]()
    for place, label in enumerate(labels):
        seen[label] += 1
        if counts[label] > 1:
            labels[place] = f"{label} ({seen[label]})" if label else f"run {seen[label]}"
    return labels
