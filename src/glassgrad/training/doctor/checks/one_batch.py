"""One batch: a network that can learn at all can learn a few rows by heart; whatever keeps it from that also keeps it from learning many.

A copy is trained on a few rows with the run's own loss, optimizer, learning rate and engine. There are fewer rows than the network could learn
exactly (about half its inputs, or a quarter of its parameters per output), so capacity is no excuse. It has learnt them when nine tenths of the
difference between the best constant and the lowest possible loss are gone; 1,000 steps are many for that: usual settings need 20 to 300. Where the
loss is still falling by then, half of the difference is enough: gradient descent with a small rate is slow, but it learns.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...plan import Plan
from ..beginning import DRAW, begins_at_zero, say_undefined, undefined_layer
from ..check import Check, DoesNotApplyError
from ..clipping import clipping_advice
from ..constant import best_constant
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_count
from ..patient import Patient, rows_of
from ..rehearsal import Rehearsal, lowest_loss, rehearse, rows_to_learn

STEPS = 1_000
SECONDS = 5.0
LEFT, LEFT_IF_FALLING = 0.1, 0.5
"""The share of the difference that may be left."""
STILL_FALLING = 0.99
"""A loss is still falling when its last tenth is below this share of the tenth before."""
NOT_MOVED = 0.99


def _examine(patient: Patient) -> Iterable[Finding]:
    plan = patient.plan
    if plan is None:
        raise DoesNotApplyError("a bare network has no optimizer to learn with")
    undefined = undefined_layer(patient)
    if undefined is not None:
        raise DoesNotApplyError(say_undefined(undefined))
    rows = rows_to_learn(plan)
    seen_rows = rows_of(plan, rows)
    constant = best_constant(plan.loss, plan.loss_settings, seen_rows, plan.network.outputs).loss
    floor = lowest_loss(plan.loss, plan.loss_settings, seen_rows, plan.network.outputs)
    if not constant - floor > 1e-9 * max(1.0, abs(constant)):
        raise DoesNotApplyError("the rows that it would learn by heart all have the same inputs or the same target")
    goal = floor + LEFT * (constant - floor)
    seen = rehearse(plan, rows, goal=goal, steps=STEPS, seconds=SECONDS)
    if seen.lowest > (floor + LEFT_IF_FALLING * (constant - floor) if seen.falling_to(STILL_FALLING) else goal):
        yield _finding(patient, plan, seen, rows=len(rows), constant=constant, floor=floor)


def _finding(patient: Patient, plan: Plan, seen: Rehearsal, *, rows: int, constant: float, floor: float) -> Finding:
    how, gravity, advice = _diagnosis(patient, plan, seen)
    return Finding(
        gravity=gravity,
        what=f"the network cannot learn {rows} rows by heart: {how}",
        since=BEFORE_TRAINING,
        numbers={
            "rows": rows,
            "steps": len(seen.losses) - 1,
            "loss at first": seen.losses[0],
            "loss at last": seen.losses[-1],
            "of the best constant": constant,
            "lowest possible": floor,
        },
        advice=advice,
    )


def _diagnosis(patient: Patient, plan: Plan, seen: Rehearsal) -> tuple[str, Gravity, tuple[str, ...]]:
    first, last = seen.losses[0], seen.losses[-1]
    if seen.broke or last > 1.1 * first:
        how = f"after {say_count(len(seen.losses), 'step')} a number was not finite" if seen.broke else "the loss rises"
        return how, Gravity.PROBLEM, ("Try a learning rate a tenth as large; see also the finding about the size of the steps.",)
    if begins_at_zero(patient.weights_after(BEFORE_TRAINING), len(plan.network.layers)):
        return "first weights of 0 let no gradient through", Gravity.PROBLEM, (DRAW,)
    if seen.lowest > NOT_MOVED * first and not seen.any_gradient:
        return "no gradient reaches the weights", Gravity.PROBLEM, ("Look for dead units and for equal or zero first weights.",)
    clipped = clipping_advice(plan, patient.step_reading(1).gradient_norm)
    if seen.lowest > NOT_MOVED * first:
        return "the loss hardly moves", Gravity.PROBLEM, clipped or ("Try a learning rate ten or a hundred times as large.",)
    if seen.falling_to(STILL_FALLING) or seen.is_steady or seen.out_of_time:
        how = f"after {say_count(len(seen.losses) - 1, 'step')} the loss is still falling, but slowly"
        return how, Gravity.WARNING, clipped or ("Try a larger learning rate, or the adam optimizer.",)
    return "the loss is stuck", Gravity.WARNING, _STUCK


_STUCK = (
    "Look whether rows with the same inputs have different targets, and whether penalties (l1, l2) are too strong.",
    "Try more units, another activation function, and a larger or smaller learning rate.",
)


one_batch = Check(name="one batch by heart", says="the network can learn a few rows by heart", looks_at="start", examine=_examine)
