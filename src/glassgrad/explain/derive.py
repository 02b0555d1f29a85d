"""`derive`: the derivative of a formula as a tutor tells it: every rule on its line, the result made simple, the check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from glassgrad.graph import Kind, Node, SettingError, ShapeError, ancestors, is_constant, say_shape
from glassgrad.readers import evaluate, gradients, simplify_all
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.quantities import quantities

from .blocks import Aside, Block, Caution, Heading, Step
from .deriving.board import Board
from .deriving.higher import higher
from .deriving.one_input import by_one_input
from .deriving.simplifying import number_first
from .nonfinite import first_broken
from .story import Story
from .telling import at_most, forward_line, given_part

RESULTS = ("f", "g", "h", "y", "result")
HIGHEST = 4
"""Orders that are told; a fifth derivative teaches no rule that the fourth does not."""
WAY_OUT = "choose others with wrt= or --by, or write its entries as inputs of their own"
MOST_FOR_PAIRS = 8
"""Inputs of which all pairs are told."""


def derive(
    target: Node,
    given: Mapping[Node | str, Any] | None = None,
    /,
    *,
    wrt: Iterable[Node | str] | None = None,
    order: int = 1,
    dtype: DTypeLike = np.float64,
    **values: Any,
) -> Story:
    """Tell how a formula is differentiated by each input, or by those in `wrt`, rule by rule, and check the result numerically.

    Formula: (u·v)′ = u′·v + u·v′, (u / v)′ = (u′·v − u·v′) / v², f(u)′ = f′(u)·u′ and so on, one rule a line; then the parts are put together
    and made simple. `order=2` goes on to the second derivatives, with several inputs to the mixed ones too; by one input it goes up to 4.
    Without any number given, the story stays with formulas.
    Raises: ShapeError if the formula is not a single number; MissingValueError if some inputs have a number and others do not;
    SettingError for an `order` that cannot be told.

    >>> import glassgrad as gg
    >>> story = gg.derive(gg.parse("x^2"), x=3.0)
    >>> print(next(step for step in story.steps if step.because))
    df/dx = 2·x = 2·3 = 6
    """
    if target.shape != ():
        shape = say_shape(target.shape)
        raise ShapeError(f"a derivative is that of a single number, but {write(target, {}).text:.60} has the shape {shape}; derive its sum or its mean")
    wanted = gradients(target, wrt).wanted
    check_order(order, wanted)
    nodes = ancestors([target])
    symbols = quantities([*nodes, *(node for node in wanted if node not in nodes)], target, results=RESULTS)
    leaves = [node for node in nodes if node.op.kind is Kind.LEAF and not is_constant(node)]
    numbers = evaluate(target, given, dtype=dtype, **values) if given or values or not leaves else None
    is_a_number = numbers is None or not np.isnan(numbers[target])
    shared = _shared(target, wanted)
    board = Board(
        target=shared[target],
        symbols={shared[node]: one for node, one in symbols.items() if node in shared},
        numbers={shared[node]: value for node, value in numbers.items()} if numbers is not None and is_a_number else None,
        dtype=np.dtype(dtype),
        partial=len(leaves) > 1,
    )
    blocks: list[Block] = list(_start(nodes, symbols, numbers))
    if not is_a_number:
        blocks.append(_outside(symbols[target]))
    if not wanted:
        name = symbols[target].mathematics if target in symbols else "This"
        blocks.append(Aside((name, " is a constant: nothing in it changes, so every derivative of it is 0.")))
    blocks += _derivatives(board, [shared[by] for by in wanted], [shared[leaf] for leaf in leaves], order)
    return Story(("The derivative of ", write(target, {node: symbols[node] for node in symbols if node is not target})), tuple(blocks))


def _derivatives(board: Board, wanted: list[Node], leaves: list[Node], order: int) -> Iterator[Block]:
    """The first derivative by each input, and then the higher ones."""
    firsts: dict[Node, Node] = {}
    for by in wanted:
        firsts[by], told = by_one_input(board, board.target, by, leaves)
        yield from told
    if order > 1 and firsts:
        yield from higher(board, board.target, firsts, order)


def _outside(name: Fragment) -> Caution:
    """What is said where the function is not a number: there it has no derivative, whatever a formula gives."""
    one = name.mathematics
    return Caution((one, " has no value at this point, so it has no derivative here either. The formulas below hold where ", one, " has a value."))


def _shared(target: Node, wanted: tuple[Node, ...]) -> dict[Node, Node]:
    """Every node → the one that stands for it while the rules are applied: what is written twice is one function, derived once."""
    once = simplify_all([target], exact=True, laws=())
    ordered = number_first(once.values())
    return {node: node for node in wanted} | {node: ordered[one] for node, one in once.items()}


def check_order(order: int, wanted: tuple[Node, ...]) -> None:
    """Raises: SettingError for an order that is no whole number from 1 to 4, or that is not told of so many inputs; ShapeError of arrays."""
    if isinstance(order, bool) or not isinstance(order, int) or not 1 <= order <= HIGHEST:
        raise SettingError(f"order is {order!r:.40}; expected a whole number from 1 to {HIGHEST}: 2 for the second derivative")
    names = f"{', '.join(node.name or 'one without a name' for node in wanted):.120}"
    if order > 2 and len(wanted) > 1:
        raise SettingError(f"order is {order}, but there are {len(wanted)} inputs ({names}); from order 3 on choose one, with wrt= or --by")
    if order == 2 and len(wanted) > MOST_FOR_PAIRS:
        raise SettingError(f"{len(wanted)} inputs ({names}) have {len(wanted) ** 2} second derivatives; choose up to {MOST_FOR_PAIRS}, with wrt= or --by")
    for node in wanted:
        if order > 1 and node.shape != ():
            name = node.name or "an input"
            raise ShapeError(f"second derivatives are told by single numbers, but {name} has the shape {say_shape(node.shape)}; {WAY_OUT}")


def _start(nodes: list[Node], symbols: Mapping[Node, Fragment], values: Mapping[Node, Any] | None) -> Iterator[Block]:
    here = {node: symbol for node, symbol in symbols.items() if node in set(nodes)}
    formulas = [node for node in here if node.op.kind is not Kind.LEAF]
    if values is None:
        yield from at_most((Step(symbols[node].mathematics, write(node, symbols)) for node in formulas), len(formulas))
        return
    yield from given_part(here, values)
    if formulas:
        yield Heading(("The function",))
        yield from at_most((forward_line(node, symbols, values) for node in formulas), len(formulas))
    yield from first_broken(nodes, symbols, values)
