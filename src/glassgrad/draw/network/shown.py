"""What of a large network is shown: some units of a wide layer, the first and the last layers of a deep network; and how many are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .look import Array, NetworkLook

MOST_COLUMNS = 8
"""More columns are not legible on a page, and one less where the loss stands beside them; of a deeper network those in the middle are drawn as one box."""
LAST_COLUMNS = 3
TALLEST = 520.0
"""How high a column may be: on a slide as on a page."""
MOST_OF_MANY = 10
"""So many units are shown of a layer that has no room for all; with more, the lines between two such layers hide each other."""
PITCH, PITCH_WITH_NUMBERS = 32.0, 52.0
"""From one neuron to the next."""
FURTHER = 14.0
"""So much more where the weights are written on their lines."""
MOST_LABELLED, MOST_LABELLED_UNITS = (3, 3), 6
"""So many units before and after, at most, have the weights written on their lines; and so many in all layers together."""


@dataclass(frozen=True)
class Column:
    """One column: the inputs (layer 0) or a layer, its shown units from the top, and after how many of them `more` are left out.

    `last` beyond `first`: all layers from one to the other, which are only named.
    """

    first: int
    last: int
    units: tuple[int, ...] = ()
    more: int = 0
    gap: int = 0

    @property
    def folded(self) -> bool:
        """Whether it stands for several layers."""
        return self.last > self.first

    @property
    def slots(self) -> int:
        """How many places it takes: one for each unit, and one to say how many are left out."""
        return len(self.units) + bool(self.more)

    def slot(self, place: int) -> int:
        """The slot of its unit at this place."""
        return place + (1 if self.more and place >= self.gap else 0)


def pitch(look: NetworkLook) -> float:
    """From one neuron to the next; more where numbers stand in them, or on the lines between them."""
    return (PITCH if look.row is None else PITCH_WITH_NUMBERS) + FURTHER * labelled(look)


def labelled(look: NetworkLook) -> bool:
    """Whether the weights are written on their lines: where they are few."""
    before, after = MOST_LABELLED
    units = [layer.units for layer in look.layers]
    few = look.inputs <= before and max(units) <= after and sum(units) <= MOST_LABELLED_UNITS and len(units) < 4
    return few and all(layer.weights is not None for layer in look.layers)


def columns_of(look: NetworkLook) -> tuple[Column, ...]:
    """The columns from left to right."""
    units = look.shown or chosen(look)
    found: list[Column] = []
    for stage in stages(look):
        if len(stage) > 1:
            found.append(Column(stage[0], stage[-1]))
        else:
            found.append(_column(look, stage[0], units[stage[0]]))
    return tuple(found)


def stages(look: NetworkLook) -> tuple[tuple[int, ...], ...]:
    """The numbers of the layers in each column, 0 for the inputs: each its own, but for the middle of a deep network."""
    last, most = len(look.layers), MOST_COLUMNS - (look.loss is not None)
    if last < most:
        return tuple((number,) for number in range(last + 1))
    before = most - 1 - LAST_COLUMNS
    after = last - LAST_COLUMNS + 1
    return (*((number,) for number in range(before)), tuple(range(before, after)), *((number,) for number in range(after, last + 1)))


def chosen(look: NetworkLook) -> tuple[tuple[int, ...], ...]:
    """The units to show of every layer, the inputs first: all that have room, else those that send on most."""
    most = int(TALLEST / pitch(look))
    return tuple(_chosen(look, number, most) for number in range(len(look.layers) + 1))


def ranked(look: NetworkLook, number: int) -> bool:
    """Whether the units of a wide layer are chosen by their strength, as they are where the weights are known; of outputs, where there are probabilities."""
    if number == len(look.layers):
        return look.row is not None and look.answer is not None and look.answer.of_classes
    return look.layers[number].weights is not None


def _chosen(look: NetworkLook, number: int, most: int) -> tuple[int, ...]:
    count, kept = look.width(number), min(most - 1, MOST_OF_MANY)
    if count <= most:
        return tuple(range(count))
    strengths = _strengths(look, number)
    if strengths is None:
        return (*range(kept - kept // 2), *range(count - kept // 2, count))
    return tuple(sorted(int(unit) for unit in np.argsort(-strengths, kind="stable")[:kept]))


def _strengths(look: NetworkLook, number: int) -> Array | None:
    """How much each unit sends on: Σ|its weights to the next layer|, times |what it hands on| where a row is chosen. Of outputs: the probabilities."""
    if number == len(look.layers):
        return _of_answers(look)
    weights, outputs = look.layers[number].weights, look.outputs(number)
    if weights is None:
        return None
    sent = np.abs(weights.astype(np.float64)).sum(axis=1)
    strengths: Array = np.nan_to_num(sent if outputs is None else sent * np.abs(outputs))
    return strengths


def _of_answers(look: NetworkLook) -> Array | None:
    answer = look.answer
    if answer is None or answer.values is None or len(answer.values) != look.width(len(look.layers)):
        return None
    strengths = np.nan_to_num(np.asarray(answer.values, dtype=np.float64))
    if answer.of_classes and answer.truth is not None:
        strengths[int(answer.truth)] = np.inf
    return strengths


def _column(look: NetworkLook, number: int, units: tuple[int, ...]) -> Column:
    more = look.width(number) - len(units)
    jumps = [place for place in range(1, len(units)) if units[place] != units[place - 1] + 1]
    # Where one stretch in the middle is left out, it is said there; where several are, beneath them all.
    in_the_middle = len(jumps) == 1 and more == units[jumps[0]] - units[jumps[0] - 1] - 1
    return Column(number, number, units, more, jumps[0] if in_the_middle else len(units))
