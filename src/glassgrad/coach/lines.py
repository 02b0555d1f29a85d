"""`Line`: a statement of a sheet with what it is about, and the sides that say what that comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .folding import is_number, is_numeric, numbers_of, walk
from .quantities import Derivative, Named, Quantity, Updated
from .reading.sheet import Sheet, Side, Statement
from .reading.tree import Array, At, Indexed, Mention, Tree
from .renaming import Renaming, ends, step_names, with_quantities

LOSSES = ("J", "L", "E", "C", "Loss", "loss", "Cost", "cost", "Error", "error", "E_total", "L_total")
"""Names that a loss usually has, tried in this order where the sheet does not tell which quantity is derived."""


@dataclass(frozen=True, slots=True)
class Line:
    """`target` is the quantity a statement is about, `index` the entry of it, if it is about one; None for a mere calculation.

    `sides` are the other sides of the chain, `rough` tells of each whether ≈ stands before it. `step` counts the steps of
    training, where the sheet tells which one this is about; `at` says at which point the target is taken, as in f(3).
    """

    statement: Statement
    target: Quantity | None
    index: tuple[int, ...]
    sides: tuple[Side, ...]
    rough: tuple[bool, ...]
    step: int | None = None
    at: tuple[tuple[str, float], ...] = ()

    @property
    def number(self) -> int:
        """The number of the line in the text, from 1."""
        return self.statement.line

    @property
    def formulas(self) -> tuple[Side, ...]:
        """The sides in which quantities stand."""
        return tuple(side for side in self.sides if not is_numeric(side.tree))


def lines_of(sheet: Sheet, loss: str = "", known: Collection[str] = ()) -> tuple[tuple[Line, ...], str]:
    """The statements of a sheet, every quantity under one name; and the name of the loss.

    `loss` is that of the key, if there is one, and `known` the names in it.
    """
    raw = [_line(statement) for statement in sheet.statements]
    renaming = _renaming(raw, loss, known)
    return tuple(_assigned(sheet, [_renamed(line, renaming) for line in raw])), renaming.loss


def _assigned(sheet: Sheet, lines: Sequence[Line]) -> Iterator[Line]:
    """After `v = β*v + dw`, v in an update is the new one; weights that formulas use keep their old values until the step is over."""
    used = {one.name for line in lines if isinstance(line.target, Named) for one in mentioned(side.tree for side in line.formulas) if isinstance(one, Named)}
    assigned: set[str] = set()
    for line in lines:
        if not isinstance(line.target, Updated):
            yield line
            continue
        change = partial(_new, assigned={name for name in assigned if name != line.target.name})
        yield replace(line, sides=tuple(replace(side, tree=with_quantities(side.tree, change)) for side in line.sides))
        span = line.statement.sides[0].span
        plain = not re.search("new|['′+]|\\(t", sheet.text[span.start : span.end])
        if plain and line.target.name not in used and Named(line.target.name) in mentioned(side.tree for side in line.formulas):
            assigned.add(line.target.name)


def _new(quantity: Quantity, assigned: Collection[str]) -> Quantity:
    return Updated(quantity.name) if isinstance(quantity, Named) and quantity.name in assigned else quantity


def _line(statement: Statement) -> Line:
    sides, signs = statement.sides, ("=", *statement.relations)
    place = next((place for place, side in enumerate(sides) if _named(side.tree) is not None), None)
    if place is None or (place > 0 and any(_named(side.tree) for side in sides[place + 1 :])):
        return Line(statement, None, (), sides, tuple(sign == "≈" for sign in signs))
    target, index = _named(sides[place].tree) or (None, ())
    tree = sides[place].tree
    at = tuple((name, float(numbers_of(part))) for name, part in zip(tree.names, tree.point, strict=False)) if isinstance(tree, At) else ()
    others = [(side, sign == "≈") for at, (side, sign) in enumerate(zip(sides, signs, strict=True)) if at != place]
    return Line(statement, target, index, tuple(side for side, _ in others), tuple(rough for _, rough in others), at=at)


def _named(tree: Tree) -> tuple[Quantity, tuple[int, ...]] | None:
    """The quantity, and its entry, that a side is nothing but."""
    if isinstance(tree, Mention):
        return tree.quantity, ()
    if isinstance(tree, At) and len(tree.names) == len(tree.point) and all(is_number(part) and not isinstance(part, Array) for part in tree.point):
        return tree.quantity, ()
    if isinstance(tree, Indexed) and isinstance(tree.whole, Mention):
        return tree.whole.quantity, tree.index
    return None


def mentioned(trees: Iterable[Tree]) -> Iterator[Quantity]:
    """The quantities that stand in some trees."""
    for tree in trees:
        yield from (one.quantity for one in walk(tree) if isinstance(one, (Mention, At)))


def _renaming(lines: Sequence[Line], loss: str, known: Collection[str]) -> Renaming:
    formulas = {
        line.target.name: list(mentioned(side.tree for side in line.formulas)) for line in reversed(lines) if isinstance(line.target, Named) and line.formulas
    }
    quoted = list(mentioned(side.tree for line in lines for side in line.statement.sides))
    derived = _derived(quoted)
    aliases = {}
    if not loss:
        usual = [name for name in LOSSES if name in formulas]
        loss = derived if derived in LOSSES or not usual else usual[0]
        # Only where something is derived by something, as in `dw`, the last quantity is what is derived.
        loss = loss or (next(reversed([*formulas, *ends(formulas)]), "") if any(isinstance(one, Derivative) for one in quoted) else "")
        # ∂J/∂w on a sheet that calls it Loss: nothing is named J, and one quantity is what everything leads to.
        names = {line.target.name for line in lines if isinstance(line.target, Named)}
        leads = [name for name in ends(formulas) if name in LOSSES]
        if derived and derived not in formulas and derived not in names and len(leads) == 1:
            aliases, loss = {derived: leads[0]}, leads[0]
    elif derived and derived != loss and derived not in formulas and derived not in known:
        aliases = {derived: loss}
    parameters, computed = step_names([line.target for line in lines if line.target], formulas, quoted)
    return Renaming(loss, aliases, parameters, computed)


def _derived(quoted: Iterable[Quantity]) -> str:
    """The quantity that most derivatives are of, among those that none is by."""
    derivatives = [one for one in quoted if isinstance(one, Derivative)]
    inner = {name for one in derivatives for name in one.by}
    counted = Counter(one.of for one in derivatives if one.of and one.of not in inner)
    return counted.most_common(1)[0][0] if counted else ""


def _renamed(line: Line, renaming: Renaming) -> Line:
    sides = tuple(replace(side, tree=with_quantities(side.tree, lambda one: renaming(one).quantity)) for side in line.sides)
    inside = [renaming(one).step for one in mentioned(side.tree for side in line.sides)]
    if line.target is None:
        return replace(line, sides=sides, step=max((step for step in inside if step is not None), default=None))
    found = renaming(line.target, target=True)
    steps = [step for step in ((found.step,) if found.step is not None else inside) if step is not None]
    return replace(line, target=found.quantity, sides=sides, step=max(steps, default=None))
