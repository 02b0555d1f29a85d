"""The sheet of an exercise, with blanks to fill in, and its full solution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from glassgrad.explain import Story, derive
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Step
from glassgrad.explain.formula import write
from glassgrad.explain.line import given as given_line
from glassgrad.explain.mathematics import Mathematics, Words, mathematics
from glassgrad.graph import Node, pages
from glassgrad.readers.substitute import substitute

from ..claims import Claims
from ..collecting import Calculation
from ..quantities import INSIDE, Derivative, Named, Quantity, Updated
from ..shown import symbols_of, worked_step
from ..symbols import name_symbol, quantity_symbol
from ..workings import Workings

BLANK = mathematics("________", r"\ldots\ldots\ldots")


def sheet(title: str, task: str, calculation: Calculation, asked: Sequence[Quantity]) -> Story:
    """What is given, the formulas, and what is asked."""
    blocks: list[Block] = [Aside((task,)), *_given(calculation), *_formulas(calculation), Heading(("Work out",))]
    blocks += [Step(_symbol(calculation.work, quantity), BLANK) for quantity in asked]
    return Story((title,), tuple(blocks))


def solution(title: str, task: str, calculation: Calculation, asked: Sequence[Quantity], mixed: Sequence[str]) -> Story:
    """Every answer with how it is worked out."""
    claims = Claims(calculation.work, calculation.given)
    blocks: list[Block] = [Aside((task,)), *_given(calculation), *_formulas(calculation)]
    for heading, quantities in _parts(calculation.work, asked):
        blocks.append(Heading(heading))
        for quantity in quantities:
            blocks += _worked(claims, quantity)
    blocks += [Caution((sentence,)) for sentence in mixed]
    return Story((f"{title}: solution",), tuple(blocks))


def _symbol(work: Workings, quantity: Quantity) -> Mathematics:
    return quantity_symbol(quantity, array=bool(work.leaf(quantity).shape)).mathematics


def _given(calculation: Calculation) -> Iterator[Block]:
    yield Heading(("Given",))
    for quantity, number in calculation.given.items():
        yield given_line(quantity_symbol(quantity, array=bool(calculation.work.leaf(quantity).shape)), number)


def _formulas(calculation: Calculation) -> Iterator[Block]:
    work = calculation.work
    names = [name for name in work.formulas if not name.startswith(INSIDE)]
    if names:
        yield Heading(("Formulas",))
    for name in names:
        yield Step(_symbol(work, Named(name)), write(whole_formula(work, name), symbols_of(work)))


def whole_formula(work: Workings, name: str) -> Node:
    """The formula of a name as it stands on the sheet, with what is inside its activations written out."""
    formula = work.formulas[name]
    while inner := [one for one in work.mentions(formula) if isinstance(one, Named) and one.name.startswith(INSIDE)]:
        formula = substitute(formula, {work.leaf(one): work.formulas[one.name] for one in inner})[formula]
    return formula


def _parts(work: Workings, asked: Sequence[Quantity]) -> Iterator[tuple[Words, list[Quantity]]]:
    """The answers in stretches of one sort, each with its heading."""
    for heading, stretch in groupby(asked, lambda quantity: _heading(work, quantity)):
        yield heading, list(stretch)


def _heading(work: Workings, quantity: Quantity) -> Words:
    function = quantity.of if isinstance(quantity, Derivative) else quantity.name
    if isinstance(quantity, Updated):
        return ("Update",)
    if function in work.formulas and _is_plain_function(work, function) and not work.users(function):
        return ("The function ", name_symbol(function).mathematics)
    return ("Backward",) if isinstance(quantity, Derivative) else ("Forward",)


def _worked(claims: Claims, quantity: Quantity) -> Iterator[Block]:
    work = claims.work
    if isinstance(quantity, Derivative) and len(quantity.by) == 1 and _is_plain_function(work, quantity.of):
        yield from _derived(claims, quantity)
        return
    yield worked_step(claims, quantity, because=_reason(work, quantity))


def _is_plain_function(work: Workings, name: str) -> bool:
    """Whether a name is a function of given numbers only: then it is differentiated by the rules of calculus."""
    behind = work.cone(name) - {name}
    return not any(one in work.formulas and not one.startswith(INSIDE) for one in behind)


def _derived(claims: Claims, quantity: Derivative) -> Iterator[Block]:
    work, names = claims.work, claims.work.cone(quantity.of) - {quantity.of}
    leaves = {work.leaf(Named(name)): pages.variable(shape=work.leaf(Named(name)).shape, name=name) for name in sorted(names) if name not in work.formulas}
    formula = whole_formula(work, quantity.of)
    named = substitute(formula, leaves)[formula].named(quantity.of)
    values: dict[Node | str, Any] = {leaf: claims.given[work.quantities[old]] for old, leaf in leaves.items()}
    yield Heading((_symbol(work, quantity),), level=3)
    begun = False
    for block in derive(named, values, wrt=[quantity.by[0]]).blocks:
        if begun and not isinstance(block, Heading):
            yield block
        begun = begun or (isinstance(block, Heading) and "derivative by" in str(block.words[0]))


def _reason(work: Workings, quantity: Quantity) -> Words:
    """Why: the paths of a derivative, or the rule of an update."""
    if isinstance(quantity, Updated):
        return ("a step against the gradient",)
    piece = work.piece(quantity)
    if not isinstance(quantity, Derivative) or piece is None:
        return ()
    ways = [name_symbol(term.through).mathematics for term in piece.terms if term.through and term.through != quantity.of]
    if len(ways) < 2:
        return ("by way of ", ways[0]) if ways else ()
    words: list[Any] = [f"{len(ways)} paths, added up: by way of "]
    for place, way in enumerate(ways):
        words += ["" if place == 0 else " and " if place == len(ways) - 1 else ", ", way]
    return tuple(words)
