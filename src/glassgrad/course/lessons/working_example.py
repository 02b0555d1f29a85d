"""Lesson 9, a working example: two layers, forward, backward and one update by hand, with every mistake of the printed one put right."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Aside, Block, Heading
from glassgrad.nn.settings import Setting

from ..lesson import Lesson
from ..printed_slip import printed_slip
from ..rising_loss import after_the_step, update_order
from ..scalar_examples import COURSE_NUMBERS, COURSE_RATE, TWO_LAYER_WEIGHTS, two_layers
from ..trying import TryIt, change, other, try_it, typed
from ..two_valleys import two_valleys
from ..worked_step import descent

UNLIKE = {"x": 3.0, "w1": 4.0, "w2": -2.0}
"""With these, no two quantities of the example have the same value."""
SAYS = {
    "x": "the input",
    "y": "the target",
    "w1": "the weight of layer 1",
    "b1": "the bias of layer 1",
    "w2": "the weight of layer 2",
    "b2": "the bias of layer 2",
}


def _tell(*, alpha: float, **numbers: float) -> Iterator[Block | TryIt]:
    steps = descent(two_layers(), TWO_LAYER_WEIGHTS)
    step, printed = steps.start(numbers, alpha), steps.start(COURSE_NUMBERS, COURSE_RATE)
    yield Aside(
        (
            (
                "Two layers of one neuron each, without activation: a1 = w1·x + b1, a2 = w2·a1 + b2. The loss is half the squared error, J = ½·(a2 − y)². "
                "First everything is worked out; then comes what the printed course makes of it."
            ),
        )
    )
    yield Heading(("Given",))
    yield from step.given_lines()
    yield from step.told(level=2)
    yield Heading(("All of it in one picture",))
    yield step.picture()
    yield from printed_slip(printed, step)
    yield from after_the_step(printed, step)
    yield from update_order(step)
    yield from two_valleys(step)
    yield try_it(
        change("is a forgotten ·x seen now?", x=2.0),
        change("half the step: does the loss fall?", alpha=alpha / 2 or alpha),
        change("no two quantities are alike: which slip gives what?", **COURSE_NUMBERS | UNLIKE),
        other(f"glassgrad course 10{f' --alpha {typed(alpha)}' if alpha != COURSE_RATE else ''}", "the printed example, repeated"),
    )


working_example = Lesson(
    number=9,
    name="working_example",
    title="A working example: forward, backward, update",
    says="Two layers by hand; the wrong gradient of the printed course, and the right step that raises the loss.",
    parameters={
        "alpha": Setting(default=COURSE_RATE, says="the learning rate", above=0.0, most=10.0),
        **{name: Setting(default=value, says=SAYS[name], least=-100.0, most=100.0) for name, value in COURSE_NUMBERS.items()},
    },
    tell=_tell,
)
