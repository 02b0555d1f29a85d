"""`look_closer`: the slope of a function by moving its input a little, ever closer, until nothing but rounding changes it; and whether there is a kink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np

Function = Callable[[float], float]
"""How much the input is moved → the value of the function there."""

CLOSE = 1e-4
"""Relative difference up to which a slope so found and the derivative count as the same."""
DROWNED = 1e-2
"""Share of the derivative from which on the rounding of the two values is too coarse for a check."""
DECADES = 10
"""How often the move is made ten times smaller, at most."""
STEADY = 1.3
"""What does not change by more than this factor while the move becomes a hundred times smaller does not go away."""
JUMPS = 1e-7
"""Share of the values that a jump must have to stand out from rounding inside the function."""
TINY = (1e-13, 3e-14, 1e-14)
"""Moves that are too small for anything but rounding to show."""


@dataclass(frozen=True, slots=True)
class Look:
    """The values on both sides at one distance, and the rounding that is in each."""

    step: float
    above: float
    middle: float
    below: float
    noise: float

    @property
    def finite(self) -> bool:
        """Whether the function has a value on both sides."""
        return isfinite(self.above) and isfinite(self.below)

    @property
    def slope(self) -> float:
        """The central difference."""
        return (self.above - self.below) / (2 * self.step)

    @property
    def bend(self) -> float:
        """By how much the slopes on both sides differ, times the move."""
        return abs(self.above - 2 * self.middle + self.below)

    def drowns(self, derivative: float) -> bool:
        """Whether rounding hides a slope of this size."""
        return self.noise / self.step > DROWNED * abs(derivative) > 0

    def agrees(self, derivative: float) -> bool:
        """Whether the central difference is the derivative, as far as rounding lets one see."""
        size = max(abs(self.slope), abs(derivative)) if derivative else 1.0
        return not self.drowns(derivative) and abs(self.slope - derivative) <= CLOSE * size + self.noise / self.step


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it: the look to show, if there is any, and what is to be said of it."""

    shown: Look | None
    agrees: bool = False
    kink: bool = False
    lost: bool = False


def look_closer(moved: Function, at: float, derivative: float) -> Looked:
    """The first distance at which the slope agrees with the derivative; or why there is none."""
    looks = _looks(moved, at, derivative)
    if not looks:
        return Looked(None)
    if has_a_kink(looks):
        return Looked(looks[0], kink=True)
    found = next((look for look in looks if look.agrees(derivative)), None)
    if found is not None:
        return Looked(found, agrees=True)
    clear = [look for look in looks if not look.drowns(derivative)]
    return Looked(clear[-1], kink=True) if clear else Looked(min(looks, key=lambda look: look.noise / look.step), lost=True)


def has_a_kink(looks: list[Look]) -> bool:
    """Whether the slopes on both sides differ, and go on to differ however close one looks; or the values do."""
    clear = [look for look in looks if look.bend > 16 * look.noise][-3:]
    if len(clear) < 3:
        return False
    jumps = clear[-1].bend > JUMPS * max(abs(clear[-1].above), abs(clear[-1].below), abs(clear[-1].middle))
    return _steady([look.bend / look.step for look in clear]) or (jumps and _steady([look.bend for look in clear]))


def first_step(at: float) -> float:
    """A thousandth of the size of the input; not more for inputs up to 1000, where most functions bend."""
    return 10.0 ** (floor(log10(abs(at))) - 3) if abs(at) >= 1000 or 0 < abs(at) < 1 else 1e-3


def _looks(moved: Function, at: float, derivative: float) -> list[Look]:
    """From far to near, as long as the input itself moves; only those with a value on both sides."""
    middle, rounding = moved(0.0), _rounding(moved, at)
    found = []
    for decade in range(DECADES):
        step = float(f"{first_step(at) / 10**decade:.0e}")
        if step < 1e4 * np.spacing(abs(at)):
            break
        above, below = moved(step), moved(-step)
        if isfinite(above) and isfinite(below):
            noise = max(rounding, float(np.spacing(max(abs(above), abs(below)))))
            found.append(Look(step, above, middle, below, noise))
            if found[-1].bend == 0 and found[-1].agrees(derivative):
                break
    return found


def _rounding(moved: Function, at: float) -> float:
    """How rough the function is where it should be flat; what is too much for rounding is a jump, and not counted."""
    size, middle = max(abs(at), first_step(at)), moved(0.0)
    found = [(above, below, abs(above - 2 * middle + below)) for above, below in ((moved(size * tiny), moved(-size * tiny)) for tiny in TINY)]
    return max((bend for above, below, bend in found if bend <= JUMPS * max(abs(above), abs(below), abs(middle))), default=0.0)


def _steady(numbers: list[float]) -> bool:
    return max(numbers) <= STEADY * min(numbers)
