"""Whether a number follows from those before it: right ones in rounded form, or wrong ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from .claims import Claimed, Claims, Known
from .lines import Line
from .precision import Claim, Fit, fit
from .values import value


def line_value(claims: Claims, line: Line, known: Known) -> Any:
    """What a line comes to from these numbers. Raises: MissingValueError, ShapeError."""
    assert line.target is not None
    number = value(claims.work, line.target, _without(claims, line, known))
    return np.asarray(number)[line.index] if line.index else number


def carried_on(claims: Claims, line: Line, claim: Claim) -> bool:
    """Whether a number is right but for the places with which right numbers before it were written."""
    fine = {quantity: one.claim.value for quantity, one in claims.claimed.items() if one.verdict.fine}
    return _agrees(claims, line, claim, {**claims.given, **fine})


def follows(claims: Claims, line: Line, claim: Claim) -> Claimed | None:
    """The wrong number that this one was rightly worked out from; None if there is none."""
    for known in claims.ways(line.target):
        if _agrees(claims, line, claim, known):
            wrong = wrong_before(claims, line, known)
            if wrong:
                return wrong[0]
    return None


def wrong_before(claims: Claims, line: Line, known: Known) -> list[Claimed]:
    """The wrong numbers that a line is worked out from, if these are known; the nearest first."""
    assert line.target is not None
    behind = claims.work.behind(line.target, stop=_without(claims, line, known))
    used = [claims.claimed[one] for one in behind if one in claims.claimed and one in known and one != line.target]
    return [one for one in used if not one.verdict.fine]


def _agrees(claims: Claims, line: Line, claim: Claim, known: Known) -> bool:
    assert line.target is not None
    slack = claims.slack(line.target, _without(claims, line, known))
    return fit(claim, line_value(claims, line, known), np.asarray(slack)[line.index] if line.index else slack) is not Fit.NO


def _without(claims: Claims, line: Line, known: Known) -> Known:
    """The numbers without the one that is asked about; one that is given at the beginning of a step stays what it was given as."""
    others = {quantity: number for quantity, number in known.items() if quantity != line.target}
    return {**others, line.target: claims.given[line.target]} if line.target is not None and line.target in claims.given else others
