"""The signal: one row flows forward through the network to the loss, the gradient flows back, and the weights move; frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glassgrad.draw.network import NetworkLook, network_diagram, words_above
from glassgrad.draw.picture import Picture
from glassgrad.training import Run
from glassgrad.training.plan import Plan

from .animation import Animation
from .kind import Kind, without_data
from .measured.signal import place_in_batch, signal_looks
from .words import listed

SECONDS = 1.6
"""Long enough to read the words of a frame, and to look where they point."""


def signal(run: Run, *, steps: tuple[int, ...] = (1,), row: int | None = None) -> Animation:
    """The signal through these steps of a run, as an animation; `row` is a row of the data that is in their batches, without it the first of each.

    Raises: SettingError for a step or a row that is not there.

    >>> from glassgrad.training import train
    >>> moving = signal(train("moons", hidden=(3,), epochs=2, seed=0))
    >>> moving.title
    'The signal through step 1'
    """
    KIND.check(run.plan)
    replayed = [run.step(number) for number in steps or (1,)]
    looks = [look for step in replayed for look in signal_looks(step, row=place_in_batch(run, step, row))]
    return Animation(
        lambda: iter(painted(looks)),
        title=f"The signal through step{'s' if len(replayed) > 1 else ''} {listed([f'{step.number:,}' for step in replayed])}",
        shows=" ".join(look.now for look in looks if _told(look)),
        caption=f"{network_diagram(looks[0]).caption} {_way_back(looks[0])}",
        seconds=SECONDS,
    )


def _way_back(look: NetworkLook) -> str:
    """How to read the frames after the first one."""
    rows = "" if look.loss is None or look.loss.rows == 1 else f", of all {look.loss.rows:,} rows together"
    back = f"On the way back, tags are ∂{look.symbol}/∂z of this row, and vermilion lines are ∂{look.symbol}/∂w{rows}"
    return f"A question mark stands for what has not been computed yet. {back}. In the update, lines are the changes of the weights."


def _told(look: NetworkLook) -> bool:
    """Whether this moment is told to those who do not see the frames: the row, the answer, the loss and the update, not every layer."""
    layers = len(look.layers)
    return bool(look.lit & {0, layers + 1, layers + 2}) or any(layer.new_weights is not None for layer in look.layers)


def signal_frames(run: Run, *, step: int = 1, row: int = 0) -> list[Picture]:
    """The frames of one step for `row` of its batch (from 0): forward layer by layer, the loss, back layer by layer, the update, the new weights.

    All numbers are those of the replayed step. Raises: SettingError for a step or a row that is not there.
    """
    return painted(signal_looks(run.step(step), row=row))


def painted(looks: Sequence[NetworkLook]) -> list[Picture]:
    """The frames of these looks, all of one size, everything in its place."""
    lines = max(len(words_above(look)) for look in looks)
    frames = [network_diagram(replace(look, lines=lines)) for look in looks]
    height = max(frame.height for frame in frames)
    return [replace(frame, height=height) for frame in frames]


def _why_not(plan: Plan) -> str:
    return without_data(plan, "and a signal needs a row of them")


SAYS = "moving: a row flows forward through the network, the gradient flows back, and the weights move"
KIND = Kind(name="signal", says=SAYS, paint=signal, fits=_why_not, moving=True)
