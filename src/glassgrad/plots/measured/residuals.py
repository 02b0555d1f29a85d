"""What a regression gets wrong, row by row, in the target's own units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glassgrad.training import Run
from glassgrad.training.plan import Array

from .one_target import target_named
from .predicted import answered

OUTLYING = 3.5
MEDIAN_TO_DEVIATION = 1.482602218505602
"""The deviation of a normal distribution, in medians of its distances from the middle."""


@dataclass(frozen=True, eq=False)
class Residuals:
    """Rows with their truth and prediction, in the target's units. Shapes: `rows` (their numbers in the data, from 0), `true`, `predicted` (rows,).

    `target`: the name of the column. `said`: the rows in words. `note`: what must be known about their choice, as a sentence.
    """

    rows: Array
    true: Array
    predicted: Array
    target: str
    said: str = ""
    note: str = ""

    @cached_property
    def residuals(self) -> Array:
        """What the prediction lacks.   Formula: true − predicted.   Shape: (rows,)."""
        return self.true - self.predicted

    @property
    def mean_absolute(self) -> float:
        """The mean size of the residuals, in the target's units."""
        return float(np.abs(self.residuals).mean())

    @property
    def root_mean_squared(self) -> float:
        """The root of the mean squared residual, in the target's units."""
        return _length(self.residuals) / float(np.sqrt(len(self.residuals)))

    @property
    def r_squared(self) -> float | None:
        """How much of the spread of the truth the predictions explain; None where the truth has none.   Formula: 1 − Σ(y − ŷ)² / Σ(y − mean(y))²."""
        spread = _length(self.true - self.true.mean())
        return 1 - (_length(self.residuals) / spread) ** 2 if spread > 0 else None

    @property
    def largest(self) -> int:
        """The place of the row with the largest residual, either way."""
        return int(np.abs(self.residuals).argmax())

    @cached_property
    def outliers(self) -> Array:
        """The places of rows far from the bulk, the farthest first: more than 3.5 robust deviations from the median residual.

        The robust deviation is 1.4826 times the median distance from the median, which outliers cannot stretch; none where that is 0.
        Source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993.
        """
        distance = np.abs(self.residuals - np.median(self.residuals))
        deviation = MEDIAN_TO_DEVIATION * float(np.median(distance))
        far = np.flatnonzero(distance > OUTLYING * deviation) if deviation > 0 else np.zeros(0, dtype=np.intp)
        return far[np.argsort(-distance[far], kind="stable")]


def residuals_of(run: Run, rows: str = "validation", target: str = "") -> Residuals:
    """The residuals of a run's best weights, of the first of its targets or of the one named. Raises: as `answered`, and `target_named`."""
    one = target_named(run.plan, target)
    found = answered(run, rows)
    note = " ".join(filter(None, (found.note, one.note)))
    return Residuals(found.rows, one.truth(found.rows), one.said(found.outputs), one.name, found.said, note)


def _length(values: Array) -> float:
    """The root of the sum of squares, of which none overflows."""
    largest = float(np.abs(values).max())
    return largest * float(np.sqrt(np.square(values / largest).sum())) if largest > 0 else 0.0
