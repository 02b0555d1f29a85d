"""`Diagnosis`: all checks on one patient, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, SettingError

from .check import Check, DoesNotApplyError
from .checks import checks
from .finding import Finding, Gravity
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
    """What was found, the gravest first; what was looked at and found fine (check, what holds); and what was not looked at."""

    patient: str
    findings: tuple[Finding, ...]
    fine: tuple[tuple[str, str], ...]
    unseen: tuple[Unseen, ...]

    def __getitem__(self, check: str) -> tuple[Finding, ...]:
        """What that check found. Raises: SettingError if there is no such check."""
        if check not in {one.name for one in checks}:
            raise SettingError(f"there is no check {check!r:.60}; the checks are {', '.join(one.name for one in checks)}")
        return tuple(one for one in self.findings if one.check == check)

    def to_json(self) -> dict[str, Any]:
        """Plain values that JSON can hold."""
        return {
            "patient": self.patient,
            "findings": [one.to_json() for one in self.findings],
            "fine": [{"check": check, "says": says} for check, says in self.fine],
            "unseen": [{"check": one.check, "because": one.because, "failed": one.failed} for one in self.unseen],
        }

    def __str__(self) -> str:
        blocks = [[f"doctor: {self.patient}"]]
        for one in self.findings:
            head = f"{one.gravity.value}: {one.what}" + (f" ({one.when})" if one.when else "")
            blocks.append([head, *(f"    {label}: {value}" for label, value in one.said_numbers.items()), *(f"    {advice}" for advice in one.advice)])
        blocks.append([f"fine: {says}" for _, says in self.fine])
        blocks.append([f"{'could not look' if one.failed else 'does not apply'}: {one.check} ({one.because})" for one in self.unseen])
        return "\n\n".join("\n".join(block) for block in blocks if block)


def examine(patient: Patient, chosen: Iterable[Check] = checks) -> Diagnosis:
    """All checks on one patient, each by itself: what one of them cannot read does not stop the others. Before training, what only a run shows is left out."""
    findings: list[Finding] = []
    fine: list[tuple[str, str]] = []
    unseen: list[Unseen] = []
    for check in chosen:
        if check.looks_at == "run" and patient.run is None:
            continue
        try:
            # A number that is not finite is one to tell of, not a reason to stop looking.
            with np.errstate(all="ignore"):
                found = [replace(one, check=check.name) for one in check.examine(patient)]
        except (DoesNotApplyError, GlassgradError) as reason:
            unseen.append(Unseen(check.name, str(reason), failed=not isinstance(reason, DoesNotApplyError)))
            continue
        except MemoryError:
            unseen.append(Unseen(check.name, "there is not enough memory for it", failed=True))
            continue
        findings += found
        if not found:
            fine.append((check.name, check.says))
    ordered = sorted(findings, key=lambda one: GRAVITIES.index(one.gravity))
    return Diagnosis(patient.says, tuple(ordered), tuple(fine), tuple(unseen))
