"""Several steps on one sheet: when a line begins the next step, and what is known then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, Node, pages

from .claims import Claimed, Claims
from .collecting import Calculation
from .folding import is_numeric
from .following import line_value
from .judging import Judge
from .lines import Line
from .precision import Fit, claim_of, fit
from .quantities import BEFORE, Derivative, Named, Quantity, Updated
from .slips.averaging import COUNTS
from .symbols import quantity_symbol


def begin(calculation: Calculation) -> Judge:
    """The judge of the first step."""
    return Judge(calculation, Claims(calculation.work, dict(calculation.given)), rows=_rows(calculation))


def _rows(calculation: Calculation) -> int:
    """How many examples the loss is made of: the length of what is given for each, 1 where there is one."""
    for quantity in COUNTS:
        count = calculation.given.get(quantity)
        if count is not None and np.ndim(count) == 0 and 1 < count < 1e6 and float(count).is_integer():
            return int(count)
    shapes = [np.shape(number) for number in calculation.given.values()]
    tables = [shape[0] for shape in shapes if len(shape) == 2]
    return tables[0] if tables else max((shape[0] for shape in shapes if shape), default=1)


def going_on(judge: Judge, line: Line, step: int) -> Judge:
    """The judge of a line: the same one, or that of the next step, or of the same formulas with another number given."""
    later = line.step > step if line.step is not None else line.statement.part > step or _fits_only_later(judge, line)
    if _moved(judge) and later:
        return next_step(judge)
    return _given_anew(judge, line)


def as_update(judge: Judge, line: Line) -> Line:
    """The line; one that gives a parameter another number, after its gradient was worked out, is its update."""
    target = line.target
    if not (isinstance(target, Named) and _is_regiven(judge, line)):
        return line
    gradient = any(isinstance(one, Derivative) and one.by == (target.name,) for one in judge.claims.claimed)
    return replace(line, target=Updated(target.name)) if gradient else line


def _is_regiven(judge: Judge, line: Line) -> bool:
    """Whether a plain number that was given is given again, and differently."""
    if not isinstance(line.target, Named) or line.index or line.target not in judge.calculation.given or not line.sides or judge.calculation.keyed:
        return False
    if not all(is_numeric(side.tree) for side in line.sides):
        return False
    claim, before = claim_of(line.sides[-1].tree), judge.claims.claimed.get(line.target)
    known = (judge.claims.given[line.target], *([before.claim.value] if before else []))
    return claim is not None and all(fit(claim, number) is Fit.NO for number in known)


def _given_anew(judge: Judge, line: Line) -> Judge:
    if not _is_regiven(judge, line) or line.target is None or line.target in judge.claims.claimed or as_update(judge, line) is not line:
        return judge
    claim = claim_of(line.sides[-1].tree)
    assert claim is not None
    if np.shape(claim.value) != np.shape(judge.claims.given[line.target]):
        return judge
    if _moved(judge):  # the next example, after a step
        judge = next_step(judge)
        return replace(judge, claims=replace(judge.claims, given={**judge.claims.given, line.target: claim.value}))
    carried = {quantity: one for quantity, one in judge.claims.claimed.items() if quantity in judge.calculation.given}
    return replace(judge, claims=Claims(judge.calculation.work, {**judge.claims.given, line.target: claim.value}, carried))


def _moved(judge: Judge) -> bool:
    return any(isinstance(one, Updated) for one in judge.claims.claimed)


def _fits_only_later(judge: Judge, line: Line) -> bool:
    """Whether a quantity that had its number already gets one that is wrong in this step and right in the next."""
    if line.target is None or line.index or line.target not in judge.claims.claimed or isinstance(line.target, Updated):
        return False
    claim = next((found for side in reversed(line.sides) if (found := claim_of(side.tree)) is not None), None)
    if claim is None or fit(claim, judge.claims.claimed[line.target].claim.value) is not Fit.NO:
        return False
    try:
        now = fit(claim, judge.claims.true(line.target))
        later = next_step(judge).claims
        return now is Fit.NO and any(fit(claim, line_value(later, line, way)) is not Fit.NO for way in later.ways())
    except GlassgradError:
        return False


def next_step(judge: Judge) -> Judge:
    """The judge of the next step: every parameter that was updated has its new value, and the old gradients are remembered."""
    work, claims = judge.calculation.work, judge.claims
    given = dict(claims.given)
    claimed: dict[Quantity, Claimed] = {}
    previous: dict[Quantity, Node] = {}

    def remember(quantity: Quantity, number: Any) -> None:
        old = Named(BEFORE + quantity_symbol(quantity).text)
        previous[quantity] = work.leaves[old] if old in work.leaves else work.enter(old, pages.variable(shape=work.leaf(quantity).shape))
        given[old] = number

    for quantity, one in claims.claimed.items():
        if isinstance(quantity, Updated) and Named(quantity.name) in claims.given:
            remember(Named(quantity.name), claims.given[Named(quantity.name)])
            given[Named(quantity.name)] = claims.true(quantity)
            claimed[Named(quantity.name)] = Claimed(one.claim, one.line, one.verdict)
        elif isinstance(quantity, Derivative):
            remember(quantity, one.claim.value)
    return replace(judge, claims=Claims(work, given, claimed), previous=previous)
