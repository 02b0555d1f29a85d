"""N + P against N × P, measured: all gradients by one backward pass, and one after another by moving each parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from glassgrad.explain.blocks import Aside, Block, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .cost_picture import cost_picture
from .long_chains import Chain, chain
from .words import about, heads, whole

PARTS = (100, 10, 1)
"""The sizes: a hundredth of the largest, a tenth, and the largest."""
ENOUGH = 1.5
"""Seconds for the forward passes of one size; what is not done by then is multiplied out."""
REPEATED = 3
FEW = 10
"""A ratio below this is told with a decimal."""
FEWEST = 3
LEAST_NODES, LEAST_PARAMETERS = 3, 2


@dataclass(frozen=True)
class Timed:
    """What was measured of one size: seconds of one backward pass (with its forward pass), and of so many forward passes.

    `furthest`: the largest difference between the gradients that the two ways give, relative to the gradient.
    """

    backward: float
    passes: int
    seconds: float
    furthest: float

    def all_parameters(self, parameters: int) -> float:
        """Seconds for a forward pass for each parameter, multiplied out from those that were made."""
        return self.seconds / self.passes * parameters


def chains(nodes: int, parameters: int) -> list[Chain]:
    """Graphs of growing size, the last one with so many nodes and parameters."""
    return [chain(max(LEAST_NODES, nodes // part), max(LEAST_PARAMETERS, parameters // part)) for part in PARTS]


def counted_part(sizes: Sequence[Chain]) -> Iterator[Block]:
    """How many nodes are computed, the one way and the other."""
    yield Aside(("First by counting. A node that is computed, forward or backward, is one piece of work.",))
    yield Table(
        heads("N", "P", "N + P", "N × P", "forward + backward", "one at a time", "ratio"),
        tuple(_counted(one) for one in sizes),
    )
    largest = sizes[-1].cost
    forward, backward = largest.nodes
    yield Aside(
        (
            (
                f"“Forward + backward” is what backpropagation computes, counted on its graph: of {forward + backward:,} nodes in the last row, "
                f"{forward:,} are the forward pass. "
                "“One at a time” is a forward pass for every parameter, and one with nothing moved."
            ),
        )
    )
    operations = largest.backward.operations / largest.forward.operations
    yield Aside(
        (
            (
                f"A node may hold many numbers, so the elementary operations were counted too: {largest.forward.operations:,} forward and "
                f"{largest.backward.operations:,} backward. "
                f"The backward pass costs {about(operations)} forward passes, however many parameters there are."
            ),
        )
    )
    parameters = [one.parameters for one in sizes]
    together, singly = zip(*map(_nodes, sizes), strict=True)
    yield cost_picture(parameters, together, singly, cost="nodes computed", told=lambda count: f"{count:,.0f}")


def _counted(one: Chain) -> tuple[Words, ...]:
    forward, _ = one.cost.nodes
    total, singly = _nodes(one)
    numbers = (forward, one.parameters, forward + one.parameters, forward * one.parameters, total, singly)
    return (*map(whole, numbers), _ratio(singly, total))


def _nodes(one: Chain) -> tuple[int, int]:
    """How many nodes are computed by backpropagation, and one parameter at a time."""
    forward, backward = one.cost.nodes
    return forward + backward, (one.parameters + 1) * forward


def _ratio(one: float, other: float) -> Words:
    """How many times as much, as a whole number where it is large."""
    return whole(one / other) if one >= FEW * other else (about(one / other, 2),)


def timed_part(sizes: Sequence[Chain]) -> Iterator[Block]:
    """How long both take on this machine."""
    timings = [_timed(one) for one in sizes]
    yield Aside(("Then by the clock, on this machine.",))
    rows = tuple(_row(one, timed) for one, timed in zip(sizes, timings, strict=True))
    yield Table(heads("P", "backpropagation", "forward passes made", "took", "for all P", "ratio"), rows)
    partly = [one for one, timed in zip(sizes, timings, strict=True) if timed.passes < one.parameters]
    if partly:
        names = listed([f"{one.parameters:,}" for one in partly])
        yield Aside((f"For P = {names} only some of the forward passes were made; “for all P” is their time multiplied out, and marked with ≈.",))
    else:
        yield Aside(("Every forward pass was really made.",))
    parameters = [one.parameters for one in sizes]
    singly = [timed.all_parameters(one.parameters) for one, timed in zip(sizes, timings, strict=True)]
    yield cost_picture(parameters, [timed.backward for timed in timings], singly, cost="seconds", told=in_time)
    furthest = max(timed.furthest for timed in timings)
    yield Aside(("Both ways give the same gradients: the largest difference, relative to the gradient, is ", plain_number(furthest, digits=1), "."))


def _row(one: Chain, timed: Timed) -> tuple[Words, ...]:
    everything = timed.all_parameters(one.parameters)
    about = "≈ " if timed.passes < one.parameters else ""
    times = ((in_time(timed.backward),), whole(timed.passes), (in_time(timed.seconds),), (about + in_time(everything),))
    return (whole(one.parameters), *times, _ratio(everything, timed.backward))


def _timed(one: Chain) -> Timed:
    found = one.all_gradients()
    backward = min(_seconds(one.all_gradients) for _ in range(REPEATED))
    unmoved, slopes = one.value(), list[float]()
    started = perf_counter()
    while len(slopes) < one.parameters and (len(slopes) < FEWEST or perf_counter() - started < ENOUGH):
        slopes.append(one.slope_by_moving(len(slopes), unmoved))
    seconds = perf_counter() - started
    exact = [one.gradient_of(place, found) for place in range(len(slopes))]
    furthest = max(abs(slope - true) / abs(true) for slope, true in zip(slopes, exact, strict=True))
    return Timed(backward, len(slopes), seconds, furthest)


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def in_time(seconds: float) -> str:
    """A time in the unit one would say.

    >>> in_time(0.00042), in_time(0.5), in_time(90.0), in_time(7200.0)
    ('0.42 ms', '0.5 s', '1.5 minutes', '2 hours')
    """
    for unit, length in (("hours", 3600.0), ("minutes", 60.0), ("s", 0.1)):
        if seconds >= length * 1.5 or (unit == "s" and seconds >= length):
            return f"{seconds / max(length, 1.0):.2g} {unit}"
    return f"{seconds * 1000:.2g} ms"
