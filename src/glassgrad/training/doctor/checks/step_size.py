"""The size of the steps: does the loss do what its derivatives say?

For a change u of the weights, the gradient g predicts a change of the loss by gᵀu; with the curvature, by gᵀu + ½·uᵀHu. A few steps are replayed.
Too large: the gradient says that the loss of the batch falls, and it rises by a tenth, in at least half of the steps looked at, or more than doubles in
one; or the loss is quadratic and the learning rate of plain gradient descent is above 2/λmax, where it is certain to diverge. Too small: even if every step of
the whole run lowered the loss as much as the first would at the full learning rate, less than 1% of it would go, although the curvature would let
the step be at least ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import numpy as np

from ..check import Check, DoesNotApplyError
from ..clipping import clipping_advice
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_number
from ..patient import Patient
from ..step_reading import StepReading

FIRST, EVENLY = 3, 7
"""Steps that are looked at: so many at the beginning, where most goes wrong, and so many over the whole run."""
MOST_AGAIN = 200
"""Steps that are made again for the sake of one; beyond that, an earlier one is looked at."""
ROSE = 0.1
"""A rise by this share of the loss is no accident of rounding or of a noisy batch."""
WORTH_A_LOOK = 0.1
"""A loss that doubles and still is below this share of the first one has done no harm."""
QUICK = 2_000_000
"""Parameters times rows up to which λmax is worked out in a fraction of a second."""
WORTHWHILE = 0.01
ROOM = 10.0


def _examine(patient: Patient) -> Iterable[Finding]:
    if patient.plan is None:
        raise DoesNotApplyError("a bare network makes no steps")
    readings = [patient.step_reading(number) for number in _chosen(patient.last, patient.kept)]
    if not np.isfinite(readings[0].loss):
        raise DoesNotApplyError("the loss is not finite even before the first step")
    yield from _too_large(readings, before_training=not patient.last)
    yield from _beyond_the_stable(patient, readings[0])
    yield from _too_small(patient, readings[0])


def _chosen(last: int, kept: tuple[int, ...]) -> list[int]:
    """The first steps and some evenly over the run; before training, the first."""
    evenly = np.linspace(1, max(1, last), EVENLY).round().astype(int).tolist()
    return sorted({1, *range(1, min(FIRST, last) + 1), *(_cheap(number, kept) for number in evenly)})


def _cheap(number: int, kept: tuple[int, ...]) -> int:
    """The step, or where too many would have to be made again for it, the first after the last state that is kept before it."""
    before = max((one for one in kept if one < number), default=0)
    return number if number - before <= MOST_AGAIN else before + 1


def _too_large(readings: list[StepReading], *, before_training: bool) -> Iterable[Finding]:
    over = [one for one in readings if one.overshoots and one.actual > ROSE * abs(one.loss)]
    leaps = [one for one in over if one.actual > one.loss and one.loss + one.actual > WORTH_A_LOOK * readings[0].loss]
    often = 2 * len(over) >= len(readings)
    if not often and not leaps:
        return
    # The first of them: where the weights have burst, the numbers are those of the ruin, not of its cause.
    worst = min(over if often else leaps, key=lambda one: one.number)
    shorter = say_number(float(f"{1 / worst.limit:.2g}")) if 0 < worst.limit < 1 else ""
    yield Finding(
        gravity=Gravity.PROBLEM if often else Gravity.WARNING,
        what=_how_too_large(worst, len(over) if often and not before_training else 0, len(readings)),
        where=f"step {worst.number}",
        since=BEFORE_TRAINING if before_training else worst.number,
        exact=worst.number <= FIRST,  # of the later steps, only some are looked at
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
            advice=clipping_advice(plan, first.gradient_norm) or ("Try a learning rate ten, a hundred or a thousand times as large.",),
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


def _measures(patient: Patient) -> dict[str, float | int | str]:
    """What there is to see where all is well: the first step, and the largest stable rate where that is quickly worked out."""
    first = patient.step_reading(1)
    numbers = {"learning rate of the first step": first.rate, **_numbers(first)}
    if patient.network.parameter_count * len(patient.training) > QUICK:
        return numbers
    sharpness = patient.sharpness_after(patient.last)
    when = "after training" if patient.last else "before training"
    # Where the loss bends nowhere upward, any rate is stable.
    return numbers | {f"λmax, the largest curvature, {when}": sharpness, f"largest stable rate, 2/λmax, {when}": 2 / sharpness if sharpness > 0 else inf}


step_size = Check(
    name="step size",
    says="steps change the loss as their derivatives predict, and by a useful amount",
    looks_at="start",
    examine=_examine,
    measures=_measures,
)
