"""How sure the network is of an answer, as borders between classes are drawn."""

from __future__ import annotations

import numpy as np

from glassgrad.training.plan import Array

NEAR_SURE = 36.0
"""Log-odds beyond which a probability cannot be told from 1 in 64 bits."""


def odds_against_next(probabilities: Array) -> Array:
    """The log-odds of each class against the likeliest of the others, so that the likeliest class is above 0. Shape: kept (…, classes).

    Formula: ln p − ln(largest other p), at most ±36. For two classes and a sigmoid or a softmax it is what goes into it: a straight line where the network
    is one, so that a boundary drawn at 0 lies where it should even between two points of a grid.

    >>> odds_against_next(np.array([0.5, 0.25, 0.25])).round(3).tolist()
    [0.693, -0.693, -0.693]
    """
    ordered = np.sort(probabilities, axis=-1)
    best, second = ordered[..., -1:], ordered[..., -2:-1]
    others = np.where(probabilities == best, second, best)
    with np.errstate(all="ignore"):
        odds = np.log(probabilities) - np.log(others)
    return np.asarray(np.clip(odds, -NEAR_SURE, NEAR_SURE))
