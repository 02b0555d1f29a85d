"""Functions that are computed in doubles, whatever they are asked for in: seldom enough in an inner loop to be worth a second set of polynomials."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from ..writing import Value


def in_doubles(function: Callable[..., Value]) -> Callable[..., Value]:
    """The function for floats too: widened, computed, rounded once more. The result is the nearest float, all but always."""

    @wraps(function)
    def widened(*inputs: Value) -> Value:
        return function(*(one.to("double") for one in inputs)).to(inputs[0].type.element)

    return widened
