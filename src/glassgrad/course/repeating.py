"""The loop on the working example: step after step, until the stated rule says that the loss has stopped falling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from glassgrad.explain.blocks import Aside, Block, Caution, Table
from glassgrad.training import TrainSettings
from glassgrad.training.convergence import Verdict, Watch
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from .fates import ROUNDING
from .words import cells, heads, percent, with_gap
from .worked_step import WorkedStep, path

FIRST_LINES, LAST_LINES = 10, 3


@dataclass(frozen=True)
class Repeated:
    """A descent with the watch after every step, and why it ended; without a verdict the numbers have left what the machine can hold.

    `later`: the losses that would have followed, had the loop not ended.
    """

    steps: tuple[WorkedStep, ...]
    watches: tuple[Watch, ...]
    verdict: Verdict | None
    later: tuple[float, ...] = ()

    @property
    def losses(self) -> list[float]:
        """The loss of every pass that was made."""
        return [one.loss for one in self.steps]


def repeated(first: WorkedStep, *, patience: int, tolerance: float, most: int) -> Repeated:
    """Repeat the step until the rule of training says stop, or `most` losses have been seen."""
    limits = TrainSettings(epochs=most, patience=patience, tolerance=tolerance)
    walked, watches, watch = path(first, most - 1), list[Watch](), Watch(patience=patience, tolerance=tolerance)
    for step in walked:
        watch = watch.after(step.loss)
        watches.append(watch)
        verdict = watch.verdict(step.loss, limits, judged_on="training")
        if verdict:
            made = len(watches)
            return Repeated(tuple(walked[:made]), tuple(watches), verdict, tuple(one.loss for one in walked[made:]))
    return Repeated(tuple(walked), tuple(watches), None)


def loop_part(told: Repeated) -> Iterator[Block]:
    """The table of the loop, why it ended, and what a loop with more or less patience would have done."""
    rows = [
        cells(str(place), step.value("a2"), step.loss, watch.best, watch.waited)
        for place, (step, watch) in enumerate(zip(told.steps, told.watches, strict=True), start=1)
    ]
    yield Table(heads("pass", "a2", "J", "best J that counted", "passes since"), with_gap(rows, first=FIRST_LINES, last=LAST_LINES))
    if told.verdict is None:
        yield Caution((f"After {len(rows)} passes the numbers have left what the machine can hold: α is too large, and the loop must be stopped.",))
    else:
        yield Aside(("Why it ends: ", *why_it_ends(told.verdict, told.watches[-1], "pass"), "."))
    yield Aside(_about_patience(told))


def why_it_ends(verdict: Verdict, watch: Watch, turn: str) -> Words:
    """The rule that ended a loop, with its numbers; `turn` is what one time round is called. Other reasons are told as training tells them."""
    if verdict.kind == "converged":
        last = f"the last {counted_turns(watch.patience, turn)} brought" if watch.patience > 1 else f"the last {turn} brought"
        return (f"{last} no loss lower than ", plain_number(watch.best), f"{by_more_than(watch.tolerance)}. By the rule, it has stopped falling")
    if verdict.kind == "epochs":
        done = f"all {counted_turns(watch.epoch, turn)} are done" if watch.epoch > 1 else f"the one {turn} is done"
        return (f"{done}; the best loss that counted was ", plain_number(watch.best), f", in {turn} {watch.best_epoch}")
    return (verdict.reason,)


def by_more_than(tolerance: float) -> str:
    """How much lower a loss must be to count, in a sentence; nothing where any lower one counts."""
    return f" by more than {percent(tolerance)} of it" if tolerance else ""


def counted_turns(count: int, turn: str) -> str:
    """So many passes, or epochs."""
    return f"{count:,} {turn}{'es' if turn.endswith('s') else 's'}"


def _about_patience(told: Repeated) -> Words:
    """What the first pass without a fall meant, and what a loop of another patience would have found."""
    losses = told.losses
    if len(losses) == 1:
        return ("With one pass there is no other loss to compare with.",)
    lowest, later = min(losses), min(told.later, default=inf)
    noise = ROUNDING * losses[0]
    stops = next((place for place in range(1, len(losses)) if losses[place] >= losses[place - 1] > noise), None)
    if stops is None:
        return _falls_at_every_pass(told, lowest, later, noise)
    before = losses[stops - 1]
    if lowest < before:
        return (
            f"“Until the loss stops falling” must not be taken too literally: in pass {stops + 1} it does not fall. A loop that stops there keeps a loss of ",
            *(plain_number(before), "; with patience it comes to ", plain_number(lowest), "."),
        )
    if later < before:
        return (
            f"In pass {stops + 1} the loss does not fall, and this loop stops in pass {len(losses)}, with a lowest loss of ",
            *(plain_number(lowest), ". With more patience it goes on to ", plain_number(later), f", in pass {len(losses) + 1 + told.later.index(later)}."),
        )
    seen = counted_turns(len(losses) + len(told.later), "pass")
    return (f"From pass {stops + 1} on, in all {seen} that can be made, the loss never comes below ", plain_number(before), ": patience is of no use here.")


def _falls_at_every_pass(told: Repeated, lowest: float, later: float, noise: float) -> Words:
    if lowest <= noise:
        return ("Here the loss falls at every pass, until nothing is left of it but the rounding of the machine.",)
    if told.verdict and told.verdict.kind == "converged" and later < lowest:
        return (
            "Here the loss falls at every pass, but by too little to count. The loop ends at ",
            *(plain_number(lowest), "; with more patience it goes on to ", plain_number(later), f", in pass {len(told.losses) + 1 + told.later.index(later)}."),
        )
    return ("Here the loss falls at every pass.",)
