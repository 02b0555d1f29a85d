"""The arrays that a graph is lowered to, as lines one can read: a symbol, and the formula that makes it; pass by pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from glassgrad.graph import Graph, Node, Op, Shape, pages

from .. import mathematics
from ..arrays import Array, View, Way, row_major
from ..building import Draft
from ..groups import Group, strides_in
from ..mathematics import FUNCTIONS

REDUCTIONS = {"sum": "sum", "prod": "product", "max": "max", "min": "min"}
"""The names of the pages that say what a reduction does."""
COMPOSED = frozenset(name for name, made in FUNCTIONS.items() if made.__module__.startswith(mathematics.__name__) and not made.__module__.endswith("comparing"))
"""Functions of numbers that are worked out by a polynomial."""


@dataclass(frozen=True, eq=False)
class Line:
    """One array: what it is called, and how it comes about, as a formula of others or, where no page says it, in words.

    `symbol` is a variable that stands for the array in the formulas of later lines. A line that is not `computed` only says
    how another array is read.
    """

    symbol: Node
    formula: Node | None = None
    words: str = ""
    computed: bool = True
    kept: bool = False
    """Whether it is written to memory; otherwise it never leaves the registers."""
    composed: bool = False
    """Whether the function is none that a processor has an instruction for, but one of ours, made of many."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.symbol.name


@dataclass(frozen=True, eq=False)
class Pass:
    """Arrays that are computed together, on one walk over their entries. `function` is what the machine calls to do it."""

    number: int
    function: str
    space: Shape
    lines: tuple[Line, ...]
    reads: tuple[str, ...]
    """The arrays that are read from memory."""
    finishes: bool = False
    """Whether the first line is a matrix product, and the others are done to each part of it while it is at hand."""

    @property
    def writes(self) -> tuple[str, ...]:
        """The arrays that are written to memory."""
        return tuple(line.name for line in self.lines if line.kept)

    @property
    def in_registers(self) -> tuple[str, ...]:
        """The arrays that are never written anywhere."""
        return tuple(line.name for line in self.lines if line.computed and not line.kept)


@dataclass(frozen=True, eq=False)
class Steps:
    """A whole graph: what is given, the tables that are written in it, the passes in their order, the outputs that are only another way to read an array."""

    given: tuple[Node, ...]
    tables: tuple[Line, ...]
    passes: tuple[Pass, ...]
    results: tuple[Line, ...]


def steps_of(graph: Graph, draft: Draft, names: Mapping[Node, str]) -> Steps:
    """The lines of a draft of `graph`. `names` are what outputs and leaves are called."""
    told = _Telling(graph, draft, names)
    passes = tuple(told.pass_of(number, group) for number, group in enumerate(draft.layout.groups, start=1))
    return Steps(tuple(told.given.values()), tuple(told.tables), passes, tuple(told.results()))


