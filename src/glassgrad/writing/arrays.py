"""How arrays print: a small one as a matrix, a large one as its shape, its first entries, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.graph import Binds, Shape, say_shape

from .fragments import Fragment, fragment, number_fragment
from .mathematics import Mathematics, Words, mathematics
from .numbers import FEW, Number, number

SMALL = 12
"""Entries of an array that is shown whole."""
FIRST = 4
"""Entries shown of a larger one."""
MOST_PARTS = 1e7
"""A number is written as 1/n up to this n."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbers as they stand on a line: `printed` is what the digits say, `exact` that nothing was rounded away."""

    fragment: Fragment
    printed: Any
    exact: bool


def is_small(shape: Shape) -> bool:
    """Whether an array of this shape is shown whole."""
    return int(np.prod(shape, dtype=np.int64)) <= SMALL


def shown(value: Any, digits: int = FEW, *, rounded: Any = False) -> Shown:
    """A number, or all numbers of an array, or for a large array its shape. Where `rounded` holds, no entry passes for exact.

    >>> shown([[1.0, -2.0], [1 / 3, 4.0]]).fragment.text
    '[[1, −2], [0.3333, 4]]'
    """
    array = np.asarray(value, dtype=None if isinstance(value, np.generic | np.ndarray) else np.float64)
    if array.ndim == 0:
        one = number(array[()], digits, rounded=bool(rounded))
        return Shown(number_fragment(one), one.printed, one.exact)
    if not is_small(array.shape):
        return Shown(fragment(f"[{say_shape(array.shape)} numbers]", rf"\left[{array_shape(array.shape)}\right]"), array, exact=False)
    numbers = [number(one, digits, rounded=bool(hide)) for one, hide in zip(array.flat, np.broadcast_to(rounded, array.shape).flat, strict=True)]
    printed = np.array([one.printed for one in numbers]).reshape(array.shape)
    return Shown(_matrix(numbers, array.shape), printed, all(one.exact for one in numbers))


def constant(value: Any, digits: int = FEW) -> Shown:
    """A number written down in the graph: as `shown`, but one part of a whole is written as a fraction, 1/3.

    A negative one may lead a product without parentheses: it is the sign of the whole, `−0.5·x`.
    """
    last = shown(value, digits)
    if last.exact or np.ndim(value) != 0:
        leads = last.fragment.minus and np.ndim(value) == 0
        return replace(last, fragment=replace(last.fragment, binds=Binds.PRODUCT, latex_binds=Binds.PRODUCT)) if leads else last
    parts = 1 / float(value)
    if abs(parts - round(parts)) > 1e-9 * abs(parts) or abs(parts) > MOST_PARTS:
        return last
    sign, whole = "−" if parts < 0 else "", str(abs(round(parts)))
    latex = rf"{'-' if sign else ''}\frac{{1}}{{{whole}}}"
    return Shown(fragment(f"{sign}1/{whole}", latex, Binds.PRODUCT, minus=bool(sign)), float(value), exact=True)


def array_shape(shape: Shape) -> str:
    r"""A shape in LaTeX.

    >>> array_shape((32, 4))
    '32 \\times 4'
    """
    return r" \times ".join(map(str, shape))


def _matrix(numbers: list[Number], shape: Shape) -> Fragment:
    text = _nested([one.text for one in numbers], shape, lambda parts: f"[{', '.join(parts)}]")
    if len(shape) > 2 or 0 in shape:
        latex = _nested([one.latex for one in numbers], shape, lambda parts: rf"\left[{', '.join(parts)}\right]")
    else:
        width = shape[-1]
        rows = [" & ".join(one.latex for one in numbers[start : start + width]) for start in range(0, len(numbers), width)]
        latex = r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"
    return fragment(text, latex)


def _nested(texts: list[str], shape: Shape, join: Callable[[list[str]], str]) -> str:
    for length in reversed(shape[1:]):
        texts = [join(texts[start : start + length]) for start in range(0, len(texts), max(length, 1))] if length else []
    return join(texts) if 0 not in shape else "[]"


def summary(value: Any) -> Words:
    """A large array in a sentence: its first entries, its smallest, mean and largest, and how many are not finite.

    >>> "".join(str(part) for part in summary([0.0, 1 / 3] * 10))
    'entries 0, ≈ 0.3333, 0, 0.3333, …; smallest 0, mean ≈ 0.1667, largest ≈ 0.3333'
    """
    array = np.asarray(value, dtype=None if isinstance(value, np.generic | np.ndarray) else np.float64)
    finite = array[np.isfinite(array)]
    if array.size and finite.size == array.size and finite.min() == finite.max():
        return ("every entry is ", plain_number(finite[0]))
    first = [number(one) for one in array.flat[:FIRST]]
    rounded = next((place for place, one in enumerate(first) if not one.exact), None)
    words: list[str | Mathematics] = ["entries "]
    for place, one in enumerate(first):
        words += [_marked(one, exact=place != rounded), ", "]
    words.append("…")
    if finite.size:
        for name, told in (("smallest", finite.min()), ("mean", _mean(finite)), ("largest", finite.max())):
            words += [f"; {name} " if name == "smallest" else f", {name} ", plain_number(told) if told is not None else mathematics("≈ 0", r"\approx 0")]
    if finite.size < array.size:
        words.append(f"; {array.size - finite.size} of {array.size} are not finite")
    return tuple(words)


def _mean(finite: Any) -> Any:
    """The mean; None where nothing is left of it but the rounding of the machine."""
    mean = finite.mean(dtype=np.float64)
    noise = 8 * np.finfo(finite.dtype).eps * np.abs(finite).max() if finite.dtype.kind == "f" else 0.0
    return None if 0 < abs(mean) <= noise else finite.dtype.type(mean) if finite.dtype.kind == "f" else mean


def plain_number(value: Any, digits: int = FEW, *, rounded: bool = False) -> Mathematics:
    """A number among words, with ≈ before it if it is rounded; `rounded=True` always rounds."""
    one = number(value, digits, rounded=rounded)
    return _marked(one, exact=one.exact)


def _marked(one: Number, *, exact: bool) -> Mathematics:
    return mathematics(one.text, one.latex) if exact else mathematics(f"≈ {one.text}", rf"\approx {one.latex}")


def equation(symbol: Mathematics, value: Mathematics, *, exact: bool = True) -> Mathematics:
    """A symbol and its value among words: `y = 2`, or `y ≈ 0.3333`."""
    sign, latex = ("=", "=") if exact else ("≈", r"\approx")
    return mathematics(f"{symbol.text} {sign} {value.text}", f"{symbol.latex} {latex} {value.latex}")
