"""The loop on the working example: step after step, until the stated rule says that the loss has stopped falling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glassgrad.explain.arrays import plain_number
from glassgrad.explain.blocks import Aside, Block, Caution, Table
from glassgrad.explain.mathematics import mathematics
from glassgrad.training import TrainSettings
from glassgrad.training.convergence import Verdict, Watch

from .words import cells, heads
from .worked_step import WorkedStep, path

FIRST_LINES, LAST_LINES = 10, 3


@dataclass(frozen=True)
class Repeated:
    """A descent with the watch after every step, and why it ended; without a verdict the numbers have left what the machine can hold."""

    steps: tuple[WorkedStep, ...]
    watches: tuple[Watch, ...]
    verdict: Verdict | None


def repeated(first: WorkedStep, *, patience: int, tolerance: float, most: int) -> Repeated:
    """Repeat the step until the rule of training says stop, or `most` losses have been seen."""
    limits = TrainSettings(epochs=most, patience=patience, tolerance=tolerance)
    walked, watches, watch = path(first, most - 1), list[Watch](), Watch(patience=patience, tolerance=tolerance)
    for step in walked:
        watch = watch.after(step.loss)
        watches.append(watch)
        verdict = watch.verdict(step.loss, limits, judged_on="training")
        if verdict:
            return Repeated(tuple(walked[: len(watches)]), tuple(watches), verdict)
    return Repeated(tuple(walked), tuple(watches), None)


def loop_part(told: Repeated) -> Iterator[Block]:
    """The table of the loop, why it ended, and what a loop without patience would have done."""
    last = len(told.steps) - 1
    shown = [place for place in range(last + 1) if place < FIRST_LINES or place > last - LAST_LINES]
    rows = [
        cells(str(place + 1), told.steps[place].value("a2"), told.steps[place].loss, told.watches[place].best, told.watches[place].waited) for place in shown
    ]
    if len(shown) <= last:
        rows.insert(FIRST_LINES, (("…",), *[(mathematics("…", r"\dots"),)] * 4))
    yield Table(heads("pass", "a2", "J", "best J so far", "passes since"), tuple(rows))
    if told.verdict is None:
        yield Caution((f"After {last + 1} passes the numbers have left what the machine can hold: α is too large, and the loop must be stopped.",))
    else:
        yield Aside((f"Why it ends (each pass over the one row is an epoch): {told.verdict.reason}.",))
    yield from _without_patience(told)


def _without_patience(told: Repeated) -> Iterator[Block]:
    losses = [one.loss for one in told.steps]
    rises = [place for place in range(1, len(losses)) if losses[place] >= losses[place - 1]]
    if not rises:
        yield Aside(("Here the loss falls at every pass.",))
        return
    first, best = rises[0], min(losses)
    if best < losses[first - 1]:
        yield Aside(
            (
                (
                    f"“Until the loss stops falling” must not be taken too literally: in pass {first + 1} it does not fall. "
                    "A loop that stops there would keep a loss of "
                ),
                plain_number(losses[first - 1]),
                "; with patience it comes to ",
                plain_number(best),
                ".",
            )
        )
    elif losses[first] > losses[first - 1]:
        yield Aside((f"The loss rises for the first time in pass {first + 1}, and never comes below where it was before: patience was of no use here.",))
