"""One weight over the whole run: every step is made again, at full speed, and that one number is kept of each."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import Node, RunFileError
from glassgrad.nn import TrainingStep

from .entries import entry_named
from .plan import Plan
from .replay import factors_of
from .run_file import RunFile
from .stepping import checked_state, open_session, walk

Array = np.ndarray[Any, Any]


def weight_history(plan: Plan, file: RunFile, entry: str, *, last: int) -> Array:
    """The values of one entry of a weight, or of what the optimizer remembers of it: before the first step, and after each. Shape: (steps + 1,).

    Raises: SettingError for an entry that is not there; RunFileError if it does not end where the run did.
    """
    name, place = entry_named(entry, {leaf.name: leaf.shape for leaf in plan.step(plan.batch).graph.updates})
    start = checked_state(plan, file.snapshot(0), 0)
    session = open_session(plan, start, measured=False, watched=lambda step: _entry_after(step, name, place))
    made: list[Array] = [np.array([start[name][place]], dtype=plan.dtype)]
    whole = walk(plan, session, 0, last, factors_of(plan, file), told=made.append)
    history = np.concatenate(made)
    kept = file.snapshot(last)[name][place]
    if not whole or not np.isclose(history[-1], kept, rtol=1e-3, atol=1e-6):
        raise RunFileError(f"made again from its start, the run ends with {entry} = {history[-1]:.9g}, but it ended with {kept:.9g}; the run file was changed")
    history.flags.writeable = False
    return history


def _entry_after(step: TrainingStep, name: str, place: tuple[int, ...]) -> Node:
    new = next(new for leaf, new in step.graph.updates.items() if leaf.name == name)
    return new[place] if place else new * 1
