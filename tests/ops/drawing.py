"""Inputs for any page, drawn by Hypothesis from the page's own `domain`."""

from math import prod

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from glassgrad.graph import Case, Interval, Op, Shape

DISTANCE = 0.05  # kept from every kink and pole; the differences of `checkers` step less far than this
few_examples = settings(max_examples=5, derandomize=True, database=None, deadline=None)


def interval_of(page: Op, position: int) -> Interval:
    """The interval of one input; the last one serves all further inputs."""
    return page.domain.inputs[min(position, len(page.domain.inputs) - 1)]


@st.composite
def inputs_of(draw: st.DrawFn, page: Op, case: Case) -> tuple[np.ndarray, ...]:
    """One array per input, in float64."""
    if page.domain.apart:
        return draw(_apart(page, case.shapes))
    return tuple(draw(_array(interval_of(page, position), shape)) for position, shape in enumerate(case.shapes))


@st.composite
def weights_of(draw: st.DrawFn, shape: Shape) -> np.ndarray:
    """Numbers from −2 to 2: an upstream gradient."""
    return draw(_array(Interval(), shape))


@st.composite
def _array(draw: st.DrawFn, interval: Interval, shape: Shape) -> np.ndarray:
    entries = draw(st.lists(_entry(interval), min_size=prod(shape), max_size=prod(shape)))
    return np.array(entries, dtype=np.float64).reshape(shape)


def _entry(interval: Interval) -> st.SearchStrategy[float]:
    if interval.whole:
        return st.integers(int(interval.low), int(interval.high))
    edges = [interval.low, *(edge for one in sorted(interval.avoid) for edge in (one - DISTANCE, one + DISTANCE)), interval.high]
    stretches = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
    return st.one_of(*[st.floats(low, high) for low, high in stretches])


@st.composite
def _apart(draw: st.DrawFn, page: Op, shapes: tuple[Shape, ...]) -> tuple[np.ndarray, ...]:
    """Entries no two of which, in all inputs together, are close: every one has a stall of its own."""
    total = sum(map(prod, shapes))
    stalls = np.array(draw(st.permutations(range(total))), dtype=np.float64)
    within = np.array(draw(st.lists(st.floats(0.3, 0.7), min_size=total, max_size=total)))
    first = page.domain.inputs[0]
    entries = first.low + (first.high - first.low) * (stalls + within) / total
    cuts = np.cumsum([prod(shape) for shape in shapes])[:-1]
    return tuple(part.reshape(shape) for part, shape in zip(np.split(entries, cuts), shapes, strict=True))
