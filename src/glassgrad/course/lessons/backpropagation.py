"""Lesson 4, backpropagation: the phases of a training step, one after the other, and what is known in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import isfinite

import numpy as np

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.explain.entries import entry_of
from glassgrad.explain.line import given
from glassgrad.graph import SettingError
from glassgrad.nn import Dense, Network, losses
from glassgrad.nn.settings import Setting
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from ..corrected import corrected
from ..lesson import Lesson
from ..phase_picture import phase_picture
from ..phases import LOSS, SmallStep, small_step, timetable
from ..trying import TryIt, change, try_it
from ..words import another, aside, cells, counted, heads, said

OPTIMIZERS = ("gradient_descent", "nesterov", "adam")
"""Three that differ in the very first step."""
MOST_LINES = 11
"""Steps of the repetition that are listed."""


def _tell(*, x1: float, x2: float, target: float, hidden: int, unit: int, alpha: float, steps: int, seed: int) -> Iterator[Block | TryIt]:
    if unit >= hidden:
        raise SettingError(f"unit is {unit}, and the hidden layer has the units 0 to {hidden - 1}; choose one of them, or a larger hidden={unit + 1}")
    network = Network([Dense(hidden, "tanh"), Dense(1)], inputs=2)
    step = small_step(network, [x1, x2], target, learning_rate=alpha, seed=seed)
    yield from _opening(step)
    yield from _phases(step)
    yield from _timetable(step, unit)
    yield from _what_changes_weights(step, unit, [x1, x2], target, alpha=alpha, seed=seed)
    yield from _repeat(step, steps)
    units = another(hidden, MOST_HIDDEN)
    yield try_it(
        change("the same gradients, another step", alpha=float(f"{alpha * 10 if alpha * 10 <= MOST_ALPHA else alpha / 10:.12g}")),
        change("how far does the loss get?", steps=another(steps, MOST_STEPS)),
        change("another target: which gradients change their sign?", target=-target if target else 1.0),
        change("what do so many hidden units do to the first loss?", hidden=units, unit=min(unit, units - 1)),
    )


def _opening(step: SmallStep) -> Iterator[Block]:
    yield aside(
        "A training step has phases: forward, error, backward, update. Then it starts again. Each phase needs what the one before has computed, so their order "
        "is fixed. Here is one step of a small network, with two inputs, one hidden layer (tanh) and one output, on a single row.",
    )
    yield Heading(("Given",))
    seen = step.seen
    yield from (given(seen.symbols[leaf], seen.values[leaf]) for leaf in seen.symbols if not leaf.inputs and leaf in step.given)


def _phases(step: SmallStep) -> Iterator[Block]:
    yield Heading(("Phase 1, forward: what does the network answer?",))
    yield from step.forward_lines()
    yield phase_picture(step, "forward")
    output, y = (step.seen.symbols[node].mathematics for node in (step.nodes.output, step.nodes.y))
    yield Heading(("Phase 2, the error: how far off is the answer?",))
    yield step.error_line()
    yield aside(
        "The loss compares the answer ",
        output,
        " with the target ",
        y,
        f". Convention: {losses[LOSS].convention()}.",
    )
    yield Heading(("Phase 3, backward: how does the loss change with each quantity?",))
    yield aside("The chain rule is applied from the loss back to the first weights. Each line uses a gradient that is already there.")
    yield from step.backward_lines()
    yield phase_picture(step, "backward")
    yield Heading(("Phase 4, the update: how does each weight change?",))
    yield aside("Now, and only now, do the weights change: each by −α times its gradient.")
    yield from step.update_lines()
    yield phase_picture(step, "update")


def _timetable(step: SmallStep, unit: int) -> Iterator[Block]:
    yield Heading(("What is known when",))
    yield aside(
        f"The way through hidden unit {unit}, as a table. A quantity that has no value yet is not 0: a gradient of 0 says that a weight does not matter here, "
        "and “not computed yet” says that nobody has looked.",
    )
    yield timetable(step, unit)


def _what_changes_weights(step: SmallStep, unit: int, row: list[float], target: float, *, alpha: float, seed: int) -> Iterator[Block]:
    names = tuple(step.nodes.parameters)
    error, backward, update = (step.after[phase] for phase in ("error", "backward", "update"))
    same = all(np.array_equal(error[step.nodes.parameters[name]], backward[step.nodes.parameters[name]]) for name in names)
    moved = [name for name in names if not np.array_equal(update[step.nodes.updated[name]], step.given[step.nodes.parameters[name]])]
    untouched = f"{listed(names)} are the same before and after the backward phase, to the last bit" if same else f"{listed(names)} are not the same"
    after = f"the update changes {listed(moved)}" if moved else "the update changes nothing here either, since every gradient is 0"
    yield Heading(("A correction to the printed course: who changes the weights",))
    yield from corrected(
        printed=said("Backpropagation adjusts the weights to reduce the error."),
        true=said("Backpropagation computes gradients and changes no weight. The optimizer changes the weights, with these gradients."),
        why=said(f"{untouched}; {after}. And from the same gradients, other optimizers make other weights:"),
    )
    yield _optimizers(step, unit, row, target, alpha=alpha, seed=seed)
    yield aside("Nor is it sure that a step reduces the error: that depends on how long the step is. Lessons 7 and 9 show steps that are too long.")


def _optimizers(step: SmallStep, unit: int, row: list[float], target: float, *, alpha: float, seed: int) -> Table:
    entry = (0, unit)
    weight = step.nodes.parameters["W1"]
    symbol = step.seen.names[weight](entry).mathematics
    rows = []
    for name in OPTIMIZERS:
        one = small_step(step.network, row, target, learning_rate=alpha, seed=seed, optimizer=name)
        values, leaf = one.after["update"], one.nodes.parameters["W1"]
        told = (values[node] for node in (one.nodes.gradients[leaf], leaf, one.nodes.updated["W1"]))
        rows.append(cells(name.replace("_", " "), *(entry_of(value, entry) for value in told)))
    gradient = step.seen.gradient_naming(weight)(entry).mathematics
    header: tuple[Words, ...] = (("optimizer",), (gradient,), (symbol, " before"), (symbol, " after"))
    return Table(header, tuple(rows))


def _repeat(step: SmallStep, steps: int) -> Iterator[Block]:
    told = [step]
    while len(told) <= steps and isfinite(told[-1].loss):
        told.append(told[-1].next)
    kept = [one.loss for one in told]
    updates = counted(len(kept) - 1, "update")
    yield Heading(("Repeat",))
    yield aside(f"The next step starts from the new weights: forward, error, backward, update. The loss at first, and in the course of {updates}:")
    places = sorted({round(place) for place in np.linspace(0, len(kept) - 1, MOST_LINES)})
    yield Table(heads("updates", "loss"), tuple(cells(place, kept[place]) for place in places))
    yield Aside(_verdict(kept))


def _verdict(kept: list[float]) -> Words:
    rises = [place for place, (before, after) in enumerate(pairwise(kept), start=1) if not after <= before]
    ends = ("It starts at ", plain_number(kept[0]), " and ends at ", plain_number(kept[-1]))
    if not isfinite(kept[-1]):
        return (*ends, ": the steps are so long that the numbers have left what the machine can hold. Take a smaller α.")
    if not rises:
        return (*ends, ", and no update made it larger.")
    more = f", and {counted(len(rises) - 1, 'more update')} did so" if len(rises) > 1 else ""
    return (*ends, f". Update {rises[0]} made it larger{more}: α is too large for a loss that falls at every step.")


MOST_ALPHA, MOST_STEPS, MOST_HIDDEN = 10.0, 200, 6

backpropagation = Lesson(
    number=4,
    name="backpropagation",
    title="Backpropagation, phase by phase",
    says="One training step of a small network: forward, error, backward, update, and what is known after each of them.",
    parameters={
        "x1": Setting(default=1.0, says="the first input", least=-10.0, most=10.0),
        "x2": Setting(default=0.5, says="the second input", least=-10.0, most=10.0),
        "target": Setting(default=1.0, says="what the network should answer", least=-100.0, most=100.0),
        "hidden": Setting(default=2, says="units in the hidden layer", least=1, most=MOST_HIDDEN, whole=True),
        "unit": Setting(default=0, says="the hidden unit that is followed", least=0, most=MOST_HIDDEN - 1, whole=True),
        "alpha": Setting(default=0.1, says="the learning rate", above=0.0, most=MOST_ALPHA),
        "steps": Setting(default=10, says="how often the step is repeated", least=1, most=MOST_STEPS, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, below=2**63, whole=True),
    },
    tell=_tell,
)
