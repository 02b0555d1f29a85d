"""Many steps in a row: the tables on the devices, batches taken from them there, and the compiled step over one stretch after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Node

from .compiled_step import Carry, CompiledStep, on_this_machine
from .guest import house_rules
from .tables import Taker, hold


@dataclass(frozen=True, eq=False)
class Course:
    """The steps of one call. `numbers` are the first values of all leaves, `tables` and `series` those that change."""

    step: CompiledStep
    taker: Taker
    numbers: Mapping[Node, Any]
    tables: Mapping[Node, Any]
    series: Mapping[Node, npt.NDArray[Any]]
    rows: npt.NDArray[np.intp]

    def good_steps(self) -> tuple[Carry, npt.NDArray[Any]]:
        """The carry after the last good step, and the losses of the good steps; `refused` tells whether it is a refusal that stopped them."""
        wanted, refused = len(self.rows), np.zeros((), bool)
        while True:
            after, losses = self.steps(wanted)
            if after.completed == wanted:
                return after._replace(refused=refused), losses
            # The step that went wrong has spoilt the state, and keeping the one before would cost every step a copy: go there again.
            wanted, refused = int(after.completed), after.refused

    def steps(self, wanted: int) -> tuple[Carry, npt.NDArray[Any]]:
        """The carry after so many steps, or after the first one that was not good, and the first output of each (wanted, …)."""
        with house_rules(self.step.dtype):
            return self._steps(wanted)

    def _steps(self, wanted: int) -> tuple[Carry, npt.NDArray[Any]]:
        step, numbers = self.step, self.numbers
        carry, resting = step.start([numbers[leaf] for leaf in step.roles.state]), step.at_rest(numbers)
        series = {leaf: self.series[leaf] for leaf in step.roles.moving if leaf in self.series}
        tables = {leaf: self.tables[leaf] for leaf in step.roles.moving if leaf in self.tables and leaf not in series}
        standing = {leaf: step.standing(leaf, numbers[leaf]) for leaf in step.roles.moving if leaf not in tables and leaf not in series}
        held = {leaf: hold(table, step.places.everywhere, step.dtype) for leaf, table in tables.items()}
        found: list[Any] = []
        for first in range(0, wanted, step.length):
            stretch = slice(first, min(first + step.length, wanted))
            rows = self.rows[stretch]
            moving = standing | {leaf: self.taker.take(table, rows, length=step.length, place=step.place_of(leaf)) for leaf, table in held.items()}
            moving |= {leaf: step.series(leaf, values[stretch]) for leaf, values in series.items()}
            carry, outputs = step.run(carry, resting, moving, len(rows))
            found.append(outputs)
        return on_this_machine(carry), self._together(found)[:wanted]

    def _together(self, found: list[Any]) -> npt.NDArray[Any]:
        parts = [np.asarray(part) for (part,) in found]
        return np.concatenate(parts) if parts else np.zeros((0, *self.step.outputs[0].shape), self.step.dtype)
