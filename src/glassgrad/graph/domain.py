"""Where an operation may be tried: the intervals, shapes and far points that the tests and the plots draw from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .shapes import Shape


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The numbers an input is drawn from.

    `avoid` lists kinks and poles: tests keep a distance from them, plots break the curve there.
    `whole` asks for whole numbers, both ends included.
    """

    low: float = -2.0
    high: float = 2.0
    avoid: tuple[float, ...] = ()
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """One set of input shapes that fit together, with the settings to go with them."""

    shapes: tuple[Shape, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Domain:
    """Everything a test needs to try an operation without knowing it.

    `inputs` has one interval per input; the last one serves all further inputs.
    `cases` are shapes and settings to try. `apart`: entries that must not (nearly) tie, because the operation has a kink there.
    `far` are tuples of inputs at which value and derivative must still be finite.
    """

    inputs: tuple[Interval, ...] = (Interval(),)
    cases: tuple[Case, ...] = ()
    apart: bool = False
    far: tuple[tuple[float, ...], ...] = ()


ONE_INPUT = (Case(shapes=((),)), Case(shapes=((3,),)), Case(shapes=((2, 3),)))
TWO_INPUTS = (
    Case(shapes=((), ())),
    Case(shapes=((3,), (3,))),
    Case(shapes=((2, 3), (3,))),
    Case(shapes=((2, 1), (1, 3))),
    Case(shapes=((), (2, 2))),
)
FAR = ((800.0,), (-800.0,), (1e4,), (-1e4,))


def curve(low: float = -2.0, high: float = 2.0, *, avoid: tuple[float, ...] = (), far: tuple[tuple[float, ...], ...] = FAR) -> Domain:
    """The domain of an elementwise operation of one input."""
    return Domain(inputs=(Interval(low=low, high=high, avoid=avoid),), cases=ONE_INPUT, far=far)


def pair(first: Interval = Interval(), second: Interval = Interval(), *, apart: bool = False, far: tuple[tuple[float, ...], ...] = ()) -> Domain:
    """The domain of an elementwise operation of two inputs."""
    return Domain(inputs=(first, second), cases=TWO_INPUTS, apart=apart, far=far)


def along_axes(*, apart: bool = False, low: float = -2.0, high: float = 2.0) -> Domain:
    """The domain of an operation that combines entries along axes (settings `axis`, `keepdims`)."""
    cases = (
        Case(shapes=((4,),)),
        Case(shapes=((2, 3),)),
        Case(shapes=((2, 3),), settings={"axis": 0}),
        Case(shapes=((2, 3),), settings={"axis": -1, "keepdims": True}),
        Case(shapes=((2, 3, 2),), settings={"axis": (0, 2)}),
        Case(shapes=((),)),
    )
    return Domain(inputs=(Interval(low=low, high=high),), cases=cases, apart=apart)
