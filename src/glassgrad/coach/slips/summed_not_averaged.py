"""The rows of a batch were added up where they are averaged, or averaged where they are added up."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node, normal_axes

from ..quantities import Derivative, Named
from .averaging import constant_of, of_the_loss
from .formulas import filled, is_mean, is_sum, neat, uses
from .local_slopes import with_term
from .roles import is_given
from .slip import Change, Slip, Task

FACTORS, CLOSE = (0.5, 1.0, 2.0), 1e-9


def _tries(task: Task) -> Iterator[Change]:
    if task.rows < 2:
        return
    for term, loss in of_the_loss(task):
        if _averages(loss, task):
            words = (f"you added up the {task.rows} rows; here their mean is taken",)
            yield Change(with_term(task, term, task.rows * term.node), words)
        else:
            words = (f"you divided by the {task.rows} rows; here they are added up",)
            yield Change(with_term(task, term, term.node / task.rows), words, likely=0.8)
    if _is_by_a_parameter(task) and _over_rows(task.piece.formula, task.rows):
        words = (f"you divided by the {task.rows} rows here; they are added up, and a mean in the loss is in what comes back already",)
        yield Change(neat(filled(1 / task.rows, ()) * task.piece.formula), words)


def _is_by_a_parameter(task: Task) -> bool:
    """Whether it is the gradient of something that every row meets, so that all rows send something back."""
    quantity = task.piece.quantity
    return isinstance(quantity, Derivative) and is_given(task, Named(quantity.by[0]))


def _averages(loss: Node, task: Task) -> bool:
    """Whether there is a mean in the loss, or a constant that has the number of rows below the line; ½, 1 and 2 are read as such."""
    constant = constant_of(loss, task)
    by_constant = constant not in FACTORS and any(abs(constant * task.rows - one) < CLOSE for one in FACTORS)
    return by_constant or any(is_mean(use.node) for use in uses(loss))


def _over_rows(formula: Node, rows: int) -> bool:
    """Whether rows are added up: in a sum over the first axis, or in a matrix product."""
    sums = (use.node for use in uses(formula) if is_sum(use.node) and 0 in normal_axes(use.node.settings["axis"], len(use.node.inputs[0].shape)))
    products = (use.node for use in uses(formula) if use.node.op.kind is Kind.CONTRACTION)
    return any(one.inputs[0].shape[:1] == (rows,) for one in sums) or any(one.inputs[0].shape[-1:] == (rows,) for one in products)


summed_not_averaged = Slip(
    name="summed_not_averaged",
    title="batch summed instead of averaged, or the reverse",
    says="The examples of a batch were added up where their mean is taken, or the other way round.",
    advice="Divide by the number of rows exactly once, where the loss does it; the gradients carry it along by themselves.",
    plausible=0.95,
    convention=True,
    tries=_tries,
)
