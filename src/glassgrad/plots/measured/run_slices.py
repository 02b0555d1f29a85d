"""The slices through the loss that the steps of a run saw: each replayed, with its own batch, masks and penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.explain.side_by_side import root_mean_square
from glassgrad.graph import Graph, Node, SettingError
from glassgrad.readers import evaluate
from glassgrad.training import Run
from glassgrad.training.entries import entry_named
from glassgrad.training.plan import Plan
from glassgrad.training.replay import ReplayedStep
from glassgrad.writing.spelled import spelled_name

from .directions import Layout
from .entry_names import typed_entry
from .losses import loss_name
from .path import climbed, early_spread, states_along
from .slice import POINTS, LossSlice, WeightStep, are_flat, measure_close, measure_slices

MOST_STEPS, USUAL_STEPS, MOST_WEIGHTS = 8, 4, 6
REACH = 4.0
"""The bottom of a parabola is shown if it is no farther from its step than so many times the weight's way, or the size of such weights."""
SHORT = 0.1
"""A step shorter than this share of the picture's width is hard to see."""
LEAST = 0.2
"""The size of weights that begin at 0, as a share of that of all of them."""
LOOKED_AT, MOST_NUMBERS = 40, 10_000_000
"""States of the run in which the weight that moves most is looked for, and weights of all of them together."""


@dataclass(frozen=True, eq=False, kw_only=True)
class RunSlices:
    """The slices of several steps along each of some weights. `loss` names what the run lowers.

    `close`: of a single weight, the same slices up close, if the steps are too short to be seen. `chosen`: the weight was chosen here, by how far it moves.
    `causes` say why a curve differs from step to step. `left_out`: the first of the steps that are not shown since the run diverges, 0 for none.
    """

    slices: tuple[tuple[LossSlice, ...], ...]
    close: tuple[LossSlice, ...]
    loss: str
    chosen: bool
    causes: tuple[str, ...]
    left_out: int = 0


def run_slices(run: Run, *, weights: tuple[str, ...] = (), steps: tuple[int, ...] = (), points: int = POINTS) -> RunSlices:
    """The slices of chosen steps of a run along chosen weights; without `weights`, along the one that moves the farthest; without `steps`, at a few.

    Of a run that diverges these are steps before its loss has grown a thousandfold, and that weight is the one that moves the farthest until then.
    Raises: SettingError for a weight or a step that is not there, or for too many of them; RunFileError for a run opened without its data.
    """
    last = run.steps if steps else _last_in_proportion(run)
    numbers = _checked_steps(run, steps, last)
    written = tuple(dict.fromkeys(weights)) or (_most_moved(run, last),)
    if len(written) > MOST_WEIGHTS:
        raise SettingError(f"weights names {len(written)} of them; at most {MOST_WEIGHTS} are drawn on one picture")
    entries = [entry_named(one, Layout.of(run.plan.network).shapes) for one in written]
    replayed = [run.step(number) for number in numbers]
    seen = [_SeenStep(one, _loss_after(one)) for one in replayed]
    slices = tuple(_slices(seen, *entry, points) for entry in entries)
    return RunSlices(
        slices=slices,
        close=_close(seen, *entries[0], slices[0]) if len(entries) == 1 else (),
        loss=loss_name(run.plan),
        chosen=not weights,
        causes=_causes(run.plan, replayed),
        left_out=last + 1 if last < run.steps else 0,
    )


def usual_steps(last: int, count: int = USUAL_STEPS) -> tuple[int, ...]:
    """A few steps from 1 to the last one, each some factor after the one before, in round numbers.

    >>> usual_steps(300), usual_steps(3), usual_steps(1)
    ((1, 7, 40, 300), (1, 2, 3), (1,))
    """
    between = np.geomspace(1, last, count)[1:-1]
    return tuple(sorted({1, last, *(min(last, round(float(f"{one:.1g}"))) for one in between)}))


