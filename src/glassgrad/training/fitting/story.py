"""A fit as a story: the result, the formula with its numbers, and the derivatives that the method was steered by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glassgrad.explain import Aside, Caution, Heading, Step, Story, Table
from glassgrad.explain.blocks import Block
from glassgrad.graph import Graph, Node
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment, fragment, number_fragment
from glassgrad.writing.mathematics import Mathematics
from glassgrad.writing.numbers import number
from glassgrad.writing.symbols import gradient_symbol, symbol

from .record import Fit
from .report import HEAD, facts, parameter_rows

PREDICTED = fragment("ŷ", r"\hat{y}")
DIGITS = 6


def story_of(fit: Fit) -> Story:
    """The story of a fit."""
    return Story((f"{fit.target} fitted to {fit.source}",), (*_formula(fit), *_result(fit), *_derivatives(fit)))


def _formula(fit: Fit) -> Iterator[Block]:
    yield Heading(("The formula",))
    yield Step(PREDICTED.mathematics, write(fit.formula.predicted, _symbols(fit.formula.predicted)))
    yield Step(PREDICTED.mathematics, _with_numbers(fit), relation="≈")


def _result(fit: Fit) -> Iterator[Block]:
    yield Heading(("The parameters",))
    yield Table(tuple((one,) for one in HEAD), tuple(tuple((cell,) for cell in row) for row in parameter_rows(fit)))
    yield Table((("fact",), ("value",)), tuple(((label,), (said,)) for label, said in facts(fit)))
    yield from (Caution((f"{one}.",)) for one in fit.warnings)
    yield from (Aside((f"{one}.",)) for one in fit.notes)


def _derivatives(fit: Fit) -> Iterator[Block]:
    yield Heading(("How the prediction changes with each parameter",))
    yield Aside(("These exact derivatives, one row of numbers for each row of the table, told the method which way to go.",))
    for name, slope in zip(fit.formula.parameters, fit.formula.simple_slopes, strict=True):
        yield Step(gradient_symbol(PREDICTED, symbol(name)).mathematics, write(slope, _symbols(slope)))


def _symbols(node: Node) -> dict[Node, Fragment]:
    return {leaf: symbol(leaf.name) for leaf in Graph((node,)).leaves}


def _with_numbers(fit: Fit) -> Mathematics:
    known: Mapping[Node, Fragment] = {
        leaf: number_fragment(number(fit.parameters[leaf.name], DIGITS)) if leaf.name in fit.parameters else symbol(leaf.name)
        for leaf in Graph((fit.formula.predicted,)).leaves
    }
    return write(fit.formula.predicted, known)
