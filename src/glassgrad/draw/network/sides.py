"""What stands beside a diagram: features and their raw values on the left; classes, probabilities and the loss on the right."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from glassgrad.writing.numbers import number
from glassgrad.writing.plain import visible

from ..marks import Box, Group, Line, Mark, Text
from ..palette import BACKWARD, FORWARD, INK, LINE, PAPER, SOFT, TINT
from .fitting import name_in, number_in, percent
from .look import AnswerLook, NetworkLook
from .places import BAR, BESIDE, LONGEST_NAME, LOSS_HEIGHT, LOSS_WIDTH, NAME_SIZE, SMALL, Places, answer_names, feature_names
from .saying import HALF


def features(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """The names of the shown inputs, and beneath each what the data hold."""
    column, x = places.columns[0], places.xs[0] - places.radius - BESIDE + 4
    names, marks = feature_names(look, column), list[Mark]()
    for place, (unit, y) in enumerate(zip(column.units, places.ys(column), strict=True)):
        raw = look.row.raw[unit] if look.row and look.row.raw else ""
        if names and names[place]:
            note = visible(look.features[unit], 200)
            marks.append(Text(x=x, y=y + (-1 if raw else 4), words=names[place], size=NAME_SIZE, anchor="end", note=note))
        if raw:
            marks.append(Text(x=x, y=y + 13, words=name_in(raw, LONGEST_NAME, SMALL), size=SMALL, colour=SOFT, anchor="end"))
    if marks:
        yield Group(name="features", marks=tuple(marks))


def answers(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """The classes or labels with their probabilities, or the numbers that are predicted; what is true beside them."""
    if look.answer is None:
        return
    in_shares = look.answer.of_classes or look.answer.of_labels
    make = _names if look.row is None or not look.answer.by else _probability if in_shares else _number
    names = answer_names(look, places.columns[-1])
    rows = [mark for words, (place, y) in zip(names, places.answer_ys(look), strict=True) for mark in make(look.answer, place, words, places.answers, y)]
    yield Group(name="answers", marks=tuple(rows))


def _names(answer: AnswerLook, place: int, words: str, x: float, y: float) -> Iterator[Mark]:
    name = answer.names[place]
    alone = answer.of_classes and place == len(answer.names) - 1 and answer.by == "sigmoid"
    if alone:
        yield Text(x=x, y=y - 3, words="probability of", size=SMALL, colour=SOFT, anchor="start")
    yield Text(x=x, y=y + (12 if alone else 4), words=words, size=NAME_SIZE, anchor="start", note=visible(name, 200))


def _probability(answer: AnswerLook, place: int, words: str, x: float, y: float) -> Iterator[Mark]:
    name, bold = answer.names[place], _is_predicted(answer, place)
    yield Text(x=x, y=y - 8, words=words, size=NAME_SIZE, bold=bold, anchor="start", note=visible(name, 200))
    yield Box(x=x, y=y - 3, width=BAR, height=9, fill=TINT, stroke=LINE, dashed=answer.values is None)
    if answer.values is None:
        yield Text(x=x + BAR + 6, y=y + 6, words="?", size=SMALL, colour=SOFT, anchor="start")
    else:
        share = float(answer.values[place])
        filled = BAR * share if isfinite(share) else 0.0
        yield Box(x=x, y=y - 3, width=max(0.5, filled), height=9, fill=FORWARD, note=f"{visible(name, 200)}: {number(share).text}")
        yield Text(x=x + BAR + 6, y=y + 6, words=percent(share), size=SMALL, anchor="start", bold=bold)
    said = verdict(answer, place)
    if said:
        yield Text(x=x, y=y + 18, words=said, size=SMALL, colour=INK if bold else SOFT, anchor="start")


def _is_predicted(answer: AnswerLook, place: int) -> bool:
    """Whether a class is the one that is predicted, or a label one of those."""
    return answer.values is not None and bool(answer.values[place] > HALF) if answer.of_labels else answer.predicted == place


def verdict(answer: AnswerLook, place: int) -> str:
    """What is to be said of a class or a label: that it is predicted, that it is a true one."""
    known = answer.true_of(place) if answer.of_labels else answer.truth
    true = known is not None and (known > HALF if answer.of_labels else int(known) == place)
    if not _is_predicted(answer, place):
        missed = "there, but not predicted ✗" if answer.values is not None else "there"
        return (missed if answer.of_labels else "the true class") if true else ""
    if known is None:
        return "predicted"
    return "predicted, and right ✓" if true else "predicted, but wrong ✗"


def _number(answer: AnswerLook, place: int, words: str, x: float, y: float) -> Iterator[Mark]:
    name = answer.names[place]
    yield Text(x=x, y=y - 9, words=words, size=NAME_SIZE, anchor="start", note=visible(name, 200))
    predicted = None if answer.values is None else answer.values[place]
    said = "?" if predicted is None else f"predicted {number(predicted).text}"
    yield Text(x=x, y=y + 6, words=said, size=NAME_SIZE, bold=predicted is not None, colour=SOFT if predicted is None else INK, anchor="start")
    true = answer.true_of(place)
    if true is not None:
        yield Text(x=x, y=y + 21, words=f"true {number(true).text}", size=SMALL, colour=SOFT, anchor="start")


def loss(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """The box of the loss, and the arrow that leads to it: back from it, when gradients flow."""
    one, x, y = look.loss, places.loss, places.middle
    if one is None:
        return
    back = look.flow == "backward"
    ends = ((x - 36, y), (x - 4, y))
    lit, colour = len(look.layers) + 2 in look.lit, BACKWARD if back else FORWARD
    yield Line(points=ends[::-1] if back else ends, colour=colour if lit or back else LINE, width=1.6, arrow=True)
    yield Box(x=x, y=y - LOSS_HEIGHT / 2, width=LOSS_WIDTH, height=LOSS_HEIGHT, fill=PAPER, stroke=colour if lit else LINE, line=2 if lit else 1, radius=8)
    middle = x + LOSS_WIDTH / 2
    value = "?" if one.value is None else number_in(one.value, LOSS_WIDTH - 34, 13, bold=True)
    of = f"of {one.rows:,} rows" if one.rows > 1 else "of this row"
    alone = "" if one.alone is None or one.value is None or one.rows == 1 else f"this row {number_in(one.alone, 50, SMALL)}"
    yield Text(x=middle, y=y - 24, words=one.name, size=SMALL, colour=SOFT)
    yield Text(x=middle, y=y - 4, words=f"{one.symbol} = {value}", size=13, bold=True, colour=SOFT if one.value is None else INK)
    yield Text(x=middle, y=y + 14, words=of, size=SMALL, colour=SOFT)
    if alone:
        yield Text(x=middle, y=y + 30, words=alone, size=SMALL, colour=SOFT)
