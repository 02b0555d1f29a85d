"""Steps of a run: which batch each one sees, what it is given beside, and the session that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.engine import Given, Session, Stretch
from glassgrad.graph import Graph, Node, RunFileError
from glassgrad.nn import TrainingStep, initial_state

from .dropping import mask_numbers, masks
from .measure import survey
from .pace import LARGEST_ORDER
from .plan import Plan, State

Array = np.ndarray[Any, Any]
Factors = Callable[[int], float]
"""What the learning rate is multiplied by in an epoch (from 1), where measurements decide that."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Consecutive steps of one epoch on batches of one size: `rows` (steps, batch), from step `first` of the run on (from 1)."""

    epoch: int
    first: int
    stretch: int
    rows: Array

    def split(self, steps: int) -> tuple[Piece, Piece | None]:
        """Its first steps, at most so many, and the rest if there is one."""
        rest = replace(self, first=self.first + steps, rows=self.rows[steps:]) if len(self.rows) > steps else None
        return replace(self, rows=self.rows[:steps]), rest


def starting_state(plan: Plan) -> State:
    """The state before the first step, by name, in the numbers the run computes with."""
    start = initial_state(plan.step(plan.batch), plan.network.initial_parameters(plan.settings.seed))
    return {leaf.name: value.astype(plan.dtype)[()] for leaf, value in start.items()}


def checked_state(plan: Plan, state: State, step: int) -> State:
    """The state after that step, if it fits the network. Raises: RunFileError otherwise."""
    leaves = {leaf.name: leaf for leaf in plan.step(plan.batch).graph.updates}
    wrong = [name for name in leaves.keys() | state.keys() if name not in leaves or name not in state or state[name].shape != leaves[name].shape]
    if wrong:
        names = ", ".join(sorted(wrong)[:10])
        raise RunFileError(f"the state after step {step} does not fit the network: {names} missing, extra or of another shape; the file is damaged")
    # Training stops before it keeps a number that is not finite.
    if not all(np.isfinite(one).all() for one in state.values()):
        raise RunFileError(f"the state after step {step} holds infinities or not-a-numbers; the file is damaged")
    return state


def open_session(plan: Plan, state: State, *, measured: bool = True, watched: Callable[[TrainingStep], Node] | None = None) -> Session:
    """The engine at work on this run: a stretch for each size of batches, and, if it is to be measured, the measurements after every epoch.

    What comes back of every step is its loss, or the number `watched` finds in the step.
    """
    nodes = [plan.step(size) for size in plan.batch_sizes]
    graphs = [one.graph if watched is None else Graph(outputs=(watched(one),), updates=one.graph.updates) for one in nodes]
    given = [{one.learning_rate: plan.learning_rate} for one in nodes]
    epochs = plan.settings.epochs
    stretches = [
        Stretch(graph=graph, data=tables(plan, one), given=rate, times=epochs * steps)
        for graph, one, rate, steps in zip(graphs, nodes, given, plan.steps_of_sizes, strict=True)
    ]
    surveys = [survey(plan, rows, times=epochs) for rows in (plan.split.training, plan.split.validation) if len(rows) and measured]
    return plan.engine().session(stretches, surveys, state, dtype=plan.dtype, threads=plan.threads)


def tables(plan: Plan, nodes: TrainingStep) -> dict[Node, Array]:
    """The rows of the whole table for every leaf that takes a batch of them."""
    found = {nodes.x: plan.inputs, nodes.y: plan.targets}
    if nodes.sample_weights is not None and plan.sample_weights is not None:
        found[nodes.sample_weights] = plan.sample_weights
    return found


def given_to_step(plan: Plan, number: int, factor: float) -> dict[Node, Any]:
    """What step `number` is given beside its state: learning rate, batch and masks."""
    rows = plan.rows_of_step(number)
    nodes = plan.step(len(rows))
    epoch, position = divmod(number - 1, plan.steps_per_epoch)
    drawn = masks(plan, nodes, epoch + 1, first=position, steps=1)
    batch = {leaf: table[rows] for leaf, table in tables(plan, nodes).items()}
    return {nodes.learning_rate: plan.learning_rate * factor, **batch, **{leaf: mask[0] for leaf, mask in drawn.items()}}


