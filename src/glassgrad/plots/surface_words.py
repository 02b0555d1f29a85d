"""What is said of a loss surface: read off its numbers, the same for contours and for 3-D."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.training.doctor.finding import say_count
from glassgrad.writing.numbers import SUPERSCRIPT, number

from .curve_parts.number_axis import LARGE, tick_words
from .measured.directions import Vector
from .measured.heights import Heights
from .measured.path import say_after
from .measured.surface import LossSurface, PathOnPlane

NOTHING = 1e-6
COARSE = 15
"""A grid with fewer places on a side shows no more than a guess of the surface."""


def short(value: float) -> str:
    """A number in three digits at most.

    >>> short(0.1 + 0.2), short(1 / 3), short(-2e-7), short(5e9), short(-8121519.0)
    ('0.3', '0.333', '−2·10⁻⁷', '5·10⁹', '−8.12·10⁶')
    """
    rounded = float(f"{value:.3g}")
    return with_power(rounded, 3) if LARGE <= abs(rounded) < np.inf else number(rounded).text


def with_power(value: float, digits: int) -> str:
    """A number in so many digits, without zeros at the end, and a power of ten.

    >>> with_power(-8121519.0, 4), with_power(2e6, 3)
    ('−8.122·10⁶', '2·10⁶')
    """
    digits_of_it, _, power = f"{value:.{digits - 1}e}".partition("e")
    return f"{number(float(digits_of_it)).text}·10{str(int(power)).translate(SUPERSCRIPT)}"


def level_text(level: float) -> str:
    """A round number beside a line or a tick.

    >>> level_text(0.05), level_text(-1e-7), level_text(3e12), level_text(1e10)
    ('0.05', '−10⁻⁷', '3·10¹²', '10¹⁰')
    """
    return tick_words(level).replace("−1·", "−")


def shows(surface: LossSurface) -> str:
    """What a person sees: the range of the loss over all places looked at, where it is lowest, and where the paths begin and end."""
    finite = np.isfinite(surface.losses)
    losses = np.concatenate([surface.losses[finite], *(one.losses[one.in_plane] for one in surface.paths)])
    xs = np.concatenate([np.broadcast_to(surface.xs, finite.shape)[finite], *(one.xs[one.in_plane] for one in surface.paths)])
    ys = np.concatenate([np.broadcast_to(surface.ys[:, None], finite.shape)[finite], *(one.ys[one.in_plane] for one in surface.paths)])
    least = int(np.where(np.isfinite(losses), losses, np.inf).argmin())
    at = f"{_place(xs[least], surface.xs)} and {_place(ys[least], surface.ys)}"
    lowest, highest = short(losses[least]), short(losses[np.isfinite(losses)].max())
    name = "loss" if surface.loss == "loss" else f"loss ({surface.loss})"
    spread = f"from {lowest}, at {at}, to {highest}" if lowest != highest else f"{lowest} everywhere"
    where = f" and on the path{'s' if len(surface.paths) > 1 else ''}" if surface.paths else ""
    looked_at = f"at {len(surface.xs):,} × {len(surface.ys):,} places{where}"
    return " ".join(filter(None, (f"The {name} over {surface.x_label} and {surface.y_label}, {looked_at}: {spread}.", *map(_told, surface.paths))))


def _place(value: float, side: Vector) -> str:
    """A place on a side of the grid; what is but rounding beside its length is 0."""
    return short(0.0 if abs(value) <= NOTHING * float(np.ptp(side)) else float(value))


def _told(path: PathOnPlane) -> str:
    start, end, steps = short(path.losses[0]), short(path.losses[-1]), path.steps[-1] - path.steps[0]
    # A sentence begins with a capital letter, but α is a symbol.
    name = f"{path.label[:1].upper()}{path.label[1:]}" if path.label[:1].isascii() else path.label
    then = f", and then {_goes_on(path)}" if path.goes_on else ""
    return f"{name}: from a loss of {start} to {end} in {say_count(steps, 'step')}{then}." if steps or path.goes_on else ""


def _goes_on(path: PathOnPlane) -> str:
    """Where the run went after what is drawn of it; "" if all of it is drawn."""
    if path.goes_on is None:
        return ""
    step, loss = path.goes_on
    return f"far beyond this picture, to {f'a loss of {short(loss)}' if np.isfinite(loss) else 'a loss that is no finite number'} after step {step:,}"


def caption(surface: LossSurface, drawn: Heights, *, from_above: bool) -> str:
    """How to read it."""
    kind = FROM_ABOVE if from_above else IN_SPACE
    scale = (FACTORS if from_above else POWERS) if drawn.logarithmic else ""
    beyond = (_left(surface.paths), surface.says, _cut(surface, drawn, from_above=from_above), _coarse(surface))
    return " ".join(filter(None, (kind, scale, _paths(surface.paths, from_above=from_above), *beyond)))


def _paths(paths: Sequence[PathOnPlane], *, from_above: bool) -> str:
    where = "" if from_above or not any(one.farthest for one in paths) else ", at the loss of its true weights"
    if len(paths) > 1:
        return f"Each line is the path of one run{where}, from a ring to its last marker."
    if not paths or len(paths[0].steps) < 2:
        return ""
    first, last, points = paths[0].steps[0], paths[0].steps[-1], len(paths[0].steps)
    seen = f"steps {first:,} to {last:,}" + (f" (drawn through {points:,} of them)" if points <= last - first else "")
    return f"The coloured line is the path of the run{where}: {seen}, from the ring to the star."


def _left(paths: Sequence[PathOnPlane]) -> str:
    """Of which runs only the beginning is drawn, and how they go on."""
    gone = [one for one in paths if one.goes_on is not None]
    names = [f"the run with {one.label}" if len(paths) > 1 else "the run" for one in gone]
    return " ".join(f"{say_after(one.steps[-1]).capitalize()}, {name} goes on {_goes_on(one)}: it diverges." for one, name in zip(gone, names, strict=True))


def _coarse(surface: LossSurface) -> str:
    """That a grid has too few places to be trusted."""
    if min(len(surface.xs), len(surface.ys)) >= COARSE:
        return ""
    return f"The grid is coarse, {len(surface.xs):,} × {len(surface.ys):,} places: the lines between them are guesses, and more points tell more."


def _cut(surface: LossSurface, drawn: Heights, *, from_above: bool) -> str:
    words = []
    if min(float(found.min(initial=np.inf)) for found in (surface.losses[np.isfinite(surface.losses)], *(one.losses for one in surface.paths))) < drawn.low:
        words.append(f"Losses below {level_text(drawn.low)} {'have the darkest shade' if from_above else 'are drawn at that height'}.")
    if drawn.cut:
        words.append(f"Losses above {short(drawn.high)} are drawn at that height.")
    if drawn.undefined:
        words.append("Where the loss is no finite number, it is drawn at the top.")
    return " ".join(words)


FROM_ABOVE = "A map seen from above: thin lines join places of equal loss, and dark is low."
IN_SPACE = "A landscape: height and colour are the loss, and dark is low."
FACTORS = "From line to line the loss grows by a factor, not by an amount."
POWERS = "The scale of heights is logarithmic."
