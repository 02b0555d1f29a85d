"""What the doctor looks for: one page each; this is the table of contents, in the order in which one would ask."""

from __future__ import annotations

from ..check import Check
from .beats_constant import beats_constant
from .class_imbalance import class_imbalance
from .constant_inputs import constant_inputs
from .dead_units import dead_units
from .falling_loss import falling_loss
from .finite_numbers import finite_numbers
from .gradient_flow import gradient_flow
from .initial_loss import initial_loss
from .input_scale import input_scale
from .leaking_features import leaking_features
from .one_batch import one_batch
from .overfitting import overfitting
from .saturation import saturation
from .shared_rows import shared_rows
from .squashed_outputs import squashed_outputs
from .step_size import step_size
from .stopped_early import stopped_early
from .symmetric_weights import symmetric_weights

checks: tuple[Check, ...] = (
    finite_numbers,
    squashed_outputs,
    leaking_features,
    shared_rows,
    class_imbalance,
    input_scale,
    constant_inputs,
    symmetric_weights,
    initial_loss,
    gradient_flow,
    dead_units,
    saturation,
    step_size,
    one_batch,
    falling_loss,
    beats_constant,
    overfitting,
    stopped_early,
)

__all__ = ["checks"]
