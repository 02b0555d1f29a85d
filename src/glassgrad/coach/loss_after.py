"""Whether the update, as it stands on the sheet, lowers the loss. That it does proves no gradient, and a right one may raise it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError

from .claims import Claims
from .quantities import Named, Updated
from .values import value
from .workings import Workings

FARTHEST = 8
"""Times the learning rate up to which the largest one that does not raise the loss is looked for."""
TRIED = 400


@dataclass(frozen=True, slots=True)
class LossAfter:
    """The loss before and after the update as claimed, with the parameters that were moved.

    `rate` is the learning rate; `largest` the one up to which no smaller step along the same line raises the loss, where there is one;
    `right` tells that every updated value is right.
    """

    loss: str
    before: float
    after: float
    moved: tuple[str, ...]
    rate: float
    largest: float | None
    right: bool

    @property
    def raises(self) -> bool:
        """Whether the loss is higher than before."""
        return self.after > self.before + 1e-12 * abs(self.before)


def loss_after(work: Workings, claims: Claims) -> LossAfter | None:
    """What the claimed update does to the loss; None where there is no update, or the loss cannot be worked out."""
    moved = {one.name: claimed for one, claimed in claims.claimed.items() if isinstance(one, Updated) and one.name in work.cone(work.loss) - set(work.formulas)}
    loss = Named(work.loss)
    if not moved or work.piece(loss) is None or work.leaf(loss).shape != ():
        return None
    try:
        before = float(value(work, loss, claims.given))
        steps = {Named(name): np.asarray(one.claim.value) - claims.given[Named(name)] for name, one in moved.items()}

        def at(share: float) -> float:
            return float(value(work, loss, {**claims.given, **{one: claims.given[one] + share * step for one, step in steps.items()}}))

        after = at(1.0)
        rate = float(claims.given.get(Named(work.rate), 1.0)) if work.rate else 1.0
    except (GlassgradError, KeyError, TypeError, ValueError):
        return None
    if not np.isfinite([before, after]).all():
        return None
    right = all(one.verdict.fine for one in moved.values())
    return LossAfter(work.loss, before, after, tuple(moved), rate, _largest(at, before, rate) if after > before else None, right)


def _largest(at: Callable[[float], float], before: float, rate: float) -> float | None:
    """The learning rate at which the loss is first as high as before; None if it rises from the start."""
    shares = np.linspace(0, 1, TRIED + 1)[1:]
    if at(shares[0] / TRIED) >= before:
        return None
    last = shares[0] / TRIED
    for share in shares:
        if at(share) >= before:
            return rate * _between(at, before, last, share)
        last = share
    return None


def _between(at: Callable[[float], float], before: float, low: Any, high: Any) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle) < before else (low, middle)
    return float(low)
