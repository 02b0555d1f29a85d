"""The loss over a plane through weight space, with the paths of runs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.training.plan import Array, Plan, State

from .alike import check_alike, labels_of
from .directions import Layout, Matrix, Vector
from .losses import LossFunction, loss_name
from .out_of_frame import WayOut, followed, way_out
from .path import climbed, early_spread, say_after, states_along
from .planes import TOO_FEW, Plane, Wanted, choose_plane

POINTS = 41
"""Points of a grid on each side: finer than the eye, and 1,681 losses in all."""
MOST_STEPS = 200
MOST_NUMBERS = 10_000_000
"""Weights of all states of a path together, so that a large network's path does not fill the memory."""
MOST_PRODUCTS = 1e11
"""Products of a weight and a number, over all rows and all places: a few seconds. A larger network is measured on fewer rows."""
FEWEST_ROWS = 500
OFF = 1e-6
"""A path that is no farther from the plane than this share of its length lies in it: it is rounding."""
MARGIN = 1.25
"""How much wider than its paths a picture is."""
WIDE = 1.35
"""Width of a picture by its height, both in the units of the weights, so that a steepest step is at right angles to the contours."""


@dataclass(frozen=True, eq=False)
class PathOnPlane:
    """The way of a run as it is seen from a plane: where it is after some steps, with its true loss there. Shapes: all (steps,).

    `away` is how far the true weights lie from the plane, and `beneath` the loss of the plane where they are seen on it; none for a path that lies in it.
    `goes_on`: the last step of the run and its loss there, where that lies so far beyond that the path is not drawn to its end; `out`: where it leaves
    the picture then, if it does.
    """

    label: str
    steps: tuple[int, ...]
    xs: Vector
    ys: Vector
    losses: Vector
    away: Vector | None = None
    beneath: Vector | None = None
    goes_on: tuple[int, float] | None = None
    out: WayOut | None = None

    @property
    def drawn(self) -> tuple[Vector, Vector, Vector]:
        """What is drawn of it: places and losses, over the edge of the picture if it leaves it. Shapes: all (steps,), or one more."""
        if self.out is None:
            return self.xs, self.ys, self.losses
        return np.append(self.xs, self.out.x), np.append(self.ys, self.out.y), np.append(self.losses, self.out.about)

    @property
    def length(self) -> float:
        """About how far it goes on the plane: the diagonal of the box around it."""
        return float(np.hypot(np.ptp(self.xs), np.ptp(self.ys)))

    @property
    def climbs(self) -> bool:
        """Whether its loss comes to far more than that at its start."""
        return bool(climbed(self.losses).any())

    @property
    def in_plane(self) -> Vector:
        """Whether each of its places is one of the plane, so that its loss there is the plane's. Shape: (steps,)."""
        return np.ones(len(self.steps), dtype=bool) if self.away is None else np.asarray(self.away <= OFF * self.length)

    @property
    def farthest(self) -> float:
        """How far from the plane it goes, at most."""
        return 0.0 if self.away is None else float(self.away.max(initial=0.0))

    @property
    def lies_in_it(self) -> bool:
        """Whether all of it lies in the plane."""
        return bool(self.in_plane.all())

    @property
    def on_plane(self) -> Vector:
        """The loss of the plane where the path is seen on it, not a number where that is not known. Shape: (steps,)."""
        return np.where(self.in_plane, self.losses, np.nan if self.beneath is None else self.beneath)


@dataclass(frozen=True, eq=False)
class LossSurface:
    """The loss at every crossing of a grid. Shapes: xs (columns,), ys (rows,), losses (rows, columns), which may hold infinities and not-a-numbers.

    `loss` names it; `says` are sentences about what is not on the axes.
    """

    xs: Vector
    ys: Vector
    losses: Matrix
    x_label: str
    y_label: str
    loss: str = "loss"
    title: str = "The loss"
    says: str = ""
    paths: tuple[PathOnPlane, ...] = ()


def why_no_surface(plan: Plan) -> str:
    """Why there is no surface of a run: a network of a single weight has a curve."""
    return TOO_FEW if plan.network.parameter_count < 2 else ""


