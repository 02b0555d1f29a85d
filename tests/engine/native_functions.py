"""The vector mathematics as functions of NumPy arrays: compiled, called through ctypes, and measured in units of the last place."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import mpmath
import numpy as np

from glassgrad.engine.native.machine import Machine, compile_module
from glassgrad.engine.native.mathematics import FUNCTIONS
from glassgrad.engine.native.writing import I64, POINTER, Module, floating, lane_numbers

HERE = Machine()
BINARY = ("arctan2", "power", "maximum", "minimum")


def module_of(name: str, dtype: Any, lanes: int = 0) -> Module:
    """`void f(n, x, …, y)`: y = the function of x, … for n numbers, `lanes` at a time (or 64 bytes of them), the last ones under a mask."""
    kind = floating(np.dtype(dtype), lanes or 64 // np.dtype(dtype).itemsize)
    module = Module()
    words = ["x", *(["x2"] if name in BINARY else []), "y"]
    function = module.function("f", [("n", I64), *((word, POINTER) for word in words)], internal=False)
    n, *arrays = function.parameters
    with function.loop(0, n, kind.lanes) as loop:
        *sources, target = (one.at(loop.counter, kind) for one in arrays)
        if kind.lanes == 1:
            function.store(FUNCTIONS[name](*(function.load(kind, one) for one in sources)), target)
        else:
            mask = lane_numbers(function, kind.lanes) < (n - loop.counter).to("i32").splat(kind.lanes)
            function.store_some(FUNCTIONS[name](*(function.load_some(kind, one, mask) for one in sources)), target, mask)
    function.give()
    return module


@cache
def native(name: str, dtype: Any, lanes: int = 0, machine: Machine = HERE) -> Callable[..., np.ndarray]:
    """The function, for arrays of one shape."""
    compiled = compile_module(module_of(name, dtype, lanes), machine)
    function = ctypes.CFUNCTYPE(None, ctypes.c_int64, *[ctypes.c_void_p] * (3 if name in BINARY else 2))(compiled.address("f"))

    def run(*inputs: np.ndarray) -> np.ndarray:
        arrays = [np.ascontiguousarray(one, dtype) for one in inputs]
        result = np.empty_like(arrays[0])
        function(result.size, *(one.ctypes.data for one in arrays), result.ctypes.data)
        return result

    run.compiled = compiled  # type: ignore[attr-defined]  # the code lives as long as this does
    return run


def errors_of_floats(got: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """How far floats are from the exact values, which are given as doubles; in units of the last place of the exact value. Overflow counts as 2^128."""
    wide, exact = (np.where(np.isinf(one), np.copysign(2.0**128, one), one) for one in (got.astype(np.float64), exact))
    exact = np.clip(exact, -(2.0**128), 2.0**128)
    place = np.maximum(np.frexp(exact)[1] - 1, -126) - 23
    error = np.abs(wide - exact) * np.ldexp(1.0, -place)
    return np.where(np.isnan(wide) & np.isnan(exact), 0, np.where(np.isnan(error), np.inf, error))


def error_of_double(got: float, exact: mpmath.mpf) -> float:
    """The same for one double, against a number of many digits. Overflow counts as 2^1024."""
    top = mpmath.mpf(2) ** 1024
    exact = min(max(exact, -top), top)
    wide = mpmath.mpf(float(got)) if np.isfinite(got) else mpmath.sign(got) * top if np.isinf(got) else mpmath.nan
    if exact == 0:
        return 0.0 if wide == 0 else np.inf
    place = max(mpmath.frexp(exact)[1] - 1, -1022) - 52
    error = float(mpmath.ldexp(abs(wide - exact), -place))
    return np.inf if np.isnan(error) else error
