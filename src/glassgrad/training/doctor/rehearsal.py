"""A copy of the network learns a few rows by heart, with the run's own loss, optimizer and engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from glassgrad.graph import Node
from glassgrad.nn import Loss

from ..plan import Plan
from ..stepping import starting_state, tables
from .constant import best_constant
from .probe import Rows

Array = np.ndarray[Any, Any]
STEADY = 0.3
"""A loss that levels off falls by less than this share of its mean fall."""
FEW, MANY = 8, 32
"""Rows to learn by heart: more than a batch of one or two, and no more than is quickly done."""


@dataclass(frozen=True)
class Rehearsal:
    """The loss before every step, without penalty, as far as it went."""

    losses: tuple[float, ...]
    broke: bool
    """A number was not finite."""
    out_of_time: bool
    any_gradient: bool
    """Whether any weight moved."""

    @property
    def lowest(self) -> float:
        """The lowest loss."""
        return min(self.losses)

    def falling_to(self, share: float) -> bool:
        """Whether the mean of the last tenth is below this share of the mean of the tenth before."""
        tenth = max(1, len(self.losses) // 10)
        before = self.losses[-2 * tenth : -tenth]
        return bool(before) and not self.broke and float(np.mean(self.losses[-tenth:])) < share * float(np.mean(before))

    @property
    def is_steady(self) -> bool:
        """Whether the loss fell in the last tenth about as much as in any other: it is slow, not stuck."""
        tenth = max(1, len(self.losses) // 10)
        means = [float(np.mean(self.losses[first : first + tenth])) for first in range(0, len(self.losses) - tenth + 1, tenth)]
        return not self.broke and len(means) > 2 and means[-2] - means[-1] > STEADY * (means[0] - means[-1]) / (len(means) - 1) > 0


def rows_to_learn(plan: Plan) -> Array:
    """The first rows that training would see: about as many as a batch, but no more than such a network can surely learn; not all of one target."""
    layers = plan.network.layers
    capacity = (plan.network.inputs + 1) // 2 if len(layers) == 1 else plan.network.parameter_count // (4 * plan.network.outputs)
    wanted = min(max(plan.batch, FEW), MANY, max(2, capacity), len(plan.split.training))
    order = np.concatenate([rows.reshape(-1) for rows in plan.batches(1)])
    rows = order[:wanted].copy()
    targets = plan.targets.reshape(len(plan.targets), -1)[:, 0]
    other = np.flatnonzero(targets[order] != targets[rows[0]])
    if (targets[rows] == targets[rows[0]]).all() and len(other):
        rows[-1] = order[other[0]]
    return rows


def lowest_loss(loss: Loss, settings: Mapping[str, Any], rows: Rows, outputs: int) -> float:
    """The lowest loss that any network could have on these rows: each different row of inputs is given the best answer for its targets."""
    groups = np.unique(rows.inputs, axis=0, return_inverse=True)[1].reshape(-1)
    answers = np.empty((len(rows), outputs))
    known: dict[bytes, Array] = {}
    for group in range(groups.max() + 1):
        own = rows.take(groups == group)
        alike = own.targets.tobytes() + (b"" if own.counts is None else own.counts.tobytes())
        if alike not in known:
            known[alike] = best_constant(loss, settings, own, outputs).outputs
        answers[groups == group] = known[alike]
    return loss.measure(answers, rows.targets, weights=rows.counts, **settings)


def rehearse(plan: Plan, rows: Array, *, goal: float, steps: int, seconds: float) -> Rehearsal:
    """Train a copy on these rows until its loss is at the goal, for so many steps, and seconds, at most."""
    compiled = plan.compiled(len(rows))
    nodes, program = compiled.step, compiled.program
    state = compiled.enter(starting_state(plan))
    given: dict[Node, Any] = {leaf: table[rows] for leaf, table in tables(plan, nodes).items()}
    # Nothing is left out while rows are learnt by heart: dropout is there to prevent that.
    given |= {nodes.learning_rate: plan.learning_rate} | {mask: np.ones(mask.shape) for mask in nodes.masks.values()}
    first = {leaf: np.asarray(state[leaf]) for leaf in nodes.parameters.values()}
    losses: list[float] = []
    started, late, broke = perf_counter(), False, False
    while len(losses) <= steps and not late:
        following, values = program.step(state, given)
        loss = float(values[nodes.loss])
        broke = not np.isfinite(loss)
        if broke:
            break
        losses.append(loss)
        if loss <= goal:
            break
        state, late = following, perf_counter() - started > seconds
    moved = any((np.asarray(state[leaf]) != before).any() for leaf, before in first.items())
    return Rehearsal(tuple(losses) or (np.inf,), broke, late, moved)
