"""Whether the network is as often right as it says: its probabilities beside what came true, in bins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.training import Run
from glassgrad.training.plan import Array
from glassgrad.writing.plain import visible

from .one_target import target_named
from .predicted import answered

BINS = 10
CERTAINTY = 1.959963984540054
"""Deviations of a normal distribution between which 95% of it lie."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """Rows sorted by how sure the network is, into bins of equal width.

    Shapes: `edges` (bins + 1,), all others (bins,): `counts` rows, the mean `sure` that was said, the share `true` that came true, and its 95% interval
    from `low` to `high`; NaN where a bin is empty. `event`: the class whose probability is looked at, "" for the class that is said, whichever it is.
    `rows`: the rows in words. `note`: what must be known about their choice, as a sentence.
    """

    edges: Array
    counts: Array
    sure: Array
    true: Array
    low: Array
    high: Array
    event: str
    rows: str
    note: str = ""

    @property
    def total(self) -> int:
        """All rows."""
        return int(self.counts.sum())

    @property
    def mean_sure(self) -> float:
        """The mean of what was said, over all rows."""
        return float(np.nansum(self.counts * self.sure) / self.total)

    @property
    def mean_true(self) -> float:
        """The share of all rows for which it came true."""
        return float(np.nansum(self.counts * self.true) / self.total)

    @property
    def error(self) -> float:
        """The expected calibration error: how far what is said is from what comes true, on average over the rows.

        Formula: Σ rows in the bin / rows · |share that came true − mean of what was said|.   Range: 0 to 1.
        Source: C. Guo, G. Pleiss, Y. Sun and K. Weinberger, On Calibration of Modern Neural Networks, 2017.
        """
        return float(np.nansum(self.counts * np.abs(self.true - self.sure)) / self.total)


def calibration_of(run: Run, rows: str = "validation", target: str = "", *, bins: int = BINS) -> Calibration:
    """How the probabilities of a run's best weights come true, for the first of its targets or for the one named. Raises: as `answered`, and `target_named`.

    Of two classes, the probability of the second one is looked at; of more, that of the class that is said, which is the largest.
    """
    one = target_named(run.plan, target)
    found, classes = answered(run, rows), one.classes
    sure, truth, note = one.answers(found.outputs), one.truth(found.rows), " ".join(filter(None, (found.note, one.note)))
    if len(classes) == 2:
        event = visible(f"{one.name} = {classes[1]}" if one.of_several else classes[1])
        return calibrated(sure[:, 1], truth == 1, bins=bins, event=event, rows=found.said, note=note)
    return calibrated(sure.max(axis=1), sure.argmax(axis=1) == truth, bins=bins, rows=found.said, note=note)


def calibrated(sure: Array, came_true: Array, *, bins: int = BINS, event: str = "", rows: str = "", note: str = "") -> Calibration:
    """Probabilities and whether what they speak of came true, both (rows,), in bins of equal width; a bin holds its upper edge.

    >>> found = calibrated(np.array([0.1, 0.9, 0.9, 0.9, 0.9]), np.array([False, True, True, True, False]), bins=2)
    >>> found.counts.tolist(), found.true.tolist(), round(found.error, 12)
    ([1, 4], [0.0, 0.75], 0.14)
    """
    edges = np.linspace(0, 1, bins + 1)
    place = np.searchsorted(edges[1:-1], sure)
    counts = np.bincount(place, minlength=bins)
    mean, share = (_mean(np.bincount(place, weights=values, minlength=bins), counts) for values in (sure, came_true))
    low, high = wilson(share, counts)
    return Calibration(edges, counts, mean, share, low, high, event, rows, note)


def wilson(share: Array, count: Array) -> tuple[Array, Array]:
    """Between which true shares 95% of samples of this size would give about this share.

    Formula: (p + z²/2n ± z · √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.   Shape: kept; NaN for no rows.   Range: 0 to 1.
    Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.

    >>> [round(float(end), 4) for end in wilson(np.array(1.0), np.array(10))]
    [0.7225, 1.0]
    """
    many = np.where(count > 0, count, np.nan)
    squared = CERTAINTY**2 / many
    middle = (share + squared / 2) / (1 + squared)
    half = CERTAINTY * np.sqrt(share * (1 - share) / many + squared / (4 * many)) / (1 + squared)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def _mean(totals: Array, counts: Array) -> Array:
    return np.asarray(totals / np.where(counts > 0, counts, np.nan))
