"""A right step may raise the loss, and a wrong one lower it; and all gradients belong to the old weights."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from .corrected import corrected
from .line_search import largest_rate_that_does_not_raise, later_windows, loss_with_rate
from .printed_slip import product, slipped
from .rate_picture import rate_picture
from .scalar_examples import TWO_LAYER_WEIGHTS
from .words import cells, heads
from .worked_step import WorkedStep

SHARES = (0.1, 0.25, 0.5, 1.0, 1.5)


def after_the_step(printed: WorkedStep, step: WorkedStep) -> Iterator[Block]:
    """The correction, right and wrong gradients side by side, and the largest learning rate that does not raise the loss."""
    yield Heading(("A correction to the printed course: does the step reduce the loss?",))
    yield from corrected(
        printed=("The weights are now “adjusted to reduce the loss”.",),
        true=("With the printed numbers the loss goes from ", plain_number(printed.loss), " to ", plain_number(printed.next.loss), ", by the right step."),
        why=(
            "The gradient says which way is down where one stands. It does not say how far: the printed step is too long, and lands higher on the other side.",
        ),
    )
    wrong = with_slip(step)
    yield Aside(("With the numbers above: the right gradients, and the slip of the printed course (a1 in place of w2).",))
    yield Table(
        heads("gradients", *(f"{name} becomes" for name in TWO_LAYER_WEIGHTS), "J before", "J after"),
        (_row("right", step, step.next), _row("with the slip", step, wrong)),
    )
    yield Aside((_moral(step.loss, step.next.loss, wrong.loss),))
    yield from _largest_rate(step)


def with_slip(step: WorkedStep) -> WorkedStep:
    """The step after an update in which a1 stood in place of w2."""
    arriving = slipped(step, step.value("a1"))
    rate = step.given["α"]
    numbers = {"w1": step.given["w1"] - rate * arriving * step.given["x"], "b1": step.given["b1"] - rate * arriving}
    return step.with_numbers({name: step.new(name) for name in TWO_LAYER_WEIGHTS} | numbers)


def _row(name: str, before: WorkedStep, after: WorkedStep) -> tuple[Words, ...]:
    return cells(name, *(after.given[weight] for weight in TWO_LAYER_WEIGHTS), before.loss, after.loss)


def _moral(before: float, right: float, wrong: float) -> str:
    if right > before > wrong:
        return "The right step raises the loss, and the wrong one lowers it. So a falling loss verifies no gradient, and a rising one refutes none."
    if right < before and wrong < before:
        return "Both lower the loss. So a falling loss verifies no gradient: a wrong one can lower it too."
    if right < before:
        return "Here the right step lowers the loss, and the wrong one does not. One cannot rely on it: other numbers show the opposite."
    if right > before:
        return "Both raise the loss: here α is too large for either. Whether a gradient is right cannot be seen from the loss."
    return "The loss stays as it is: there is nothing left to learn here."


def _largest_rate(step: WorkedStep) -> Iterator[Block]:
    limit = largest_rate_that_does_not_raise(step)
    yield Heading(("How large α may be, so that the step does not raise the loss",), level=3)
    if limit is None:
        yield Aside(("All gradients are 0 here, so no step of any length changes the loss.",))
        return
    windows = later_windows(step, limit)
    yield Aside(
        ("The loss after one step depends on α alone. Going up from 0, it is back at its old value at α ", *_about(limit), ": every smaller α is safe.")
    )
    for low, high in windows:
        yield Aside(
            (
                "Just beyond that the loss is higher; yet from α ",
                *_about(low),
                " to ",
                plain_number(high),
                " it does not: the step jumps so far that it lands low again.",
            )
        )
    yield rate_picture(step, limit)
    tried = (*(share * limit for share in SHARES), *((low + high) / 2 for low, high in windows), step.given["α"])
    rates = sorted({float(f"{rate:.12g}") for rate in tried})
    rows = [cells(rate, after, _compared(step.loss, after)) for rate in rates for after in (loss_with_rate(step, rate),)]
    yield Table(heads("α", "J after one step", "compared with before"), tuple(rows))
    yield Aside(
        ("These bounds were found by trying: between a rate that does not raise the loss and one that does, the gap is halved until nothing is left of it.",)
    )


def _about(value: float) -> Words:
    shown = plain_number(value)
    return (shown,) if shown.text.startswith("≈") else ("= ", shown)


def _compared(before: float, after: float) -> str:
    return "the same" if abs(after - before) <= 1e-9 * before else "lower" if after < before else "higher"


def update_order(step: WorkedStep) -> Iterator[Block]:
    """The correction about layer 2 coming first."""
    new, old = step.new("w2"), step.given["w2"]
    arriving = step.gradient("a2")
    yield Heading(("A correction to the printed course: which layer first?",))
    yield from corrected(
        printed=("First layer 2 is updated, then layer 1.",),
        true=("The order does not matter, as long as all gradients are taken before anything is updated.",),
        why=(
            "∂J/∂a1 needs the w2 that was there in the forward pass. ",
            *(_with_the_new_weight(step, arriving, new) if new != old else ("With these numbers w2 does not change, so the order makes no difference.",)),
        ),
    )


def _with_the_new_weight(step: WorkedStep, arriving: float, new: float) -> Words:
    """What ∂J/∂a1 would be, and the first weight of layer 1 in which that is seen."""
    told: Words = ("With the new w2 = ", plain_number(new), " it would be ", *product(arriving, new), " instead of ", plain_number(step.gradient("a1")), ". ")
    rate = step.given["α"]
    for name, slope in (("w1", arriving * new * step.given["x"]), ("b1", arriving * new)):
        wrong = step.given[name] - rate * slope
        if not isclose(wrong, step.new(name), rel_tol=1e-9, abs_tol=1e-12):
            return (*told, f"Then {name} would become ", plain_number(wrong), " instead of ", plain_number(step.new(name)), ".")
    return (*told, "That is too little to be seen in w1 or b1.")
