"""One name for one thing: `dw1` is ∂J/∂w1, a loss may have a word and a letter, and `w_0`, `w_1` are one weight before and after a step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .folding import fold
from .quantities import Derivative, Named, Quantity, Updated
from .reading.tree import Array, At, Called, Indexed, Mention, Operated, Tree

NUMBERED = re.compile(r"(?P<base>.*?\D)_?(?P<step>\d)")


@dataclass(frozen=True, slots=True)
class Stepped:
    """A quantity and the step it belongs to, where the names on the sheet tell: `ŷ_1` is ŷ in step 1; None where they do not."""

    quantity: Quantity
    step: int | None


@dataclass(frozen=True)
class Renaming:
    """`loss` is what implied derivatives are of, `aliases` other names of quantities, `parameters` and `computed` the names that are counted by step."""

    loss: str = ""
    aliases: Mapping[str, str] = ()  # type: ignore[assignment]
    parameters: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()

    def __call__(self, quantity: Quantity, *, target: bool = False) -> Stepped:
        """The quantity under its one name. A parameter that is the target of a line, and is not the first of its kind, is an updated one."""
        if isinstance(quantity, Derivative):
            of = self._name(quantity.of) if quantity.of else Stepped(Named(self.loss), None)
            by = [self._name(name) for name in quantity.by]
            steps = [one.step for one in (of, *by) if one.step is not None]
            names = tuple(one.quantity.name for one in by if isinstance(one.quantity, Named))
            return Stepped(Derivative(of.quantity.name if isinstance(of.quantity, Named) else "", names), max(steps, default=None))
        if isinstance(quantity, Updated):
            return Stepped(Updated(self.aliases.get(quantity.name, quantity.name)), None)
        found = self._name(quantity.name)
        moved = target and found.step and isinstance(found.quantity, Named) and found.quantity.name in self.parameters
        return Stepped(Updated(found.quantity.name), found.step - 1) if moved and found.step and isinstance(found.quantity, Named) else found

    def _name(self, name: str) -> Stepped:
        name = self.aliases.get(name, name)
        counted = NUMBERED.fullmatch(name)
        if counted and counted["base"] in self.parameters | self.computed:
            return Stepped(Named(counted["base"]), int(counted["step"]))
        return Stepped(Named(name), None)


def with_quantities(tree: Tree, change: Callable[[Quantity], Quantity]) -> Tree:
    """The tree with every quantity in it changed."""

    def combine(one: Tree, parts: list[Tree]) -> Tree:
        if isinstance(one, Mention):
            return replace(one, quantity=change(one.quantity))
        if isinstance(one, At):
            return replace(one, quantity=change(one.quantity), point=tuple(parts))
        if isinstance(one, (Array, Operated, Called)):
            return replace(one, parts=tuple(parts))
        return replace(one, whole=parts[0]) if isinstance(one, Indexed) else one

    return fold(tree, combine)


def step_names(targets: Iterable[Quantity], formulas: Mapping[str, Iterable[Quantity]], quoted: Iterable[Quantity]) -> tuple[frozenset[str], frozenset[str]]:
    """The names that are counted by step, if any: parameters, and quantities that are worked out anew in each.

    They are where a formula speaks of `w`, nothing says what `w` is, and `w_0` is there.
    """
    names = {one.name for one in targets if isinstance(one, Named)}
    used = {one.name for mentioned in formulas.values() for one in mentioned if isinstance(one, Named)}
    parameters = {name for name in used - names if {f"{name}0", f"{name}_0"} & names}
    if not parameters:
        return frozenset(), frozenset()
    of = {one.of for one in quoted if isinstance(one, Derivative)}
    return frozenset(parameters), frozenset(set(formulas) | (of - {""}))


def ends(formulas: Mapping[str, Iterable[Quantity]]) -> Iterator[str]:
    """The names that are worked out by a formula and stand in no other."""
    used = {one.name for mentioned in formulas.values() for one in mentioned if isinstance(one, Named)}
    return (name for name in formulas if name not in used)