def measure_surface(
    runs: Sequence[Run], *, plane: str = "", weights: tuple[str, ...] = (), points: int = POINTS, steps: tuple[int, ...] = (), seed: int = 0
) -> LossSurface:
    """The loss over a plane through weight space, and on it the paths of runs, which must share their network, loss and data.

    The plane goes through the weights after the last step of the first run. With one of `steps`, through those after that step; with several, each path
    is drawn from the first to the last of them only, and the plane goes through the last. A run that jumps far beyond all others is drawn to the edge.
    Raises: SettingError for runs that have no surface in common, and for a plane, weights or steps that are not there.
    """
    if not runs:
        raise SettingError("there is no run to draw; give one, or a list of them")
    if points < 2:
        raise SettingError(f"points is {points}; a grid needs at least 2 on each side")
    plans = [run.plan for run in runs]
    check_alike(plans)
    layout, loss = Layout.of(plans[0].network), LossFunction(plans[0], _rows(plans[0], points))
    walks, whole = [_walk(run, steps, layout.count) for run in runs], len(steps) > 1
    ways = [_way(run, walk, loss, whole=whole) for run, walk in zip(runs, walks, strict=True)]
    flat = [np.stack([layout.flat(state) for state in way.states]) for way in ways]
    near = [len(one) for one in flat] if whole else followed([way.losses for way in ways], flat)
    counted = [one[:count] for one, count in zip(flat, near, strict=True)]
    through, where = _through(runs, steps, ways, near, layout)
    chosen = choose_plane(plane, Wanted(layout, np.concatenate(counted), through, where, tuple(weights), seed, runs=len(runs)))
    xs, ys = _grid(chosen.project(np.concatenate(counted))[0], chosen, points)
    paths = tuple(_path(chosen, *one, loss, None if whole else (xs, ys)) for one in zip(labels_of(plans), ways, flat, strict=True))
    return LossSurface(
        xs=xs,
        ys=ys,
        losses=loss.of_many(chosen.states(xs, ys)).reshape(len(ys), len(xs)),
        x_label=chosen.labels[0],
        y_label=chosen.labels[1],
        loss=loss_name(plans[0]),
        title=chosen.title,
        says=" ".join(filter(None, (chosen.says, _sampled(plans[0], loss)))),
        paths=paths,
    )


def _rows(plan: Plan, points: int) -> Array:
    """The training rows, or so many of them, evenly spaced, that a large network does not take minutes."""
    rows = plan.split.training
    affordable = int(MOST_PRODUCTS / (points**2 * plan.network.parameter_count))
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), max(FEWEST_ROWS, affordable))).astype(np.intp)]


def _sampled(plan: Plan, loss: LossFunction) -> str:
    every = len(plan.split.training)
    return f"The loss is that of {len(loss.rows):,} of the {every:,} training rows, evenly spaced." if len(loss.rows) < every else ""


def _walk(run: Run, steps: tuple[int, ...], weights: int) -> tuple[int, ...]:
    """The steps that a path is drawn through: the earlier, the closer together."""
    first, last = (min(steps), max(steps)) if len(steps) > 1 else (0, run.steps)
    between = early_spread(last - first, min(MOST_STEPS, max(2, MOST_NUMBERS // weights)))
    return tuple(first + step for step in between)


@dataclass(frozen=True, eq=False)
class _Way:
    """A run's states after some of its steps, with its loss there; `goes_on` as of a path."""

    steps: tuple[int, ...]
    states: list[State]
    losses: Vector
    goes_on: tuple[int, float] | None = None


def _way(run: Run, walk: tuple[int, ...], loss: LossFunction, *, whole: bool) -> _Way:
    """The way of a run; unless the `whole` of it is wanted, no farther than to the step with which its loss has come to be far above that at the start."""
    states = states_along(run, walk)
    losses = loss.of_many(states)
    above = np.flatnonzero(climbed(losses))
    end = len(walk) if whole or not len(above) else int(above[0]) + 1
    if end < len(walk) and not np.isfinite(losses[end - 1]):
        end -= 1
    return _Way(walk[:end], states[:end], losses[:end], (walk[-1], float(losses[-1])) if end < len(walk) else None)


def _through(runs: Sequence[Run], steps: tuple[int, ...], ways: Sequence[_Way], near: Sequence[int], layout: Layout) -> tuple[Vector, str]:
    """The state that the plane goes through, and what it is called: of the first run, if that does not jump out of the picture."""
    if len(steps) == 1:
        return layout.flat(states_along(runs[0], steps)[0]), _after(steps[0], 0, len(runs))
    first = next(place for place, (way, count) in enumerate(zip(ways, near, strict=True)) if count == len(way.steps))
    return layout.flat(ways[first].states[-1]), _after(ways[first].steps[-1], first, len(runs))


def _after(step: int, which: int, runs: int) -> str:
    return f"{say_after(step)} of {'the first run' if not which else f'run {which + 1}'}" if runs > 1 else say_after(step)


def _path(plane: Plane, label: str, way: _Way, flat: Matrix, loss: LossFunction, frame: tuple[Vector, Vector] | None) -> PathOnPlane:
    """The path of a run as far as it is in the frame, if there is one."""
    places, away = plane.project(flat)
    xs, ys = places.T
    count, out = (len(xs), None) if frame is None else way_out(way.steps, xs, ys, way.losses, frame)
    goes_on = way.goes_on if out is None else way.goes_on or (way.steps[-1], float(way.losses[-1]))
    path = PathOnPlane(label, way.steps[:count], xs[:count], ys[:count], way.losses[:count], away[:count], goes_on=goes_on, out=out)
    return path if path.lies_in_it else replace(path, beneath=loss.of_many(plane.state(x, y) for x, y in places[:count]))


def _grid(places: Matrix, plane: Plane, points: int) -> tuple[Vector, Vector]:
    """A grid around the places (places, 2), with a margin."""
    xs, ys = places.T
    half_height = max(_half(ys), _half(xs) / WIDE, plane.least) or 1.0
    return _around(xs, half_height * WIDE, points), _around(ys, half_height, points)


def _half(places: Vector) -> float:
    return MARGIN * float(np.ptp(places)) / 2


def _around(places: Vector, half: float, points: int) -> Vector:
    middle = (places.min() + places.max()) / 2
    return np.linspace(middle - half, middle + half, points)
