"""`collect`: the workings of a sheet. Its definitions become formulas, its plain numbers what is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glassgrad.graph import GlassgradError, Node, Shape, pages

from .building import Builder
from .folding import is_numeric
from .lines import Line, lines_of
from .losses_by_word import conventions
from .quantities import Derivative, Named, Quantity
from .reading.sheet import Sheet, Unread
from .reading.tree import Called, Tree
from .slopes import composed
from .updates import updates_of
from .values import FLOAT64, formula_value
from .workings import Workings


class NotYetError(Exception):
    """A quantity whose shape is not known yet."""


@dataclass(eq=False)
class Calculation:
    """A sheet, ready to be judged: its workings, what is given, and its lines.

    `worded` are the losses named by a word: name → formula → node, for the convention is told only by the numbers.
    `keyed`: what is given comes from a key, and the sheet cannot change it.
    """

    sheet: Sheet
    lines: tuple[Line, ...]
    work: Workings
    given: dict[Quantity, Any]
    unread: tuple[Unread, ...]
    worded: dict[str, dict[str, Node]] = field(default_factory=dict)
    keyed: bool = False

    def builder(self, *, apart: bool = False) -> Builder:
        """What makes nodes of the pieces of this sheet."""
        return Builder(self._leaf_of, self._formula_of, apart=apart)

    def _leaf_of(self, quantity: Quantity) -> Node:
        owners = [Named(name) for name in quantity.by] if isinstance(quantity, Derivative) else [Named(quantity.name)]
        for owner in owners:
            if owner not in self.work.leaves:
                self.work.enter(owner, pages.variable(shape=()))
        return self.work.leaf(quantity)

    def _formula_of(self, quantity: Quantity, names: Sequence[str]) -> Node:
        return composed(self.work, quantity, {Named(name) for name in names})


def collect(sheet: Sheet, key: Calculation | None = None) -> Calculation:
    """The workings of a sheet; with a `key`, its formulas and what is given there hold, whatever the sheet says about them."""
    known = {one.name for one in key.work.leaves if isinstance(one, Named)} if key else set()
    lines, loss = lines_of(sheet, key.work.loss if key else "", known)
    formulas, shapes = dict(_definitions(lines, key)), _given_shapes(lines, key)
    maker = _Maker(loss, formulas, key)
    maker.run(shapes)
    work = Workings(maker.leaves, maker.made, loss=loss)
    found = updates_of(lines, {name: formulas[name] for name in formulas if name in maker.made}, work.cone(loss), maker.build)
    for quantity, leaf in list(maker.leaves.items()):
        work.enter(quantity, leaf)  # those that only updates quote
    work.rate = key.work.rate if key and key.work.rate else found.rate
    work.updates, work.moved = {**found.own, **(key.work.updates if key else {})}, found.moved
    calculation = Calculation(sheet, lines, work, dict(key.given) if key else {}, (*sheet.unread, *maker.troubles(sheet)), dict(maker.worded))
    if key:
        calculation.worded.update(key.worded)
        calculation.keyed = True
    _take_givens(calculation, formulas)
    if found.number is not None and work.rate == found.rate:
        work.enter(Named(found.rate), pages.variable(shape=()))
        calculation.given[Named(found.rate)] = FLOAT64.type(found.number)
    return calculation


def _definitions(lines: Iterable[Line], key: Calculation | None) -> Iterable[tuple[str, Line]]:
    """The first formula of every name: (name, the line it stands on)."""
    seen = set(key.work.formulas) | {one.name for one in key.given if isinstance(one, Named)} if key else set()
    for line in lines:
        if isinstance(line.target, Named) and not line.index and line.formulas and line.target.name not in seen:
            seen.add(line.target.name)
            yield line.target.name, line


def _given_shapes(lines: Iterable[Line], key: Calculation | None) -> dict[str, Shape]:
    """The shape of every name that stands for a number: that of its first line."""
    shapes: dict[str, Shape] = {}
    for line in lines:
        if isinstance(line.target, Named) and not line.index and line.sides and all(is_numeric(side.tree) for side in line.sides):
            try:
                shapes.setdefault(line.target.name, Builder(_no_leaf).build(line.sides[-1].tree).shape)
            except GlassgradError:
                continue
    return shapes


def _no_leaf(quantity: Quantity) -> Node:
    raise NotYetError


class _Maker:
    """Makes the formulas in an order in which every shape is known when it is needed."""

    def __init__(self, loss: str, definitions: Mapping[str, Line], key: Calculation | None) -> None:
        self.loss, self.definitions = loss, definitions
        self.leaves: dict[Quantity, Node] = dict(key.work.leaves) if key else {}
        self.made: dict[str, Node] = dict(key.work.formulas) if key else {}
        self.worded: dict[str, dict[str, Node]] = {}
        self.failed: dict[str, str] = {}
        self.waiting: set[str] = set()

    def build(self, tree: Tree) -> Node:
        """The node of a tree."""
        return Builder(self._leaf_of, self._formula_of).build(tree)

    def run(self, shapes: Mapping[str, Shape]) -> None:
        """Make all that can be made."""
        self.waiting = {name for name in self.definitions if Named(name) not in self.leaves}
        for name, shape in shapes.items():
            if name not in self.waiting:
                self.leaves.setdefault(Named(name), pages.variable(shape=shape))
        while self.waiting:
            before = len(self.waiting)
            for name in [name for name in self.definitions if name in self.waiting]:
                self._try(name)
            if len(self.waiting) == before:
                self._give_up()

    def _try(self, name: str) -> None:
        tree = self.definitions[name].formulas[0].tree
        try:
            node = self.build(tree)
            self.worded.update({name: found} if (found := self._worded(tree)) else {})
        except NotYetError:
            return
        except GlassgradError as error:
            self.failed[name] = str(error)
            self._enter(name, ())
            return
        self.made[name] = node
        self._enter(name, node.shape)

    def _worded(self, tree: Tree) -> dict[str, Node]:
        if not isinstance(tree, Called):
            return {}
        return conventions(tree.word, [self.build(part) for part in tree.parts])

    def _enter(self, name: str, shape: Shape) -> None:
        self.leaves.setdefault(Named(name), pages.variable(shape=shape))
        self.waiting.discard(name)

    def _give_up(self) -> None:
        name = next(name for name in self.definitions if name in self.waiting)
        self.failed[name] = f"{name} is defined through itself, by way of other quantities; say what comes first"
        self._enter(name, ())

    def _leaf_of(self, quantity: Quantity) -> Node:
        for name in quantity.by if isinstance(quantity, Derivative) else (quantity.name,):
            if name in self.waiting:
                raise NotYetError
            self.leaves.setdefault(Named(name), pages.variable(shape=()))
        owner = Named(quantity.by[-1]) if isinstance(quantity, Derivative) else Named(quantity.name)
        return self.leaves.setdefault(quantity, pages.variable(shape=self.leaves[owner].shape))

    def _formula_of(self, quantity: Quantity, names: Sequence[str]) -> Node:
        if isinstance(quantity, Named) and quantity.name in self.waiting:
            raise NotYetError
        return composed(Workings(dict(self.leaves), dict(self.made), loss=self.loss), quantity, {Named(name) for name in names})

    def troubles(self, sheet: Sheet) -> Iterable[Unread]:
        """The definitions that could not be made, with the reason."""
        for name, why in self.failed.items():
            line = self.definitions[name]
            span = line.formulas[0].span
            yield Unread(sheet.text[span.start : span.end], line.number, line.statement.column, why)


def _take_givens(calculation: Calculation, definitions: Mapping[str, Line]) -> None:
    """Names that only stand for numbers have the number of their first line."""
    for line in calculation.lines:
        if not isinstance(line.target, Named) or line.index or line.target.name in calculation.work.formulas or line.target.name in definitions:
            continue
        if line.target not in calculation.given and line.sides and all(is_numeric(side.tree) for side in line.sides):
            try:
                calculation.given[line.target] = _number(calculation, line.sides[-1].tree)
            except GlassgradError:
                continue


def _number(calculation: Calculation, tree: Tree) -> Any:
    node = calculation.builder().build(tree)
    return FLOAT64.type(formula_value(calculation.work, node, {})) if node.shape == () else formula_value(calculation.work, node, {})
