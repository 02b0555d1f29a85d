"""`Node`: one line of a worked example. It holds no number; numbers live beside the graph, in `Values`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

import numpy as np

from .dictionary import written
from .errors import SettingError, ShapeError
from .op import Op
from .shapes import Shape, say_shape

_ages = count()
_formula_of: Callable[[Node], str] = repr


def print_with(formula_of: Callable[[Node], str]) -> None:
    """Let nodes print as formulas. How to write them is told on a higher floor, which the nouns do not know."""
    global _formula_of  # noqa: PLW0603 - one way of printing for all nodes
    _formula_of = formula_of


NUMBERS = "biuf"
"""NumPy's kinds of array that hold truth values, whole numbers or decimals; None and "1.5" are neither."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The place in a typed text that a node was read from; `column` counts the characters of the text from 1."""

    text: str
    column: int


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One operation applied to other nodes, or a leaf.

    `serial` is its age: a node is always younger than its inputs, so sorting by age is a topological order.
    Two nodes are equal only if they are the same node. A name is given at creation; `named` makes a twin.
    """

    op: Op
    inputs: tuple[Node, ...]
    settings: Mapping[str, Any]
    shape: Shape
    name: str
    serial: int
    where: SourceLine | None = None
    # NumPy then leaves `array * node` to the node, instead of multiplying entry by entry into an array of nodes.
    __array_ufunc__: ClassVar[None] = None

    def named(self, name: str) -> Node:
        """A twin of this node under another name."""
        return Node(self.op, self.inputs, self.settings, self.shape, name, next(_ages), self.where)

    def read_at(self, where: SourceLine) -> Node:
        """A twin of this node that knows the place in a text it was read from."""
        return Node(self.op, self.inputs, self.settings, self.shape, self.name, next(_ages), where)

    def over(self, *inputs: Node) -> Node:
        """The same operation, with the same name, over other inputs; the node itself if they are the same.

        Raises: ShapeError if the inputs do not fit.
        """
        if all(new is old for new, old in zip(inputs, self.inputs, strict=True)):
            return self
        if all(new.shape == old.shape for new, old in zip(inputs, self.inputs, strict=True)):
            return Node(self.op, inputs, self.settings, self.shape, self.name, next(_ages), self.where)
        made = make(self.op, inputs, self.settings, name=self.name)
        return made if self.where is None else made.read_at(self.where)

    @property
    def T(self) -> Node:  # noqa: N802 - the mathematician's and NumPy's name
        """The transpose."""
        return written(".T")(self)

    def __add__(self, other: Any) -> Node:
        return written("+")(self, other)

    def __radd__(self, other: Any) -> Node:
        return written("+")(other, self)

    def __sub__(self, other: Any) -> Node:
        return written("-")(self, other)

    def __rsub__(self, other: Any) -> Node:
        return written("-")(other, self)

    def __mul__(self, other: Any) -> Node:
        return written("*")(self, other)

    def __rmul__(self, other: Any) -> Node:
        return written("*")(other, self)

    def __truediv__(self, other: Any) -> Node:
        return written("/")(self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return written("/")(other, self)

    def __pow__(self, other: Any) -> Node:
        return written("**")(self, other)

    def __rpow__(self, other: Any) -> Node:
        return written("**")(other, self)

    def __matmul__(self, other: Any) -> Node:
        return written("@")(self, other)

    def __rmatmul__(self, other: Any) -> Node:
        return written("@")(other, self)

    def __neg__(self) -> Node:
        return written("-x")(self)

    def __abs__(self) -> Node:
        return written("|x|")(self)

    def __lt__(self, other: Any) -> Node:
        return written("<")(self, other)

    def __le__(self, other: Any) -> Node:
        return written("<=")(self, other)

    def __gt__(self, other: Any) -> Node:
        return written(">")(self, other)

    def __ge__(self, other: Any) -> Node:
        return written(">=")(self, other)

    def __getitem__(self, key: Any) -> Node:
        return written("[]")(self, key=key)

    def __iter__(self) -> Any:
        raise TypeError(f"{self!r} cannot be looped over: it holds no numbers; index it, or evaluate it first")

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is neither true nor false: it holds no number; evaluate it first, or use where(condition, a, b)")

    def __str__(self) -> str:
        """The formula, once `print_with` has said how formulas are written."""
        return _formula_of(self)

    def __repr__(self) -> str:
        label = self.name or f"#{self.serial}"
        return f"<{label}: {self.op.name}, {say_shape(self.shape)}>"


def literal(value: Any) -> Any:
    """A Python number as a float, anything else as a read-only float64 array: what a constant node keeps.

    Raises: SettingError if it is not made of numbers; None, "1.5" and a date are none.
    """
    try:
        if isinstance(value, (int, float)):
            return float(value)
        found = np.asarray(value)
        # Whole numbers beyond 64 bits come as Python objects.
        numbers = found.dtype.kind in NUMBERS or (found.dtype.kind == "O" and all(isinstance(one, (int, float)) for one in found.flat))
        array = np.array(found, dtype=np.float64) if numbers else None
    except (TypeError, ValueError, OverflowError):
        array = None
    if array is None:
        raise SettingError(f"{value!r:.80} cannot be part of a computation: expected a node, a number or an array of numbers")
    array.flags.writeable = False
    return array


def make(op: Op, inputs: Sequence[Any], settings: Mapping[str, Any], *, name: str = "", where: SourceLine | None = None) -> Node:
    """A new node; numbers and arrays among the inputs become constants, and the shape rule is asked.

    Raises: ShapeError naming the operation and its inputs, SettingError for an unknown setting.
    """
    nodes = tuple([one if type(one) is Node else written("literal")(value=one) for one in inputs])
    if len(nodes) != len(op.slots) or op.variadic:
        op.check_count(len(nodes))
    settled = op.settle(settings)
    try:
        shape = op.shape(*[node.shape for node in nodes], **settled)
    except ShapeError as error:
        parts = ", ".join(f"{node.name or slot.lstrip('*')} {say_shape(node.shape)}" for node, slot in zip(nodes, op.slots * len(nodes), strict=False))
        raise ShapeError(f"{op.name}({parts}): {error}") from None
    return Node(op, nodes, settled, shape, name, next(_ages), where)
