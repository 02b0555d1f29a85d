"""How well one hidden layer can follow a function on an interval, with more and more units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import random_stream
from glassgrad.explain.blocks import Block, Table
from glassgrad.nn import Dense, Network
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from .words import aside, cells, heads

Array = np.ndarray[Any, Any]
ENDS, POINTS = 3.0, 301
CLOSE = 1e-9
"""How near to a jump it is looked."""


@dataclass(frozen=True)
class Wanted:
    """A function to follow on the interval from −3 to 3."""

    words: str
    of: Callable[[Array], Array]


SMOOTH = Wanted("sin(2x)", lambda x: np.sin(2 * x))
JUMP = Wanted("a jump at 0", lambda x: np.where(x < 0, -1.0, 1.0))


def fitted(wanted: Wanted, units: int, seed: int) -> tuple[Network, dict[str, Array]]:
    """A network of one ReLU layer: each hidden unit bends at a random point, and the output weights are those with the least squared error.

    A layer of more units has those of a smaller one and some more, so its squared error can only be smaller.
    """
    network = Network([Dense(units, "relu"), Dense(1)], inputs=1)
    bends = random_stream(seed, "bends").uniform((units,), -ENDS, ENDS)
    sides = np.where(np.arange(units) % 2 == 0, 1.0, -1.0)
    x = np.linspace(-ENDS, ENDS, POINTS)
    hidden = np.maximum(x[:, None] * sides - bends * sides, 0)
    best, *_ = np.linalg.lstsq(np.column_stack([hidden, np.ones(POINTS)]), wanted.of(x), rcond=None)
    return network, {"W1": sides[None, :], "b1": -bends * sides, "W2": best[:-1, None], "b2": best[-1:]}


def errors(wanted: Wanted, units: int, seed: int) -> tuple[float, float]:
    """How far such a network is from the function: root mean square over the points it was fitted to, and the largest, next to a jump too."""
    network, parameters = fitted(wanted, units, seed)

    def off(x: Array) -> Array:
        return np.abs(network.predict(parameters, x[:, None])[:, 0] - wanted.of(x))

    at = np.linspace(-ENDS, ENDS, POINTS)
    return float(np.sqrt(np.mean(off(at) ** 2))), float(off(np.concatenate([at, [-CLOSE, 0.0]])).max())


def approximation_told(most: int, seed: int) -> Iterator[Block]:
    """The errors for 1, 2, 4, … units, up to `most`."""
    sizes = [2**power for power in range(most.bit_length()) if 2**power <= most]
    found = [(units, *errors(SMOOTH, units, seed), errors(JUMP, units, seed)[1]) for units in sizes]
    header = heads("hidden units", f"{SMOOTH.words}: root mean square", "largest error", f"{JUMP.words}: largest error")
    yield Table(header, tuple(cells(units, *map(_roughly, row)) for units, *row in found))
    lowest = min(one[3] for one in found)
    yield aside(
        "The first column of errors cannot rise, since a larger layer contains the smaller one. The other two may: "
        "the weights make the mean squared error as small as it can be, not the largest error. "
        "At the jump it never falls below 1: just left of 0 the function is −1, at 0 it is 1, and a network, being continuous, cannot be near both. "
        "The smallest value here is ",
        *_roughly(lowest),
        ".",
    )
    network, parameters = fitted(SMOOTH, sizes[-1], seed)
    outside = np.array([2 * ENDS])
    answer, right = float(network.predict(parameters, outside[:, None])[0, 0]), float(SMOOTH.of(outside)[0])
    yield aside(
        "Outside the interval nothing is promised. At x = ",
        *cells(float(outside[0]))[0],
        " the largest of these networks says ",
        *_roughly(answer),
        f", and {SMOOTH.words} is ",
        *_roughly(right),
        ".",
    )


def _roughly(value: float) -> Words:
    """Two digits: more would depend on the machine that solves for the weights."""
    return (plain_number(value, 2, rounded=True),)
