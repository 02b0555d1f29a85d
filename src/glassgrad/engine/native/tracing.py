"""`Tracer`: the `m` that pages compute with when they are lowered; it writes down what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassgrad.graph import Shape, broadcast, normal_axes, reduced, size

from .arrays import Array, View, Way, row_major
from .standing import Condition, Stand

FOLDED: dict[str, Callable[[Any, Any], Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
}
"""Functions of two numbers that round once, so that what NumPy makes of two constants is what the machine would."""
EMPTY = {"sum": 0.0, "prod": 1.0, "max": float("-inf"), "min": float("inf")}
"""What nothing comes to, combined."""


class Tracer:
    """Makes arrays; what is asked for a second time is the same array again. `dtype` is that of all numbers."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.arrays: list[Array] = []
        self._known: dict[Any, Array] = {}

    # ── making ──────────────────────────────────────────────────────────────

    def given(self, shape: Shape, **settings: Any) -> Stand:
        """An array from outside."""
        return Stand(self, self._new(Way.GIVEN, shape, settings=settings).whole)

    def number(self, value: float) -> View:
        """A number of the working type, written in the graph."""
        with np.errstate(over="ignore"):
            rounded = self.dtype.type(value)
        key = ("number", rounded.tobytes())
        if key not in self._known:
            self._known[key] = self._new(Way.NUMBER, (), settings={"value": float(rounded)})
        return View(self._known[key], (), (), 0)

    def stand(self, thing: Any) -> Stand:
        """A stand-in for a number, a NumPy array or a stand-in."""
        if isinstance(thing, Stand):
            return thing
        if isinstance(thing, Condition):
            return self.where(thing, 1.0, 0.0)
        array = np.asarray(thing, dtype=np.float64)
        if array.ndim == 0:
            return Stand(self, self.number(float(array)))
        content = np.ascontiguousarray(array, dtype=self.dtype)
        key = ("table", content.shape, content.tobytes())
        if key not in self._known:
            self._known[key] = self._new(Way.GIVEN, content.shape, settings={"content": content})
        return Stand(self, self._known[key].whole)

    def map(self, function: str, *things: Any, copy: bool = False) -> Stand:
        """Each entry of the result from the same entries of the inputs."""
        views = [self.stand(one).view for one in things]
        folded = None if copy else self._folded(function, views)
        if folded is not None:
            return Stand(self, folded)
        shape = broadcast(*[view.shape for view in views])
        inputs = tuple(view if view.is_number else view.broadcast(shape) for view in views)
        return Stand(self, self._made(Way.MAP, shape, function, inputs))

    def copied(self, stand: Stand) -> Stand:
        """The entries side by side, in an array of their own."""
        return stand if stand.view.is_whole and not stand.view.is_number else self.map("copy", stand, copy=True)

    def _in_memory(self, view: View) -> View:
        if size(view.shape) == 0:  # never read, but it has an address
            return View(self.map("copy", 0.0, copy=True).view.array, view.shape, (0,) * len(view.shape), 0)
        return self.map("copy", Stand(self, view), copy=True).view if view.is_number else view

    def _folded(self, function: str, views: list[View]) -> View | None:
        numbers = [view.number if view.is_number else None for view in views]
        if function in FOLDED and None not in numbers:
            with np.errstate(all="ignore"):
                value = FOLDED[function](*[self.dtype.type(one) for one in numbers])
            return self.number(float(value)).broadcast(broadcast(*[view.shape for view in views])) if np.isfinite(value) else None
        if function == "negate" and numbers[0] is not None:
            return self.number(-numbers[0]).broadcast(views[0].shape)
        # x·1, x/1 and x − 0 are x, to the bit; x + 0 is not, for −0.
        if function == "multiply" and numbers[0] == 1.0:
            return views[1].broadcast(broadcast(*[view.shape for view in views]))
        idle = {"multiply": 1.0, "divide": 1.0, "subtract": 0.0}
        if function in idle and numbers[1] == idle[function] and not str(numbers[1]).startswith("-"):
            return views[0].broadcast(broadcast(*[view.shape for view in views]))
        return None

    def _made(self, way: Way, shape: Shape, function: str = "", inputs: tuple[View, ...] = (), settings: dict[str, Any] | None = None) -> View:
        if size(shape) == 0:  # nothing to compute, and nowhere to put it
            return self.number(0.0).broadcast(shape)
        key = (way, shape, function, tuple(view.key for view in inputs), tuple(sorted((settings or {}).items())))
        if key not in self._known:
            self._known[key] = self._new(way, shape, function, inputs, settings)
        return self._known[key].whole

    def _new(self, way: Way, shape: Shape, function: str = "", inputs: tuple[View, ...] = (), settings: dict[str, Any] | None = None) -> Array:
        made = Array(way, shape, len(self.arrays), function, inputs, settings or {})
        self.arrays.append(made)
        return made

    # ── what pages ask for: NumPy's names ───────────────────────────────────

    def __getattr__(self, name: str) -> Callable[..., Stand]:
        if name not in FUNCTIONS_OF_NUMBERS:
            raise AttributeError(name)
        return lambda *things: self.map(name, *things)

    def asarray(self, thing: Any) -> Stand:
        """An array, a number or a list as a stand-in."""
        return self.stand(thing)

    def where(self, condition: Any, a: Any, b: Any) -> Stand:
        """`a` where the condition holds, else `b`."""
        if isinstance(condition, Condition):
            return self.map(f"where_{condition.function}", condition.left, condition.right, a, b)
        return self.map("where_not_equal", condition, 0.0, a, b)

    def power(self, a: Any, b: Any) -> Stand:
        """A to the power of b; the usual exponents as what they mean, as NumPy does."""
        exponent = self.stand(b).view
        if exponent.is_number and exponent.shape == ():
            base = self.stand(a)
            if exponent.number == 1.0:
                return base
            if exponent.number == 2.0:
                return base * base
            if exponent.number == 0.5:
                return self.map("sqrt", base)
            if exponent.number == -1.0:
                return self.map("divide", 1.0, base)
        return self.map("power", a, b)

    def broadcast_to(self, x: Any, shape: Shape) -> Stand:
        """Entries repeated."""
        return Stand(self, self.stand(x).view.broadcast(tuple(shape)))

    def reshape(self, x: Any, shape: Shape) -> Stand:
        """Counted off in rows of another length; copied first where the entries do not lie in order."""
        stand = self.stand(x)
        view = stand.view.reshaped(tuple(shape))
        if view is None:
            view = self.copied(stand).view.reshaped(tuple(shape))
        assert view is not None  # what lies in order can be counted off as one likes
        return Stand(self, view)

    def transpose(self, x: Any, axes: tuple[int, ...] | None = None) -> Stand:
        """The axes in another order, by default backwards."""
        view = self.stand(x).view
        rank = len(view.shape)
        order = tuple(range(rank))[::-1] if axes is None else tuple(axis % rank for axis in axes)
        return Stand(self, view.transposed(order))

    def flip(self, x: Any, axis: Any = None) -> Stand:
        """Backwards along axes."""
        view = self.stand(x).view
        return Stand(self, view.flipped(normal_axes(axis, len(view.shape))))

    def concatenate(self, things: tuple[Any, ...], axis: int = 0) -> Stand:
        """Arrays one after the other."""
        views = [self.stand(one).view for one in things]
        along = axis % len(views[0].shape)
        total = sum(view.shape[along] for view in views)
        shape = (*views[0].shape[:along], total, *views[0].shape[along + 1 :])
        keys, first = [], 0
        for view in views:
            keys.append((*[slice(None)] * along, slice(first, first + view.shape[along])))
            first += view.shape[along]
        return self._assembled(shape, views, keys)

    def place(self, x: Any, key: Any, shape: Shape) -> Stand:
        """Zeros with `x` written at a key."""
        return self._assembled(tuple(shape), [self.stand(x).view], [key])

    def _assembled(self, shape: Shape, views: list[View], keys: list[Any]) -> Stand:
        parts = [(self._in_memory(view), key) for view, key in zip(views, keys, strict=True) if size(view.shape)]
        views, keys = [view for view, _ in parts], [key for _, key in parts]
        target = View(Array(Way.ASSEMBLE, shape, -1), shape, row_major(shape), 0)
        places = [target.sliced(key if isinstance(key, tuple) else (key,)) for key in keys]
        settings = {
            "places": tuple((one.shape, one.strides, one.offset) for one in places),
            "filled": sum(map(size, (view.shape for view in views))) == size(shape),
        }
        inputs = tuple(view.broadcast(one.shape) for view, one in zip(views, places, strict=True))
        return Stand(self, self._made(Way.ASSEMBLE, shape, "", inputs, settings))

    def matmul(self, a: Any, b: Any) -> Stand:
        """The matrix product; a single row or column counts as a matrix and is counted off again afterwards."""
        left, right = self.stand(a).view, self.stand(b).view
        rows = left if len(left.shape) > 1 else left.broadcast((1, *left.shape))
        columns = right if len(right.shape) > 1 else View(right.array, (*right.shape, 1), (*right.strides, 0), right.offset)
        stack = broadcast(rows.shape[:-2], columns.shape[:-2])
        if rows.shape[-1] == 0:
            shape = (*stack, *([rows.shape[-2]] if len(left.shape) > 1 else []), *([columns.shape[-1]] if len(right.shape) > 1 else []))
            return self.broadcast_to(0.0, shape)
        rows, columns = self._in_memory(rows.broadcast((*stack, *rows.shape[-2:]))), self._in_memory(columns.broadcast((*stack, *columns.shape[-2:])))
        result = Stand(self, self._made(Way.PRODUCT, (*stack, rows.shape[-2], columns.shape[-1]), "", (rows, columns)))
        shape = (*stack, *([rows.shape[-2]] if len(left.shape) > 1 else []), *([columns.shape[-1]] if len(right.shape) > 1 else []))
        return self.reshape(result, shape)

    def sum(self, x: Any, axis: Any = None, keepdims: bool = False) -> Stand:  # noqa: FBT001, FBT002 - NumPy's signature
        """All added up."""
        return self._reduced("sum", x, axis, keepdims)

    def prod(self, x: Any, axis: Any = None, keepdims: bool = False) -> Stand:  # noqa: FBT001, FBT002
        """All multiplied."""
        return self._reduced("prod", x, axis, keepdims)

    def max(self, x: Any, axis: Any = None, keepdims: bool = False) -> Stand:  # noqa: FBT001, FBT002
        """The largest."""
        return self._reduced("max", x, axis, keepdims)

    def min(self, x: Any, axis: Any = None, keepdims: bool = False) -> Stand:  # noqa: FBT001, FBT002
        """The smallest."""
        return self._reduced("min", x, axis, keepdims)

    def mean(self, x: Any, axis: Any = None, keepdims: bool = False) -> Stand:  # noqa: FBT001, FBT002
        """All added up, divided by how many there are."""
        shape = self.stand(x).view.shape
        count = size(tuple(shape[one] for one in normal_axes(axis, len(shape))))
        return self.map("divide", self.sum(x, axis, keepdims), float(count))

    def _reduced(self, function: str, x: Any, axis: Any, keepdims: bool) -> Stand:  # noqa: FBT001
        view = self.stand(x).view
        axes = normal_axes(axis, len(view.shape))
        if size(view.shape) == 0:
            return self.broadcast_to(EMPTY[function], reduced(view.shape, axis=axes, keepdims=keepdims))
        view = self._in_memory(view)
        shape = reduced(view.shape, axis=axes, keepdims=keepdims)
        if not any(view.shape[one] != 1 for one in axes):  # one entry alone is its own sum
            return self.reshape(Stand(self, view), shape)
        if not view.is_contiguous:
            view = self.map("copy", Stand(self, view), copy=True).view
        kept = reduced(view.shape, axis=axes)
        whole = Stand(self, self._made(Way.REDUCE, kept, function, (view,), {"axes": axes}))
        return self.reshape(whole, shape)

    def cumsum(self, x: Any, axis: int = -1) -> Stand:
        """Running totals."""
        view = self._in_memory(self.stand(x).view)
        return Stand(self, self._made(Way.SCAN, view.shape, "sum", (view,), {"axis": axis % len(view.shape)}))

    def whole(self, x: Any) -> Stand:
        """The numbers as they are; that they are whole is checked where they are used."""
        return self.stand(x)

    def take(self, x: Any, indices: Any, axis: int = 0) -> Stand:
        """Entries along an axis by their numbers."""
        view, places = self._in_memory(self.stand(x).view), self._in_memory(self.copied(self.stand(indices)).view)
        along = axis % len(view.shape)
        shape = (*view.shape[:along], *places.shape, *view.shape[along + 1 :])
        return Stand(self, self._made(Way.TAKE, shape, "", (view, places), {"axis": along}))

    def scatter_add(self, x: Any, indices: Any, length: int) -> Stand:
        """Zeros to which rows are added at the places whose numbers are given."""
        view, places = self._in_memory(self.stand(x).view), self._in_memory(self.copied(self.stand(indices)).view)
        shape = (length, *view.shape[len(places.shape) :])
        return Stand(self, self._made(Way.SCATTER, shape, "", (view, places)))


FUNCTIONS_OF_NUMBERS = frozenset(
    "abs sqrt sign exp expm1 log log1p sin cos tan sinh cosh tanh arctan arctan2 erf maximum minimum".split()  # noqa: SIM905 - a row of words
)
