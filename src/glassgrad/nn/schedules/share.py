"""How far a run has come, as a number from 0 to 1; the shapes that schedules are put together from."""

from __future__ import annotations

from math import pi

from glassgrad.graph import Node, pages


def peak_step(share: float, length: int) -> int:
    """The step at which this share of the run is over, at least the first one.

    >>> peak_step(0.1, 300), peak_step(0.0, 300)
    (30, 1)
    """
    return max(1, round(share * length))


def risen(step: Node, *, first: int, last: int) -> Node:
    """From 0 at step `first`, and before, to 1 at step `last`, and after, in a straight line."""
    return _between_0_and_1((step - first) / max(1, last - first))


def left(step: Node, *, first: int, last: int) -> Node:
    """From 1 at step `first`, and before, to 0 at step `last`, and after, in a straight line."""
    # Not 1 − risen: the last steps would lose their digits, above all in float32.
    return _between_0_and_1((last - step) / max(1, last - first))


def warming(step: Node, peak: int) -> Node:
    """The share of the full height: t / peak until step `peak`, then 1."""
    return pages.minimum(step / peak, 1)


def half_wave(share: Node) -> Node:
    """From 0 to 1 in half a cosine wave, slow at both ends.

    Formula: sin²(π/2 · share), which is ½ · (1 − cos(π · share)).
    """
    # The cosine would be subtracted from nearly the same number where the wave begins; the square of a sine keeps its digits.
    return pages.square(pages.sin(pi / 2 * share))


def mixed(learning_rate: Node, low: float, weight: Node) -> Node:
    """The learning rate where the weight is 1, `low` times it where the weight is 0. Never more than the learning rate for 0 ≤ `low` ≤ 1."""
    return learning_rate * (weight if low == 0 else weight + low * (1 - weight))


def _between_0_and_1(number: Node) -> Node:
    return pages.minimum(pages.maximum(number, 0), 1)
