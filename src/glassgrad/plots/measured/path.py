"""The way of a run through weight space: its weights after chosen steps, from one walk through the run, bit for bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glassgrad.graph import RunFileError, SettingError
from glassgrad.training import Run
from glassgrad.training.plan import State
from glassgrad.training.replay import factors_of, state_after
from glassgrad.training.stepping import open_session, walk

CLIMBS = 1e3
"""A loss of more than so many times the first one is out of all proportion: the run diverges."""


def climbed(losses: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which losses of a run are far above its first one, or no finite numbers though the first one is. Shapes: (steps,) → (steps,).

    >>> climbed([0.7, 0.2, 600.0, 900.0, float("inf")]).tolist()
    [False, False, False, True, True]
    """
    every = np.asarray(losses, dtype=np.float64)
    first = abs(float(every[0])) if len(every) else 0.0
    with np.errstate(over="ignore"):
        return ~(every <= CLIMBS * first) if 0 < first < np.inf else np.zeros(len(every), dtype=bool)


def spread(last: int, count: int) -> tuple[int, ...]:
    """At most so many whole numbers from 0 to `last`, evenly, both ends among them.

    >>> spread(10, 3), spread(2, 5), spread(0, 4)
    ((0, 5, 10), (0, 1, 2), (0,))
    """
    return tuple(sorted(set(np.linspace(0, last, max(2, count)).round().astype(int).tolist())))


def early_spread(last: int, count: int) -> tuple[int, ...]:
    """At most so many whole numbers from 0 to `last`, the closer together the earlier: a run goes farthest in its first steps.

    >>> early_spread(1000, 6)
    (0, 40, 160, 360, 640, 1000)
    """
    return tuple(sorted(set((np.linspace(0, 1, max(2, count)) ** 2 * last).round().astype(int).tolist())))


def say_after(step: int) -> str:
    """When the weights are those after a step; 0 is before the first one.

    >>> say_after(0), say_after(1200)
    ('before the first step', 'after step 1,200')
    """
    return f"after step {step:,}" if step else "before the first step"


def states_along(run: Run, steps: Sequence[int]) -> list[State]:
    """The weights by name after each of these steps, 0 for those before the first one, in the order asked for.

    The run is made again from its nearest kept state to the last of the steps, once.
    Raises: SettingError for a step that the run did not make; RunFileError if the run cannot be made again.
    """
    plan, last = run.plan, run.steps
    for step in steps:
        if not 0 <= step <= last:
            raise SettingError(f"there is no state after step {step} in this run; it has those after the steps 0 (the first weights) to {last}")
    found: dict[int, State] = {}
    session, done = None, 0
    for step in sorted(set(steps)):
        if session is None:
            session, done = open_session(plan, state_after(plan, run.file, step), measured=False), step
        elif not walk(plan, session, done, step, factors_of(plan, run.file)):
            raise RunFileError(f"between step {done} and step {step} a number is not finite, though the run went on; the run file was changed")
        done, state = step, session.state
        found[step] = {one.name: np.array(state[one.name]) for one in plan.network.plans}
    return [found[step] for step in steps]
