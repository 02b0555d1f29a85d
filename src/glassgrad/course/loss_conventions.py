"""Three conventions of the squared error, and what each does with the same learning rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.graph import Node
from glassgrad.writing.arrays import plain_number

from .corrected import corrected
from .curvature import largest_learning_rate
from .fates import fate, loss_after
from .scalar_examples import NEURON_WEIGHTS, half_squared, one_neuron
from .words import cells, heads
from .worked_step import WorkedStep, descent

COPIES = 4
"""Rows of the table of which all are alike, where a mean is taken."""


def squared(error: Node) -> Node:
    """The squared error as it is."""
    return error**2


def mean_squared(error: Node) -> Node:
    """The mean over COPIES rows, all alike."""
    total = squared(error)
    for _ in range(COPIES - 1):
        total = total + squared(error)
    return total / COPIES


def without_the_sum(error: Node) -> Node:
    """A mean whose Σ was forgotten: one term, divided by the number of rows."""
    return squared(error) / COPIES


CONVENTIONS: tuple[tuple[str, Callable[[Node], Node]], ...] = (
    ("½·(ŷ − y)²", half_squared),
    ("(ŷ − y)²", squared),
    ("(1/m)·Σ(ŷ − y)²", mean_squared),
    ("(1/m)·(ŷ − y)²", without_the_sum),
)


def loss_conventions(first: WorkedStep) -> Iterator[Block]:
    """The correction, and the same descent with each convention."""
    starts = {
        name: descent(one_neuron(loss), NEURON_WEIGHTS).start({name: first.given[name] for name in "xywb"}, first.given["α"]) for name, loss in CONVENTIONS
    }
    half, whole = (starts[name] for name, _ in CONVENTIONS[:2])
    yield Heading(("A correction to the printed course: which loss?",))
    yield from corrected(
        printed=("The loss is (1/m)·(y − ŷ)² in one place, without a sum; ½·(ŷ − y)² in the example; (y − ŷ)² in the summary.",),
        true=("These are three conventions. Each has other gradients, so the same α means another step.",),
        why=("The same start and the same α = ", plain_number(first.given["α"]), ", with each of them:"),
    )
    rows = (
        cells(name, one.loss, one.gradient("w"), largest_learning_rate(one), loss_after(one, 1), loss_after(one, 2), fate(one, "ŷ"))
        for name, one in starts.items()
    )
    yield Table(heads("L", "start", "∂L/∂w", "2/λmax", "after 1", "after 2", "what happens"), tuple(rows))
    yield Aside(
        (
            "Without the ½ every gradient is twice as large, so α may only be half as large: less than ",
            plain_number(largest_learning_rate(whole)),
            " instead of less than ",
            plain_number(largest_learning_rate(half)),
            ".",
        )
    )
    yield Aside(
        (
            (
                f"The last two are for m = {COPIES} rows that are all like this one. Their mean is the loss of one of them; where the Σ is "
                f"forgotten, as printed, the loss comes out {COPIES} times too small. So always say which convention you use."
            ),
        )
    )
