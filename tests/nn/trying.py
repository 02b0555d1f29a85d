"""What the suites of this room share: inputs drawn from a page's own domain, and numeric gradients."""

from collections.abc import Callable
from math import prod

import numpy as np

from glassgrad.graph import Case, Domain, Node, pages
from glassgrad.readers import evaluate, gradients

STEP = 1e-5


def drawn(domain: Domain, case: Case, seed: int) -> tuple[np.ndarray, ...]:
    """One array per input. With `apart`, no two entries of all inputs together come close."""
    generator = np.random.default_rng(seed)
    if domain.apart:
        total = sum(map(prod, case.shapes))
        interval = domain.inputs[0]
        stalls = interval.low + (interval.high - interval.low) * (generator.permutation(total) + generator.uniform(0.3, 0.7, total)) / total
        cuts = np.cumsum([prod(shape) for shape in case.shapes])[:-1]
        return tuple(part.reshape(shape) for part, shape in zip(np.split(stalls, cuts), case.shapes, strict=True))
    arrays = []
    for shape, interval in zip(case.shapes, domain.inputs, strict=True):
        low, high = interval.low, interval.high
        arrays.append(generator.integers(int(low), int(high) + 1, shape).astype(float) if interval.whole else generator.uniform(low, high, shape))
    return tuple(arrays)


def central_differences(function: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """The numeric gradient of a function of one array, entry by entry."""
    slopes = np.empty(at.shape)
    for place in np.ndindex(at.shape):
        moved = at.copy()
        moved[place] += STEP
        above = function(moved)
        moved[place] -= 2 * STEP
        slopes[place] = (above - function(moved)) / (2 * STEP)
    return slopes


def value_and_gradient(build: Callable[..., Node], predicted: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """A loss and its gradient by the predictions, both by the graph."""
    p = pages.variable(shape=np.shape(predicted), name="predicted")
    t = pages.variable(shape=np.shape(target), name="target")
    loss = build(p, t)
    slope = gradients(loss, wrt=[p])[p]
    values = evaluate([loss, slope], {p: predicted, t: target})
    return float(values[loss]), values[slope]
