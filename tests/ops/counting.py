"""A mathematics that counts: every operator, comparison and function call, once per entry of its result.

A reduction counts once per entry of its input, a matrix product 2·m·k·n; moving entries about is free.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.graph import Op
from glassgrad.ops.mathematics import EXTRAS, NUMPY, REQUIRED

MOVES = ("asarray", "broadcast_to", "concatenate", "flip", "place", "reshape", "take", "transpose", "whole")
COMBINES = ("cumsum", "max", "mean", "min", "prod", "scatter_add", "sum")


class CountingArray:
    """An array whose operators enter what they cost into a ledger."""

    __array_ufunc__ = None  # NumPy's numbers leave the operator to us

    def __init__(self, value: Any, ledger: list[int]) -> None:
        self.value = np.asarray(value)
        self.ledger = ledger

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    def __getitem__(self, key: Any) -> CountingArray:
        return CountingArray(self.value[key], self.ledger)


def _counted(function: Callable[..., Any], *, swapped: bool = False) -> Callable[..., CountingArray]:
    def apply(self: CountingArray, *others: Any) -> CountingArray:
        operands = [self.value, *map(plain, others)]
        result = np.asarray(function(*(operands[::-1] if swapped else operands)))
        self.ledger.append(result.size)
        return CountingArray(result, self.ledger)

    return apply


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(CountingArray, f"__{_name}__", _counted(getattr(operator, _name)))
    setattr(CountingArray, f"__r{_name}__", _counted(getattr(operator, _name), swapped=True))
for _name in ("neg", "abs", "lt", "le", "gt", "ge", "eq", "ne"):
    setattr(CountingArray, f"__{_name}__", _counted(getattr(operator, _name)))


def plain(value: Any) -> Any:
    if isinstance(value, CountingArray):
        return value.value
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


class CountingMathematics:
    """`m` for a counted run; it has the names a page may use and no others."""

    def __init__(self, ledger: list[int]) -> None:
        self.ledger = ledger
        self.used: set[str] = set()

    def __getattr__(self, name: str) -> Callable[..., CountingArray]:
        if name not in (*REQUIRED, *EXTRAS):
            raise AttributeError(f"a page may not use m.{name}: add it to REQUIRED, and to every engine, first")
        self.used.add(name)

        def call(*inputs: Any, **settings: Any) -> CountingArray:
            result = np.asarray(getattr(NUMPY, name)(*map(plain, inputs), **settings))
            self.ledger.append(_price(name, plain(inputs[0]), result))
            return CountingArray(result, self.ledger)

        return call


def _price(name: str, first: Any, result: np.ndarray) -> int:
    if name in MOVES:
        return 0
    if name in COMBINES:
        return int(np.size(first))
    if name == "matmul":
        return 2 * first.shape[-1] * result.size
    return result.size


def counted_run(page: Op, arrays: Sequence[np.ndarray], settings: Mapping[str, Any], used: set[str] | None = None) -> int:
    """How many elementary operations `compute` performs; the names it asks of `m` are added to `used`."""
    ledger: list[int] = []
    mathematics = CountingMathematics(ledger)
    with np.errstate(all="ignore"):
        page.compute(mathematics, *[CountingArray(array, ledger) for array in arrays], **settings)
    if used is not None:
        used |= mathematics.used
    return sum(ledger)
