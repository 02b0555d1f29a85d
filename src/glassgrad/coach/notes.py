"""What should be said of a line beyond its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glassgrad.graph.shapes import say_shape
from glassgrad.writing.mathematics import Words

from .claims import Claims
from .collecting import Calculation
from .following import line_value, wrong_before
from .generality import holds_in_general
from .lines import Line
from .precision import Claim, Fit, fit, shaped
from .quantities import Derivative, Named
from .shown import shown_number
from .symbols import name_symbol

DRIFT = 0.01
"""Relative difference from which it is said how far rounding on the way has led."""


def notes_on_right(calculation: Calculation, claims: Claims, line: Line, claim: Claim) -> tuple[Words, ...]:
    """What is to be said of a right number."""
    return (*_only_here(calculation, line), *_convention_used(calculation, line), *_not_from_the_sheet(claims, line, claim))


def _only_here(calculation: Calculation, line: Line) -> Iterator[Words]:
    """Where the formula on a right line is another one than the right one, these numbers hide the mistake."""
    if isinstance(line.target, Derivative):
        for side in line.formulas:
            if holds_in_general(calculation, line, side) is False:
                written = calculation.sheet.text[side.span.start : side.span.end]
                yield ("the number is right, but only with these numbers: ", written, " is another formula")
                return


def _convention_used(calculation: Calculation, line: Line) -> Iterator[Words]:
    """Which of its conventions a loss by a word has on this sheet, where it is not the usual one."""
    if isinstance(line.target, Named):
        for formula, node in list(calculation.worded.get(line.target.name, {}).items())[1:]:
            if calculation.work.formulas[line.target.name] is node:
                yield ("this is the number of ", formula, ", one of several things that the word may mean")


def _not_from_the_sheet(claims: Claims, line: Line, claim: Claim) -> Iterator[Words]:
    """Where a right number is not the one that follows from a wrong one before it."""
    own = next(iter(claims.ways()))
    lines = wrong_before(claims, line, own)
    if lines and fit(claim, found := line_value(claims, line, own)) is Fit.NO:
        yield (f"right, but it does not follow from line {lines[0].line}: with the number there it would be ", shown_number(found))


def drifted(claim: Claim, right: Any) -> tuple[Words, ...]:
    """A note where rounding on the way has moved a number far from the right one."""
    off = np.max(np.abs(claim.value - np.asarray(right)) / np.maximum(np.abs(right), 1e-300))
    return (("rounded on the way; with all digits it is ", shown_number(right)),) if off > DRIFT else ()


def out_of_reach(calculation: Calculation, line: Line, claim: Claim) -> Words:
    """Why a derivative cannot be checked: the sheet does not say by formulas how one quantity depends on the other."""
    work, target = calculation.work, line.target
    if not isinstance(target, Derivative) or not np.any(claim.value):
        return ()
    of, by = name_symbol(target.of).mathematics, name_symbol(target.by[0]).mathematics
    if work.piece(Named(target.of)) is None:
        return ("no formula on the sheet says what ", of, " is, so its derivatives cannot be checked")
    if target.by[0] not in work.cone(target.of):
        return ("by the formulas on the sheet, ", of, " does not depend on ", by, "; a quantity between them may be there in numbers only")
    return ()


def other_shape(claim: Claim, right: Any) -> tuple[Words, ...]:
    """What shape a number should have, where it has another."""
    have, want = np.shape(shaped(claim, np.shape(right)).value), np.shape(right)
    return () if have == want else ((f"it should be {say_shape(want)}, and this is {say_shape(have)}",),)