def pieces_between(plan: Plan, done: int, last: int) -> Iterator[Piece]:
    """The steps after step `done` up to step `last`, batches of one size together."""
    # The order of an epoch is drawn once for all its steps: for each step anew it would cost more than the steps.
    for epoch in range(done // plan.steps_per_epoch + 1, -(-last // plan.steps_per_epoch) + 1):
        first = (epoch - 1) * plan.steps_per_epoch + 1
        for stretch, rows in enumerate(plan.batches(epoch)):
            wanted = rows[max(0, done + 1 - first) : max(0, last + 1 - first)]
            if len(wanted):
                yield Piece(epoch, max(first, done + 1), stretch, wanted)
            first += len(rows)


def make_steps(plan: Plan, session: Session, piece: Piece) -> Array:
    """Let the session make these steps: the losses of the good ones."""
    nodes = plan.step(piece.rows.shape[1])
    position = (piece.first - 1) % plan.steps_per_epoch
    return session.advance(piece.stretch, piece.rows, masks(plan, nodes, piece.epoch, first=position, steps=len(piece.rows)))


def epochs_given(plan: Plan, first_epoch: int, count: int) -> tuple[list[Array], list[Given]]:
    """What a session needs for whole epochs: for each size of batches its rows, and its masks: (epochs, steps, …)."""
    orders = plan.orders(first_epoch, count)
    epochs = range(first_epoch, first_epoch + count)
    given: list[Given] = []
    first = 0
    for size, order in zip(plan.batch_sizes, orders, strict=True):
        drawn = [masks(plan, plan.step(size), epoch, first=first, steps=order.shape[1]) for epoch in epochs]
        given.append({leaf: np.stack([one[leaf] for one in drawn]) for leaf in drawn[0]})
        first += order.shape[1]
    return orders, given


def epochs_at_once(plan: Plan) -> int:
    """How many epochs can be drawn in advance without filling the memory; 0 if the masks of a single one would."""
    masked = mask_numbers(plan)
    return max(0 if masked else 1, LARGEST_ORDER // (len(plan.split.training) * (1 + masked)))


def steps_at_once(plan: Plan) -> int:
    """How many steps can be drawn in advance without filling the memory."""
    return max(1, LARGEST_ORDER // (plan.batch * (1 + mask_numbers(plan))))


def walk(plan: Plan, session: Session, done: int, last: int, factors: Factors, *, told: Callable[[Array], None] | None = None) -> bool:
    """Let the session, which stands after step `done`, go on to step `last`, whole epochs in one go. False if a step on the way was not finite.

    `told` hears what comes back of the steps, in their order.
    """
    told = told or (lambda _: None)
    while done < last:
        epoch, position = divmod(done, plan.steps_per_epoch)
        session.give({plan.step(plan.batch).learning_rate.name: plan.learning_rate * factors(epoch + 1)})
        whole = 0 if position else _alike(plan, epoch + 1, last // plan.steps_per_epoch, factors)
        following = min(last, (epoch + max(whole, 1)) * plan.steps_per_epoch)
        for made in _whole_epochs(plan, session, epoch + 1, whole) if whole else _part_of_epoch(plan, session, done, following):
            told(made)
            done += len(made)
        if done < following:
            return False
    return True


def _whole_epochs(plan: Plan, session: Session, first: int, count: int) -> Iterator[Array]:
    laps = session.epochs(*epochs_given(plan, first, count))
    yield np.concatenate([one[: laps.completed] for one in laps.losses], axis=1).reshape(-1)


def _part_of_epoch(plan: Plan, session: Session, done: int, last: int) -> Iterator[Array]:
    for piece in cut(pieces_between(plan, done, last), steps_at_once(plan)):
        made = make_steps(plan, session, piece)
        yield made
        if len(made) < len(piece.rows):
            return


def _alike(plan: Plan, first: int, last: int, factors: Factors) -> int:
    """How many of these epochs can be made in one go: with one learning rate, and drawn in advance."""
    count = 0
    while count < min(last - first + 1, epochs_at_once(plan)) and factors(first + count) == factors(first):
        count += 1
    return count


def cut(pieces: Iterable[Piece], steps: int) -> Iterator[Piece]:
    """The same steps in pieces of at most so many."""
    for piece in pieces:
        rest: Piece | None = piece
        while rest is not None:
            now, rest = rest.split(steps)
            yield now


def unchanged(epoch: int) -> float:
    """No measurement changes the learning rate."""
    return 1.0


def measured_factors(plan: Plan, losses: Iterable[float]) -> Factors:
    """What the learning rate is multiplied by, epoch by epoch, after these losses on the rows that judge, which are looked at only if they decide it."""
    if plan.schedule.measured is None:
        return unchanged
    found = plan.schedule.factors(list(losses), **dict(plan.settings.schedule_settings))
    return lambda epoch: found[epoch - 1]
