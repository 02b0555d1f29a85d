"""`LiveDoctor`: a quick look in the middle of training, for one-line warnings; each is said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import isfinite
from typing import Any

import numpy as np

from ..one_thread import numpy_on_one_thread
from ..plan import Plan
from ..standing import EpochRow
from ..stepping import starting_state
from .beginning import begins_at_zero
from .checks.dead_units import can_die, is_flat
from .checks.gradient_flow import FAR_APART
from .checks.overfitting import FEWEST_ROWS, recent_loss, turning_epoch
from .checks.saturation import NEARLY_ALL, saturated_share, steepest_slope
from .constant import best_constant
from .finding import say_share
from .patient import rows_of
from .probe import Array, LayerView, Probe, Rows, known_probe, spread

Warnings = Iterator[tuple[tuple[str, int], str]]
"""(kind, layer) → words; those of one key are said once."""
MOST_ROWS = 256
HALF = 0.5
"""A share of dead units that is worth an interruption; the few that often die are for `diagnose` to tell."""
RISE = 1.5
"""The training loss may be so many times its lowest before it is said to rise: noise from epoch to epoch is far smaller."""
PATIENCE = 5
"""Epochs for which the validation loss must have been rising."""
EPOCHS, STILL, MOVED, FAR = 10, 0.95, 0.02, 0.9
"""Steps are uselessly small if after so many epochs, and a tenth of all, the loss is above this share of the first, the weights have moved by less than
this share of their size, and the loss is above this share of that of the best constant: there is much to learn, and next to nothing is."""


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
        self._plan = plan
        # The numbers of the run: to convert the weights of a large network would take longer than the look.
        self._dtype = plan.dtype
        self._said: set[tuple[str, int]] = set()

    def look(self, state: Mapping[str, Any], epoch_rows: Sequence[EpochRow], step: int) -> list[str]:
        """What is new and wrong after this step: `state` by name, `epoch_rows` all epochs so far."""
        with numpy_on_one_thread():
            found = dict(chain(self._layers(state, step), _rising(epoch_rows), self._overfitting(epoch_rows), self._still(state, epoch_rows)))
        new = {key: words for key, words in found.items() if key not in self._said}
        self._said |= new.keys()
        return list(new.values())

    @cached_property
    def _rows(self) -> Rows:
        return rows_of(self._plan, spread(self._plan.split.training, MOST_ROWS))

    @cached_property
    def _probe(self) -> Probe:
        plan = self._plan
        return known_probe(plan.network, plan.loss, tuple(plan.loss_settings.items()), len(self._rows), counted=self._rows.counts is not None)

    # ── the layers ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _layers(self, state: Mapping[str, Any], step: int) -> Warnings:
        views = [view for view in self._probe.layers[:-1] if view.slope is not None]
        totals = self._probe.slopes.totals
        ends = [totals.get(self._probe.layers[place].before) for place in (0, -1)]
        wanted = [view.slope for view in views if view.slope is not None] + [node for node in ends if node is not None]
        seen = self._probe.read(wanted, state, self._rows, dtype=self._dtype)
        told = []
        for view in views:
            slope = np.asarray(seen[view.slope]) if view.slope is not None else np.ones(1)
            told += [*self._dead(view, slope, step), *self._saturated(view, slope, step)]
        yield from told
        # Dead and saturated layers say themselves why no gradient passes.
        if not told and len(self._probe.layers) > 1:
            yield from _flow(*(0.0 if node is None else _length(seen[node]) for node in ends), step=step)

    def _dead(self, view: LayerView, slope: Array, step: int) -> Warnings:
        dead = int((slope == 0).all(axis=0).sum())
        if can_die(view.activation) and dead >= HALF * slope.shape[1]:
            when, advice = self._how_they_died(view, step)
            yield ("dead", view.number), f"layer {view.number}: {dead} of {slope.shape[1]} {view.activation} units are dead {when}; {advice}"

    def _how_they_died(self, view: LayerView, step: int) -> tuple[str, str]:
        after = f"after step {step:,}"
        if is_flat(view.activation):
            return after, f"{view.activation} is flat on both sides, so no gradient passes; choose another activation"
        if begins_at_zero(self._start, len(self._probe.layers)):
            return "from the start", "its first weights are 0; choose another initializer"
        assert view.slope is not None
        at_first = np.asarray(self._probe.read([view.slope], self._start, self._rows, dtype=self._dtype)[view.slope])
        if (at_first == 0).all(axis=0).mean() >= HALF:
            return "from the start", "try another seed, or leaky_relu"
        return after, "try a smaller learning rate"

    def _saturated(self, view: LayerView, slope: Array, step: int) -> Warnings:
        steepest = steepest_slope(view.activation)
        share = saturated_share(slope, steepest) if isfinite(steepest) else 0.0
        if share >= NEARLY_ALL:
            words = f"layer {view.number}: {say_share(share)} of the {view.activation} values are saturated after step {step:,}; try a smaller learning rate"
            yield ("saturated", view.number), words

    # ── the losses ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _overfitting(self, rows: Sequence[EpochRow]) -> Warnings:
        turn = turning_epoch(rows) if len(self._plan.split.validation) >= FEWEST_ROWS else None
        if turn is not None and len(rows) - 1 - turn >= PATIENCE:
            change = f"{rows[turn].validation_loss:.4g} to {recent_loss(rows):.4g}, the median of the last epochs"
            yield ("overfitting", 0), f"overfitting since epoch {rows[turn].epoch:,}: the validation loss rises ({change}), the training loss falls"

    def _still(self, state: Mapping[str, Any], rows: Sequence[EpochRow]) -> Warnings:
        if len(rows) < max(EPOCHS, self._plan.settings.epochs // 10) or not rows[-1].training_loss > STILL * rows[0].training_loss > 0:
            return
        if rows[-1].training_loss < FAR * self._blind:
            return
        first, now = (np.concatenate([np.ravel(one[plan.name]) for plan in self._plan.network.plans]).astype(np.float64) for one in (self._start, state))
        moved = float(np.linalg.norm(now - first) / max(float(np.linalg.norm(first)), 1e-300))
        if moved < MOVED:
            clipped = self._plan.settings.clip_norm is not None or self._plan.settings.clip_value is not None
            change = f"{rows[0].training_loss:.4g} after epoch {rows[0].epoch:,}, {rows[-1].training_loss:.4g} after epoch {rows[-1].epoch:,}"
            advice = "try a larger learning rate" + (", or less clipping" if clipped else "")
            yield ("still", 0), f"the training loss hardly changes ({change}), and the weights have moved by {say_share(moved)} in all; {advice}"

    @cached_property
    def _start(self) -> Mapping[str, Any]:
        return starting_state(self._plan)

    @cached_property
    def _blind(self) -> float:
        return best_constant(self._plan.loss, self._plan.loss_settings, self._rows, self._plan.network.outputs).loss


def _length(slopes: Array) -> float:
    # A sum of squares by a threaded library of linear algebra takes milliseconds where the processors are busy with training.
    return float(np.sqrt(np.square(slopes, dtype=np.float64).sum()))


def _flow(first: float, last: float, *, step: int) -> Warnings:
    if not last > 0 or not isfinite(first):
        return
    if first <= last / FAR_APART:
        words = "the gradient of layer 1 is less than a hundred-thousandth of that of the last layer"
        yield ("vanishing", 0), f"{words} after step {step:,}; try fewer layers, relu, or larger first weights"
    elif first >= last * FAR_APART:
        words = "the gradient of layer 1 is more than a hundred thousand times that of the last layer"
        yield ("exploding", 0), f"{words} after step {step:,}; try a smaller learning rate, smaller first weights, or clip_norm"


def _rising(rows: Sequence[EpochRow]) -> Warnings:
    if not rows:
        return
    lowest, last = min(rows, key=lambda row: row.training_loss), rows[-1]
    if last.training_loss > RISE * lowest.training_loss > 0:
        rise = f"{lowest.training_loss:.4g} after epoch {lowest.epoch:,} to {last.training_loss:.4g} after epoch {last.epoch:,}"
        yield ("rising", 0), f"the training loss rises, from {rise}; try a smaller learning rate"
