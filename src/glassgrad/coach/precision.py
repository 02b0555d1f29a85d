"""How well a written number agrees with a computed one. The writer decides the precision: 0.7513 claims four digits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from .folding import fold, is_number, numbers_of
from .reading.tree import Literal, Operated, Tree

SAME = 1e-9
"""Relative difference below which two numbers are the same: the machine rounds, too."""
WHOLE = 2e-3
"""Relative difference up to which a whole number may stand for another."""
NOTHING = 1e-12
"""What a written 0 may differ from a computed number that should vanish."""
ENOUGH_DIGITS = 3
"""A number of so many significant digits may be off by one in the last place: its writer rounded on the way."""


class Fit(IntEnum):
    """How a claim agrees with a value, the better the larger."""

    NO = 0
    NEAR = 1
    """Off by no more than one unit of the last place, or cut off instead of rounded."""
    ROUNDED = 2
    """The value, rounded to the places that are written."""
    EXACT = 3


@dataclass(frozen=True, eq=False, slots=True)
class Claim:
    """Numbers as they are written; `unit` is one unit of the last written place of each, `rough` that the writer said ≈."""

    value: Any
    unit: Any
    rough: bool = False

    def entry(self, index: tuple[int, ...]) -> Claim:
        """One entry of it."""
        return Claim(self.value[index], self.unit[index], self.rough)


def claim_of(tree: Tree, *, rough: bool = False) -> Claim | None:
    """What a written number, or an array of them, claims; None for anything else."""
    return Claim(numbers_of(tree), _units(tree), rough) if is_number(tree) else None


def _units(tree: Tree) -> Any:
    def combine(one: Tree, parts: list[Any]) -> Any:
        if isinstance(one, Literal):
            return np.float64(one.unit)
        if isinstance(one, Operated):
            return parts[0] if one.sign == "neg" else parts[0].T
        return np.stack(parts)

    return fold(tree, combine)


def fit(claim: Claim, value: Any, slack: Any = 0.0) -> Fit:
    """How a claim agrees with a value that is itself only known up to `slack`; of arrays the worst entry counts.

    >>> fit(Claim(0.7513, 0.0001), 0.75131), fit(Claim(0.7513, 0.0001), 0.75136), fit(Claim(4.0, 1.0), 6.0)
    (<Fit.ROUNDED: 2>, <Fit.NEAR: 1>, <Fit.NO: 0>)
    """
    claim = shaped(claim, np.shape(value))
    if np.shape(claim.value) != np.shape(value):
        return Fit.NO
    values, units, true = (np.ravel(np.asarray(one, dtype=np.float64)) for one in (claim.value, claim.unit, value))
    slacks = np.broadcast_to(np.ravel(np.asarray(slack, dtype=np.float64)), values.shape) if np.ndim(slack) == 0 else np.ravel(slack)
    return min((_fit(*one, rough=claim.rough) for one in zip(values, units, true, slacks, strict=True)), default=Fit.EXACT)


def shaped(claim: Claim, shape: tuple[int, ...]) -> Claim:
    """The claim in this shape, if only that differs which nobody writes: a single number as [[11]], a column as [a, b]."""
    have = np.shape(claim.value)
    single = np.size(claim.value) == 1 == int(np.prod(shape))
    column = len(have) != len(shape) and max(len(have), len(shape)) == 2 and np.size(claim.value) == max((*have, *shape)) == int(np.prod(shape))
    if have == shape or not (single or column):
        return claim
    return Claim(np.reshape(claim.value, shape), np.reshape(claim.unit, shape), claim.rough)


def _fit(claimed: float, unit: float, true: float, slack: float, *, rough: bool) -> Fit:
    if not (np.isfinite(true) and np.isfinite(claimed)):
        return Fit.EXACT if claimed == true else Fit.NO
    off = abs(claimed - true)
    if off <= SAME * max(abs(claimed), abs(true)) or (claimed == 0 and off <= NOTHING):
        return Fit.EXACT
    # A whole number is exact, unless its writer says ≈: nobody writes "= 4" for 3.6; but 13 may stand for 13.005.
    whole = unit == 1 and not rough
    if not whole and off <= unit / 2 * (1 + 1e-6):
        return Fit.ROUNDED
    allowed = WHOLE * abs(true) if whole else _last_place(claimed, unit, true)
    return Fit.NEAR if off <= (allowed + slack) * (1 + 1e-6) else Fit.NO


def _last_place(claimed: float, unit: float, true: float) -> float:
    """By how much the last written place may be off."""
    enough = abs(claimed) >= unit * 10 ** (ENOUGH_DIGITS - 1)
    cut_off = abs(np.trunc(true / unit) * unit - claimed) <= SAME * abs(claimed) and abs(claimed) >= 10 * unit
    return unit if enough or cut_off else unit / 2
