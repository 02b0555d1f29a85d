"""`evaluate`: the numbers of a graph, one node after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import DTypeLike

from glassgrad.graph import Kind, MissingValueError, Node, SettingError, ShapeError, ancestors, is_constant, say_shape
from glassgrad.graph.node import NUMBERS
from glassgrad.ops.mathematics import NUMPY

Array = Any
"""A NumPy array, or a NumPy scalar for a single number."""
Given: TypeAlias = Mapping[Node, Any] | Mapping[str, Any] | Mapping[Node | str, Any]
"""Numbers for leaves: each beside its node, or beside its name."""


class Values(Mapping[Node, Array]):
    """The numbers of one pass, beside the graph: `values[node]`, or `values["name"]`.

    Entries are read-only, so what is shown is what was computed.
    """

    def __init__(self, numbers: dict[Node, Array]) -> None:
        self._numbers = numbers
        self._named: dict[str, Node] | None = None

    def node(self, name: str) -> Node:
        """The youngest node of that name. Raises: KeyError if there is none."""
        if self._named is None:
            self._named = {node.name: node for node in self._numbers if node.name}
        if name not in self._named:
            raise KeyError(f"nothing is named {name!r}; there are: {', '.join(self._named) or 'no names'}")
        return self._named[name]

    def __getitem__(self, key: Node | str) -> Array:
        return self._numbers[self.node(key) if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Node]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def evaluate(graph: Node | Iterable[Node], given: Given | None = None, /, *, dtype: DTypeLike = np.float64, **values: Any) -> Values:
    """Compute every node that the output, or the outputs, depend on.

    `given` maps leaves, or their names, to numbers; keyword arguments do the same for names. Values for leaves that the
    outputs do not depend on are let pass: a derivative often needs fewer inputs than the function.
    Every value is an array of `dtype`, a type with fractions; truth is 1 and 0.
    Raises: MissingValueError for a leaf without a value; ShapeError for a value that does not fit; SettingError for another `dtype`.

    >>> import glassgrad as gg
    >>> y = gg.parse("(a + b) * (b - c)")
    >>> float(gg.evaluate(y, a=1.0, b=2.0, c=3.0)[y])
    -3.0
    """
    nodes = ancestors([graph] if isinstance(graph, Node) else graph)
    working = with_fractions(dtype)
    return Values(forward(nodes, bind(nodes, together(given, values), dtype=working), dtype=working))


def with_fractions(dtype: DTypeLike) -> np.dtype[Any]:
    """The type as NumPy knows it. Raises: SettingError if it is none, or has no fractions."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        raise SettingError(f"dtype is {dtype!r:.60}; expected float32 or float64") from None
    if found.kind != "f":
        raise SettingError(f"dtype is {found}; expected float32 or float64, since gradients need fractions")
    return found


def together(given: Given | None, values: Mapping[str, Any]) -> dict[Node | str, Any]:
    """All that was given, in one mapping."""
    merged: dict[Node | str, Any] = dict(cast("Mapping[Node | str, Any]", given or {}))
    merged.update(values)
    return merged


def forward(nodes: Sequence[Node], numbers: dict[Node, Array], *, dtype: np.dtype[Any]) -> dict[Node, Array]:
    """Compute `nodes` (oldest first) into `numbers`, which already holds the leaves.

    Infinities and not-a-numbers are values like others here; whoever must not have them looks for them.
    """
    with np.errstate(all="ignore"):
        for node in nodes:
            if node not in numbers:
                result = node.op.compute(NUMPY, *[numbers[one] for one in node.inputs], **node.settings)
                numbers[node] = frozen(result, dtype)
    return numbers


def frozen(result: Any, dtype: np.dtype[Any]) -> Array:
    """The result in the working type, read-only."""
    if type(result) is dtype.type:  # a NumPy scalar: cannot be changed anyway
        return result
    array = np.asarray(result, dtype=dtype)
    if array.ndim == 0:
        return array[()]
    array = array.view()
    array.flags.writeable = False
    return array


def bind(nodes: Sequence[Node], given: Mapping[Node | str, Any], *, dtype: DTypeLike) -> dict[Node, Array]:
    """The given values, each beside its node, in the working type. A node that is no leaf may be given too: it is not computed then.

    Raises: MissingValueError, ShapeError.
    """
    leaves = [node for node in nodes if node.op.kind is Kind.LEAF and not is_constant(node)]
    named = {node.name: node for node in leaves}
    numbers: dict[Node, Array] = {}
    for key, value in given.items():
        leaf = named.get(key) if isinstance(key, str) else key
        if leaf is not None:
            numbers[leaf] = _fitting(leaf, value, np.dtype(dtype))
    missing = [leaf.name or repr(leaf) for leaf in leaves if leaf not in numbers]
    for name in missing:
        if name in given:
            twins = sum(leaf.name == name for leaf in leaves)
            raise MissingValueError(f"{twins} inputs are named {name!r}; give their values beside their nodes, not by name")
    if missing:
        hint = "; e is a name like any other here, for Euler's number write exp(x)" if "e" in missing else ""
        raise MissingValueError(f"no value given for {', '.join(missing)}; give one for each input, like {missing[0]}=1.0{hint}")
    return numbers


def as_numbers(value: Any) -> Array | None:
    """The value as an array, if it is one of numbers; it may be the very array that was given."""
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):  # rows of different lengths
        return None
    return array if array.dtype.kind in NUMBERS else None


def _fitting(leaf: Node, value: Any, dtype: np.dtype[Any]) -> Array:
    array = as_numbers(value)
    if array is None:
        raise ShapeError(f"{leaf.name or leaf} needs numbers of shape {say_shape(leaf.shape)}, not {value!r:.80}")
    if array.shape != leaf.shape:
        raise ShapeError(f"{leaf.name or leaf} has the shape {say_shape(leaf.shape)}, the value given for it {say_shape(array.shape)}")
    with np.errstate(over="ignore"):  # 1e300 is infinity in float32, and whoever must not have that looks for it
        return frozen(array.astype(dtype), dtype)
