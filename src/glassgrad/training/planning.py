"""Working out the plan of a new run from its settings and its data, and what does not fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.data import Preparation, Split, Table, Task
from glassgrad.graph import SettingError
from glassgrad.nn import Dense, Loss, Network, loss, losses, optimizer
from glassgrad.nn.schedules import schedule

from .memory import available_bytes, check_memory
from .plan import Array, Plan, steps_per_epoch
from .row_weights import row_weights
from .settings import BALANCED, EQUAL, TrainSettings

HARDLY_ANYTHING = 16 * 2**20
"""Bytes that are there anyhow: to ask the system would take longer than the plan."""
USUAL_LOSS = {Task.REGRESSION: "mean_squared_error", Task.TWO_CLASSES: "binary_cross_entropy", Task.MANY_CLASSES: "cross_entropy"}


def make_plan(settings: TrainSettings, table: Table, preparation: Preparation, split: Split, *, kept_in_memory: bool = True) -> Plan:
    """Work out the plan of a new run. Raises: SettingError if loss and task do not fit; MemoryShortError if the run does not."""
    chosen = fitting_loss(settings, preparation.task)
    outputs = outputs_needed(chosen, preparation)
    plan = Plan(
        settings=settings,
        table=table,
        preparation=preparation,
        split=split,
        network=build_network(settings, len(preparation.features), outputs),
        loss=chosen,
        optimizer=optimizer(settings.optimizer),
        schedule=schedule(settings.schedule),
        loss_settings=_loss_settings(settings, chosen, preparation, split, table),
        length=settings.epochs * steps_per_epoch(settings, len(split.training)),
    )
    needed = plan.needed_bytes(kept_in_memory=kept_in_memory)
    if needed > HARDLY_ANYTHING:
        check_memory(needed, available_bytes())
    _check_countable(plan)
    _check_precise(plan)
    return plan


def ready_plan(settings: TrainSettings, table: Table, preparation: Preparation, split: Split, *, kept_in_memory: bool = True) -> Plan:
    """The plan, with the data prepared and the first step compiled: what cannot work says so now. Raises: as `make_plan`, and DataError."""
    plan = make_plan(settings, table, preparation, split, kept_in_memory=kept_in_memory)
    plan.prepare()
    plan.compiled(plan.batch)
    return plan


def _check_countable(plan: Plan) -> None:
    # From there on t + 1 is t, and a schedule that goes by t would stand still.
    most = int(2 / np.finfo(plan.dtype).eps)
    step = plan.step(plan.batch)
    if step.rate is not step.learning_rate and plan.length > most:
        raise SettingError(
            f"{plan.settings.epochs:,} epochs are {plan.length:,} steps, and the schedule goes by their number, which {plan.dtype} counts to {most:,} only; "
            "choose precision float64, or fewer epochs"
        )


def _check_precise(plan: Plan) -> None:
    """Raises: SettingError for a number that the network's type of number rounds to 0, or to 1: the training would do nothing, without a word."""
    chosen = {name: getattr(plan.settings, name) for name in ("learning_rate", "clip_norm", "clip_value")}
    chosen |= {f"{name} of the optimizer": value for name, value in plan.settings.optimizer_settings}
    for name, value in chosen.items():
        with np.errstate(over="ignore"):  # what is too large is met in the first step, and told with its place
            rounded = None if value is None else float(np.array(value).astype(plan.dtype))
        if value and (rounded == 0 or (rounded == 1 > value)):
            raise SettingError(f"{name} is {value:g}, which {plan.dtype} rounds to {rounded:g}; choose another number, or precision float64")


def build_network(settings: TrainSettings, inputs: int, outputs: int) -> Network:
    """Dense hidden layers as asked for, and a linear output layer."""
    initializer = settings.initializer or None
    hidden = [Dense(units, settings.activation, initializer=initializer, dropout=settings.dropout) for units in settings.hidden]
    return Network([*hidden, Dense(outputs, initializer=initializer)], inputs=inputs)


def outputs_needed(chosen: Loss, preparation: Preparation) -> int:
    """How many outputs the network has: one for each target where there are several, else as the loss wants them."""
    return len(preparation.all_targets) if preparation.task.several else chosen.outputs(len(preparation.classes))


def fitting_loss(settings: TrainSettings, task: Task) -> Loss:
    """The loss asked for, or the usual one. Raises: SettingError if it does not suit the task."""
    chosen = loss(settings.loss or USUAL_LOSS[task.each])
    if not _suits(chosen, task):
        fitting = ", ".join(one.name for one in losses.values() if _suits(one, task))
        raise SettingError(f"the loss {chosen.name} does not suit {task.value}; choose one of {fitting}")
    return chosen


def _suits(one: Loss, task: Task) -> bool:
    # A loss whose target is the number of a class has room for one target only.
    return task.each.value in one.tasks and not (task.several and one.target_is_class)


def _loss_settings(settings: TrainSettings, chosen_loss: Loss, preparation: Preparation, split: Split, table: Table) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    if settings.label_smoothing:
        chosen["label_smoothing"] = settings.label_smoothing
    if settings.class_weights != EQUAL and preparation.task is Task.SEVERAL_LABELS:
        raise SettingError("class_weights are for one target with classes; there are several labels here")
    if settings.class_weights == BALANCED:
        counts = row_weights(table, settings.weights, split)[split.training] if settings.weights else None
        chosen["class_weights"] = _balanced(preparation.targets(table)[split.training], len(preparation.classes), counts)
    elif not isinstance(settings.class_weights, str):
        chosen["class_weights"] = _by_class(dict(settings.class_weights), preparation.classes)
    for name in chosen:
        if name not in chosen_loss.settings:
            raise SettingError(f"the loss {chosen_loss.name} has no {name.replace('_', ' ')}")
    return chosen


def _by_class(weights: Mapping[str, float], classes: Sequence[str]) -> tuple[float, ...]:
    """The weight of each class; 1 for those that are not named."""
    for name in weights:
        if name not in classes:
            raise SettingError(f"class_weights names the class {name!r:.60}, which is not there; the classes are {', '.join(map(repr, classes[:20]))}")
    return tuple(weights.get(name, 1.0) for name in classes)


def _balanced(classes: Array, count: int, counts: Array | None) -> tuple[float, ...]:
    """Weights that let every class weigh the same in all: rows / (classes · rows of the class), where a row that counts twice is two rows."""
    sizes = np.bincount(classes.astype(np.intp), weights=counts, minlength=count)
    return tuple(float(sizes.sum() / (count * size)) if size else 0.0 for size in sizes)
