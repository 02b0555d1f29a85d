"""Quantities of a hand calculation: `w1`, `∂J/∂w1`, and w1 after the update."""

from __future__ import annotations

from dataclasses import dataclass

INSIDE = "inside "
"""What stands inside an activation and has no name is named by this and the name of the activation; names on a sheet hold no blanks."""
UNNAMED_RATE = "the learning rate"
"""The name of a learning rate that a sheet writes as a number only."""
BEFORE = "the step before: "
"""A number of the step before is named by this and what it was the number of."""


@dataclass(frozen=True, slots=True)
class Named:
    """A quantity with a name of its own: an input, a weight, an activation, a loss."""

    name: str


@dataclass(frozen=True, slots=True)
class Derivative:
    """The derivative of the quantity named `of` by those named in `by`, one after another.

    Until the whole sheet has been read, `of` is "" where it is only implied, as in `dw1` for ∂J/∂w1.
    """

    of: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Updated:
    """The parameter of that name after the update."""

    name: str


Quantity = Named | Derivative | Updated
