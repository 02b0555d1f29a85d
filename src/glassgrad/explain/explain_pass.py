"""`explain_pass`: one step of training, told at three levels: the network, one neuron, everything."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import SettingError
from glassgrad.writing.mathematics import Words

from .blocks import Aside, Block
from .everything import everything_blocks
from .network_level import network_blocks
from .neuron import checked_row, neuron, neuron_blocks
from .pass_view import PassView, view
from .story import Story
from .training_pass import TrainingPass

LEVELS = ("network", "neuron", "everything")


def explain_pass(step: TrainingPass, *, level: str = "network", row: int | None = None, unit: str | None = None) -> Story:
    """Tell one step of training: forward, loss, gradients, update.

    `level` "network": one line per named quantity. "neuron": unit 2 of layer 1 with `unit="1.2"`, for row `row` of the batch
    (units and rows from 0, layers from 1; default: unit 0 of layer 1, row 0), written out in single numbers.
    "everything": every entry of every quantity, while that is few enough to read.
    Raises: SettingError for an unknown level, or a row or unit that is not there.
    """
    if level not in LEVELS:
        raise SettingError(f"there is no level {level!r}; choose {', '.join(LEVELS)}")
    seen = view(step)
    checked_row(seen, row)
    if level == "neuron":
        it = neuron(seen, row, unit)
        return Story((f"Step {step.step} of the training: layer {it.layer.number}, unit {it.unit}, row {it.row}",), tuple(neuron_blocks(it)))
    tell = network_blocks if level == "network" else everything_blocks
    return Story((f"Step {step.step} of the training",), (*opening(seen), *tell(seen)))


def opening(seen: PassView) -> Iterator[Block]:
    """What this step is, in a few sentences: the batch, the loss with its convention, the optimizer with its rule."""
    step = seen.step
    rows = step.x.shape[0] if step.x.shape else 1
    yield Aside((f"One batch of {rows} row{'s' if rows != 1 else ''}: forward to the loss, backward to the gradients, and one update of every weight.",))
    loss: Words = ("The loss ", seen.symbols[step.loss].mathematics, f" is the {step.loss_name}. ") if step.loss_name else ()
    optimizer = f"The optimizer is {step.optimizer}: {step.rule}." if step.optimizer and step.rule else ""
    if loss or optimizer:
        yield Aside((*loss, optimizer))
