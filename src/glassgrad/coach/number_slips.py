"""Slips that are made with numbers rather than with formulas: a product worked out wrongly, a point in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from glassgrad.writing.numbers import number

from .claims import Claims
from .folding import is_numeric
from .precision import Claim, Fit, fit
from .searching import Asked
from .shown import shown_number
from .sides import SideValue
from .slips import slip
from .values import value
from .verdicts import Suspect

COARSE = (1, 2, 3)
"""Places after the point, and significant digits, to which people round on the way."""


def number_suspects(claims: Claims, asked: Asked, sides: Sequence[SideValue], right: Any, expected: Any) -> Iterator[Suspect]:
    """The slips with numbers that reproduce a claim."""
    yield from _arithmetic(asked, sides)
    if np.ndim(asked.claim.value) == 0:
        for target in (right, expected):
            yield from _misplaced(asked.claim, target)
    yield from _rounded_early(claims, asked)


def _arithmetic(asked: Asked, sides: Sequence[SideValue]) -> Iterator[Suspect]:
    """The numbers on the line are put in, and what they come to is not what stands there."""
    for left, after in pairwise(sides):
        put_in = left.claim is None and is_numeric(left.side.tree)
        if after.claim is not None and put_in and fit(after.claim, left.written, left.slack) is Fit.NO:
            words = ("by the numbers on this line it comes to ", shown_number(left.written), ", not ", shown_number(after.claim.value))
            yield Suspect(slip("arithmetic"), (), words, 1.5)
            return


def _misplaced(claim: Claim, target: Any) -> Iterator[Suspect]:
    if np.ndim(target) or not np.isfinite(target) or target == 0:
        return
    for places in (-3, -2, -1, 1, 2, 3):
        if fit(claim, target * 10.0**places) >= Fit.ROUNDED:
            words = (f"{number(target).text} with its decimal point {abs(places)} to the {'right' if places > 0 else 'left'}",)
            yield Suspect(slip("decimal_point"), (), words, 0.3)
    yield from _swapped(claim, target)


def _swapped(claim: Claim, target: Any) -> Iterator[Suspect]:
    """Two neighbouring digits in the wrong order."""
    unit = float(claim.unit)
    if unit <= 0:
        return
    digits = f"{round(abs(float(target)) / unit)}"
    for place in range(len(digits) - 1):
        other = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if other != digits and len(digits) >= 2 and abs(int(other) * unit - abs(float(claim.value))) < unit / 1e6 and np.sign(target) == np.sign(claim.value):
            yield Suspect(slip("digits_swapped"), (), (f"{number(target).text} with two digits swapped",), 0.25)
            return


def _rounded_early(claims: Claims, asked: Asked) -> Iterator[Suspect]:
    if claims.work.piece(asked.quantity) is None:  # given by a key: there is nothing to round on the way
        return
    known = {one: number for one, number in next(iter(claims.ways())).items() if one != asked.quantity}
    for places in COARSE:
        for how in (_to_places, _to_digits):
            coarse = {one: number if one in claims.given else how(number, places) for one, number in known.items()}
            found = value(claims.work, asked.quantity, coarse)
            found = np.asarray(found)[asked.index] if asked.index else found
            if fit(asked.claim, found) >= Fit.ROUNDED:
                unit = "decimal places" if how is _to_places else "significant digits"
                unit = unit.removesuffix("s") if places == 1 else unit
                yield Suspect(slip("rounded_early"), (), (f"this comes out if the numbers before are rounded to {places} {unit}",), 0.4)
                return


def _to_places(value: Any, places: int) -> Any:
    return np.round(value, places)


def _to_digits(value: Any, digits: int) -> Any:
    value = np.asarray(value, dtype=np.float64)
    with np.errstate(divide="ignore"):
        first = np.where(value == 0, 0.0, np.floor(np.log10(np.abs(np.where(value == 0, 1.0, value)))))
    scale = 10.0 ** (digits - 1 - first)
    return np.round(value * scale) / scale
