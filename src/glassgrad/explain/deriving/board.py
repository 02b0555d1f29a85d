"""The board: what has a name, what has a number, what has been told; and how a line is written on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any

import numpy as np

from glassgrad.explain.as_fraction import with_fractions
from glassgrad.explain.blocks import ABOUT, EQUAL, Block, Step
from glassgrad.explain.line import line, values_down_to
from glassgrad.graph import Kind, Node, is_constant
from glassgrad.writing.arrays import constant
from glassgrad.writing.excerpt import ends, excerpt
from glassgrad.writing.formula import write, write_excerpt
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.symbols import gradient_symbol, symbol

WHOLE = 250
"""Operations of an answer that is still written out: more than on other lines, for an answer with dots is none."""
LETTERS = ("u", "v", "w", "p", "q", "r", "s")


@dataclass(eq=False)
class Board:
    """All that one story is told from. `symbols` are quantities with a name of their own: inputs, what the writer named, results.

    `numbers` has the values, or is None for formulas only; `partial` tells that there are several inputs, so that it is ∂ and not d.
    """

    target: Node
    symbols: dict[Node, Fragment]
    numbers: dict[Node, Any] | None
    dtype: np.dtype[Any]
    partial: bool
    given: dict[str, Fragment] = field(default_factory=dict)
    """Letters given to parts, each with the formula it stands for."""
    letters: dict[Node, Fragment] = field(default_factory=dict)
    told: set[Block] = field(default_factory=set)
    slopes: set[str] = field(default_factory=set)
    """The derivatives that have a line by now."""

    @property
    def known(self) -> dict[Node, Fragment]:
        """Everything that has a symbol by now."""
        return {**self.letters, **self.symbols}

    @property
    def plain(self) -> dict[Node, Fragment]:
        """What a whole formula is written in: inputs, and quantities that the writer named."""
        return {node: one for node, one in self.symbols.items() if node.op.kind is Kind.LEAF or (node.name and node is not self.target)}

    @property
    def named(self) -> list[Node]:
        """The quantities that the writer named."""
        return [node for node in self.plain if node.op.kind is not Kind.LEAF]

    def name_part(self, node: Node) -> bool:
        """Give a part a letter, the same as an equal part has; False if that is no news."""
        if node in self.symbols or node in self.letters:
            return False
        formula = write(node, self.plain).text
        key = f"{formula} {node.serial}" if "…" in formula else formula
        is_news = key not in self.given
        if is_news:
            self.given[key] = symbol(self.fresh(LETTERS, "u"))
        self.letters[node] = self.given[key]
        return is_news

    def fresh(self, letters: tuple[str, ...], after: str) -> str:
        """The first letter that is not taken."""
        taken = self.taken | {name.rstrip("0123456789") for name in self.taken}  # beside w1 and w2, a part called w would be taken for theirs
        return next(one for one in chain(letters, (f"{after}{number}" for number in count(1))) if one not in taken)

    @property
    def taken(self) -> set[str]:
        """All names that mean something."""
        return {one.text for one in chain(self.symbols.values(), self.given.values())} | {node.name for node in self.symbols}

    def number(self, node: Node, more: Mapping[Node, Any] | None = None) -> Any:
        """What a formula comes to; None where there are no numbers."""
        if self.numbers is None:
            return None
        return values_down_to(node, {**self.numbers, **(more or {})}, self.dtype)[node]

    def line(
        self,
        name: Fragment,
        formula: Node,
        known: Mapping[Node, Fragment],
        numbers: Mapping[Node, Any] | None = None,
        *,
        because: Words = (),
        short: bool = False,
        whole: bool = False,
    ) -> Step:
        """A line: the name, the formula in `known` symbols, and with numbers what it comes to; `short` leaves out the numbers put in.

        `whole` writes out a formula of more than a line too, without numbers put in.
        """
        formula = with_fractions(formula, known)
        spots = excerpt(formula, known)
        if whole and any(spot.far for spot in spots):
            spots, short = excerpt(formula, known, longest=WHOLE), True
        if self.numbers is None:
            relation = ABOUT if any(_is_rounded(spot.node) for spot in spots) else EQUAL
            return Step(name.mathematics, write_excerpt(spots, known).mathematics, relation=relation, because=because)
        values = {**self.numbers, **(numbers or {})}
        values |= {spot.node: self.number(spot.node, numbers) for spot in ends(spots)}
        step = line(name, spots, known, values, self.number(formula, numbers), because=because)
        says_it_twice = step.value is not None and step.formula is not None and step.value.text == step.formula.text
        return replace(step, numbers=None if short else step.numbers, value=None if says_it_twice else step.value)

    def definition(self, node: Node) -> Step:
        """The line that says what a letter stands for."""
        known = {one: name for one, name in self.known.items() if one is not node}
        return self.line(self.known[node], node, known)

    def news(self, *blocks: Block) -> Iterator[Block]:
        """Those that have not been told yet."""
        for block in blocks:
            if block not in self.told:
                self.told.add(block)
                yield block


def _is_rounded(node: Node) -> bool:
    """Whether a number in a formula is written with fewer digits than it has."""
    return is_constant(node) and not node.name and not constant(node.settings["value"]).exact


def slope_of_formula(formula: Mathematics, by: Fragment, *, partial: bool) -> Fragment:
    r"""The derivative of something without a name: d(x^2)/dx."""
    sign, latex = ("∂", r"\partial ") if partial else ("d", r"\mathrm{d}")
    written = rf"\frac{{{latex.strip()}}}{{{latex}{by.latex}}}\left({formula.latex}\right)"
    return fragment(f"{sign}({formula.text})/{sign}{by.text}", written, gradient_symbol(by, by).binds)