@dataclass(eq=False)
class _Telling:
    """Names for arrays, and formulas for how they come about."""

    graph: Graph
    draft: Draft
    names: Mapping[Node, str]
    given: dict[int, Node] = field(default_factory=dict)
    tables: list[Line] = field(default_factory=list)
    _called: dict[Array, str] = field(default_factory=dict)
    _count: int = 0
    _readings: int = 0
    _variables: dict[tuple[str, Shape], Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes, groups = self.graph.nodes, self.draft.layout.groups
        views = [view for view, _ in self.draft.interface.results.values()] + [view for group in groups for _, view in group.reads()]
        leaves = [nodes[number] for number, _ in self.draft.interface.leaves]
        for number, leaf in enumerate(leaves):
            self.given[number] = leaf.named(self.names.get(leaf, leaf.name or f"x{number + 1}"))
        for array in sorted({view.array for view in views if view.array.way is Way.GIVEN}, key=lambda one: one.serial):
            if "leaf" in array.settings:
                self._called[array] = self.given[array.settings["leaf"]].name
            else:
                self._called[array] = f"c{len(self.tables) + 1}"
                self.tables.append(Line(self._variable(self._called[array], array.shape), pages.constant(value=array.settings["content"]), computed=False))
        for output in self.graph.outputs:
            view, _ = self._result(output)
            if view.is_whole and view.array.way not in (Way.GIVEN, Way.NUMBER):
                self._called.setdefault(view.array, self._output_name(output))

    def pass_of(self, number: int, group: Group) -> Pass:
        """One group."""
        lines: list[Line] = []
        for array in group.arrays:
            lines += self._lines(array)
        own = set(group.arrays)
        reads = dict.fromkeys(self._name(view.array) for _, view in group.reads() if view.array not in own)
        finishes = group.root is not None and group.root.way is Way.PRODUCT
        return Pass(number, f"group{group.number}", _walked(group), tuple(lines), tuple(reads), finishes)

    def results(self) -> list[Line]:
        """Outputs that are not themselves one of the arrays."""
        lines = []
        for output in self.graph.outputs:
            view, _ = self._result(output)
            name = self._output_name(output)
            if view.is_whole and self._called.get(view.array) == name:
                continue
            if view.is_number:
                lines.append(Line(self._variable(name, output.shape), _number(view.number), computed=False))
            else:
                lines.append(Line(self._variable(name, output.shape), words=self._reading(view), computed=False))
        return lines

    def _result(self, output: Node) -> tuple[View, object]:
        return self.draft.interface.results[self.graph.nodes.index(output)]

    def _output_name(self, output: Node) -> str:
        if output in self.names:
            return self.names[output]
        place = self.graph.outputs.index(output)
        return output.name or ("y" if len(self.graph.outputs) == 1 else f"y{place + 1}")

    def _variable(self, name: str, shape: Shape) -> Node:
        """What stands for an array of that name: the same node every time."""
        if (name, shape) not in self._variables:
            self._variables[name, shape] = pages.variable(shape=shape, name=name)
        return self._variables[name, shape]

    def _name(self, array: Array) -> str:
        if array not in self._called:
            self._count += 1
            self._called[array] = f"t{self._count}"
        return self._called[array]

    # ── lines ───────────────────────────────────────────────────────────────

    def _lines(self, array: Array) -> list[Line]:
        symbol = self._variable(self._name(array), array.shape)
        kept = array in self.draft.layout.places
        if array.function == "copy":
            (view,) = array.inputs
            return [Line(symbol, _number(view.number), kept=kept) if view.is_number else Line(symbol, words=f"a copy of {self._reading(view)}", kept=kept)]
        before: list[Line] = []
        inputs = [self._seen(view, before) for view in array.inputs]
        if array.way is Way.ASSEMBLE:
            return [*before, Line(symbol, words=_assembled(array, inputs), kept=kept)]
        return [*before, Line(symbol, _formula(array, inputs), kept=kept, composed=array.way is Way.MAP and array.function in COMPOSED)]

    def _seen(self, view: View, before: list[Line]) -> Node:
        """What stands for a view in a formula; where it is read in an unusual order, a line before says how."""
        if view.is_number:
            return _number(view.number)
        name = self._name(view.array)
        shape = tuple(1 if stride == 0 else n for n, stride in zip(view.shape, view.strides, strict=True))
        if view.offset == 0 and strides_in(View(view.array, shape, view.strides, 0)) == row_major(tuple(n for n in shape if n != 1)):
            return self._variable(name, view.array.shape if _broadcasts(view) else shape)
        axes = _turned(view)
        if axes is not None:
            backwards = axes == tuple(range(len(axes)))[::-1]
            return pages.transpose(self._variable(name, view.array.shape), axes=None if backwards else axes)
        self._readings += 1
        read = self._variable(f"r{self._readings}", view.shape)
        before.append(Line(read, words=self._reading(view), computed=False))
        return read

    def _reading(self, view: View) -> str:
        name = self._name(view.array)
        if view.is_whole:
            return name if view.shape == view.array.shape else f"{name}, the same numbers counted off in other rows"
        return f"{name}, where entry ({_letters(view.shape)}) is read from place {place_of(view.shape, view.strides, view.offset)}"


def place_of(shape: Shape, strides: tuple[int, ...], offset: int) -> str:
    """Where an entry lies, as a sum.

    >>> place_of((2, 3), (1, -2), 4)
    '4 + i − 2·j'
    """
    parts = [str(offset)] if offset else []
    for letter, n, stride in zip(_letters(shape).split(", "), shape, strides, strict=False):
        if stride and n != 1:
            size = letter if abs(stride) == 1 else f"{abs(stride)}·{letter}"
            parts.append((f"{'−' if stride < 0 else '+'} {size}") if parts else f"{'−' if stride < 0 else ''}{size}")
    return " ".join(parts) or "0"


def _letters(shape: Shape) -> str:
    return ", ".join("ijklmnpq"[place] if place < 8 else f"i{place}" for place in range(len(shape)))


def _number(value: float) -> Node:
    return pages.constant(value=value)


def _broadcasts(view: View) -> bool:
    """Whether the array's own shape, repeated as usual, is that of the view."""
    return view.array.whole.broadcast(view.shape).key == view.key if _can_broadcast(view.array.shape, view.shape) else False


def _can_broadcast(have: Shape, want: Shape) -> bool:
    return len(have) <= len(want) and all(n in (1, m) for n, m in zip(have[::-1], want[::-1], strict=False))


def _turned(view: View) -> tuple[int, ...] | None:
    """The order of axes if the view shows the whole array with its axes in another order."""
    array = view.array
    if view.offset or len(view.shape) != len(array.shape) or 1 in array.shape:
        return None
    own = row_major(array.shape)
    if sorted(view.strides) != sorted(own):
        return None
    axes = tuple(own.index(stride) for stride in view.strides)
    return axes if tuple(array.shape[axis] for axis in axes) == view.shape else None


@cache
def _page_called(function: str) -> Op:
    """The page for a function of numbers, by NumPy's name for it."""
    if function in pages:
        return pages[function]
    return next(page for page in pages if function in page.notation.spellings)


def _formula(array: Array, inputs: list[Node]) -> Node:
    match array.way:
        case Way.REDUCE:
            axes = array.settings["axes"]
            return pages[REDUCTIONS[array.function]](inputs[0], axis=None if len(axes) == len(inputs[0].shape) else axes)
        case Way.PRODUCT:
            return pages.matmul(*inputs)
        case Way.SCAN:
            return pages.cumulative_sum(inputs[0], axis=array.settings["axis"])
        case Way.TAKE:
            return pages.gather(*inputs, axis=array.settings["axis"])
        case Way.SCATTER:
            return pages.scatter_add(*inputs, length=array.shape[0])
        case _:
            return _of_numbers(array.function, inputs)


def _of_numbers(function: str, inputs: list[Node]) -> Node:
    if function.startswith("where_"):
        left, right, yes, no = inputs
        return pages.where(_page_called(function.removeprefix("where_"))(left, right), yes, no)
    return _page_called(function)(*inputs)


def _assembled(array: Array, inputs: list[Node]) -> str:
    """Which input lies where."""
    parts = []
    for one, (shape, strides, offset) in zip(inputs, array.settings["places"], strict=True):
        last = offset + sum((n - 1) * stride for n, stride in zip(shape, strides, strict=True))
        in_order = strides == row_major(shape)
        where = f"places {offset} to {last}" if in_order and last > offset else f"place {place_of(shape, strides, offset)}"
        parts.append(f"{_said(one)} in {where}" if in_order else f"entry ({_letters(shape)}) of {_said(one)} in {where}")
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return listed if array.settings["filled"] else f"zeros, but {listed}"


def _said(node: Node) -> str:
    return node.name or f"the transposed {node.inputs[0].name}"


def _walked(group: Group) -> Shape:
    """What the group goes over: its own entries, or the entries that are combined into them."""
    root: Any = group.root
    if root is not None and root.way in (Way.REDUCE, Way.SCATTER):
        return tuple(root.inputs[0].shape)
    return group.space
