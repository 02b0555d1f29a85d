"""How large the gradient of each layer's weights is, step by step: from the steps of the run, computed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.engine import Program
from glassgrad.explain.side_by_side import root_mean_square
from glassgrad.graph import Graph, Node, SettingError
from glassgrad.nn import TrainingStep
from glassgrad.training import Run
from glassgrad.training.doctor.checks.gradient_flow import APART
from glassgrad.training.doctor.finding import say_number
from glassgrad.training.plan import Array, Plan, State
from glassgrad.training.replay import factors_of
from glassgrad.training.stepping import given_to_step

from ..curve_parts.number_axis import tick_words
from .path import spread, states_along
from .which_layers import said_left_out, thinned

MOST_STEPS, MOST_LAYERS = 60, 8
MOST_BYTES = 2**28
"""Of the weights that are held at once: of a very large network fewer steps are looked at."""


@dataclass(frozen=True, eq=False, kw_only=True)
class GradientSizes:
    """The root mean square of the gradient of each layer's weights, at some steps. Shapes: steps (steps,), sizes (layers, steps).

    Formula: √(mean of (∂L/∂w)² over the weights w of the layer), 0 where no gradient arrives. `note` says what was left out.

    >>> sizes = GradientSizes(steps=np.array([1, 2]), names=("layer 1", "layer 2"), sizes=np.array([[1e-6, 2e-6], [0.1, 0.1]]))
    >>> sizes.says
    'The gradient of layer 1 is 1/67,000 of that of layer 2 in the median of the steps shown (1/100,000 at step 1): it vanishes on its way back.'
    """

    steps: Array
    names: tuple[str, ...]
    sizes: Array
    note: str = ""

    @property
    def zeros(self) -> Array:
        """At how many of the steps the gradient of a layer is exactly 0. Shape: (layers,)."""
        return np.asarray((self.sizes == 0).sum(axis=1))

    @property
    def ratios(self) -> tuple[float, float]:
        """First layer to last layer: at the first of the steps, and the median over all; without the steps at which the last one has no gradient.

        Not-a-number if it has none at any.
        """
        first, last = self.sizes[0], self.sizes[-1]
        with np.errstate(over="ignore"):
            shares = first[last > 0] / last[last > 0]
        return (float(shares[0]), float(np.median(shares))) if len(shares) else (float("nan"), float("nan"))

    @property
    def spans(self) -> float:
        """The largest size to the smallest that is not 0; 1 if all are 0."""
        some = self.sizes[self.sizes > 0]
        with np.errstate(over="ignore"):
            return float(some.max() / some.min()) if len(some) else 1.0

    @property
    def says(self) -> str:
        """How the gradient of the first layer compares to that of the last, in a sentence; "" for a single layer."""
        first, last = self.names[0], self.names[-1]
        if len(self.names) < 2:
            return ""
        if not self.sizes.any():
            return "No weight has a gradient at any of the steps."
        for name, sizes in ((last, self.sizes[-1]), (first, self.sizes[0])):
            if not sizes.any():
                return f"{name[0].upper()}{name[1:]} has no gradient at any of the steps."
        begins, usual = self.ratios
        if usual == 0:
            return f"At most of the steps no gradient arrives at {first}."
        when = f" in the median of the steps shown ({_share(begins)} at step {self.steps[self.sizes[-1] > 0][0]:,})" if len(self.steps) > 1 else ""
        fate = "vanishes" if min(begins, usual) <= 1 / APART else "explodes" if max(begins, usual) >= APART else ""
        told = f"The gradient of {first} is {_share(usual)} {'of' if usual < 1 else 'times'} that of {last}{when}"
        return f"{told}: it {fate} on its way back." if fate else f"{told}."


def gradient_sizes(run: Run) -> GradientSizes:
    """The sizes of the gradients of the layers, at most so many, at up to 60 steps of the run, each on its own batch.

    Of what the step lowers, with penalties and dropout, before any clipping.
    Raises: SettingError for a run that has made no step; RunFileError if it cannot be made again.
    """
    plan, last = run.plan, run.steps
    if not last:
        raise SettingError("this run has made no step yet, so there are no gradients to show")
    steps = [step + 1 for step in spread(last - 1, _most_steps(plan))]
    layers = thinned(range(1, len(plan.network.layers) + 1), MOST_LAYERS)
    states = states_along(run, [step - 1 for step in steps])
    programs = {rows: _program(plan, rows, layers) for rows in {len(plan.rows_of_step(step)) for step in steps}}
    factors = factors_of(plan, run.file)
    sizes = []
    for step, state in zip(steps, states, strict=True):
        given = given_to_step(plan, step, factors((step - 1) // plan.steps_per_epoch + 1))
        sizes.append(_sizes(programs[len(plan.rows_of_step(step))], plan.step(len(plan.rows_of_step(step))), given, state))
    return GradientSizes(
        steps=np.array(steps),
        names=tuple(f"layer {layer}" for layer in layers),
        sizes=np.array(sizes).T,
        note=said_left_out(len(layers), len(plan.network.layers), "layer"),
    )


def _program(plan: Plan, rows: int, layers: Sequence[int]) -> Program:
    """The gradients of the weights of these layers, on batches of so many rows."""
    nodes = plan.step(rows)
    wanted = tuple(nodes.gradients[nodes.layers[layer - 1].weights] for layer in layers)
    return plan.engine().compile(Graph(outputs=wanted), dtype=plan.dtype, threads=plan.threads)


def _sizes(program: Program, nodes: TrainingStep, given: Mapping[Node, Any], state: State) -> list[float]:
    values = program.run({**given, **{leaf: state[name] for name, leaf in nodes.parameters.items()}})
    return [float(root_mean_square(np.asarray(values[node], dtype=np.float64))) for node in program.graph.outputs]


def _most_steps(plan: Plan) -> int:
    return int(np.clip(MOST_BYTES // (plan.network.parameter_count * plan.dtype.itemsize), 8, MOST_STEPS))


def _share(ratio: float) -> str:
    """A ratio as one says it: 1/66,667, 0.35, 12."""
    if 0 < ratio < 0.1:
        return f"1/{_whole(1 / ratio)}"
    return _whole(ratio) if ratio >= 10 else say_number(float(f"{ratio:.2g}"))


def _whole(value: float) -> str:
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if rounded < 1e6 else tick_words(rounded)
