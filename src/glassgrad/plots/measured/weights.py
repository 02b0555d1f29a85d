"""How the weights and biases of each layer are spread, after steps all over a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.plan import Array, Plan

from ..curve_parts.number_axis import tick_words
from .path import say_after, spread, states_along
from .which_layers import checked_layer, said_left_out, thinned

MOST_LAYERS = 6
FEW = 48
"""So many weights are followed one by one; of more, a histogram is made."""
FEWEST_BINS, MOST_BINS = 12, 48
MOST_BYTES = 2**28
"""Of the weights that are held at once: of a very large network fewer steps are looked at."""
SHARES = (0.05, 0.5, 0.95)
"""Below the lowest line lie 5 of 100 weights, above the highest one as many."""


@dataclass(frozen=True, eq=False, kw_only=True)
class WeightHistory:
    """The values of many weights after some steps, 0 for before the first one. Shapes: steps (steps,), values (steps, weights).

    >>> history = WeightHistory(name="weights of layer 1", steps=np.array([0, 10]), values=np.array([[-1.0, 1.0, 0.0], [-2.0, 4.0, 0.0]]))
    >>> history.says
    'weights of layer 1: 3 values, from −1 … 1 before the first step to −2 … 4 after step 10'
    """

    name: str
    steps: Array
    values: Array

    @property
    def count(self) -> int:
        """How many weights there are."""
        return int(self.values.shape[1])

    @property
    def few(self) -> bool:
        """Whether there are so few that each can be followed."""
        return self.count <= FEW

    @cached_property
    def quantiles(self) -> Array:
        """The values below which 5, 50 and 95 of 100 weights lie. Shape: (3, steps)."""
        return np.quantile(self.values, SHARES, axis=1)

    @cached_property
    def edges(self) -> Array:
        """Where the bins of the histograms begin and end, over all steps; 0 is the middle of one: idle weights gather there. Shape: (bins + 1,)."""
        low, high = float(self.values.min()), float(self.values.max())
        bins = np.clip(2 * np.sqrt(self.count), FEWEST_BINS, MOST_BINS)
        width = max(high - low, 1e-6 * max(abs(low), abs(high)), 1e-12) / bins
        return np.asarray((np.arange(np.floor(low / width), np.ceil(high / width) + 2) - 0.5) * width)

    @cached_property
    def shares(self) -> Array:
        """The share of the weights in each bin, after each step. Shape: (steps, bins)."""
        return np.array([np.histogram(row, self.edges)[0] for row in self.values]) / self.count

    @property
    def says(self) -> str:
        """What they are, and between which values they lie first and last, in words."""
        first, last = (_range(row) for row in (self.values[0], self.values[-1]))
        ranges = f"from {first} {say_after(int(self.steps[0]))} to {last} {say_after(int(self.steps[-1]))}" if len(self.steps) > 1 else first
        return f"{self.name}: {say_count(self.count, 'value')}, {ranges}"


@dataclass(frozen=True, eq=False)
class LayerWeights:
    """The histories of several layers: of each its weights, and its biases if it has them. `note` says what was left out."""

    layers: tuple[tuple[WeightHistory, ...], ...]
    note: str = ""


def weight_histories(run: Run, *, layer: int | None = None, count: int = 40) -> LayerWeights:
    """The weights and biases of a layer, or of all, at most so many, after at most `count` steps spread over the run.

    Raises: SettingError for a layer that is not there, or fewer than 2 steps; RunFileError if the run cannot be made again.
    """
    plan = run.plan
    layers = [checked_layer(plan, layer)] if layer is not None else thinned(range(1, len(plan.network.layers) + 1), MOST_LAYERS)
    if count < 2:
        raise SettingError(f"count is {count!r:.40}; expected at least 2 steps, the first weights and the last ones")
    steps = spread(run.steps, min(count, _most_steps(plan)))
    states = states_along(run, steps)
    found = tuple(
        tuple(
            WeightHistory(name=name, steps=np.array(steps), values=np.array([np.ravel(state[own]) for state in states], dtype=np.float64))
            for own, name in _parameters(plan, number)
        )
        for number in layers
    )
    return LayerWeights(found, said_left_out(len(layers), len(plan.network.layers), "layer") if layer is None else "")


def _parameters(plan: Plan, layer: int) -> Sequence[tuple[str, str]]:
    """The names of the parameters of a layer, and what people call them."""
    nodes = plan.step(plan.batch).layers[layer - 1]
    named = [(nodes.weights.name, f"weights of layer {layer}")]
    return named if nodes.bias is None else [*named, (nodes.bias.name, f"biases of layer {layer}")]


def _most_steps(plan: Plan) -> int:
    return max(8, MOST_BYTES // (plan.network.parameter_count * plan.dtype.itemsize))


def _range(row: Array) -> str:
    low, high = (tick_words(float(f"{one:.3g}")) for one in (row.min(), row.max()))
    return f"{low} … {high}" if low != high else low
