"""The size of the steps: does the loss do what its derivatives say?

For a change u of the weights, the gradient g predicts a change of the loss by gᵀu; with the curvature, by gᵀu + ½·uᵀHu. A few steps are replayed.
Too large: the gradient says that the loss of the batch falls, and it rises, in at least half of the steps looked at, or more than doubles in one; or the
loss is quadratic and the learning rate of plain gradient descent is above 2/λmax, where it is certain to diverge. Too small: even if every step of
the whole run lowered the loss as much as the first would at the full learning rate, less than 1% of it would go, although the curvature would let
the step be at least ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_number
from ..patient import Patient
from ..step_reading import StepReading

EVENLY = 7
"""Steps that are looked at over the whole run, beside the first three."""
ROSE = 0.1
"""A rise by this share of the loss is no accident of rounding or of a noisy batch."""
WORTH_A_LOOK = 0.1
"""A loss that doubles and still is below this share of the first one has done no harm."""
WORTHWHILE = 0.01
ROOM = 10.0


def _examine(patient: Patient) -> Iterable[Finding]:
    if patient.plan is None:
        raise DoesNotApplyError("a bare network makes no steps")
    readings = [patient.step_reading(number) for number in _chosen(patient.last)]
    yield from _too_large(readings, before_training=not patient.last)
    yield from _beyond_the_stable(patient, readings[0])
    yield from _too_small(patient, readings[0])


def _chosen(last: int) -> list[int]:
    """The first steps, where most goes wrong, and some evenly over the run; before training, the first."""
    return sorted({1, *range(1, min(3, last) + 1), *np.linspace(1, max(1, last), EVENLY).round().astype(int).tolist()})


def _too_large(readings: list[StepReading], *, before_training: bool) -> Iterable[Finding]:
    over = [one for one in readings if one.overshoots]
    leaps = [one for one in over if one.actual > one.loss and one.loss + one.actual > WORTH_A_LOOK * readings[0].loss]
    often = 2 * len(over) >= len(readings)
    if not often and not leaps:
        return
    worst = max(leaps or over, key=lambda one: one.actual / max(abs(one.loss), 1e-300))
    shorter = say_number(float(f"{1 / worst.limit:.2g}")) if 0 < worst.limit < 1 else ""
    yield Finding(
        gravity=Gravity.PROBLEM if often and worst.actual > ROSE * abs(worst.loss) else Gravity.WARNING,
        what=_how_too_large(worst, len(over) if often and not before_training else 0, len(readings)),
        where=f"step {worst.number}",
        since=BEFORE_TRAINING if before_training else (over if often else leaps)[0].number,
        numbers={"learning rate of the step": worst.rate, **_numbers(worst)},
        advice=(f"Try a learning rate at least {shorter} times smaller." if shorter else "Try a smaller learning rate.",),
    )


def _how_too_large(worst: StepReading, over: int, looked_at: int) -> str:
    rose = f"of its batch rose from {say_number(worst.loss)} to {say_number(worst.loss + worst.actual)}"
    if over:
        many = f"in {over} of {looked_at} looked at, the loss rose where the gradient says that it falls"
        return f"steps are too large: {many}; in step {worst.number} that {rose}"
    return f"step {worst.number} is too large: the loss {rose}, where the gradient says that it falls"


def _beyond_the_stable(patient: Patient, first: StepReading) -> Iterable[Finding]:
    """Exact where the loss is quadratic, as of a linear network with squared errors."""
    if not np.isfinite(first.descent_rate) or not patient.over_all_rows.is_quadratic:
        return
    sharpness = patient.sharpness_after(BEFORE_TRAINING)
    if sharpness > 0 and first.descent_rate > 2 / sharpness:
        yield Finding(
            gravity=Gravity.PROBLEM,
            what="the learning rate is above the largest stable one, so the loss grows along its steepest bend, step by step",
            since=BEFORE_TRAINING,
            numbers={"learning rate": float(f"{first.descent_rate:.4g}"), "largest stable, 2/λmax": 2 / sharpness, "λmax, the largest curvature": sharpness},
            advice=(f"Choose a learning rate below {say_number(2 / sharpness)}; half of that is a good one.",),
        )


def _too_small(patient: Patient, first: StepReading) -> Iterable[Finding]:
    plan = patient.plan
    if plan is None or not first.gradient_norm or not first.rate or first.first_order > 0:
        return
    steps = max(patient.last, plan.settings.epochs * plan.steps_per_epoch)
    at_full_rate = -first.first_order * plan.learning_rate / first.rate
    if at_full_rate * steps < WORTHWHILE * abs(first.loss) and first.limit > ROOM:
        yield Finding(
            gravity=Gravity.PROBLEM,
            what=f"steps are too small: {steps:,} of them like the first would lower the loss by less than 1%",
            since=BEFORE_TRAINING,
            numbers={
                "learning rate": plan.learning_rate,
                "change of the weights per step, as a share": first.update_norm / first.weight_norm if first.weight_norm else "all were 0",
                "loss": first.loss,
                "predicted change, gᵀu": first.first_order,
                "could be longer by a factor of": first.limit,
            },
            advice=("Try a learning rate ten, a hundred or a thousand times as large.",),
        )


def _numbers(one: StepReading) -> dict[str, float | int | str]:
    return {
        "loss before the step": one.loss,
        "predicted change, gᵀu": one.first_order,
        "with curvature, gᵀu + ½·uᵀHu": one.second_order,
        "actual change": one.actual,
        "curvature along the gradient, gᵀHg/gᵀg": one.along_gradient,
        "largest stable rate along it, 2/(gᵀHg/gᵀg)": one.stable_rate,
    }


step_size = Check(name="step size", says="steps change the loss as their derivatives predict, and by a useful amount", looks_at="start", examine=_examine)
