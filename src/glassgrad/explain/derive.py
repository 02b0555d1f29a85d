"""`derive`: the derivative of a formula, from the rules to the number: outer derivative, inner derivative, product, check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain, count, pairwise
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from glassgrad.graph import Kind, Node, ShapeError, ancestors, is_constant, pages, say_shape
from glassgrad.readers import Gradients, evaluate, gradients

from .backward import Backward, backward_lines, contributions_line
from .blocks import Aside, Block, Caution, Heading, Step
from .excerpt import excerpt
from .formula import write
from .fragments import Fragment
from .inner import inner_functions
from .line import line, values_down_to
from .mathematics import Words, mathematics
from .nonfinite import first_broken
from .numeric_check import numeric_check
from .quantities import quantities
from .reasons import rules
from .roads import reached_from, roads
from .story import Story
from .symbols import gradient_symbol, symbol
from .telling import backward_of, forward_line, given_part

RESULTS = ("f", "g", "h", "y", "result")
LETTERS = ("u", "v", "w", "p", "q", "r", "s")


@dataclass(frozen=True, eq=False)
class Derivation:
    """What one derivation is told from. Without numbers `values` is None and `gradients` empty: only formulas are told."""

    target: Node
    nodes: list[Node]
    symbols: Mapping[Node, Fragment]
    found: Gradients
    values: Mapping[Node, Any] | None
    gradients: Mapping[Node, Any]
    partial: bool


def derive(
    target: Node,
    given: Mapping[Node | str, Any] | None = None,
    /,
    *,
    wrt: Iterable[Node | str] | None = None,
    dtype: DTypeLike = np.float64,
    **values: Any,
) -> Story:
    """Tell how a formula is differentiated by each input, or by those in `wrt`, and check the result numerically.

    A function inside a function is taken apart: outer derivative, inner derivative, their product, and the formula written simply.
    Without any number given, the story stays with formulas.
    Raises: ShapeError if the formula is not a single number; MissingValueError if some inputs have a number and others do not.

    >>> import glassgrad as gg
    >>> story = gg.derive(gg.parse("x^2"), x=3.0)
    >>> print(next(step for step in story.steps if step.because))
    df/dx = 2·x = 2·3 = 6
    """
    nodes = ancestors([target])
    if target.shape != ():
        shape = say_shape(target.shape)
        raise ShapeError(f"a derivative is that of a single number, but {write(target, {}).text:.60} has the shape {shape}; derive its sum or its mean")
    symbols = quantities(nodes, target, results=RESULTS)
    found = gradients(target, wrt)
    leaves = [node for node in nodes if node.op.kind is Kind.LEAF and not is_constant(node)]
    numbers = evaluate(target, given, dtype=dtype, **values) if given or values or not leaves else None
    told = backward_of(found, nodes, symbols, numbers, np.dtype(dtype)) if numbers is not None else None
    story = Derivation(target, nodes, symbols, found, numbers, told.gradients if told else {}, partial=len(leaves) > 1)
    blocks: list[Block] = list(_start(story))
    if not found.wanted:
        blocks.append(
            Aside((symbols[target].mathematics if target in symbols else "This", " is a constant: nothing in it changes, so every derivative of it is 0."))
        )
    for by in found.wanted:
        blocks += [block for block in _by(story, by, leaves) if not (isinstance(block, Step) and block in blocks)]
    return Story(("The derivative of ", write(target, {node: symbol for node, symbol in symbols.items() if node.name})), tuple(blocks))


def _start(story: Derivation) -> Iterator[Block]:
    formulas = [node for node in story.symbols if node.op.kind is not Kind.LEAF]
    if story.values is None:
        yield from (Step(story.symbols[node].mathematics, write(node, story.symbols)) for node in formulas)
        return
    yield from given_part({node: symbol for node, symbol in story.symbols.items() if node in story.nodes}, story.values)
    if formulas:
        yield Heading(("The function",))
        yield from (forward_line(node, story.symbols, story.values) for node in formulas)
    yield from first_broken(story.nodes, story.symbols, story.values)


def _by(story: Derivation, by: Node, leaves: list[Node]) -> Iterator[Block]:
    name = story.symbols[by].mathematics
    yield Heading(("The derivative by ", name))
    fixed = [story.symbols[node].mathematics for node in leaves if node is not by]
    if fixed:
        verb = "is" if len(fixed) == 1 else "are"
        yield Aside(("A partial derivative: only ", name, " changes; ", *_listed(fixed), f" {verb} held fixed."))
    if by is story.target:
        one = mathematics("1", "1")
        yield Step(_symbol(story, by).mathematics, value=one, because=(name, " changes exactly as much as itself"))
        return
    ways = roads(story.target, story.nodes, {}, reached_from({by}, story.nodes))
    inner = inner_functions(story.target, by, ways)
    yield from _taken_apart(story, by, inner) if inner else _at_once(story, by)
    if story.values is not None:
        yield from _without_slope(story, by)
        yield from numeric_check(story.target, by, story.symbols, story.values, _value(story, by), partial=story.partial)


def _without_slope(story: Derivation, by: Node) -> Iterator[Caution]:
    """A caution where the function is finite and its derivative is not."""
    values = story.values or {}
    if all(np.isfinite(values[node]).all() for node in story.nodes if node in values) and not np.isfinite(_value(story, by)).all():
        yield Caution((_symbol(story, by).mathematics, " is not finite here: at this point the function has no slope, or a vertical one."))


def _at_once(story: Derivation, by: Node) -> Iterator[Step]:
    """The lines of the backward pass that lead to `by`."""
    told = Backward(story.target, story.nodes, story.symbols, story.values, story.gradients, (by,), story.partial)
    order, tell = backward_lines(told)
    yield from map(tell, order)
    if len(order) > 1:
        yield _written_simply(story, by)


def _taken_apart(story: Derivation, by: Node, inner: list[Node]) -> Iterator[Block]:
    """Outer derivative, inner derivatives, their product, and the same as one formula."""
    taken = {node.name for node in story.nodes if node.name} | {symbol.text for symbol in story.symbols.values()}
    letters = (letter for letter in chain(LETTERS, (f"u{number}" for number in count(1))) if letter not in taken)
    symbols = {**story.symbols, **{node: symbol(next(letters)) for node in inner if node not in story.symbols}}
    joints = [story.target, *inner, by]
    yield Aside(("A function inside a function: give what is inside a name.",))
    for node in joints[:-1]:
        yield _forward(story, node, symbols)
    slopes = [_slope(story, outer, inside, symbols) for outer, inside in pairwise(joints)]
    yield from (step for step, _, _ in slopes)
    yield _product(story, by, slopes)
    yield _written_simply(story, by)


def _forward(story: Derivation, node: Node, symbols: Mapping[Node, Fragment]) -> Step:
    if story.values is None:
        return Step(symbols[node].mathematics, write(node, symbols))
    return forward_line(node, symbols, story.values)


def _slope(story: Derivation, outer: Node, inside: Node, symbols: Mapping[Node, Fragment]) -> tuple[Step, Fragment, Any]:
    """The line of one derivative on the way, its symbol and its value."""
    nodes = [node for node in story.nodes if node.serial <= outer.serial]
    ways = roads(outer, nodes, {}, reached_from({inside}, nodes)).into[inside]
    told = gradient_symbol(symbols[outer], symbols[inside], partial=story.partial)
    which = "outer" if outer is story.target else "inner"
    because = (f"{which} derivative: ", *rules(ways[0], outer, symbols))
    value = None if story.values is None else _computed(ways[0].contribution, story.values)
    return contributions_line(told, [ways[0].contribution], symbols, story.values, value, because=because), told, value


def _product(story: Derivation, by: Node, slopes: list[tuple[Step, Fragment, Any]]) -> Step:
    factors = [pages.variable(shape=()) for _ in slopes]
    product = reduce(mul, factors)
    known = dict(zip(factors, (told for _, told, _ in slopes), strict=True))
    because = ("chain rule: the outer derivative times the inner one",) if len(slopes) == 2 else ("chain rule: all of them multiplied, from the outside in",)
    if story.values is None:
        return Step(_symbol(story, by).mathematics, write(product, known), because=because)
    values = dict(zip(factors, (value for _, _, value in slopes), strict=True))
    return line(_symbol(story, by), excerpt(product, known), known, values, _value(story, by), because=because)


def _written_simply(story: Derivation, by: Node) -> Step:
    """The derivative as one formula of the inputs."""
    leaves = {node: symbol for node, symbol in story.symbols.items() if node.op.kind is Kind.LEAF or (node.name and node is not story.target)}
    because = ("the same as one formula",)
    return contributions_line(_symbol(story, by), [story.found.totals[by]], leaves, story.values, story.gradients.get(by), because=because)


def _symbol(story: Derivation, by: Node) -> Fragment:
    return gradient_symbol(story.symbols[story.target], story.symbols[by], partial=story.partial)


def _value(story: Derivation, by: Node) -> Any:
    return story.gradients[by]


def _computed(root: Node, values: Mapping[Node, Any]) -> Any:
    return values_down_to(root, values, np.dtype(np.float64))[root]


def _listed(parts: list[Any]) -> Words:
    words: list[Any] = []
    for position, part in enumerate(parts):
        words += ["" if position == 0 else " and " if position == len(parts) - 1 else ", ", part]
    return tuple(words)
