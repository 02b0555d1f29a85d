"""What a computational graph shows: a knot for each quantity, a road for each use of one, and the numbers on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a knot is in the graph."""

    INPUT = "input"
    PARAMETER = "parameter"
    CONSTANT = "constant"
    QUANTITY = "quantity"
    OUTPUT = "output"

    @property
    def is_leaf(self) -> bool:
        """Whether it is given and not computed."""
        return self in (Role.INPUT, Role.PARAMETER, Role.CONSTANT)


@dataclass(frozen=True, eq=False)
class Knot:
    """One quantity. What is "" is not known, or was not asked for.

    `sign` is that of the operation, where the knot is a single one. `value` and `gradient` are printed with their sign of equality; `derivative` is the
    gradient's symbol, "" where none is shown. `paths` is what comes along each path where several meet; `ways` how many there are in all, as some may have
    met before; `after` the value after an update. `finite` is False where one of its numbers is infinite or none at all.
    """

    symbol: str
    formula: str
    role: Role
    sign: str = ""
    value: str = ""
    derivative: str = ""
    gradient: str = ""
    paths: tuple[str, ...] = ()
    ways: int = 0
    after: str = ""
    finite: bool = True


@dataclass(frozen=True, eq=False)
class Road:
    """One use of a knot by another, both by their places. `flows`: whether a gradient comes back; `back` is what, printed; `because` by which rule.

    `uses` tells how many uses this road stands for: a formula that mentions a quantity very often has one road from it.
    """

    start: int
    end: int
    flows: bool = False
    back: str = ""
    because: str = ""
    uses: int = 1


@dataclass(frozen=True, eq=False)
class GraphLook:
    """All that a picture of a graph shows. Knots stand in the order of their age, so every road leads from an earlier one to a later one.

    `target` is the symbol of what the gradients are of, "" without gradients; `operations` how many there are, those inside the knots among them. `lost`
    says why the gradients are undefined, "" where they are not.
    """

    knots: tuple[Knot, ...]
    roads: tuple[Road, ...]
    target: str = ""
    operations: int = 0
    lost: str = ""
