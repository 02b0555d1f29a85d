"""A matrix was transposed that should not be, or the reverse; or the factors of a matrix product changed places."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node, ShapeError
from glassgrad.writing.mathematics import Words

from .formulas import Use, bare, neat, put, uses
from .letters import letters, shape_words
from .roles import factors_of, quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    formula = task.piece.formula
    if len(formula.shape) == 2:
        words: Words = ("this is the transpose of the result: ", *_is(task, task.work.leaf(task.piece.quantity)))
        yield Change(neat(formula.T), words, likely=0.9)
    for use in uses(formula):
        if use.node.op.kind is Kind.CONTRACTION:
            yield from _of_product(task, use)


def _of_product(task: Task, use: Use) -> Iterator[Change]:
    left, right = use.node.inputs
    flipped_left, flipped_right = (one.T if len(one.shape) == 2 else None for one in (left, right))
    for place, (one, other) in enumerate(((flipped_left, left), (flipped_right, right))):
        if one is not None:
            yield from _changed(task, use, (one, right) if place == 0 else (left, one), _wrong_way(task, other), 1.0)
    if flipped_left is not None and flipped_right is not None:
        yield from _changed(task, use, (flipped_left, flipped_right), ("you transposed both factors, ", *factors_of(task, use.node)), 0.6)
    yield from _changed(task, use, (right, left), ("you changed the order of ", *factors_of(task, use.node)), 0.9)
    if flipped_left is not None and flipped_right is not None:
        words: Words = ("you changed the order of ", *factors_of(task, use.node), " and transposed the product")
        yield from _changed(task, use, (flipped_right, flipped_left), words, 0.6)


def _changed(task: Task, use: Use, factors: tuple[Node, Node], words: Words, likely: float) -> Iterator[Change]:
    """The change, if the shapes let it be worked out at all."""
    try:
        yield Change(neat(put(task.piece.formula, use, use.node.op(*factors))), words, likely=likely)
    except ShapeError:
        return


def _wrong_way(task: Task, right: Node) -> Words:
    """What is said of a factor that was transposed: which belongs there, and what its axes count."""
    return ("you used ", symbol_of(task, neat(right.T)), " where ", symbol_of(task, right), " belongs: ", *_is(task, bare(right)))


def _is(task: Task, leaf: Node) -> Words:
    if leaf.op.kind is not Kind.LEAF or leaf not in task.work.quantities:
        return (symbol_of(task, leaf), " is ", *shape_words(leaf.shape, None))
    return (symbol_of(task, leaf), " is ", *shape_words(leaf.shape, letters(task, quantity_of(task, leaf))))


transposed = Slip(
    name="transposed",
    title="transposed the wrong way",
    says="A matrix is transposed where it should not be, or not where it should, or two factors have changed places.",
    advice="Write the shapes in letters under the factors: neighbours must share a letter, and the outer two are the shape of the result.",
    plausible=0.85,
    tries=_tries,
    source="A. Cayley, A Memoir on the Theory of Matrices, 1858 (a product depends on the order of its factors)",
)
