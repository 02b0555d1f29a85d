"""Lesson 7, weight-based training: one neuron learns one row, step by step; how long a step may be, and where it can end."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.nn.settings import Setting
from glassgrad.writing.arrays import plain_number

from ..corrected import corrected
from ..curvature import eigenvalues, largest_learning_rate, second_derivatives
from ..descent_landscape import descent_picture
from ..fates import LONG, fate, loss_after
from ..landscape import rates_picture
from ..lesson import Lesson
from ..loss_conventions import loss_conventions
from ..parabolas import moving_parabola
from ..scalar_examples import NEURON_WEIGHTS, one_neuron
from ..trough import trough
from ..trying import TryIt, change, try_it
from ..words import another, cells, heads, short_cells, with_gap
from ..worked_step import WorkedStep, descent, path

SHARES = (0.05, 0.25, 0.5, 0.75, 0.99, 1.0, 1.05)
"""Learning rates that are tried, as shares of the largest one that theory allows."""
PAINTED = (0.05, 0.5, 0.75, 1.05)
"""Those of them that are painted side by side: too small, the best, too large but converging, too large."""
MOST_LINES = 12
MOST_STEPS, MOST_WEIGHT = 100, 100.0
PROCEDURE = (
    ("once", "choose the first weights, at random or not"),
    ("repeat", "predict: compute ŷ from the input and the weights"),
    ("repeat", "compute the loss"),
    ("repeat", "compute the gradients"),
    ("repeat", "update every weight: w ← w − α·∂L/∂w"),
    ("until", "the loss no longer falls"),
)


def _tell(*, alpha: float, x: float, y: float, w: float, b: float, steps: int) -> Iterator[Block | TryIt]:
    first = descent(one_neuron(), NEURON_WEIGHTS).start({"x": x, "y": y, "w": w, "b": b}, alpha)
    yield Aside(
        (
            (
                "One neuron, one row of data, two numbers to learn: small enough to see all that training does. "
                "The loss is half the squared error, L = ½·(ŷ − y)². Its convention matters, as will be seen."
            ),
        )
    )
    yield Heading(("Given",))
    yield from first.given_lines()
    yield from _iterations(first)
    yield from _descent(first, steps)
    yield from _how_large(first)
    yield from loss_conventions(first)
    yield from trough(first)
    yield from moving_parabola(first)
    yield from _how_many_steps()
    limit = largest_learning_rate(first)
    yield try_it(
        change("below the limit: overshoots, yet converges?", alpha=_rounded(limit * 0.95)),
        change("just beyond the limit", alpha=_rounded(limit * 1.05)),
        change("another input: how large may α be now?", x=3.0 if x != 3 else 1.0),
        change("another start: where does it end?", w=w + 3 if w + 3 <= MOST_WEIGHT else w - 3),
        change("small steps: safe, and slow", steps=another(steps, MOST_STEPS), alpha=_rounded(limit * 0.05)),
    )


def _rounded(rate: float) -> float:
    return float(f"{rate:.3g}")


def _iterations(first: WorkedStep) -> Iterator[Block]:
    yield Heading(("The first iteration",))
    yield from first.told()
    if first.gradient("w") == first.gradient("b") and first.loss:
        yield Aside(("∂L/∂w and ∂L/∂b are equal here, as x = 1: a forgotten ·x would not be seen. Another x shows it.",))
    yield Heading(("The second iteration",))
    yield Aside(("The same again, from the new weights.",))
    second = first.next
    yield from second.told()
    if second.loss == 0:
        yield Aside(("The loss is 0, so every gradient is 0, and the weights stay where they are. Training is over.",))
    elif second.loss < first.loss:
        yield Aside(("The loss has fallen from ", plain_number(first.loss), " to ", plain_number(second.loss), ". More steps follow in the table."))
    else:
        yield Aside(("The loss was ", plain_number(first.loss), " and is now ", plain_number(second.loss), ": this step was too long."))


def _descent(first: WorkedStep, steps: int) -> Iterator[Block]:
    walked = path(first, steps)
    still = next((place for place, one in enumerate(walked) if one.loss == 0), len(walked) - 1)
    yield Heading(("The descent",))
    rows = [
        short_cells(str(place), *(one.value(name) for name in ("w", "b", "ŷ", "L")), *(one.gradient(name) for name in NEURON_WEIGHTS))
        for place, one in enumerate(walked[: still + 1])
    ]
    yield Table(heads("step", "w", "b", "ŷ", "L", "∂L/∂w", "∂L/∂b"), with_gap(rows, first=MOST_LINES - 1, last=1))
    if walked[still].loss == 0:
        nothing = "The loss is 0 from the start: there is nothing to learn, and no descent to draw."
        yield Aside((f"After step {still} nothing changes any more." if still else nothing,))
    elif len(walked) <= steps:
        yield Aside((f"After {len(walked) - 1} steps the numbers become too large for the machine.",))
    else:
        yield Aside((f"Seen over {LONG} steps, this descent {fate(first, 'ŷ')}.",))
    if first.loss:
        yield Aside(("The loss is a landscape over w and b, and a descent is a way through it:",))
        yield descent_picture(first, still)


def _how_large(first: WorkedStep) -> Iterator[Block]:
    curvatures, limit = eigenvalues(first), largest_learning_rate(first)
    yield Heading(("How large may a step be?",))
    yield Aside(("The answer is in the second derivatives of the loss, which say how sharply it bends:",))
    names = ("w", "b")
    table = second_derivatives(first)
    yield Table(heads("∂²L", "∂w", "∂b"), tuple(cells(f"∂{name}", *row) for name, row in zip(names, table, strict=True)))
    yield Aside(
        (
            "In its steepest direction the loss bends by λmax = ",
            plain_number(curvatures[0]),
            ", the largest eigenvalue of this table. Each step multiplies the error ŷ − y by 1 − α·λmax; ",
            "it shrinks as long as α is less than 2/λmax = ",
            plain_number(limit),
            ". Tried out:",
        )
    )
    rates = sorted({_told_rate(rate) for rate in (*(share * limit for share in SHARES), first.given["α"])})
    starts = [WorkedStep(first.descent, {**first.given, "α": rate}) for rate in rates]
    losses = [[loss_after(one, steps) for steps in (1, 10, LONG)] for one in starts]
    fates = {rate: fate(one, "ŷ") for rate, one in zip(rates, starts, strict=True)}
    rows = (cells(rate, 1 - rate * curvatures[0], *after, fates[rate]) for rate, after in zip(rates, losses, strict=True))
    yield Table((("α",), ("1 − α·λmax",), ("L after 1",), ("after 10",), (f"after {LONG}",), ("what happens",)), tuple(rows))
    if first.loss and any(0.0 in after for after in losses):
        yield Aside(("Where a loss is told as 0, nothing is left of it but the rounding of the machine.",))
    if first.loss:
        yield from _reading(limit)
        yield Aside(("Four of these rates, side by side:",))
        yield rates_picture(first, {rate: fates[rate] for rate in (_told_rate(share * limit) for share in PAINTED)})
    else:
        yield Aside(("The loss is 0, and so is every gradient: with any rate the neuron stays where it is, and there is no descent to draw.",))


def _told_rate(rate: float) -> float:
    """Without the rounding of a product."""
    return float(f"{rate:.12g}")


def _reading(limit: float) -> Iterator[Block]:
    best = plain_number(limit / 2)
    yield Aside(
        (
            "Less than ",
            best,
            ": each step stops short of the target. Exactly ",
            best,
            ": the step that arrives at once. Between ",
            best,
            " and ",
            plain_number(limit),
            ": each step jumps over the target, and lands closer to it than before. At ",
            plain_number(limit),
            " it lands just as far away on the other side, and never converges; beyond that, it lands further away each time. ",
            "So no rate is the largest that converges: every one below ",
            plain_number(limit),
            " does, and ",
            plain_number(limit),
            " itself does not.",
        )
    )


def _how_many_steps() -> Iterator[Block]:
    repeated = sum(when == "repeat" for when, _ in PROCEDURE)
    yield Heading(("A correction to the printed course: how many steps there are",))
    yield from corrected(
        printed=(f"A “5-step process”, and under it a list of {len(PROCEDURE)} steps.",),
        true=(f"{len(PROCEDURE)} steps; {repeated} of them are repeated, one comes before and one decides when to stop.",),
        why=("The list, in our words:",),
    )
    yield Table(heads("", "when", "what"), tuple(cells(str(place), *one) for place, one in enumerate(PROCEDURE, start=1)))


weight_based_training = Lesson(
    number=7,
    name="weight_based_training",
    title="Weight-based training: step by step downhill",
    says="One neuron learns one row; how large a step may be, and what the loss conventions change.",
    parameters={
        "alpha": Setting(default=0.5, says="the learning rate", above=0.0, most=10.0),
        "x": Setting(default=1.0, says="the input", least=-10.0, most=10.0),
        "y": Setting(default=2.0, says="the target", least=-100.0, most=100.0),
        "w": Setting(default=0.0, says="the first weight", least=-MOST_WEIGHT, most=MOST_WEIGHT),
        "b": Setting(default=0.0, says="the first bias", least=-100.0, most=100.0),
        "steps": Setting(default=10, says="steps in the table of the descent", least=1, most=MOST_STEPS, whole=True),
    },
    tell=_tell,
)
