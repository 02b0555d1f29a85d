"""`Diagnosis`: all checks on one patient, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, SettingError

from .check import Check, DoesNotApplyError
from .checks import checks
from .finding import Finding, Gravity, plain_numbers
from .patient import Patient

GRAVITIES = list(Gravity)


@dataclass(frozen=True)
class Unseen:
    """A check that was not made, and why: it `failed` where something could not be read, else it has no meaning here."""

    check: str
    because: str
    failed: bool


@dataclass(frozen=True)
class Diagnosis:
    """What was found, the gravest first; what was looked at and found fine (check, what holds); and what was not looked at.

    `measured`: check → the numbers that are worth seeing although nothing was found, for some of the checks.
    """

    patient: str
    findings: tuple[Finding, ...]
    fine: tuple[tuple[str, str], ...]
    unseen: tuple[Unseen, ...]
    measured: Mapping[str, Mapping[str, float | int | str]] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, check: str) -> tuple[Finding, ...]:
        """What that check found. Raises: SettingError if there is no such check."""
        if check not in {one.name for one in checks}:
            raise SettingError(f"there is no check {check!r:.60}; the checks are {', '.join(one.name for one in checks)}")
        return tuple(one for one in self.findings if one.check == check)

    @property
    def not_seen(self) -> dict[str, tuple[str, ...]]:
        """Why something could not be looked at → the checks that this keeps from looking."""
        return _by_reason(one for one in self.unseen if one.failed)

    @property
    def beside_the_point(self) -> dict[str, tuple[str, ...]]:
        """Why something has no meaning here → the checks."""
        return _by_reason(one for one in self.unseen if not one.failed)

    @property
    def summary(self) -> str:
        """That nothing was found, with what that is worth; empty if something was."""
        if self.findings:
            return ""
        return "nothing in what could be looked at" if self.not_seen else "nothing that is wrong"

    def to_json(self) -> dict[str, Any]:
        """Plain values that JSON can hold."""
        return {
            "patient": self.patient,
            "findings": [one.to_json() for one in self.findings],
            "fine": [{"check": check, "says": says, "numbers": plain_numbers(self.measured.get(check, {}))} for check, says in self.fine],
            "unseen": [{"check": one.check, "because": one.because, "failed": one.failed} for one in self.unseen],
        }

    def __str__(self) -> str:
        blocks = [[f"doctor: {self.patient}"]]
        for one in self.findings:
            head = f"{one.gravity.value}: {one.what}" + (f" ({one.when})" if one.when else "")
            blocks.append([head, *(f"    {label}: {value}" for label, value in one.said_numbers.items()), *(f"    {advice}" for advice in one.advice)])
        blocks.append([f"found: {self.summary}"] if self.summary else [])
        blocks.append([f"fine: {says}" for _, says in self.fine])
        blocks.append([f"could not look: {', '.join(names)} ({because})" for because, names in self.not_seen.items()])
        blocks.append([f"does not apply: {', '.join(names)} ({because})" for because, names in self.beside_the_point.items()])
        return "\n\n".join("\n".join(block) for block in blocks if block)


def examine(patient: Patient, chosen: Iterable[Check] = checks) -> Diagnosis:
    """All checks on one patient, each by itself: what one of them cannot read does not stop the others. Before training, what only a run shows is left out."""
    findings: list[Finding] = []
    fine: list[tuple[str, str]] = []
    unseen: list[Unseen] = []
    measured: dict[str, Mapping[str, float | int | str]] = {}
    for check in chosen:
        if check.looks_at == "run" and patient.run is None:
            continue
        looked = _look(check, patient)
        if isinstance(looked, Unseen):
            unseen.append(looked)
            continue
        found, numbers = looked
        findings += found
        if not found:
            fine.append((check.name, check.says))
            measured |= {check.name: numbers} if numbers else {}
    ordered = sorted(findings, key=lambda one: GRAVITIES.index(one.gravity))
    return Diagnosis(patient.says, tuple(ordered), tuple(fine), tuple(unseen), measured)


def _look(check: Check, patient: Patient) -> tuple[list[Finding], Mapping[str, float | int | str]] | Unseen:
    """What one check finds, and what it measures where that is nothing; or why it could not be made."""
    try:
        # A number that is not finite is one to tell of, not a reason to stop looking.
        with np.errstate(all="ignore"):
            found = [replace(one, check=check.name) for one in check.examine(patient)]
            return found, {} if found or check.measures is None else check.measures(patient)
    except (DoesNotApplyError, GlassgradError) as reason:
        return Unseen(check.name, str(reason), failed=not isinstance(reason, DoesNotApplyError))
    except MemoryError:
        return Unseen(check.name, "there is not enough memory for it", failed=True)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # a mistake of ours in one check must not hide what the others see
        because = f"it could not be made here, which is a mistake of the doctor's ({type(error).__name__}: {error!s:.80})"
        return Unseen(check.name, because, failed=True)


def _by_reason(unseen: Iterable[Unseen]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for one in unseen:
        grouped[one.because] = (*grouped.get(one.because, ()), one.check)
    return grouped
