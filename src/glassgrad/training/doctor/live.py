"""`LiveDoctor`: a quick look in the middle of training, for one-line warnings; each is said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np

from ..plan import Plan
from ..run_file import EpochRow
from .checks.dead_units import can_die
from .checks.overfitting import turning_epoch
from .checks.saturation import NEARLY_ALL, saturated_share, steepest_slope
from .finding import say_share
from .patient import rows_of
from .probe import LayerView, make_probe, spread

MOST_ROWS = 256
HALF = 0.5
"""A share of dead units that is worth an interruption; the few that often die are for `diagnose` to tell."""
RISE = 1.5
"""The training loss may be so many times its lowest before it is said to rise: noise from epoch to epoch is far smaller."""
PATIENCE = 5
"""Epochs for which the validation loss must have been rising."""


class LiveDoctor:
    """Looks at a state on at most 256 training rows, and at the losses so far. One look costs about as much as one step on so many rows.

    >>> from glassgrad.data import read_table
    >>> from glassgrad.training import TrainSettings
    >>> from glassgrad.training.stepping import starting_state
    >>> from glassgrad.training.train import plan_for
    >>> plan, task = plan_for(read_table("iris"), TrainSettings(target="species"))
    >>> LiveDoctor(plan).look(starting_state(plan), [], 0)
    []
    """

    def __init__(self, plan: Plan) -> None:
        rows = spread(plan.split.training, MOST_ROWS)
        self._rows = rows_of(plan, rows)
        self._probe = make_probe(plan.network, plan.loss, plan.loss_settings, len(rows), counted=self._rows.counts is not None)
        self._can_die = {layer.activation: can_die(layer.activation) for layer in plan.network.layers}
        self._steepest = {layer.activation: steepest_slope(layer.activation) for layer in plan.network.layers}
        # The numbers of the run: to convert the weights of a large network would take longer than the look.
        self._dtype = plan.dtype
        self._said: set[tuple[str, int]] = set()

    def look(self, state: Mapping[str, Any], epoch_rows: Sequence[EpochRow], step: int) -> list[str]:
        """What is new and wrong after this step: `state` by name, `epoch_rows` all epochs so far."""
        found = {**dict(self._layers(state, step)), **dict(_losses(epoch_rows))}
        new = {key: words for key, words in found.items() if key not in self._said}
        self._said |= new.keys()
        return list(new.values())

    def _layers(self, state: Mapping[str, Any], step: int) -> Iterator[tuple[tuple[str, int], str]]:
        views = [view for view in self._probe.layers[:-1] if view.slope is not None]
        seen = self._probe.read([view.slope for view in views if view.slope is not None], state, self._rows, dtype=self._dtype)
        for view in views:
            slope = np.asarray(seen[view.slope]) if view.slope is not None else np.ones(1)
            yield from self._dead(view, slope, step)
            yield from self._saturated(view, slope, step)

    def _dead(self, view: LayerView, slope: Any, step: int) -> Iterator[tuple[tuple[str, int], str]]:
        dead = int((slope == 0).all(axis=0).sum())
        if self._can_die[view.activation] and dead >= HALF * slope.shape[1]:
            words = f"layer {view.number}: {dead} of {slope.shape[1]} {view.activation} units are dead after step {step:,}; try a smaller learning rate"
            yield ("dead", view.number), words

    def _saturated(self, view: LayerView, slope: Any, step: int) -> Iterator[tuple[tuple[str, int], str]]:
        steepest = self._steepest[view.activation]
        share = saturated_share(slope, steepest) if isfinite(steepest) else 0.0
        if share >= NEARLY_ALL:
            words = f"layer {view.number}: {say_share(share)} of the {view.activation} values are saturated after step {step:,}; try a smaller learning rate"
            yield ("saturated", view.number), words


def _losses(rows: Sequence[EpochRow]) -> Iterator[tuple[tuple[str, int], str]]:
    if not rows:
        return
    lowest, last = min(rows, key=lambda row: row.training_loss), rows[-1]
    if last.training_loss > RISE * lowest.training_loss > 0:
        rise = f"{lowest.training_loss:.4g} after epoch {lowest.epoch:,} to {last.training_loss:.4g} after epoch {last.epoch:,}"
        yield ("rising", 0), f"the training loss rises, from {rise}; try a smaller learning rate"
    turn = turning_epoch(rows)
    if turn is not None and len(rows) - 1 - turn >= PATIENCE:
        low, now = rows[turn].validation_loss, last.validation_loss
        yield ("overfitting", 0), f"overfitting since epoch {rows[turn].epoch:,}: the validation loss rises ({low:.4g} to {now:.4g}), the training loss falls"
