"""Mathematics on vectors: exp, log, tanh and the others as our own polynomials, under NumPy's names.

Each works for floats and doubles and any number of lanes. They are made of operations that round once and of bit tricks alone,
so a number gives the same bits on every machine and in every lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..writing import Value
from .arctan import arctan, arctan2
from .circular import cos, sin, tan
from .comparing import maximum, minimum, sign
from .erf import erf
from .exp import exp
from .expm1 import expm1
from .hyperbolic import cosh, sinh
from .log import log
from .log1p import log1p
from .power import power
from .tanh import tanh

FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "abs": Value.abs,
    "sqrt": Value.sqrt,
    "exp": exp,
    "expm1": expm1,
    "log": log,
    "log1p": log1p,
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "arctan": arctan,
    "arctan2": arctan2,
    "erf": erf,
    "power": power,
    "maximum": maximum,
    "minimum": minimum,
    "sign": sign,
}

__all__ = ["FUNCTIONS"]