def _last_in_proportion(run: Run) -> int:
    """The last step that begins at a loss which is not out of all proportion to the first one."""
    above = np.flatnonzero(climbed(run.losses))
    return min(run.steps, int(above[0])) if len(above) else run.steps


def _checked_steps(run: Run, steps: Sequence[int], last: int) -> tuple[int, ...]:
    if not run.steps:
        raise SettingError("this run has made no step yet, so there is no slice that a step saw")
    if len(set(steps)) > MOST_STEPS:
        raise SettingError(f"steps names {len(set(steps))} of them; at most {MOST_STEPS} can be told apart")
    return tuple(sorted(set(steps))) or usual_steps(last)


def _most_moved(run: Run, last: int) -> str:
    layout = Layout.of(run.plan.network)
    count = int(np.clip(MOST_NUMBERS // layout.count, 2, LOOKED_AT))
    states = np.stack([layout.flat(state) for state in states_along(run, early_spread(last, count))])
    return layout.most_moved(states, 1)[0]


@dataclass(frozen=True, eq=False)
class _SeenStep:
    """A replayed step, and the loss on its batch once all weights have moved."""

    step: ReplayedStep
    after: float

    def along(self, name: str, place: tuple[int, ...]) -> WeightStep:
        """The step as one entry of a weight sees it."""
        nodes = self.step.nodes
        return WeightStep(
            number=self.step.number, total=nodes.total, values=_leaf_values(self.step), leaf=nodes.parameters[name], entry=place, after=self.after,
            old=float(self.step.old[name][place]), new=float(self.step.new[name][place]), slope=float(self.step.gradients[name][place]),
            typed=typed_entry(name, place),
        )  # fmt: skip


def _slices(seen: Sequence[_SeenStep], name: str, place: tuple[int, ...], points: int) -> tuple[LossSlice, ...]:
    steps = [one.along(name, place) for one in seen]
    return measure_slices(steps, weight=_spelled(name, place), points=points, size=_size(seen, name), reach=REACH)


def _close(seen: Sequence[_SeenStep], name: str, place: tuple[int, ...], slices: Sequence[LossSlice]) -> tuple[LossSlice, ...]:
    """The slices up close, if most of the steps would be hard to see otherwise."""
    width = float(np.ptp(slices[0].at))
    if not are_flat(slices) and np.median([abs(one.move) for one in slices]) >= SHORT * width:
        return ()
    return measure_close([one.along(name, place) for one in seen], weight=_spelled(name, place), size=_size(seen, name))


def _leaf_values(step: ReplayedStep) -> dict[Node, Any]:
    return {leaf: step.values[leaf] for leaf in Graph((step.nodes.total,)).leaves}


def _loss_after(step: ReplayedStep) -> float:
    given = _leaf_values(step) | {leaf: step.new[name] for name, leaf in step.nodes.parameters.items()}
    return float(evaluate(step.nodes.total, given)[step.nodes.total])


def _size(seen: Sequence[_SeenStep], name: str) -> float:
    """How large the weights of an array are before the steps: the largest root of the mean of their squares; where they are still 0, as large as others."""
    own = max(float(root_mean_square(np.asarray(one.step.old[name], dtype=np.float64))) for one in seen)
    every = np.concatenate([one.ravel() for one in seen[0].step.old.values()], dtype=np.float64)
    return max(own, LEAST * float(root_mean_square(every)))


def _spelled(name: str, place: tuple[int, ...]) -> str:
    return spelled_name(typed_entry(name, place))


def _causes(plan: Plan, steps: Sequence[ReplayedStep]) -> tuple[str, ...]:
    others = "the other weights move too" if plan.network.parameter_count > 1 else ""
    rows = "each step sees a batch of its own" if any(set(one.rows.tolist()) != set(steps[0].rows.tolist()) for one in steps) else ""
    masks = "dropout leaves out other units" if steps[0].nodes.masks else ""
    return tuple(filter(None, (others, rows, masks)))
