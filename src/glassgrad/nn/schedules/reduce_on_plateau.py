"""Reduce on plateau: the learning rate drops by a factor whenever the loss has stopped falling."""

from collections.abc import Sequence
from math import inf

from glassgrad.graph import Node

from ..settings import Setting
from .better import is_better
from .page import Schedule


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, factor: float, patience: int, tolerance: float) -> Node:
    return learning_rate


def _measured(losses: Sequence[float], *, factor: float, patience: int, tolerance: float) -> tuple[float, ...]:
    found, best, waited = [1.0], inf, 0
    for loss in losses:
        best, waited = (loss, 0) if is_better(loss, best, tolerance) else (best, waited + 1)
        drop = waited == patience
        waited = 0 if drop else waited
        found.append(found[-1] * factor if drop else found[-1])
    return tuple(found)


reduce_on_plateau = Schedule(
    name="reduce_on_plateau",
    says="the learning rate is multiplied by the factor after so many epochs in a row without a better loss on the rows that judge",
    formula="α = α0 · γ^k, k = how often the patience has run out in the epochs before",
    latex=r"\alpha = \alpha_0 \cdot \gamma^k",
    rule=_rule,
    measured=_measured,
    settings={
        "factor": Setting(default=0.5, says="the factor γ that a drop multiplies the learning rate by", above=0.0, most=1.0),
        # Two drops before the usual patience of 25 epochs ends the training.
        "patience": Setting(default=10, says="the epochs in a row without a better loss before the rate drops", least=1, whole=True),
        "tolerance": Setting(default=1e-3, says="what counts as better: a loss lower by this share of the best so far", least=0.0, below=1.0),
    },
    source="PyTorch's ReduceLROnPlateau with threshold_mode 'rel', whose patience is one less: it drops at the epoch after",
)
