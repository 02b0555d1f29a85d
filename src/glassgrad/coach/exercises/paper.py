"""The sheet of an exercise, with blanks to fill in, and its full solution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from glassgrad.explain import Story, derive
from glassgrad.explain.blocks import Aside, Block, Heading, Step
from glassgrad.explain.line import given as given_line
from glassgrad.graph import Node, pages
from glassgrad.readers.substitute import substitute
from glassgrad.writing.formula import write
from glassgrad.writing.mathematics import Mathematics, Words, mathematics

from ..claims import Claims
from ..collecting import Calculation
from ..quantities import INSIDE, Derivative, Named, Quantity
from ..shown import symbols_of, worked_step
from ..slips.updates import parameter_before
from ..symbols import name_symbol, quantity_symbol
from ..workings import Workings

BLANK = mathematics("________", r"\ldots\ldots\ldots")


PRECISION = "Write down exactly what comes out, or four significant digits of it where it is long; go on with all the digits that you have."


@dataclass(frozen=True, eq=False)
class Worked:
    """An asked quantity; and a formula that is shorter than the one the rules lead to, if there is one, with its reason."""

    quantity: Quantity
    formula: Node | None = None
    because: str = ""


def sheet(title: str, task: str, calculation: Calculation, asked: Sequence[Quantity]) -> Story:
    """What is given, the formulas, and what is asked."""
    blocks: list[Block] = [Aside((task,)), *_given(calculation), *_formulas(calculation), Heading(("Work out",)), Aside((PRECISION,))]
    blocks += [Step(_symbol(calculation.work, quantity), BLANK) for quantity in asked]
    return Story((title,), tuple(blocks))


def solution(title: str, task: str, calculation: Calculation, asked: Sequence[Worked], mixed: Sequence[tuple[str, str, str]]) -> Story:
    """Every answer with how it is worked out."""
    claims = Claims(calculation.work, calculation.given)
    blocks: list[Block] = [Aside((task,)), *_given(calculation), *_formulas(calculation)]
    for heading, stretch in groupby(asked, lambda one: _heading(calculation.work, one.quantity)):
        blocks.append(Heading(heading))
        for one in stretch:
            blocks += _worked(claims, one)
    blocks += _mixed(mixed)
    return Story((f"{title}: solution",), tuple(blocks))


def _mixed(mixed: Sequence[tuple[str, str, str]]) -> Iterator[Block]:
    """The pairs of slips that come to the same number on this paper: (asked quantity, one title or "" for the right answer, another title)."""
    if not mixed:
        return
    places: dict[tuple[str, str], list[str]] = {}
    for name, *pair in mixed:
        places.setdefault((pair[0], pair[1]), []).append(name)
    yield Heading(("What this paper cannot tell",))
    for (first, second), names in places.items():
        ends = "comes to the right answer" if not first else f"and “{first}” come to the same number"
        yield Aside((f"“{second}” {ends} at {', '.join(names)}.",))


def _symbol(work: Workings, quantity: Quantity) -> Mathematics:
    symbol = quantity_symbol(quantity, array=bool(work.leaf(quantity).shape)).mathematics
    if isinstance(quantity, Derivative) and _is_of_one_variable(work, quantity.of):
        return mathematics(symbol.text.replace("∂", "d"), symbol.latex.replace(r"\partial ", "d"))
    return symbol


def _is_of_one_variable(work: Workings, name: str) -> bool:
    return _is_plain_function(work, name) and sum(one not in work.formulas for one in work.cone(name)) == 1


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
    used = {node.op for name in names for node in work.order(work.formulas[name])}
    if pages.log in used:
        yield Aside(("The logarithm is the natural one.",))
    if used & {pages.sin, pages.cos}:
        yield Aside(("Angles are in radians.",))


def whole_formula(work: Workings, name: str) -> Node:
    """The formula of a name as it stands on the sheet, with what is inside its activations written out."""
    formula = work.formulas[name]
    while inner := [one for one in work.mentions(formula) if isinstance(one, Named) and one.name.startswith(INSIDE)]:
        formula = substitute(formula, {work.leaf(one): work.formulas[one.name] for one in inner})[formula]
    return formula


def _heading(work: Workings, quantity: Quantity) -> Words:
    function = quantity.of if isinstance(quantity, Derivative) else quantity.name
    if parameter_before(work, quantity) is not None:
        return ("Update",)
    if function in work.formulas and _is_plain_function(work, function) and not work.users(function):
        return ("The function ", name_symbol(function).mathematics)
    return ("Backward",) if isinstance(quantity, Derivative) else ("Forward",)


def _worked(claims: Claims, one: Worked) -> Iterator[Block]:
    work, quantity = claims.work, one.quantity
    if one.formula is not None:
        yield worked_step(claims, quantity, because=(one.because,), formula=one.formula)
    elif isinstance(quantity, Derivative) and len(quantity.by) == 1 and _is_plain_function(work, quantity.of):
        yield from _derived(claims, quantity)
    else:
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
    if parameter_before(work, quantity) is not None:
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
