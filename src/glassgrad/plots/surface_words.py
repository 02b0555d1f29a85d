"""What is said of a loss surface: read off its numbers, the same for contours and for 3-D."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.training.doctor.finding import say_count
from glassgrad.writing.numbers import number

from .measured.heights import Heights
from .measured.surface import LossSurface, PathOnPlane

FAR = 1e6
"""From here on a power of ten is written."""


def short(value: float) -> str:
    """A number in three digits at most.

    >>> short(0.1 + 0.2), short(1 / 3), short(-2e-7), short(5e9)
    ('0.3', '0.333', '−2·10⁻⁷', '5·10⁹')
    """
    rounded = float(f"{value:.3g}")
    if abs(rounded) < FAR:
        return number(rounded).text
    digits = next(one for one in (1, 2, 3) if float(f"{rounded:.{one - 1}e}") == rounded)
    return number(rounded, digits, rounded=True).text


def level_text(level: float) -> str:
    """A round number beside a line or a tick.

    >>> level_text(0.05), level_text(-1e-7), level_text(3e12)
    ('0.05', '−10⁻⁷', '3·10¹²')
    """
    text = number(level).text
    return text.replace("1·", "") if text.startswith(("1·", "−1·")) else text


def shows(surface: LossSurface) -> str:
    """What a person sees: the range of the loss, where it is lowest, and where the paths begin and end."""
    finite = np.where(np.isfinite(surface.losses), surface.losses, np.inf)
    row, column = np.unravel_index(int(finite.argmin()), finite.shape)
    lowest, highest = short(finite.min()), short(finite[np.isfinite(finite)].max())
    spread = f"from {lowest}, at {short(surface.xs[column])} and {short(surface.ys[row])}, to {highest}" if lowest != highest else f"{lowest} everywhere"
    name = "loss" if surface.loss == "loss" else f"loss ({surface.loss})"
    return " ".join(filter(None, (f"The {name} over {surface.x_label} and {surface.y_label}: {spread}.", *map(_told, surface.paths))))


def _told(path: PathOnPlane) -> str:
    start, end, steps = short(path.losses[0]), short(path.losses[-1]), path.steps[-1] - path.steps[0]
    return f"{path.label[:1].upper()}{path.label[1:]}: from a loss of {start} to {end} in {say_count(steps, 'step')}." if steps else ""


def caption(surface: LossSurface, drawn: Heights, *, from_above: bool) -> str:
    """How to read it."""
    kind = FROM_ABOVE if from_above else IN_SPACE
    scale = (FACTORS if from_above else POWERS) if drawn.logarithmic else ""
    return " ".join(filter(None, (kind, scale, _paths(surface.paths, from_above=from_above), surface.says, _cut(drawn))))


def _paths(paths: Sequence[PathOnPlane], *, from_above: bool) -> str:
    where = "" if from_above or not any(one.farthest for one in paths) else ", at the loss of its true weights"
    if len(paths) > 1:
        return f"Each line is the path of one run{where}, from a ring to its last marker."
    if not paths or len(paths[0].steps) < 2:
        return ""
    first, last, points = paths[0].steps[0], paths[0].steps[-1], len(paths[0].steps)
    seen = f"steps {first:,} to {last:,}" + (f" (drawn through {points:,} of them)" if points <= last - first else "")
    return f"The coloured line is the path of the run{where}: {seen}, from the ring to the star."


def _cut(drawn: Heights) -> str:
    words = []
    if drawn.cut:
        words.append(f"Losses above {short(drawn.high)} are drawn at that height.")
    if drawn.undefined:
        words.append("Where the loss is no finite number, it is drawn at the top.")
    return " ".join(words)


FROM_ABOVE = "A map seen from above: thin lines join places of equal loss, and dark is low."
IN_SPACE = "A landscape: height and colour are the loss, and dark is low."
FACTORS = "From line to line the loss grows by a factor, not by an amount."
POWERS = "The scale of heights is logarithmic."
