"""`Op`: one page of the dictionary of operations, with everything the readers need to know about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dictionary
from .domain import Domain
from .errors import SettingError, ShapeError
from .kinds import Kind
from .notation import Notation
from .shapes import Shape

if TYPE_CHECKING:
    from .node import Node

ShapeRule = Callable[..., Shape]
"""(*input shapes, **settings) → shape of the output, or ShapeError."""
Compute = Callable[..., Any]
"""(m, *inputs, **settings) → array; m is NumPy, jax.numpy or an engine's own mathematics."""
DerivativeRule = Callable[..., "tuple[Node | None, ...]"]
"""(upstream, output, *inputs) → one downstream gradient per input, written in Nodes; None where nothing flows."""
Recipe = Callable[..., "Node"]
"""(*inputs, **settings) → the same operation in simpler ones."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Work: elementary operations (one arithmetic step or function call on one entry), and bytes read and written."""

    operations: int
    bytes: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.operations + other.operations, self.bytes + other.bytes)


CostRule = Callable[..., int]
"""(input shapes, output shape, **settings) → elementary operations."""
NormalRule = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Settings as they were given → the same in the form that the node keeps and the other rules expect; it may refuse them."""


@dataclass(frozen=True, kw_only=True)
class Textbook:
    """The derivative as a book teaches it, forward from the inputs, where `derivative` alone would not read like that.

    `whole` says what the output is; `says` names the rule and gives it as a formula, of inputs `$u` and `$v`, and `$c` for what
    does not change; the `slope` of the output is written in Nodes from (output, *inputs, *slopes of the inputs). `factors` are the
    inputs that are mere factors while nothing else changes, as x in 2·x: then `says_factor` is the rule, and the slope takes the
    place of the input. `each` has (output, *inputs) → slope, for one input that changes alone.
    What is left out is read off `derivative` and `because`. It need not hold far from home, nor where there is no slope.
    """

    whole: str = ""
    says: str = ""
    slope: Callable[..., Node] | None = None
    factors: tuple[int, ...] = ()
    says_factor: str = ""
    each: tuple[Callable[..., Node], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Algebra:
    """The laws `simplify` may use. A neutral element leaves the other input as it is, an absorbing one swallows it.

    `side` says where the element may stand: "both", or only "right" (x − 0, x / 1, x ** 1).
    `involution`: applied twice, nothing has happened. `folds`: for a REDUCTION, the page it repeats (sum folds add).
    The other laws name another page. `inverse` makes the element that brings one back to the neutral one, `undone_by`
    takes away what was added, `undoes` is the same from the other side: a + (−b) = a − b. `repeats`: so many times the
    same: x + x = 2·x. `odd`: the sign of either input may stand before the whole: (−a)·b = −(a·b).
    `grows_by`: so many times the same factor: x·x = x².
    """

    neutral: float | None = None
    absorbing: float | None = None
    side: str = "both"
    commutes: bool = False
    associates: bool = False
    involution: bool = False
    folds: str = ""
    inverse: str = ""
    undone_by: str = ""
    undoes: str = ""
    repeats: str = ""
    odd: str = ""
    grows_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Example:
    """Inputs and output a pencil can check, as plain numbers or nested lists."""

    inputs: tuple[Any, ...]
    output: Any
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Op:
    """One operation: what it is called, how it is written, what it computes, and how its derivative goes.

    Calling an Op makes a `Node`; nothing is computed. Python numbers among the inputs become constants.
    Raises: ShapeError if the inputs do not fit, SettingError for a setting the operation does not have.
    """

    name: str
    sign: str = ""
    says: str
    notation: Notation
    kind: Kind
    shape: ShapeRule
    compute: Compute
    derivative: DerivativeRule
    because: str
    because_each: tuple[str, ...] = ()
    """One reason per input, for an operation whose inputs receive their gradients by different rules."""
    textbook: Textbook = Textbook()
    cost: CostRule
    domain: Domain
    algebra: Algebra = Algebra()
    recipe: Recipe | None = None
    normal: NormalRule | None = None
    example: Example
    source: str
    slots: tuple[str, ...] = field(init=False)
    """The names of the inputs, read off `compute`; a variadic operation has one slot that starts with `*`."""
    defaults: Mapping[str, Any] = field(init=False)
    """The settings with their default values, read off `compute`."""
    variadic: bool = field(init=False)
    """Whether the operation takes any number of inputs."""

    def __post_init__(self) -> None:
        code = self.compute.__code__
        names = code.co_varnames
        positional, keyword = code.co_argcount, code.co_kwonlyargcount
        star = ("*" + names[positional + keyword],) if code.co_flags & 0x04 else ()
        given = self.compute.__kwdefaults__ or {}
        defaults = {name: given.get(name) for name in names[positional : positional + keyword]}
        object.__setattr__(self, "slots", names[1:positional] + star)
        object.__setattr__(self, "defaults", MappingProxyType(defaults))
        object.__setattr__(self, "variadic", bool(star))
        dictionary.enter(self)

    def __call__(self, *inputs: Any, name: str = "", **settings: Any) -> Node:
        """A node: this operation applied to the inputs, with the settings and, if wanted, a name."""
        return node.make(self, inputs, settings, name=name)

    def settle(self, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        """The settings with the defaults filled in. Raises: SettingError for one that the operation does not have."""
        if not settings:
            return self.defaults
        for key in settings:
            if key not in self.defaults:
                known = ", ".join(self.defaults) or "none"
                raise SettingError(f"{self.name} has no setting {key!r}; its settings: {known}")
        kept = {key: _plain(value) for key, value in {**self.defaults, **settings}.items()}
        return MappingProxyType(self.normal(kept) if self.normal else kept)

    def reason(self, position: int) -> str:
        """The rule by which the input at that position receives its gradient."""
        return self.because_each[position] if self.because_each else self.because

    def check_count(self, count: int) -> None:
        """Raises: ShapeError if the operation does not take `count` inputs."""
        if self.variadic:
            if count < 1:
                raise ShapeError(f"{self.name} needs at least one input")
        elif count != len(self.slots):
            names = ", ".join(self.slots) or "none"
            raise ShapeError(f"{self.name} takes {len(self.slots)} inputs ({names}), not {count}")

    def __repr__(self) -> str:
        return f"<operation {self.name}>"


def _plain(setting: Any) -> Any:
    """A list as a tuple, a NumPy number as Python's: two nodes with equal settings must be found equal, and print alike."""
    if isinstance(setting, (list, tuple)):
        return tuple(map(_plain, setting))
    return setting.item() if isinstance(setting, np.generic) else setting


def per_entry(count: int) -> CostRule:
    """`count` elementary operations for every entry of the output."""
    return lambda inputs, output, **settings: count * prod(output)


def per_input_entry(count: int) -> CostRule:
    """`count` elementary operations for every entry of the first input."""
    return lambda inputs, output, **settings: count * prod(inputs[0])


def only_moves(inputs: tuple[Shape, ...], output: Shape, **settings: Any) -> int:
    """No arithmetic: entries are only moved."""
    return 0


from . import node  # noqa: E402 - the two nouns need each other; an import inside `__call__` would cost a tenth of every node
