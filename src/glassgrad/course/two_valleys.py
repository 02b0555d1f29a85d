"""Two lowest places with a hill between them: already two linear layers make a loss that is no single valley."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.writing.arrays import plain_number

from .corrected import corrected
from .valley_picture import valley_picture
from .words import cells, heads
from .worked_step import WorkedStep

PLACES = (-1.0, -0.5, 0.0, 0.5, 1.0)
TURNED = ("w1", "b1", "w2")
"""Their signs can be turned all together: a1 and w2 both change sign, and their product stays."""


def two_valleys(step: WorkedStep) -> Iterator[Block]:
    """The correction, and the loss on the way from one lowest place to another."""
    lowest = a_lowest_place(step)
    between = along(lowest, 0.0)
    yield Heading(("A correction to the printed course: one valley?",))
    yield from corrected(
        printed=("Training is a walk down into a valley, to its lowest point.",),
        true=("This loss has more than one lowest place, with higher ground between. It is not convex.",),
        why=(
            "Turn the signs of w1, b1 and w2: the prediction stays the same, and so does the loss. Halfway between the two all three are 0, and the loss is ",
            plain_number(between.loss),
            ". Where a loss is convex, halfway between two places is never higher than both.",
        ),
    )
    rows = [(share, along(lowest, share)) for share in PLACES]
    yield Table(
        heads("share", *TURNED, "b2", "a2", "J"),
        tuple(cells(share, *(at.given[name] for name in (*TURNED, "b2")), at.value("a2"), at.loss) for share, at in rows),
    )
    yield valley_picture(lowest, between)
    if any(lowest.given[name] != step.given[name] for name in TURNED):
        said = ", ".join(f"{name} = {lowest.given[name]:g}" for name in TURNED)
        yield Aside((f"(With the numbers above w2·a1 is 0, and no hill stands between the two places. So {said} were taken instead.)",))
    yield Aside(("(b2 = ", plain_number(lowest.given["b2"]), " is chosen so that the loss at both ends is 0.)"))
    yield Aside(("Which of them a descent reaches depends on where it starts, and with a large α also on where its first steps throw it.",))


def a_lowest_place(step: WorkedStep) -> WorkedStep:
    """A place of loss 0 whose mirror image is another one: the weights that are given, with a b2 that makes the prediction right."""
    product = step.given["w2"] * step.value("a1")
    weights: Mapping[str, float] = {name: step.given[name] for name in TURNED} if product else {"w1": 0.0, "b1": 1.0, "w2": 1.0}
    moved = step.with_numbers(weights)
    return moved.with_numbers({"b2": moved.given["y"] - moved.given["w2"] * moved.value("a1")})


def along(place: WorkedStep, share: float) -> WorkedStep:
    """On the straight line through a place and its mirror image: 1 is the place, −1 the image, 0 halfway."""
    return place.with_numbers({name: share * place.given[name] for name in TURNED})
