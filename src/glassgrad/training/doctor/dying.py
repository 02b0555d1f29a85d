"""Since which step a unit is dead: the kept states first, then the steps between two of them, halved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from .patient import Patient
from .probe import Array, spread

MOST_KEPT = 32
"""Kept states that are looked at, evenly spaced."""
MOST_STEPS, MOST_PRODUCTS = 20_000, 10**10
"""Steps that are made again, in all, to find the exact step, and as many as weights times rows of a batch allow: a few seconds. Beyond that, the next
state that was looked at has to do."""


@dataclass(frozen=True, order=True)
class Death:
    """The step after which a unit is dead; `exact` if after the step before it was not, else it died at some time since the state looked at before."""

    step: int
    exact: bool = True

    def __str__(self) -> str:
        return "from the start" if not self.step else f"since step {self.step:,}" if self.exact else f"seen after step {self.step:,}"


@dataclass(eq=False)
class Search:
    """What is known of the units: (layer, step) → which are dead. `steps_left` may still be made again; None at first for the usual number."""

    patient: Patient
    steps_left: int | None = None

    def __post_init__(self) -> None:
        if self.steps_left is None:
            rows = self.patient.plan.batch if self.patient.plan is not None else 1
            self.steps_left = min(MOST_STEPS, MOST_PRODUCTS // (self.patient.network.parameter_count * rows))
        self.known = {step: self.patient.silent_after(step) for step in spread(np.array(self.patient.kept), MOST_KEPT).tolist()}

    def since(self, layer: int, unit: int) -> Death:
        """The last step after which the unit died that the known states tell of; 0 if it never lived."""
        low, high = self._bracket(layer, unit)
        return self._halved(low, high, lambda dead: bool(dead[layer][unit]))

    def earliest(self, units: Iterable[tuple[int, int]]) -> Death:
        """The death of that one of the units, (layer, unit), that died first."""
        brackets = {(layer, unit): self._bracket(layer, unit) for layer, unit in units}
        low, high = min(brackets.values())
        first = [unit for unit, bracket in brackets.items() if bracket == (low, high)]
        return self._halved(low, high, lambda dead: any(dead[layer][unit] for layer, unit in first))

    def _bracket(self, layer: int, unit: int) -> tuple[int, int]:
        """The last known state in which it lived, and the next one; (−1, 0) if there is none."""
        alive = max((step for step, dead in self.known.items() if not dead[layer][unit]), default=-1)
        return alive, min(step for step in self.known if step > alive)

    def _halved(self, low: int, high: int, is_dead: Callable[[dict[int, Array]], bool]) -> Death:
        if low < 0:
            return Death(0)
        while high - low > 1:
            middle = (low + high) // 2
            if middle not in self.known and not self._look(middle):
                return Death(high, exact=False)
            low, high = (low, middle) if is_dead(self.known[middle]) else (middle, high)
        return Death(high)

    def _look(self, step: int) -> bool:
        """Whether there was still time to make the steps again, from the kept state before."""
        cost = step - max(one for one in self.patient.kept if one <= step)
        if self.steps_left is None or cost > self.steps_left:
            return False
        self.steps_left -= cost
        self.known[step] = self.patient.silent_after(step)
        return True
