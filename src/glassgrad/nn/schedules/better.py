"""What counts as a better loss: one rule for when the learning rate drops and for when training stops, so that they tell one story of a run."""

from math import inf


def is_better(loss: float, best: float, tolerance: float) -> bool:
    """Whether a loss is lower than the best by more than this share of it; any finite one is better than none, which is written as infinity.

    >>> is_better(0.9, 1.0, tolerance=0.01), is_better(0.995, 1.0, tolerance=0.01), is_better(5.0, float("inf"), tolerance=0.01)
    (True, False, True)
    """
    return loss < best - tolerance * abs(best) if best < inf else loss < inf
