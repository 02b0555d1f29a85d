"""`Sides`: what each side of a chain comes to, and which link of the chain does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Node
from glassgrad.readers.evaluate import forward

from .claims import Claims
from .collecting import Calculation
from .precision import ENOUGH_DIGITS, Claim, Fit, claim_of, fit
from .quantities import Quantity
from .reading.sheet import Side
from .reading.tree import Literal
from .values import FLOAT64, value


@dataclass(frozen=True, eq=False, slots=True)
class SideValue:
    """What one side comes to: from the true numbers, and from those on the sheet; `slack` for the places written. `claim` if it is a number."""

    side: Side
    true: Any
    written: Any
    slack: Any
    claim: Claim | None


def side_value(calculation: Calculation, claims: Claims, side: Side, *, rough: bool = False) -> SideValue:
    """Work out one side. Raises: GlassgradError where that is impossible."""
    claim = claim_of(side.tree, rough=rough)
    if claim is not None:
        return SideValue(side, claim.value, claim.value, 0.0, claim)
    builder = calculation.builder(apart=True)
    node = builder.build(side.tree)
    quantities = leaves_in(calculation, node)
    written = claims.written()
    true = _evaluated(calculation, node, builder.numbers, {one: claims.true(one) for one in quantities})
    own = {one: written[one] if one in written else value(calculation.work, one, written) for one in quantities}
    mine = _evaluated(calculation, node, builder.numbers, own)
    return SideValue(side, true, mine, _slack(calculation, claims, node, builder.numbers, own, mine), None)


def leaves_in(calculation: Calculation, node: Node) -> list[Quantity]:
    """The quantities that a node is made of."""
    return [calculation.work.quantities[one] for one in calculation.work.order(node) if one in calculation.work.quantities]


def _evaluated(
    calculation: Calculation, node: Node, numbers: Mapping[Node, Literal], known: Mapping[Quantity, Any], moved: Mapping[Node, float] | None = None
) -> Any:
    leaves = {calculation.work.leaves[one]: known[one] for one in known}
    literals = {leaf: np.float64(literal.value + (moved or {}).get(leaf, 0.0)) for leaf, literal in numbers.items()}
    return forward(calculation.work.order(node), {**leaves, **literals}, dtype=FLOAT64)[node]


def _slack(calculation: Calculation, claims: Claims, node: Node, numbers: Mapping[Node, Literal], own: Mapping[Quantity, Any], middle: Any) -> Any:
    """How far the side may move because of numbers that were rounded before they were put in."""
    total: Any = np.zeros(np.shape(middle))
    for leaf, literal in numbers.items():
        if literal.unit < 1 and abs(literal.value) >= literal.unit * 10 ** (ENOUGH_DIGITS - 1):
            total = total + np.abs(_evaluated(calculation, node, numbers, own, {leaf: literal.unit / 2}) - middle)
    for quantity in own:
        if quantity in claims.claimed and np.ndim(own[quantity]) == 0 and claims.places(quantity) > 0:
            nudged = {**own, quantity: own[quantity] + claims.places(quantity)}
            total = total + np.abs(_evaluated(calculation, node, numbers, nudged) - middle)
    return total


def holds(left: SideValue, right: SideValue) -> bool:
    """Whether two sides are equal, from the true numbers or from those on the sheet."""
    return any(_equal(getattr(left, which), getattr(right, which), left, right) for which in ("written", "true"))


def _equal(a: Any, b: Any, left: SideValue, right: SideValue) -> bool:
    if np.shape(a) != np.shape(b):
        if np.size(a) != np.size(b) or np.size(a) not in (1, max((*np.shape(a), *np.shape(b)))):
            return False
        a, b = np.ravel(a), np.ravel(b)
    slack = np.asarray(left.slack) + np.asarray(right.slack)
    if right.claim is not None:
        return fit(right.claim, a, slack) is not Fit.NO
    if left.claim is not None:
        return fit(left.claim, b, slack) is not Fit.NO
    return bool(np.all(np.abs(np.asarray(a) - b) <= slack + 1e-9 * np.maximum(np.abs(a), np.abs(b)) + 1e-12))
