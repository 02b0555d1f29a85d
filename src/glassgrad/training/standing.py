"""Where a run stands: how far it has come, and what is known of its epochs so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class EpochRow(NamedTuple):
    """What is known after an epoch. Losses and metrics over all training, and all validation, rows; None where none are held out."""

    epoch: int
    step: int
    seconds: float
    training_loss: float
    validation_loss: float | None
    training_metric: float
    validation_metric: float | None

    @property
    def judged(self) -> float:
        """The loss by which the epoch is judged: on the validation rows, or on the training rows where none are held out."""
        return self.training_loss if self.validation_loss is None else self.validation_loss


@dataclass(frozen=True)
class Position:
    """How far a run has come: steps made, and seconds of training."""

    step: int
    seconds: float


@dataclass(frozen=True, eq=False)
class Standing:
    """All that a run is gone on with from: its position, all epochs so far, and the state after its last step, by name."""

    position: Position
    epochs: Sequence[EpochRow]
    state: Mapping[str, Any]
