"""Pieces of the tables in explanations that hold more, or less, than one rounded number."""

from __future__ import annotations

from glassgrad.writing.mathematics import Mathematics, mathematics
from glassgrad.writing.numbers import Number, number

NOTHING = mathematics("", "{}")
"""An empty cell in a column of numbers."""


DIGITS = 3


def short(value: float) -> str:
    """A number among words: a whole one as it is, any other with three digits.

    >>> short(7.33249), short(1510.0)
    ('7.33', '1510')
    """
    return _short(value).text


def spread(mean: float, deviation: float) -> Mathematics:
    """A mean and how far its values lie apart, with three digits each.

    >>> spread(0.51234, 2).text
    '0.512 ± 2'
    """
    middle, around = _short(mean), _short(deviation)
    return mathematics(f"{middle.text} ± {around.text}", rf"{middle.latex} \pm {around.latex}")


def _short(value: float) -> Number:
    return number(float(value), DIGITS, rounded=not float(value).is_integer())
