"""`compare_passes`: two steps of the training of one network side by side, as a whole or in one neuron."""

from __future__ import annotations

from glassgrad.graph import SettingError, ShapeError, say_shape

from .comparing_networks import networks_side_by_side
from .comparing_neurons import neurons_side_by_side, the_pair
from .neuron_pair import RowSeen, Side
from .pass_view import view
from .story import Story
from .training_pass import TrainingPass

WHOLE, NEURON = "network", "neuron"


def compare_passes(
    first: TrainingPass, second: TrainingPass, *, rows: tuple[RowSeen, RowSeen] | None = None, level: str = WHOLE, unit: str | None = None
) -> Story:
    """Two steps side by side: what each quantity is in one and in the other, and what lies between.

    `level` "network": loss, learning rate, and for each layer the size of weights, biases and gradients; then the weights that
    moved most. "neuron": every number of one unit, `unit="1.2"`, for one row: `rows` has one for each step (default: the first of
    each batch).
    Raises: ShapeError for steps of different networks; SettingError for an unknown level, or a unit or row that is not there.
    """
    if level not in (WHOLE, NEURON):
        raise SettingError(f"two steps cannot be compared at the level {level!r:.40}; choose {WHOLE} or {NEURON}")
    check_same_network(first, second)
    title = f"Step {first.step} and step {second.step} of the training, side by side"
    if level == WHOLE:
        return Story((title,), tuple(networks_side_by_side(view(first), view(second))))
    one, other = (Side(view(step), row) for step, row in zip((first, second), rows or (first_row(first), first_row(second)), strict=True))
    pair = the_pair(one, other, unit)
    return Story((f"{title}: layer {pair.layers[0].number}, unit {pair.unit}",), tuple(neurons_side_by_side(pair)))


def check_same_network(first: TrainingPass, second: TrainingPass) -> None:
    """Raises: ShapeError if a weight of one is missing in the other, or has another shape."""
    ours, theirs = ({node.name: node.shape for node in step.gradients.wanted} for step in (first, second))
    for name in dict.fromkeys((*ours, *theirs)):
        if ours.get(name) != theirs.get(name):
            shapes = [say_shape(each[name]) if name in each else "missing" for each in (ours, theirs)]
            raise ShapeError(f"the two steps are of different networks: {name} is {shapes[0]} in one, {shapes[1]} in the other; compare two steps of one run")


def first_row(step: TrainingPass) -> RowSeen:
    """The first row of a batch."""
    return RowSeen(step.row_labels[0] if step.row_labels else "row 0 of the batch", place=0)
