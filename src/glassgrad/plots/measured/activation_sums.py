"""`ActivationSums`: where weighted sums fall on the curve of an activation function, and how many of them lie where that is flat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glassgrad.graph import Kind, SettingError, pages
from glassgrad.nn import activation
from glassgrad.readers import evaluate
from glassgrad.training.doctor.checks.dead_units import can_die
from glassgrad.training.doctor.checks.saturation import FLAT
from glassgrad.training.doctor.finding import say_count, say_share
from glassgrad.training.doctor.probe import values_of
from glassgrad.training.plan import Array

BINS, FINENESS = 40, 601
REACH = 3.0
"""The picture goes at least from −3 to 3, so that the shape of the curve can be told."""
TALLEST = 8.0
"""How many times as tall as the largest slope the picture of the curve is at most."""
BEND = np.linspace(-8.0, 8.0, 321)
OUTERMOST = 0.03
"""The share of a curve without such a slope that may lie above the picture, and beneath it: some have poles."""
NEAR, FINER, FAR = np.linspace(-8.0, 8.0, 1601), np.linspace(-8.0, 8.0, 7919), np.array([-2e3, -1e3, 1e3, 2e3])
SAME = 1.01
"""Of slopes that differ by less than this factor, one counts as large as the other: that of softplus comes to 1 only far out."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ActivationSums:
    """The weighted sums of a layer (rows, units), or any others, and the activation function that they go through. `title` names the layer.

    Raises: SettingError for an unknown function, or where no sum is finite.

    >>> sums = ActivationSums(activation="relu", sums=np.array([[-2.0, 1.0], [-1.0, 3.0]]))
    >>> sums.share, sums.asleep, sums.says
    (0.5, 1, '50% of the sums lie where the slope is 0')
    """

    activation: str
    sums: Array
    title: str = ""
    between: tuple[float, float] | None = None
    """From where to where the picture is to go, at least; None for where the sums alone need it."""

    def __post_init__(self) -> None:
        activation(self.activation)
        object.__setattr__(self, "sums", np.asarray(self.sums, dtype=np.float64))
        if not np.isfinite(self.sums).any():
            raise SettingError(f"{self.title or 'the layer'}: none of its {say_count(self.sums.size, 'sum')} is finite, so there is nothing to show")

    # ── the curve ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def bends(self) -> bool:
        """Whether there is a function at all: a linear layer passes its sums on as they are."""
        z = pages.variable(shape=(2,), name="z")
        return activation(self.activation).apply(z) is not z

    @cached_property
    def mixes(self) -> bool:
        """Whether the function looks at all sums of a row together, as softmax does: then it has no curve."""
        z = pages.variable(shape=(2,), name="z")
        return self.bends and activation(self.activation).apply(z).op.kind is not Kind.ELEMENTWISE

    @cached_property
    def window(self) -> tuple[float, float]:
        """From where to where the picture goes: over the sums, without those that lie far from almost all others."""
        return float(self.edges[0]), float(self.edges[-1])

    @cached_property
    def at(self) -> Array:
        """The places on the x axis of the curve, closer together near 0, where functions bend, however wide the window is. Shape: (points,)."""
        low, high = self.window
        evenly = np.linspace(low, high, FINENESS)
        if evenly[1] - evenly[0] <= BEND[1] - BEND[0]:
            return evenly
        return np.union1d(evenly[np.abs(evenly) > BEND[-1]], [*BEND[(low < BEND) & (high > BEND)], low, high])

    @cached_property
    def curve(self) -> tuple[Array, Array]:
        """The function and its slope at these places; not-a-number where there is none. Shapes: (points,)."""
        if self.mixes:
            return np.full(len(self.at), np.nan), np.full(len(self.at), np.nan)
        values, slopes = values_of(self.activation, self.at)
        there = np.isfinite(values)
        return np.where(there, values, np.nan), np.where(there & np.isfinite(slopes), slopes, np.nan)

    @cached_property
    def heights_shown(self) -> tuple[float, float]:
        """From where to where the curve is shown: not so far up that its slope could no longer be told from 0."""
        seen = np.concatenate(self.curve)
        seen = seen[np.isfinite(seen)]
        if not len(seen):
            return 0.0, 1.0
        if np.isnan(self.steepest):
            low, high = np.quantile(seen, (OUTERMOST, 1 - OUTERMOST)).tolist()
        else:
            most = TALLEST * (self.steepest or np.inf)
            low, high = max(seen.min(), -most), min(seen.max(), most)
        room = 0.05 * (high - low or 1.0)
        return float(low - room), float(high + room)

    @cached_property
    def answers(self) -> Array:
        """What becomes of each sum. Shape: that of the sums."""
        z = pages.variable(shape=self.sums.shape, name="z")
        a = activation(self.activation).apply(z)
        return np.asarray(evaluate(a, {z: self.sums})[a])

    # ── where it is flat ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def steepest(self) -> float:
        """The largest slope of the function, up or down; not-a-number where there is none."""
        return steepest_slope(self.activation)

    @cached_property
    def ends_flat(self) -> bool:
        """Whether the slope is exactly 0 on one whole side, as that of relu."""
        return can_die(self.activation)

    def is_flat(self, z: Array) -> Array:
        """Where the function is flat: where its slope is 0, or less than FLAT of its largest. Shape: kept."""
        slopes = np.abs(values_of(self.activation, z)[1])
        limit = 0.0 if self.ends_flat or not np.isfinite(self.steepest) else FLAT * self.steepest
        return np.asarray((slopes == 0) | (slopes < limit))

    @cached_property
    def finite(self) -> Array:
        """All finite sums in one row."""
        return np.asarray(self.sums[np.isfinite(self.sums)])

    @cached_property
    def flat(self) -> Array:
        """Which sums lie where the function is flat. Shape: that of the sums."""
        return self.is_flat(self.sums)

    @property
    def share(self) -> float:
        """The share of the finite sums that lie where the function is flat."""
        return float(self.flat[np.isfinite(self.sums)].mean())

    @property
    def asleep(self) -> int:
        """How many units are flat for every row; 0 if the sums are not (rows, units)."""
        return int(self.flat.all(axis=0).sum()) if self.sums.ndim == 2 else 0

    # ── the histogram ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def edges(self) -> Array:
        """Where the bins begin and end, about BINS of them. Shape: (bins + 1,).

        0 is an end, because functions have their bends there; where all sums are equal, they are the middle of a bin.
        """
        low, near, far, high = np.quantile(self.finite, (0.0, 0.01, 0.99, 1.0)).tolist()
        room = max((far - near) / 4, REACH)
        first, last = min(-REACH, max(low, near - room)), max(REACH, min(high, far + room))
        if self.between is not None:
            first, last = min(first, self.between[0]), max(last, self.between[1])
        width = (last - first) / BINS
        shift = low / width - np.floor(low / width) - 0.5 if low == high else 0.0
        return np.asarray((np.arange(np.floor(first / width - shift), np.ceil(last / width - shift) + 1) + shift) * width)

    @cached_property
    def heights(self) -> tuple[Array, Array]:
        """What share of the sums falls into each bin, in percent: where the function has a slope, and where it is flat. Shapes: (bins,)."""
        inside, flat = np.clip(self.finite, *self.window), self.flat[np.isfinite(self.sums)]
        steep_counts, flat_counts = (np.histogram(inside[chosen], self.edges)[0] for chosen in (~flat, flat))
        return 100 * steep_counts / len(inside), 100 * flat_counts / len(inside)

    @property
    def outside(self) -> int:
        """How many sums lie beyond the window; they are counted in the outermost bins."""
        low, high = self.window
        return int(((self.finite < low) | (self.finite > high)).sum())

    # ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def where(self) -> str:
        """What flat means for this function, in words."""
        exactly = self.ends_flat or not np.isfinite(self.steepest)
        return "the slope is 0" if exactly else f"the slope is below {FLAT:g} of its largest"

    @property
    def says(self) -> str:
        """How many of the sums lie where the function is flat, in words."""
        if self.mixes:
            return f"{self.activation} looks at all sums of a row together"
        if not self.bends:
            return "the sums are passed on as they are"
        if self.share == 0:
            return f"no sum lies where {self.where}"
        return f"{say_share(self.share) if self.share < 1 else 'all'} of the sums lie where {self.where}"

    @property
    def says_asleep(self) -> str:
        """The units that are flat for every row, in words; "" if there are none."""
        if not self.asleep:
            return ""
        who = "it" if self.asleep == 1 else "them"
        taught = f"no row teaches {who} anything" if self.ends_flat else f"hardly any row teaches {who} anything"
        units = say_count(self.sums.shape[1], "unit")
        many = f"all {units}" if 1 < self.asleep == self.sums.shape[1] else f"{self.asleep:,} of {units}"
        return f"{many} {'lies' if self.asleep == 1 else 'lie'} there for every row, so {taught}"


def steepest_slope(name: str) -> float:
    """The largest slope of an activation function, up or down; not-a-number where the slope has no bound, or there is no curve.

    >>> steepest_slope("sigmoid"), steepest_slope("square")
    (0.25, nan)
    """
    near, finer, far = (float(np.abs(values_of(name, at)[1]).max()) for at in (NEAR, FINER, FAR))
    # Near a pole, the finer one looks, the steeper it is; without a bound it is steeper far out.
    bounded = np.isfinite([near, finer, far]).all() and max(finer, far) <= SAME * near
    return max(near, finer, far) if bounded else float("nan")
