"""Whether several runs can be drawn on one surface, and what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.plan import Plan
from glassgrad.training.run import say_network

from .run_names import run_names


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
    """A name for each run, as on every picture; a single one needs none."""
    return ["path of the run"] if len(plans) == 1 else run_names(plans)
