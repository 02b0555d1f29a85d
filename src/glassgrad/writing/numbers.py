"""How numbers print: short decimals exactly, everything else rounded, and always so that one can tell which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isinf, isnan
from typing import Any

import numpy as np

FEW = 4
"""Significant digits of a rounded number, where a line does not need more."""
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN = range(-4, 7)
"""Powers of ten of the first digit for which a rounded number is written without a power of ten."""
WIDEST = 12
"""Characters of an exact number that is written without a power of ten."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed. `printed` is what the digits say; `exact` tells that nothing was rounded away."""

    text: str
    latex: str
    printed: float
    exact: bool

    @property
    def negative(self) -> bool:
        """Whether it begins with a minus sign."""
        return self.text.startswith("−")

    @property
    def powered(self) -> bool:
        """Whether it is written as a product with a power of ten."""
        return "·" in self.text


@dataclass(frozen=True, slots=True)
class Precision:
    """What a floating-point type can hold: `short` digits make a short decimal, `slack` units in the last place are forgiven.

    `held`: a number whose shortest exact notation has so few digits was given like that. `whole`: up to here every whole number is held.
    """

    short: int
    slack: int
    held: int
    whole: float


PRECISIONS = {8: Precision(short=8, slack=4, held=10, whole=1e15), 4: Precision(short=5, slack=2, held=6, whole=2.0**24), 2: Precision(3, 1, 3, 2.0**11)}


def number(value: Any, digits: int = FEW, *, rounded: bool = False) -> Number:
    """A number as it prints: exactly if it is a short decimal up to a few units in the last place, else rounded to `digits`.

    `rounded=True` always rounds.

    >>> number(0.1 + 0.2).text, number(1 / 3).text, number(-1e-6 / 8.1).text, number(-0.0).text
    ('0.3', '0.3333', '−1.235·10⁻⁷', '0')
    """
    typed = value if isinstance(value, np.floating) else np.float64(value)
    plain = float(typed)
    if isnan(plain):
        return Number("not a number", r"\text{not a number}", plain, exact=True)
    if isinf(plain):
        return Number("∞" if plain > 0 else "−∞", r"\infty" if plain > 0 else r"-\infty", plain, exact=True)
    if rounded:
        return _rounded(plain, digits)
    if plain == 0:
        return Number("0", "0", 0.0, exact=True)
    short = short_decimal(typed)
    if short is not None:
        return _exactly(short)
    return _rounded(plain, digits)


def short_decimal(value: np.floating[Any]) -> Decimal | None:
    """The short decimal that a finite number is, or was before the machine's rounding; None if there is none."""
    precision = PRECISIONS[min(8, value.dtype.itemsize)]
    plain = float(value)
    if plain.is_integer() and abs(plain) < precision.whole:
        return Decimal(int(plain))
    held = Decimal(np.format_float_scientific(value, unique=True)).normalize()
    if len(held.as_tuple().digits) <= precision.held:
        return held
    nearest = Decimal(f"{plain:.{precision.short - 1}e}")
    with np.errstate(over="ignore"):  # the largest numbers have no neighbour above
        last_place = float(np.spacing(abs(value)))
    return nearest.normalize() if abs(float(nearest) - plain) <= precision.slack * last_place else None


def _exactly(short: Decimal) -> Number:
    exponent = short.adjusted()
    plain = f"{short:f}"
    if exponent >= PLAIN.start and len(plain.lstrip("-")) <= WIDEST:
        return _signed(plain, float(short), exact=True)
    mantissa = f"{short.scaleb(-exponent):f}"
    return _signed(mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa, float(short), exponent, exact=True)


def _rounded(value: float, digits: int) -> Number:
    if value == 0:
        return Number("0", "0", 0.0, exact=False)
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if exponent in PLAIN:
        fixed = f"{value:.{max(0, digits - 1 - exponent)}f}"
        return _signed(fixed, float(fixed), exact=False)
    return _signed(mantissa, float(f"{mantissa}e{power}"), exponent, exact=False)


def _signed(digits: str, printed: float, exponent: int | None = None, *, exact: bool) -> Number:
    text, latex = digits.replace("-", "−"), digits
    if exponent is not None:
        text += "·10" + str(exponent).translate(SUPERSCRIPT)
        latex += rf" \cdot 10^{{{exponent}}}"
    return Number(text, latex, printed, exact)
