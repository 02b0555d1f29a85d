"""The table of contents: every kind of picture of a run, each a page."""

from __future__ import annotations

from glassgrad.graph import SettingError, unknown_name

from .activations import KIND as ACTIVATIONS
from .boundaries import KIND as BOUNDARIES
from .boundary import KIND as BOUNDARY
from .calibration import KIND as CALIBRATION
from .confusion import KIND as CONFUSION
from .contours import KIND as CONTOURS
from .curves import KIND as CURVES
from .descent import KIND as DESCENT
from .gradients import KIND as GRADIENTS
from .kind import AnyKind
from .learning import KIND as LEARNING
from .residuals import KIND as RESIDUALS
from .signal import KIND as SIGNAL
from .slice import KIND as SLICE
from .surface import KIND as SURFACE
from .tangent import tangent
from .weights import KIND as WEIGHTS

KINDS: tuple[AnyKind, ...] = (
    CURVES, BOUNDARY, BOUNDARIES, CONFUSION, CALIBRATION, RESIDUALS, CONTOURS, SURFACE, SLICE, ACTIVATIONS, GRADIENTS, WEIGHTS,
    DESCENT, LEARNING, SIGNAL,
)  # fmt: skip
"""In the order in which one asks: how it went, what it says, how good it is, why; then what moves."""

OF_FORMULAS = {tangent.__name__: f"of a run, the kind {SLICE.name} paints the tangents to its loss"}
"""Pictures that are no kinds, and what to ask for instead."""


def kind_named(name: str) -> AnyKind:
    """The kind of that name. Raises: SettingError for an unknown one, with the nearest known, and for a picture that is none of runs."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    if name in OF_FORMULAS:
        raise SettingError(f"{name} is a picture of a formula, not of a run; {OF_FORMULAS[name]}")
    raise unknown_name("kind of picture", name, [kind.name for kind in KINDS])
