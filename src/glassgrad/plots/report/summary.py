"""The summary of a run in plain words: what it predicts, from what, with which network, and how good that is beside a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from glassgrad.data import Task
from glassgrad.data.words import counted, listed, quoted
from glassgrad.explain.blocks import Block, Heading
from glassgrad.training import Run, TrainSettings
from glassgrad.training.plain_progress import say_seconds
from glassgrad.training.plan import Plan
from glassgrad.training.run import say_network
from glassgrad.writing.numbers import number

from ..measured.one_target import NAMED
from .score import score
from .words import aside, facts


def summary(run: Run) -> Iterator[Block]:
    """What it is, how it went, how good it is; then its settings."""
    yield Heading(("In short",))
    yield aside(_task(run))
    yield aside(_network(run))
    yield aside(_course(run))
    yield from score(run)
    yield facts(_settings(run), about="setting", value="in this run")


def _task(run: Run) -> str:
    plan = run.plan
    used = [one for one in plan.preparation.inputs if one.treatment != "left out"]
    held = len(plan.split.validation)
    judged = f"{counted(held, 'other')} were held out to judge it" if held else "none were held out"
    return (
        f"It predicts {_what(plan)}, from {counted(len(used), 'column')} of {plan.data.source}. "
        f"It learnt from {counted(len(plan.split.training), 'row')}; {judged}."
    )


def _what(plan: Plan) -> str:
    """What is predicted: a column and what it holds, or several of them."""
    targets, task = plan.preparation.all_targets, plan.preparation.task
    if task.several:
        each = "yes or no for each of them" if task is Task.SEVERAL_LABELS else "a number for each of them"
        return f"{counted(len(targets), 'column')} at once ({listed([one.name for one in targets], NAMED)}), {each}"
    classes = targets[0].classes
    return f"the column {quoted(targets[0].name)}, {f'one of {len(classes)} classes ({listed(classes, 5)})' if classes else 'a number'}"


def _network(run: Run) -> str:
    plan = run.plan
    hidden = len(plan.network.layers) - 1
    kind = (
        f"a network with {counted(hidden, 'hidden layer')}" if hidden else ("logistic regression" if plan.preparation.target.classes else "linear regression")
    )
    return f"It is {kind}, {say_network(plan)}: {counted(plan.network.parameter_count, 'number')} to learn."


def _course(run: Run) -> str:
    plan, epochs = run.plan, len(run.history["epoch"])
    optimizer = plan.optimizer.name.replace("_", " ")
    made = f"{counted(run.steps, 'step')} in {counted(epochs, 'epoch')}" if epochs else f"{counted(run.steps, 'step')} of its first epoch"
    took = say_seconds(float(run.history["seconds"][-1])) if epochs else ""
    how_long = f", in {'less than 0.1 s' if took == '0.0 s' else took}" if took else ""
    return f"{optimizer[:1].upper()}{optimizer[1:]} made {made}{how_long}, to lower the {plan.loss.name.replace('_', ' ')}. {_end(run)} {_which_weights(run)}"


def _end(run: Run) -> str:
    """Why training ended."""
    outcome = run.outcome
    if outcome["kind"] == "epochs":
        return "Those were all the epochs that it was given."
    return f"It stopped because {outcome['reason']}." if outcome["kind"] in ("converged", "diverged") else _sentence(outcome["reason"])


def _which_weights(run: Run) -> str:
    """With which of its weights a run is shown."""
    epoch = run.best["epoch"]
    if not epoch:
        return "What follows is with the first weights, for they have the lowest loss that was measured."
    rows = "held-out" if len(run.plan.split.validation) else "training"
    return f"What follows is with the weights after epoch {epoch:,}, with which the loss on the {rows} rows was best."


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}." if reason else "It has not come to its end."


def _settings(run: Run) -> list[tuple[str, str | float]]:
    """What is worth knowing about how it was trained: the rate, the batch, and whatever was not left as usual."""
    plan, usual = run.plan, TrainSettings()
    always: dict[str, str | float] = {
        "loss": f"{plan.loss.name.replace('_', ' ')}, {plan.loss.convention(weighted=bool(plan.settings.weights), **plan.loss_settings)}",
        "learning rate α": float(plan.learning_rate),
        "rows per step": f"{plan.batch:,}",
        "seed": f"{plan.settings.seed}",
        "engine": f"{run.engine}, {plan.dtype}",
    }
    told = {"target", "hidden", "learning_rate", "batch", "seed", "engine", "precision", "threads"}
    changed = {
        one.name.replace("_", " "): _said(getattr(plan.settings, one.name))
        for one in fields(TrainSettings)
        if one.name not in told and getattr(plan.settings, one.name) != getattr(usual, one.name)
    }
    return [*always.items(), *changed.items()]


def _said(value: object) -> str | float:
    if isinstance(value, float):
        return value
    if isinstance(value, tuple):
        return ", ".join(f"{one[0]} = {number(one[1]).text}" if isinstance(one, tuple) else str(one) for one in value)
    return str(value)
