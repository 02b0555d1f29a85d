"""How good the predictions are, in a number people know: accuracy for classes, R² for numbers.

A metric is a graph over outputs and targets, so every engine computes it by itself, epoch after epoch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from glassgrad.graph import Node, pages


@dataclass(frozen=True)
class Metric:
    """A score for which higher is better, at most 1. `of` writes it over the network's raw outputs (rows, outputs) and the targets as the loss wants them."""

    name: str
    says: str
    of: Callable[[Node, Node], Node]


def accuracy(outputs: Node, targets: Node) -> Node:
    """The share of predictions that are right.   Range: 0 to 1.

    One output says the second class where it is above 0; of several, the largest says which class, the first one if some are equally large.
    Where every output has a target of its own, each says yes where it is above 0, and a row is right if all of them are.

    >>> from glassgrad.readers import evaluate
    >>> scores = pages.constant(value=[[1.0, 3.0], [2.0, 2.0], [0.0, 1.0], [5.0, 1.0]])
    >>> share = accuracy(scores, pages.constant(value=[1.0, 0.0, 0.0, 0.0]))
    >>> float(evaluate(share)[share])
    0.75
    """
    classes = outputs.shape[1]
    if classes == 1:
        return pages.mean(pages.equal(outputs > 0, targets))
    if len(targets.shape) == 2:
        return pages.mean(pages.min(pages.equal(outputs > 0, targets), axis=-1))
    top = pages.equal(outputs, pages.max(outputs, axis=-1, keepdims=True))
    first = top * pages.equal(pages.cumulative_sum(top, axis=-1), 1)
    return pages.mean(pages.sum(first * pages.one_hot(targets, classes=classes), axis=-1))


def r_squared(outputs: Node, targets: Node) -> Node:
    """How much of the targets' spread the predictions explain.

    Formula: R² = 1 − Σ(y − ŷ)² / Σ(y − mean(y))²; of several targets the mean of theirs.   Range: up to 1; 0 is as good as always saying the mean.
    If all values of a target are equal, R² is 1 for perfect predictions and 0 for others.

    >>> from glassgrad.readers import evaluate
    >>> y = pages.constant(value=[[1.0], [2.0], [3.0]])
    >>> share = r_squared(y, y)
    >>> float(evaluate(share)[share])
    1.0
    """
    along = None if outputs.shape[1] == 1 else 0
    missed = pages.sum(pages.square(targets - outputs), axis=along)
    spread = pages.sum(pages.square(targets - pages.mean(targets, axis=along)), axis=along)
    some = spread > 0
    each = pages.where(some, 1 - missed / pages.where(some, spread, 1), pages.equal(missed, 0))
    return each if along is None else pages.mean(each)


ACCURACY = Metric("accuracy", "the share of predictions that are right", accuracy)
R_SQUARED = Metric("R²", "the share of the targets' spread that the predictions explain", r_squared)
