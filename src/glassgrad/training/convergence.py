"""When training stops, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from glassgrad.nn.schedules import is_better
from glassgrad.writing.numbers import number

if TYPE_CHECKING:
    from .settings import TrainSettings


INTERRUPTED = "interrupted"
"""The kind of a verdict by hand: Ctrl-C, or a signal."""


@dataclass(frozen=True)
class Verdict:
    """Why training stops: `kind` is "converged", "target", "epochs", "time", "interrupted" or "not finite"; `reason` says it in words."""

    kind: str
    reason: str


class Watch(NamedTuple):
    """The best loss so far, and how long ago it was.

    The rule: an epoch is *better* if its loss is lower than the best by more than `tolerance` times that best.
    After `patience` epochs in a row that are not better, the loss has stopped falling.
    The loss is the one on the validation rows; on the training rows where nothing is held out.
    """

    patience: int
    tolerance: float
    best: float = float("inf")
    best_epoch: int = 0
    epoch: int = 0

    @staticmethod
    def over(losses: Iterable[float], limits: TrainSettings) -> Watch:
        """The watch after epochs with these losses."""
        *_, watch = accumulate(losses, Watch.after, initial=Watch(patience=limits.patience, tolerance=limits.tolerance))
        return watch

    def after(self, loss: float) -> Watch:
        """The watch after one more epoch with this loss.

        >>> Watch(patience=2, tolerance=0.01).after(1.0).after(0.999).best
        1.0
        """
        epoch = self.epoch + 1
        better = is_better(loss, self.best, self.tolerance)
        best, best_epoch = (loss, epoch) if better else (self.best, self.best_epoch)
        return Watch(self.patience, self.tolerance, best, best_epoch, epoch)

    @property
    def waited(self) -> int:
        """Epochs since the best one."""
        return self.epoch - self.best_epoch

    def verdict(self, loss: float, limits: TrainSettings, *, judged_on: str) -> Verdict | None:
        """Why training stops after an epoch with this loss; None if it goes on."""
        rows = f"the loss on the {judged_on} rows"
        if limits.target_loss is not None and loss <= limits.target_loss:
            return Verdict("target", f"{rows} is {_said(loss)} after epoch {self.epoch}, as low as was asked for ({number(limits.target_loss).text})")
        if self.waited >= self.patience:
            return Verdict(
                "converged",
                f"{rows} stopped falling: no epoch since {self.best_epoch} "
                f"was lower than {_said(self.best)} by more than {self.tolerance:.2%} (patience {self.patience} {'epoch' if self.patience == 1 else 'epochs'})",
            )
        if self.epoch >= limits.epochs:
            done = f"all {limits.epochs} epochs are done" if limits.epochs > 1 else "the one epoch is done"
            return Verdict("epochs", f"{done}; {rows} was best after epoch {self.best_epoch} ({_said(self.best)})")
        return None


def _said(loss: float) -> str:
    return number(float(f"{loss:.4g}")).text


def out_of_time(seconds: float, limits: TrainSettings, step: int) -> Verdict | None:
    """Why training stops after so many seconds; None if it goes on.

    >>> from glassgrad.training import TrainSettings
    >>> out_of_time(2.5, TrainSettings(time_limit=2), step=70).reason
    'the time is over: 2.5 s of the 2 s that training was given, after step 70'
    """
    if limits.time_limit is None or seconds < limits.time_limit:
        return None
    return Verdict("time", f"the time is over: {seconds:.1f} s of the {limits.time_limit:g} s that training was given, after step {step:,}")


def stopped_by_hand(step: int) -> Verdict:
    """Training was asked to stop."""
    return Verdict(INTERRUPTED, f"stopped by hand after step {step:,}")
