"""A row against a column: the difference of every pair, where row belongs to row."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node, ShapeError, pages, say_shape
from glassgrad.writing.mathematics import Words

from ..quantities import Derivative
from .formulas import Use, neat, put, uses
from .local_slopes import derivative_of
from .roles import symbol_of
from .slip import Change, Slip, Task


def _every_pair(formula: Node, rows: int) -> Iterator[tuple[Node, Use]]:
    """The formula with one side of an operation on two rows, or on two columns, laid the other way."""
    for use in uses(formula):
        if use.parent is None or use.parent.op.kind is not Kind.ELEMENTWISE or len(use.parent.inputs) != 2:
            continue
        shape = use.node.shape
        other = shape[:1] if len(shape) == 2 and shape[1] == 1 else (*shape, 1)
        if len(shape) in (1, 2) and shape[0] == rows > 1 and len(other) <= 2 and all(one.shape == shape for one in use.parent.inputs):
            try:
                yield put(formula, use, pages.reshape(use.node, shape=other)), use
            except ShapeError:
                continue


def _tries(task: Task) -> Iterator[Change]:
    for formula, use in _every_pair(task.piece.formula, task.rows):
        if formula.shape == task.piece.formula.shape:
            yield Change(neat(formula), _words(task, use))
    for term in task.piece.terms if isinstance(task.piece.quantity, Derivative) else ():
        for formula, use in _every_pair(task.work.formulas.get(term.through, term.node), task.rows):
            changed = derivative_of(task, term, formula) if formula.shape == () else None
            if changed is not None and changed.shape == task.piece.formula.shape:
                yield Change(changed, _words(task, use))


def _words(task: Task, use: Use) -> Words:
    n = use.node.shape[0]
    shapes = f": {say_shape((n,))} against {say_shape((n, 1))} makes a table of {say_shape((n, n))}"
    return ("every entry of ", symbol_of(task, use.node), " met every entry of the other side, not its own", shapes)


broadcast = Slip(
    name="broadcast",
    title="every pair instead of row by row",
    says="A row stood against a column, so every number met every other, and not only its own.",
    advice="Give predictions and targets the same shape before you subtract; (n,) and (n, 1) are not the same.",
    plausible=0.7,
    tries=_tries,
    source="NumPy's broadcasting rule",
)
