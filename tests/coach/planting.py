"""Slips planted on purpose: a right sheet with one number as a learner would get it by a slip, and everything after it consistent."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from glassgrad.coach.check import check_sheet
from glassgrad.coach.collecting import Calculation, collect
from glassgrad.coach.reading import read_sheet
from glassgrad.coach.report import Report
from glassgrad.coach.searching import open_pieces
from glassgrad.coach.slips import slips
from glassgrad.coach.slips.slip import Task
from glassgrad.coach.values import value
from glassgrad.coach.verdicts import Verdict
from glassgrad.graph import GlassgradError

from .networks import NETWORKS, right_numbers, sheet, written


@dataclass(frozen=True)
class Planted:
    """A sheet with one slip: where, which, and whether no other slip gives that number."""

    network: str
    line: str
    slip: str
    number: float
    unique: bool
    text: str


def plantings(name: str, digits: int = 6) -> Iterator[Planted]:
    """Every slip on every line of a network where it changes the number."""
    network, right = NETWORKS[name], right_numbers(name)
    calculation = collect(read_sheet(sheet(network, right, digits)))
    targets = [line.target for line in calculation.lines][-len(network.asked) :]
    for place, asked in enumerate(network.asked):
        known = {**calculation.given, **{target: np.float64(right[one]) for target, one in zip(targets[:place], network.asked[:place], strict=True)}}
        found = _numbers(calculation, targets[place], known)
        by_number: dict[str, set[str]] = {}
        for slip, number in found:
            by_number.setdefault(written(number, digits), set()).add(slip)
        done = set()
        for slip, number in found:
            digits_of_it = written(number, digits)
            if digits_of_it != written(right[asked], digits) and (slip, digits_of_it) not in done:
                done.add((slip, digits_of_it))
                numbers = _consistent(calculation, targets, network.asked, right, place, number)
                if numbers is not None:
                    yield Planted(name, asked, slip, number, len(by_number[digits_of_it]) == 1, sheet(network, numbers, digits))


def _numbers(calculation: Calculation, asked, known) -> list[tuple[str, float]]:
    found = []
    for piece in open_pieces(calculation.work, asked, known):
        task = Task(calculation.work, piece, tuple(known))
        for slip in slips.values():
            for change in slip.changes(task):
                try:
                    number = value(calculation.work, asked, known, {piece.quantity: change.formula})
                except GlassgradError:
                    continue
                if np.ndim(number) == 0 and np.isfinite(number) and abs(number) < 1e6:
                    found.append((slip.name, float(number)))
    return found


def _consistent(calculation, targets, names, right, place, number):
    """Every number after the planted one worked out from it."""
    numbers = {**right, names[place]: number}
    known = {**calculation.given, **{target: np.float64(numbers[one]) for target, one in zip(targets[: place + 1], names[: place + 1], strict=True)}}
    for target, one in list(zip(targets, names, strict=True))[place + 1 :]:
        known[target] = value(calculation.work, target, known)
        numbers[one] = float(known[target])
    return numbers if all(np.isfinite(list(numbers.values()))) else None


def outcome(planted: Planted) -> tuple[bool, bool, Report]:
    """Whether the slip is named first, and whether no right line is accused."""
    report = check_sheet(planted.text)
    lines = {finding.text.partition("=")[0].strip(): finding for finding in report.findings}
    judged = {one: finding for one, finding in lines.items() if one in NETWORKS[planted.network].asked}
    it = judged.pop(planted.line)
    named = it.verdict in (Verdict.WRONG, Verdict.CONVENTION) and bool(it.suspects) and it.suspects[0].slip.name == planted.slip
    fair = all(finding.verdict.fine or finding.verdict is Verdict.FOLLOWS for finding in judged.values()) and not report.unread
    return named, fair, report
