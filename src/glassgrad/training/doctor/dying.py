"""Since which step a unit is dead: the kept states first, then the steps between two of them, halved."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .patient import Patient
from .probe import Array, spread

MOST_KEPT, MOST_LOOKS = 64, 200
"""States that are looked at for one layer: so many of those that are kept, evenly spaced, and with those between so many in all; beyond that, a unit is
said to be dead since the next state that was looked at."""


def dead_since(patient: Patient, layer: int, units: Iterable[int]) -> dict[int, int]:
    """Unit → the step after which it is dead, after whose predecessor it was not: the last such step that the kept states tell of; 0 if it never lived."""
    kept = sorted({0, patient.last, *(patient.run.file.snapshot_steps() if patient.run is not None else ())})
    looked_at = spread(np.array([step for step in kept if step <= patient.last]), MOST_KEPT)
    known = {step: patient.silent_after(step)[layer] for step in looked_at.tolist()}
    return {int(unit): _since(patient, layer, int(unit), known) for unit in units}


def _since(patient: Patient, layer: int, unit: int, known: dict[int, Array]) -> int:
    alive = [step for step, dead in known.items() if not dead[unit]]
    if not alive:
        return 0
    low = max(alive)
    high = min(step for step in known if step > low)
    while high - low > 1 and len(known) < MOST_LOOKS:
        middle = (low + high) // 2
        known[middle] = patient.silent_after(middle)[layer]
        low, high = (low, middle) if known[middle][unit] else (middle, high)
    return high
