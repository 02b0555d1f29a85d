"""When training stops, and the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Watch:
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

    def after(self, loss: float) -> Watch:
        """The watch after one more epoch with this loss.

        >>> Watch(patience=2, tolerance=0.01).after(1.0).after(0.999).best
        1.0
        """
        epoch = self.epoch + 1
        if self.best == float("inf") or loss < self.best - self.tolerance * abs(self.best):
            return replace(self, best=loss, best_epoch=epoch, epoch=epoch)
        return replace(self, epoch=epoch)

    @property
    def waited(self) -> int:
        """Epochs since the best one."""
        return self.epoch - self.best_epoch

    def reason_to_stop(self, *, epochs: int, judged_on: str) -> str:
        """Why training stops here, as a sentence; empty if it goes on."""
        if self.waited >= self.patience:
            return (
                f"the loss on the {judged_on} rows stopped falling: no epoch since {self.best_epoch} "
                f"was lower than {self.best:.4g} by more than {self.tolerance:.2%} (patience {self.patience} epochs)"
            )
        if self.epoch >= epochs:
            return f"all {epochs} epochs are done; the loss on the {judged_on} rows was lowest after epoch {self.best_epoch} ({self.best:.4g})"
        return ""
