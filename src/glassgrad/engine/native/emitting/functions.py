"""The functions of numbers that arrays are made of, as instructions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..mathematics import FUNCTIONS
from ..writing import Value

_COMPARISONS: Mapping[str, Callable[[Value, Value], Value]] = {
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a.equals(b),
    "not_equal": lambda a, b: a.differs(b),
}

_ARITHMETIC: Mapping[str, Callable[..., Value]] = {
    "copy": lambda x: x,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda x: -x,
}


def applied(name: str, inputs: Sequence[Value]) -> Value:
    """The function of that name; `where_less(a, b, yes, no)` chooses by a comparison."""
    if name.startswith("where_"):
        a, b, yes, no = inputs
        return _COMPARISONS[name.removeprefix("where_")](a, b).choose(yes, no)
    return (_ARITHMETIC[name] if name in _ARITHMETIC else FUNCTIONS[name])(*inputs)


def combined(name: str, a: Value, b: Value) -> Value:
    """Two entries combined into one by a reduction."""
    return {"sum": a.__add__, "prod": a.__mul__}[name](b) if name in ("sum", "prod") else FUNCTIONS[f"{name}imum"](a, b)


IDENTITY = {"sum": 0.0, "prod": 1.0, "max": float("-inf"), "min": float("inf")}
"""What a reduction starts from."""


def folded(name: str, vector: Value, length: int) -> Value:
    """All lanes combined into one, halves upon halves; only the first `length` lanes count, the others hold the identity.

    The order depends on nothing but the length, so it is the same on every machine.
    """
    lanes = vector.type.lanes
    while lanes > 1:
        half = lanes // 2
        lower = vector.shuffled(vector, list(range(half))) if half > 1 else vector.lane(0)
        if length > half:
            upper = vector.shuffled(vector, list(range(half, lanes))) if half > 1 else vector.lane(1)
            lower = combined(name, lower, upper)
        vector, lanes = lower, half
    return vector
