"""`number`: the eager face. Numbers that are computed with at once, and that remember how: the graph grows as one calculates."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, Op, SettingError, pages
from glassgrad.graph.dictionary import written
from glassgrad.graph.node import make

from .evaluate import evaluate, forward, frozen
from .gradients import gradients
from .parsing.functions import function_words

FLOAT = np.dtype(np.float64)


class Number:
    """A single number with a value, and after `backward` a gradient; made by `number(…)` or by computing with others.

    `value` is a Python float that never changes: a new value is a new number, so no gradient can be stale.
    `gradient` is None until `backward` of this number or of one made from it has run: not computed yet is not 0.
    `node` is the graph it was computed by: explain it, draw it, differentiate it.
    Besides arithmetic and comparisons (of values, giving True or False) every elementwise operation of the dictionary is
    a method: `x.tanh()`, `x.maximum(y)`, `x.leaky_relu(slope=0.1)`.
    It cannot be put into a set: two numbers may be equal and yet be different variables, and a set would drop one.
    """

    __slots__ = ("_exact", "_gradient", "_made_from", "_node")
    __array_ufunc__ = None  # NumPy then leaves `np.float64(2) * x` to us
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, node: Node, exact: Any, made_from: tuple[Number, ...]) -> None:
        self._node = node
        self._exact = exact
        self._made_from = made_from
        self._gradient: Any = None

    @property
    def value(self) -> float:
        """The number."""
        return float(self._exact)

    @property
    def gradient(self) -> float | None:
        """How fast the number on which `backward` was called changes with this one; None if that was not computed yet."""
        return None if self._gradient is None else float(self._gradient)

    @property
    def node(self) -> Node:
        """The graph by which this number was computed."""
        return self._node

    def backward(self, *, accumulate: bool = False) -> None:
        """Compute the gradient of this number by every number it was made from, and by itself (1).

        The gradients of an earlier call are replaced; with `accumulate=True` they are added to.
        Cost: in proportion to the operations.   The derivative is that of `gradients`; nothing here differentiates.

        >>> x = number(3.0, "x")
        >>> (x * x).backward(), x.gradient
        (None, 6.0)
        >>> (x * x).backward(accumulate=True), x.gradient
        (None, 12.0)
        """
        numbers = _made_from(self)
        totals = gradients(self.node).totals
        known: dict[Node | str, Any] = {one.node: one._exact for one in numbers}
        values = evaluate([totals[one.node] for one in numbers if one.node in totals], known)
        for one in numbers:
            found = values[totals[one.node]] if one.node in totals else FLOAT.type(0)
            before = one._gradient if accumulate and one._gradient is not None else FLOAT.type(0)
            one._gradient = before + found

    def __getattr__(self, word: str) -> Callable[..., Number]:
        page = _methods().get(word)
        if page is None:
            close = get_close_matches(word, _methods(), n=1)
            raise AttributeError(f"a number has no {word!r}{f'; did you mean {close[0]}?' if close else ', and no elementwise operation is called so'}")
        return lambda *others, **settings: _compute(page, (self, *others), settings)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_methods()})

    def __repr__(self) -> str:
        name = f"{self.node.name} = " if self.node.name else ""
        gradient = "not computed yet" if self._gradient is None else repr(self.gradient)
        return f"<number {name}{self.value!r}, gradient {gradient}>"

    def __float__(self) -> float:
        return self.value

    def __bool__(self) -> bool:
        return self.value != 0

    def __neg__(self) -> Number:
        return _compute(written("-x"), (self,))

    def __pos__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return _compute(written("|x|"), (self,))

    def __add__(self, other: Any) -> Number:
        return _operator("+", self, other)

    def __radd__(self, other: Any) -> Number:
        return _operator("+", other, self)

    def __sub__(self, other: Any) -> Number:
        return _operator("-", self, other)

    def __rsub__(self, other: Any) -> Number:
        return _operator("-", other, self)

    def __mul__(self, other: Any) -> Number:
        return _operator("*", self, other)

    def __rmul__(self, other: Any) -> Number:
        return _operator("*", other, self)

    def __truediv__(self, other: Any) -> Number:
        return _operator("/", self, other)

    def __rtruediv__(self, other: Any) -> Number:
        return _operator("/", other, self)

    def __pow__(self, other: Any) -> Number:
        return _operator("**", self, other)

    def __rpow__(self, other: Any) -> Number:
        return _operator("**", other, self)

    def __eq__(self, other: object) -> bool:
        return self.value == _plain(other) if _is_number(other) else NotImplemented

    def __lt__(self, other: Any) -> bool:
        return self.value < _plain(other) if _is_number(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self.value <= _plain(other) if _is_number(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self.value > _plain(other) if _is_number(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self.value >= _plain(other) if _is_number(other) else NotImplemented


def number(value: float, name: str = "") -> Number:
    """A number to compute with: every operation is carried out at once, and remembered for `backward`.

    Raises: SettingError if it is not a single number; lists and arrays are for `parse` and `evaluate`.

    >>> x = number(2.0, "x")
    >>> z = (x + 2) ** 2
    >>> z.value, x.gradient
    (16.0, None)
    >>> z.backward()
    >>> x.gradient
    8.0
    """
    if not _is_number(value):
        raise SettingError(f"number takes a single number, not {value!r:.60}; for arrays use parse or variable, and evaluate")
    return Number(make(pages.variable, (), {"shape": ()}, name=name), frozen(_plain(value), FLOAT), ())


def _is_number(value: Any) -> bool:
    return isinstance(value, (Number, int, float, np.number)) and not isinstance(value, np.complexfloating)


def _plain(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        raise SettingError("a whole number too large for a float cannot be computed with; the largest is about 1.8e308") from None


def _operator(sign: str, left: Any, right: Any) -> Number:
    """The operation that a Python operator writes, or NotImplemented beside what is no number."""
    return _compute(written(sign), (left, right)) if _is_number(left) and _is_number(right) else NotImplemented


def _compute(page: Op, inputs: tuple[Any, ...], settings: dict[str, Any] | None = None) -> Number:
    for one in inputs:
        if not _is_number(one):
            raise SettingError(f"{page.name} of a number takes further numbers, not {one!r:.60}")
    node = make(page, [one.node if isinstance(one, Number) else _plain(one) for one in inputs], settings or {})
    exact = [one._exact if isinstance(one, Number) else FLOAT.type(_plain(one)) for one in inputs]
    value = forward([node], dict(zip(node.inputs, exact, strict=True)), dtype=FLOAT)[node]
    return Number(node, value, tuple(one for one in inputs if isinstance(one, Number)))


def _made_from(last: Number) -> list[Number]:
    """The number and all those it was made from, each once. Nothing recurses."""
    seen: dict[Node, Number] = {}
    waiting = [last]
    while waiting:
        one = waiting.pop()
        if one.node not in seen:
            seen[one.node] = one
            waiting.extend(one._made_from)
    return list(seen.values())


@cache
def _methods() -> dict[str, Op]:
    """The elementwise pages by every word that calls them."""
    found = {word: page for word, candidates in function_words().items() for page in candidates if page.kind is Kind.ELEMENTWISE}
    return {word: page for word, page in found.items() if word.isidentifier()}
