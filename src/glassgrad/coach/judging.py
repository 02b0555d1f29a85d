"""`judge`: the verdict on every line of a calculation, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, MissingValueError, Node

from .claims import Claimed, Claims
from .collecting import Calculation
from .evidence import Evidence, same_formula
from .folding import is_number
from .following import carried_on, follows, line_value
from .formula_slips import formula_suspects
from .generality import holds_in_general
from .lines import Line
from .notes import drifted, notes_on_right, other_shape, out_of_reach
from .number_slips import number_suspects
from .precision import Claim, Fit, claim_of, fit, shaped
from .quantities import Derivative, Named, Quantity
from .reading.sheet import Unread
from .reading.tree import Called
from .searching import Asked, Budget, suspects
from .shown import formula_step, worked_step
from .sides import SideValue, holds, side_value
from .symbols import quantity_symbol
from .verdicts import Finding, Verdict

NOT_SEARCHED = ("so many lines are wrong that for this one no slip was looked for",)
ONLY_NUMBERS = ("worked out in numbers only; there is no formula to check them by",)


@dataclass(eq=False)
class Judge:
    """Goes through the lines; remembers what was claimed, and what could not be read after all."""

    calculation: Calculation
    claims: Claims
    previous: Mapping[Quantity, Node] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    rows: int = 1
    budget: Budget = field(default_factory=Budget)

    def finding(self, line: Line) -> Finding | None:
        """The verdict on a line; None where a side of it cannot be worked out, which is then among `unread`."""
        try:
            return self._finding(line)
        except GlassgradError as error:
            self.unread.append(Unread(self._text(line), line.number, line.statement.column, str(error)))
            return None

    def _text(self, line: Line) -> str:
        span = line.statement.span
        return self.calculation.sheet.text[span.start : span.end]

    def _finding(self, line: Line) -> Finding:
        if line.at:
            given: dict[Quantity, Any] = {**self.claims.given}
            given.update({Named(name): np.float64(number) for name, number in line.at})
            return replace(self, claims=Claims(self.claims.work, given))._finding(replace(line, at=()))
        try:
            self._choose_convention(line)
            sides = self._sides(line)
        except MissingValueError as error:
            # A formula in words, or one whose numbers come nowhere, is read and left at that.
            return self._without_numbers(line, str(error))
        blank = Finding(line, self._text(line), Verdict.UNCHECKED)
        if line.target is None:
            return self._chain(blank, sides)
        claim = next((side.claim for side in reversed(sides) if side.claim is not None), None) or _worked_out(line, sides)
        if self._gives(line):
            return self._given(blank, sides, claim)
        if claim is None:
            return self._formula_only(blank, line, sides)
        return self._number(blank, line, sides, claim)

    def _sides(self, line: Line) -> list[SideValue]:
        return [side_value(self.calculation, self.claims, side, rough=rough) for side, rough in zip(line.sides, line.rough, strict=True)]

    def _without_numbers(self, line: Line, why: str) -> Finding:
        """A line whose numbers come nowhere: its formula can be judged, but a number cannot."""
        blank = Finding(line, self._text(line), Verdict.DEFINED)
        if any(is_number(side.tree) for side in line.sides):
            constant = isinstance(line.target, Derivative) and all(holds_in_general(self.calculation, line, side) for side in line.sides)
            return replace(blank, verdict=Verdict.RIGHT) if constant else replace(blank, verdict=Verdict.UNCHECKED, notes=((why,),))
        if not isinstance(line.target, Derivative):
            return replace(blank, notes=((why,),) if line.target is None else ())
        return self._in_general(blank, line)

    def _in_general(self, blank: Finding, line: Line) -> Finding:
        """A derivative in letters, judged at numbers of our own: every one of its formulas must be the right one."""
        text = self.calculation.sheet.text
        for side in line.sides:
            if holds_in_general(self.calculation, line, side) is False:
                assert line.target is not None
                broken = (quantity_symbol(line.target).text, text[side.span.start : side.span.end])
                found = formula_suspects(self.calculation, line, side) if self.budget.left > 0 else ()
                return replace(blank, verdict=Verdict.WRONG, broken=broken, suspects=found, worked=formula_step(self.calculation.work, line.target))
        known = [holds_in_general(self.calculation, line, side) for side in line.sides]
        return replace(blank, verdict=Verdict.RIGHT) if all(known) else blank

    def _gives(self, line: Line) -> bool:
        """Whether the line is where a given number comes from."""
        work = self.calculation.work
        if not isinstance(line.target, Named) or line.index or line.formulas or work.piece(line.target) is not None:
            return False
        first = next(one for one in self.calculation.lines if one.target == line.target and not one.index)
        if line is not first or line.target not in self.claims.given:
            return False
        claim = claim_of(line.sides[-1].tree)
        return claim is None or not self.calculation.keyed or fit(claim, self.claims.given[line.target]) is not Fit.NO

    def _given(self, blank: Finding, sides: list[SideValue], claim: Claim | None) -> Finding:
        """A number that is given; one that is worked out on the spot, from numbers only, must at least be worked out rightly."""
        found = replace(blank, verdict=Verdict.GIVEN, claimed=None if claim is None else claim.value, broken=self._broken(blank.line, sides))
        if len(sides) < 2:
            return found
        if found.broken is None:
            return replace(found, verdict=Verdict.RIGHT, notes=(ONLY_NUMBERS,))
        asked = Asked(blank.line.target or Named(""), (), claim, self.rows) if claim is not None else None
        suspects_ = tuple(number_suspects(self.claims, asked, sides, sides[0].written, sides[0].written)) if asked else ()
        return replace(found, verdict=Verdict.WRONG, right=sides[0].written, suspects=suspects_)

    # ── a chain about nothing in particular, 2·3 = 6 ──────────────────────────────────────────────────────────────────────────────

    def _chain(self, blank: Finding, sides: list[SideValue]) -> Finding:
        broken = self._broken(blank.line, sides)
        if broken is None:
            return replace(blank, verdict=Verdict.RIGHT)
        return replace(blank, verdict=Verdict.WRONG, broken=broken, right=sides[0].true)

    def _broken(self, line: Line, sides: list[SideValue]) -> tuple[str, str] | None:
        """The first link that does not hold, as the learner wrote its two sides."""
        text = self.calculation.sheet.text
        if isinstance(line.target, Named) and line.target.name in self.calculation.worded:
            sides = [one for one in sides if not isinstance(one.side.tree, Called)]  # a word that stands for several formulas
        for left, right in pairwise(sides):
            if not holds(left, right):
                return tuple(text[one.side.span.start : one.side.span.end] for one in (left, right))  # type: ignore[return-value]
        return None

    # ── a line without a number ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _formula_only(self, blank: Finding, line: Line, sides: list[SideValue]) -> Finding:
        assert line.target is not None
        if isinstance(line.target, Named):
            return replace(blank, verdict=Verdict.DEFINED, broken=self._broken(line, sides))
        try:
            right = self._true(line)
        except GlassgradError:
            return replace(blank, verdict=Verdict.DEFINED)
        general = [holds_in_general(self.calculation, line, side) for side in line.formulas]
        here = all(np.shape(side.true) == np.shape(right) and np.allclose(side.true, right, rtol=1e-9, atol=1e-12) for side in sides)
        if all(general) or here:
            notes = () if False not in general else notes_on_right(self.calculation, self.claims, line, Claim(right, np.zeros(np.shape(right))))
            return replace(blank, verdict=Verdict.RIGHT, right=right, notes=notes)
        claim = Claim(sides[0].written, np.zeros(np.shape(sides[0].written)))
        asked = Asked(line.target, line.index, claim, self.rows, self.budget)
        evidence = self._evidence(line)
        found = tuple(one for one in suspects(self.claims, asked, evidence, self.previous) if self._same(one.changes[0].formula, evidence))
        worked = worked_step(self.claims, line.target)
        return replace(blank, verdict=Verdict.WRONG, right=right, claimed=claim.value, suspects=found, worked=worked)

    def _same(self, formula: Node, evidence: Evidence) -> bool:
        return any(same_formula(self.calculation.work, one, formula) for one in evidence.formulas)

    # ── a line with a number ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _true(self, line: Line) -> Any:
        assert line.target is not None
        right = self.claims.true(line.target)
        return np.asarray(right)[line.index] if line.index else right

    def _number(self, blank: Finding, line: Line, sides: list[SideValue], claim: Claim) -> Finding:
        assert line.target is not None
        if reason := out_of_reach(self.calculation, line, claim):
            self.claims.trust(line.target, claim.value)
            return replace(blank, claimed=claim.value, broken=self._broken(line, sides), notes=(reason,))
        try:
            right = self._true(line)
        except (GlassgradError, IndexError) as error:
            return replace(blank, claimed=claim.value, broken=self._broken(line, sides), notes=((str(error),),))
        found = replace(blank, right=right, claimed=claim.value, broken=self._broken(line, sides))
        found = self._judged(found, line, sides, claim)
        self._remember(line, claim, found.verdict)
        return found

    def _judged(self, found: Finding, line: Line, sides: list[SideValue], claim: Claim) -> Finding:
        agreement = fit(claim, found.right)
        if agreement is not Fit.NO and found.broken is None:
            verdict = Verdict.RIGHT if agreement >= Fit.ROUNDED else Verdict.ROUNDED
            return replace(found, verdict=verdict, notes=notes_on_right(self.calculation, self.claims, line, claim))
        if agreement is not Fit.NO:
            assert line.target is not None
            return replace(found, verdict=Verdict.WRONG, worked=worked_step(self.claims, line.target))
        if carried_on(self.claims, line, claim):
            return replace(found, verdict=Verdict.ROUNDED, notes=drifted(claim, found.right))
        before = follows(self.claims, line, claim)
        if before is not None and found.broken is None:
            by_convention = before.verdict is Verdict.CONVENTION
            return replace(found, verdict=Verdict.FOLLOWS, follows=before.line, by_convention=by_convention, expected=claim.value)
        return self._wrong(found, line, sides, claim)

    def _wrong(self, found: Finding, line: Line, sides: list[SideValue], claim: Claim) -> Finding:
        assert line.target is not None
        expected = next(iter(self.claims.ways()))
        found = replace(found, verdict=Verdict.WRONG, expected=line_value(self.claims, line, expected))
        found = replace(found, notes=(*found.notes, *other_shape(claim, found.right)))
        if self.budget.left <= 0:
            return replace(found, worked=worked_step(self.claims, line.target), notes=(*found.notes, NOT_SEARCHED))
        asked = Asked(line.target, line.index, claim, self.rows, self.budget)
        evidence = self._evidence(line)
        of_numbers = number_suspects(self.claims, asked, sides, found.right, found.expected)
        all_found = sorted((*of_numbers, *suspects(self.claims, asked, evidence, self.previous)), key=lambda one: -one.plausible)
        # A number that its own line contradicts is no convention, nor is that of a loss whose formula stands there.
        excused = found.broken is None and not (isinstance(line.target, Named) and line.formulas)
        verdict = Verdict.CONVENTION if all_found and all_found[0].slip.convention and excused else Verdict.WRONG
        return replace(found, verdict=verdict, suspects=tuple(all_found), worked=worked_step(self.claims, line.target))

    def _evidence(self, line: Line) -> Evidence:
        builder = self.calculation.builder()
        return Evidence(self.calculation.work, [builder.build(side.tree) for side in line.formulas], line.sides)

    def _choose_convention(self, line: Line) -> None:
        """A loss named by a word is the one of its conventions that gives the number on the sheet."""
        worded = self.calculation.worded
        claim = next((found for side in reversed(line.sides) if (found := claim_of(side.tree)) is not None), None)
        if claim is None or not isinstance(line.target, Named) or line.target.name not in worded or line.target in self.claims.claimed:
            return
        for node in worded[line.target.name].values():
            self.calculation.work.define(line.target.name, node)
            self.claims.forget()
            if fit(claim, self.claims.true(line.target)) is not Fit.NO:
                return
        self.calculation.work.define(line.target.name, next(iter(worded[line.target.name].values())))
        self.claims.forget()

    def _remember(self, line: Line, claim: Claim, verdict: Verdict) -> None:
        assert line.target is not None
        if line.index:
            claim = self._whole(line, claim)
        claim = shaped(claim, self.calculation.work.leaf(line.target).shape)
        fixed = line.target in self.claims.given and line.target not in self.claims.claimed
        if np.shape(claim.value) == self.calculation.work.leaf(line.target).shape and not fixed:
            self.claims.claimed[line.target] = Claimed(claim, line.number, verdict)

    def _whole(self, line: Line, claim: Claim) -> Claim:
        """The claim of an entry as one of the whole array, whose other entries are those claimed before, or the right ones."""
        assert line.target is not None
        before = self.claims.claimed.get(line.target)
        values = np.array(before.claim.value if before else self.claims.true(line.target))
        units = np.array(before.claim.unit if before else np.zeros(values.shape))
        if np.shape(claim.value) == values[line.index].shape:
            values[line.index], units[line.index] = claim.value, claim.unit
        return Claim(values, units)


def _worked_out(line: Line, sides: list[SideValue]) -> Claim | None:
    """What a line claims that ends in a calculation with numbers only, `= 2·3`."""
    if not sides or line.formulas:
        return None
    return Claim(sides[-1].written, np.asarray(sides[-1].slack))
