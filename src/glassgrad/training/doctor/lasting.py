"""Since when something is so, as far as the kept states tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from .finding import BEFORE_TRAINING, Finding
from .patient import Patient


def found_lasting(patient: Patient, look: Callable[[int], Finding | None]) -> Finding | None:
    """What a look at the state after a step finds at the end of the run, with the first of the states looked at from which on it was so without a break.

    What was so at the beginning, and no longer is, is told of the beginning. A kept state is not the step at which it began: that lies between it and
    the one before.
    """
    at_the_end = look(patient.last)
    if at_the_end is None or patient.last == BEFORE_TRAINING:
        return at_the_end if patient.last == BEFORE_TRAINING else look(BEFORE_TRAINING)
    first = at_the_end
    known = patient.last
    for before, _ in reversed(list(pairwise(patient.looked_at))):
        earlier = look(before)
        if earlier is None:
            return replace(at_the_end, since=known, exact=known - before == 1)
        first, known = earlier, before
    return first
