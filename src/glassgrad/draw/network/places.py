"""Where everything stands: columns from left to right, neurons around one middle line, names at both sides."""

from __future__ import annotations

from dataclasses import dataclass

from ..measuring import width_of
from .fitting import name_in, names_in
from .look import NetworkLook
from .shown import Column, columns_of, labelled, pitch

RADIUS, RADIUS_WITH_NUMBERS = 13.0, 21.0
MARGIN, BESIDE, BEFORE_ANSWERS = 18.0, 12.0, 18.0
HEADINGS, HEADING = 62.0, 52.0
"""The height of what is written above the columns, and half of its width at most."""
NARROWEST, WIDEST, PAGE = 98.0, 190.0, 1020.0
"""From one column to the next, at least and at most; and the whole picture, if that leaves enough."""
LONGEST_NAME = 190.0
NAME_SIZE, SMALL = 12.0, 10.5
ANSWER_PITCH, FOLDED_HEIGHT = 52.0, 104.0
BAR, ANSWER = 84.0, 156.0
LOSS_WIDTH, LOSS_HEIGHT, BEFORE_LOSS = 118.0, 84.0, 40.0
LABEL, LABELLED = 46.0, 150.0
NEAR, FAR = 0.2, 0.72
"""Between these shares of its line stands the number of a weight; another for each unit that the lines lead to, so that numbers keep apart."""


@dataclass(frozen=True)
class Places:
    """The places of a diagram. `top` and `bottom` are those of the tallest column; `answers` and `loss` are where these begin."""

    columns: tuple[Column, ...]
    xs: tuple[float, ...]
    top: float
    bottom: float
    radius: float
    pitch: float
    answers: float
    loss: float
    width: float

    @property
    def middle(self) -> float:
        """The height that all columns are centred on."""
        return (self.top + self.bottom) / 2

    def slot_y(self, column: Column, slot: int) -> float:
        """The height of a slot of a column."""
        return self.middle + (slot - (column.slots - 1) / 2) * self.pitch

    def ys(self, column: Column) -> list[float]:
        """The heights of the units of a column."""
        return [self.slot_y(column, column.slot(place)) for place in range(len(column.units))]

    def answer_ys(self, look: NetworkLook) -> list[tuple[int, float]]:
        """Which answers are shown, and how high: beside their outputs, or where one output decides between two, above and below it."""
        return [(place, self.middle + height) for place, height in zip(_answer_places(look, self.columns[-1]), self._answer_heights(look), strict=True)]

    def _answer_heights(self, look: NetworkLook) -> list[float]:
        places = _answer_places(look, self.columns[-1])
        if _beside(look):
            return [y - self.middle for y in self.ys(self.columns[-1])]
        return [(place - (len(places) - 1) / 2) * ANSWER_PITCH for place in range(len(places))]


def places_of(look: NetworkLook, top: float, *, least: float) -> Places:
    """The places of all columns, in a picture that is at least so wide."""
    columns, radius = columns_of(look), RADIUS if look.row is None else RADIUS_WITH_NUMBERS
    left = MARGIN + max(HEADING, _names(look, columns[0]) + radius)
    beside = radius + BEFORE_ANSWERS + _answers(look, columns[-1]) + (BEFORE_LOSS + LOSS_WIDTH) * (look.loss is not None)
    sides = left + max(HEADING, beside) + MARGIN
    gaps = _gaps(columns, PAGE - sides, labelled=labelled(look))
    width = sides + sum(gaps)
    # A small network stands in the middle of what is written above and beneath it.
    first = left + max(0.0, least - width) / 2
    xs = tuple(first + sum(gaps[:place]) for place in range(len(columns)))
    answers = xs[-1] + radius + BEFORE_ANSWERS
    return Places(
        columns=columns,
        xs=xs,
        top=top + HEADINGS,
        bottom=top + HEADINGS + _height(look, columns),
        radius=radius,
        pitch=pitch(look),
        answers=answers,
        loss=answers + _answers(look, columns[-1]) + BEFORE_LOSS,
        width=max(width, least),
    )


def _gaps(columns: tuple[Column, ...], room: float, *, labelled: bool) -> list[float]:
    """From each column to the next, in this room if it is enough."""
    if labelled:
        return [max(LABELLED, LABEL * len(column.units) / (FAR - NEAR)) for column in columns[1:]]
    return [min(WIDEST, max(NARROWEST, room / (len(columns) - 1)))] * (len(columns) - 1)


def _height(look: NetworkLook, columns: tuple[Column, ...]) -> float:
    beside = len(_answer_places(look, columns[-1])) * ANSWER_PITCH if look.row is not None else 0.0
    folded = FOLDED_HEIGHT if any(one.folded for one in columns) else 0.0
    return max(*(one.slots * pitch(look) for one in columns), beside, folded, LOSS_HEIGHT if look.loss is not None else 0.0)


def feature_names(look: NetworkLook, column: Column) -> list[str]:
    """What the shown inputs are called, as it is written beside them; nothing where they have no names."""
    return names_in([look.features[unit] for unit in column.units], LONGEST_NAME, NAME_SIZE) if look.features else []


def answer_names(look: NetworkLook, column: Column) -> list[str]:
    """What the shown answers are called, as it is written beside them, the predicted one in bold letters."""
    names = look.answer.names if look.answer is not None else ()
    return names_in([names[place] for place in _answer_places(look, column)], LONGEST_NAME, NAME_SIZE, bold=True)


def _names(look: NetworkLook, column: Column) -> float:
    """The room for what stands left of the inputs."""
    names = [width_of(name, NAME_SIZE) for name in feature_names(look, column)]
    raw = [width_of(name_in(look.row.raw[unit], LONGEST_NAME, SMALL), SMALL) for unit in column.units] if look.row and look.row.raw else []
    return max([*names, *raw]) + BESIDE if names or raw else 0.0


def _answers(look: NetworkLook, column: Column) -> float:
    """The room for the answers, whether they are known yet or not."""
    if look.answer is None:
        return 0.0
    written = [width_of(name, NAME_SIZE, bold=True) for name in answer_names(look, column)]
    return max([ANSWER if look.row is not None and look.answer.by else 0.0, *written])


def _answer_places(look: NetworkLook, column: Column) -> tuple[int, ...]:
    """Which of the answers are shown."""
    if look.answer is None:
        return ()
    if _beside(look):
        return column.units
    # Where no row is chosen, the one output is what it is: the probability of the second class.
    return tuple(range(len(look.answer.names))) if look.row is not None else (len(look.answer.names) - 1,)


def _beside(look: NetworkLook) -> bool:
    """Whether each output has an answer of its own."""
    return look.answer is not None and len(look.answer.names) == look.layers[-1].units
