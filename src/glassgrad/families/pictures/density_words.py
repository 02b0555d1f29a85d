"""What densities show, and how to read them, in words made from their numbers."""

from __future__ import annotations

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.palette import CLASSES
from glassgrad.plots.names import spoken_names
from glassgrad.training.doctor.finding import say_share
from glassgrad.writing.numbers import number
from glassgrad.writing.plain import listed

from .measured.density import Densities

LONGEST = 40
MOST_NAMED = 6


def title(measured: Densities) -> str:
    """The name of the picture."""
    return "Density of each class, and its share" if measured.classes else "Density of the rows"


def shows(measured: Densities) -> str:
    """What is to be seen, for those who do not see it."""
    over = " and ".join(spoken_names(measured.columns))
    if not measured.classes:
        return f"How dense {counted(int(measured.counts.sum()), 'training row')} lie over {over}. {_highest(measured, 0, 'They lie')}"
    names = spoken_names(measured.classes)
    peaks = [_highest(measured, place, names[place]) for place in measured.met[:MOST_NAMED]]
    more = len(measured.met) - MOST_NAMED
    parts = [
        f"How dense the rows of {counted(len(measured.met), 'class', 'classes')} lie over {over}.",
        *peaks,
        f"There are {counted(more, 'more class', 'more classes')}." if more > 0 else "",
        _changes(measured),
        _right(measured),
    ]
    return " ".join(filter(None, parts))


def _highest(measured: Densities, place: int, whose: str) -> str:
    """Where a hill is highest."""
    height = measured.heights[place]
    peak = np.unravel_index(int(height.argmax()), height.shape)
    at = [float(axis[where]) for axis, where in zip(measured.axes, reversed(peak), strict=True)]
    told = " and ".join(f"{name} {_number(one)}" for name, one in zip(spoken_names(measured.columns), at, strict=True))
    return f"{whose} densest at {told}." if whose == "They lie" else f"The hill of {whose} is highest at {told}."


def _changes(measured: Densities) -> str:
    if len(measured.columns) > 1:
        return ""
    found = [_number(one) for one in measured.borders]
    if not found:
        return "One class has the largest share everywhere."
    more = len(found) - MOST_NAMED
    places = [*found[:MOST_NAMED], f"{counted(more, 'other place')}"] if more > 0 else found
    return f"The class with the largest share changes at {listed(places)}."


def _number(value: float) -> str:
    return number(value, 3, rounded=True).text


def caption(measured: Densities) -> str:
    """How to read it."""
    rows = counted(int(measured.counts.sum()), "training row")
    alone = len(measured.columns) == 1
    hill = f"Every one of {rows} of the first fold is a small hill, a normal density around it, as wide as Scott's rule says ({_widths(measured)})."
    if not measured.classes:
        rest = f"Added up and divided by their number, they say how dense the rows lie. {'Marks beneath' if alone else 'Dots'}: the rows."
        return " ".join(filter(None, (hill, rest, measured.why)))
    added = "Those of a class, added up, are its density times its share of the rows: so all of them together hold 1."
    drawn = "Marks beneath: the rows" if alone else "Lines: a class's hill at 5%, 20%, 40%, 60% and 80% of its highest place; dots: the rows"
    shares = "Strip: the share of each class by Bayes' rule, its hill over all hills there" if alone else _ground_words()
    answer = f"the largest is what a kernel density of {'this column' if alone else 'these columns'} alone answers"
    why = f"{measured.why} {_right(measured)}" if measured.why else ""
    return " ".join(filter(None, (hill, added, f"{drawn}.", f"{shares}; {answer}.", _same_colours(measured, alone=alone), why)))


def _same_colours(measured: Densities, *, alone: bool) -> str:
    """How classes are told apart where there are more of them than colours."""
    if max(measured.met) < len(CLASSES):
        return ""
    strip = ", and in the strip they lie in the order of the key, from below" if alone else ""
    return f"Classes {len(CLASSES)} apart in the key share a colour: their lines are broken in other ways{strip}."


def _right(measured: Densities) -> str:
    return f"{say_share(measured.right)} of the training rows lie where the hill of their own class is highest."


def _ground_words() -> str:
    return "Colour: the class with the largest share by Bayes' rule, its hill over all hills there, stronger at 60%, 70%, 80% and 90% beside the next"


def _widths(measured: Densities) -> str:
    """How wide the hill of a row is, along each column."""
    told = []
    for name, widths in zip(spoken_names(measured.columns), measured.widths.T, strict=True):
        least, most = _number(float(np.nanmin(widths))), _number(float(np.nanmax(widths)))
        told.append(f"{name}: {least}" if least == most else f"{name}: {least} to {most}, class by class")
    return "; ".join(told)
