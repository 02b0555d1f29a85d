"""`Claims`: the numbers of a sheet so far, and with which of them a line may have been worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .precision import SAME, Claim
from .quantities import Quantity
from .values import value
from .verdicts import Verdict
from .workings import Workings

Known = dict[Quantity, Any]


MOST_WAYS = 6
"""Wrong numbers that are tried one by one: who goes wrong more often takes what stands there."""


@dataclass(frozen=True, eq=False, slots=True)
class Claimed:
    """A number on the sheet, the line it stands on, and what was found about it."""

    claim: Claim
    line: int
    verdict: Verdict


@dataclass(eq=False)
class Claims:
    """What is given, and what was claimed, as far as the sheet has been read."""

    work: Workings
    given: Mapping[Quantity, Any]
    claimed: dict[Quantity, Claimed] = field(default_factory=dict)
    _true: Known = field(default_factory=dict)

    def true(self, quantity: Quantity) -> Any:
        """The right value of a quantity. Raises: MissingValueError, ShapeError where there is none."""
        if quantity not in self._true:
            self._true[quantity] = value(self.work, quantity, self.given)
        return self._true[quantity]

    def forget(self) -> None:
        """Work right values out anew: a formula has changed."""
        self._true.clear()

    def trust(self, quantity: Quantity, number: Any) -> None:
        """Take a number that cannot be checked as given."""
        if np.shape(number) == self.work.leaf(quantity).shape:
            self.given = {**self.given, quantity: number}
            self.forget()

    def written(self) -> Known:
        """Every number as it stands on the sheet."""
        return {**self.given, **{quantity: one.claim.value for quantity, one in self.claimed.items()}}

    def corrected(self) -> Known:
        """Wrong numbers as they stand on the sheet, and right ones with all their digits."""
        wrong = {quantity: one.claim.value for quantity, one in self.claimed.items() if not one.verdict.fine}
        right = {quantity: self.true(quantity) for quantity, one in self.claimed.items() if one.verdict.fine}
        return {**self.given, **right, **wrong}

    def ways(self, quantity: Quantity | None = None) -> Iterator[Known]:
        """The sets of numbers from which a line may have been worked out, the most likely first.

        With a quantity, only wrong numbers that it is worked out from are taken one by one, and no more than `MOST_WAYS`.
        """
        yield self.corrected()
        yield self.written()
        behind = None if quantity is None else set(self.work.behind(quantity))
        wrong = [one for one, found in self.claimed.items() if not found.verdict.fine and (behind is None or one in behind)]
        for one in wrong[-MOST_WAYS:] if len(wrong) > 1 else []:
            yield {**self.given, one: self.claimed[one].claim.value}
        yield dict(self.given)

    def slack(self, quantity: Quantity, known: Known, changed: Mapping[Quantity, Any] | None = None) -> Any:
        """By how much a value may be off because the numbers it is worked out from were written with so many places."""
        middle = value(self.work, quantity, known, changed)
        total = np.zeros(np.shape(middle))
        for one in self.work.behind(quantity, stop=known):
            if one in self.claimed and one in known and one != quantity:
                total = total + self._moved(quantity, one, known, changed, middle)
        return total

    def places(self, quantity: Quantity) -> Any:
        """One unit of the last place of a claimed number; 0 for a whole number, and where nothing was rounded away."""
        one = self.claimed[quantity]
        units = np.where(np.asarray(one.claim.unit) < 1, one.claim.unit, 0.0)
        if not one.verdict.fine:
            return units
        right = self.true(quantity)
        return np.where(np.abs(one.claim.value - right) <= SAME * np.abs(right), 0.0, units)

    def _moved(self, quantity: Quantity, by: Quantity, known: Known, changed: Mapping[Quantity, Any] | None, middle: Any) -> Any:
        units = self.places(by)
        total = np.zeros(np.shape(middle))
        for place in np.ndindex(np.shape(units)):
            if units[place]:
                step = np.zeros(np.shape(units))
                step[place] = units[place]
                total = total + np.abs(value(self.work, quantity, {**known, by: known[by] + step}, changed) - middle)
        return total
