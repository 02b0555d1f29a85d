"""Sums of values times weights as a table: each value, its weight and what they make, what is added beside them, and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.explain.blocks import Table
from glassgrad.writing.mathematics import Words

from .cells import DIGITS, NOTHING
from .family import Array, Part, Situation
from .told import MOST_PARTS, of_many, shown_outputs, told, with_words

SCALED = ", scaled"


@dataclass(frozen=True, eq=False)
class Factor:
    """A value and its weight for every output. Shape: weights (outputs,). `here`: the value as the table has it, if that is known."""

    what: str
    value: float
    weights: Array
    here: Words = ()

    @property
    def product(self) -> Array:
        """What it adds to every output. Shape: (outputs,)."""
        return np.asarray(self.value * self.weights)

    @property
    def part(self) -> Part:
        """The same as a summand of an answer."""
        return Part(f"{self.what}: {told(self.value, DIGITS).text}", self.product)


def input_factors(situation: Situation, row: Array, values: Array, weights: Array) -> tuple[Factor, ...]:
    """The inputs times their weights. Shapes: row (inputs,), prepared; values (inputs,), what is multiplied; weights (inputs, outputs)."""
    known = bool(situation.units)
    return tuple(
        Factor(f"{unit.name}{SCALED}" if unit.scaled else unit.name, value, weight, unit.cell(row) if known else ())
        for unit, value, weight in zip(situation.inputs, values, weights, strict=True)
    )


def products_table(factors: Sequence[Factor], added: Sequence[Part], output: Array, outputs: Sequence[str], *, first: str, after: Part | None = None) -> Table:
    """Values and products, of a single output the weights between them; the largest one by one and the rest in one line, what is `added`, and the sum.

    `after`: what becomes of the sum.
    """
    columns, known, single = shown_outputs(output), any(one.here for one in factors), len(outputs) == 1
    shown, rest = _by_size(factors)
    more = [Part(f"{len(rest):,} more", np.sum([one.product for one in rest], axis=0))] if rest else []
    total = Part("sum", np.sum([*(one.product for one in factors), *(one.value for one in added)], axis=0))
    empty: tuple[Words, ...] = ((NOTHING,),) * (1 + known + single)
    rows: list[tuple[Words, ...]] = []
    for one in shown:
        weights = ((told(one.weights[0], DIGITS),),) if single else ()
        rows.append((*_begins(one, known=known), *weights, *((told(one.product[place]),) for place in columns)))
    rows += [((line.what,), *empty, *((told(line.value[place]),) for place in columns)) for line in (*more, *added, total, *((after,) if after else ()))]
    named: tuple[Words, ...] = (("weight",), ("product",)) if single else tuple((outputs[place],) for place in columns)
    caption = () if single else with_words(("Value times weight, for each class.",), of_many(output))
    return Table(((first,), *((("here",), ("scaled",)) if known else (("value",),)), *named), tuple(rows), caption)


def weights_tables(factors: Sequence[Factor], output: Array, outputs: Sequence[str], *, first: str) -> tuple[Table, ...]:
    """The weights of the same values where they have one for each class; of a single output they stand beside the products."""
    if len(outputs) == 1:
        return ()
    columns = shown_outputs(output)
    rows: tuple[tuple[Words, ...], ...] = tuple(((_named(one),), *((told(one.weights[place], DIGITS),) for place in columns)) for one in _by_size(factors)[0])
    return (Table(((first,), *((outputs[place],) for place in columns)), rows, (f"The weights of these {first}s, for each class.",)),)


def _by_size(factors: Sequence[Factor]) -> tuple[list[Factor], list[Factor]]:
    """Those with the largest products, in their own order, and the rest."""
    order = sorted(range(len(factors)), key=lambda place: -float(np.abs(factors[place].product).max()))
    # Where not all have a line of their own, those that add nothing, like silent units, have none.
    adding = sum(bool(factors[place].product.any()) for place in order[:MOST_PARTS]) or 1
    most = adding if len(order) > MOST_PARTS else MOST_PARTS
    return [factors[place] for place in sorted(order[:most])], [factors[place] for place in order[most:]]


def _begins(one: Factor, *, known: bool) -> tuple[Words, ...]:
    return ((_named(one),), *((one.here,) if known else ()), (told(one.value, DIGITS),))


def _named(one: Factor) -> str:
    return one.what.removesuffix(SCALED) if one.here else one.what
