"""What is said of a loss surface: read off its numbers, the same for contours and for 3-D."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.training.doctor.finding import say_count
from glassgrad.writing.numbers import SUPERSCRIPT, number

from .curve_parts.number_axis import LARGE, tick_words
from .measured.directions import Vector
from .measured.heights import Heights
from .measured.path import climbed, say_after
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
    known = [np.isfinite(one.on_plane) for one in surface.paths]
    losses = np.concatenate([surface.losses[finite], *(one.on_plane[there] for one, there in zip(surface.paths, known, strict=True))])
    xs = np.concatenate([np.broadcast_to(surface.xs, finite.shape)[finite], *(one.xs[there] for one, there in zip(surface.paths, known, strict=True))])
    ys = np.concatenate([np.broadcast_to(surface.ys[:, None], finite.shape)[finite], *(one.ys[there] for one, there in zip(surface.paths, known, strict=True))])
    least = int(losses.argmin())
    at = f"{_place(xs[least], surface.xs)} and {_place(ys[least], surface.ys)}"
    lowest, highest = short(losses[least]), short(losses.max())
    name = "loss" if surface.loss == "loss" else f"loss ({surface.loss})"
    spread = f"from {lowest}, at {at}, to {highest}" if lowest != highest else f"{lowest} everywhere"
    looked_at = f"at {len(surface.xs):,} × {len(surface.ys):,} places{_also_at(surface.paths)}"
    return " ".join(filter(None, (f"The {name} over {surface.x_label} and {surface.y_label}, {looked_at}: {spread}.", *map(_told, surface.paths))))


def _also_at(paths: Sequence[PathOnPlane]) -> str:
    """Where else the plane was looked at: on paths that lie in it, beneath those that do not."""
    return f" and {'on' if all(one.lies_in_it for one in paths) else 'beneath'} the path{'s' if len(paths) > 1 else ''}" if paths else ""


def _place(value: float, side: Vector) -> str:
    """A place on a side of the grid; what is but rounding beside its length is 0."""
    return short(0.0 if abs(value) <= NOTHING * float(np.ptp(side)) else float(value))


def _told(path: PathOnPlane) -> str:
    steps = path.steps[-1] - path.steps[0]
    if not steps and path.goes_on is None:
        return ""
    # A sentence begins with a capital letter, but α is a symbol.
    name = f"{path.label[:1].upper()}{path.label[1:]}" if path.label[:1].isascii() else path.label
    way = f" to {_own(path, -1)} in {say_count(steps, 'step')}" if steps else ""
    then = f"{', and then' if steps else ''} {_goes_on(path)}" if path.goes_on else ""
    return f"{name}: from a loss of {_own(path, 0)}{way}{then}."


def _own(path: PathOnPlane, place: int) -> str:
    """The loss of a path there, and that of the plane beneath it, where that is another."""
    own, beneath = short(path.losses[place]), path.on_plane[place]
    return own if short(beneath) == own or not np.isfinite(beneath) else f"{own} ({short(beneath)} in the plane beneath)"


def _goes_on(path: PathOnPlane) -> str:
    """Where the run went after what is drawn of it; "" if all of it is drawn."""
    if path.goes_on is None:
        return ""
    step, loss = path.goes_on
    first = f"{_loss_of(path.out.loss)} after step {path.out.step:,}, and " if path.out is not None and path.out.step != step else ""
    return f"far beyond this picture, to {first}{_loss_of(loss)} after step {step:,}"


def _loss_of(loss: float) -> str:
    return f"a loss of {short(loss)}" if np.isfinite(loss) else "a loss that is no finite number"


def caption(surface: LossSurface, drawn: Heights, *, from_above: bool) -> str:
    """How to read it."""
    kind = FROM_ABOVE if from_above else IN_SPACE
    scale = (FACTORS if from_above else POWERS) if drawn.logarithmic else ""
    beyond = (_left(surface.paths), surface.says, _off(surface.paths), _cut(surface, drawn, from_above=from_above), _coarse(surface))
    return " ".join(filter(None, (kind, scale, _paths(surface.paths, from_above=from_above), *beyond)))


def _paths(paths: Sequence[PathOnPlane], *, from_above: bool) -> str:
    where = "" if from_above or all(one.lies_in_it for one in paths) else ", at the loss of its true weights"
    if len(paths) > 1:
        return f"Each line is the path of one run{where}, from a ring to its last marker."
    if not paths or len(paths[0].steps) < 2:
        return ""
    first, last, points = paths[0].steps[0], paths[0].steps[-1], len(paths[0].steps)
    seen = f"steps {first:,} to {last:,}" + (f" (drawn through {points:,} of them)" if points <= last - first else "")
    return f"The coloured line is the path of the run{where}: {seen}, from the ring to the star."


def _left(paths: Sequence[PathOnPlane]) -> str:
    """Of which runs only the beginning is drawn, and how they go on."""
    told = []
    for one in paths:
        if one.goes_on is not None:
            name = f"the run with {one.label}" if len(paths) > 1 else "the run"
            when = say_after(one.steps[-1]).capitalize() if one.steps[-1] else "From the first step on"
            diverges = ": it diverges" if climbed([one.losses[0], one.goes_on[1]])[1] else ""
            told.append(f"{when}, {name} goes on {_goes_on(one)}{diverges}.")
    return " ".join(told)


def _off(paths: Sequence[PathOnPlane]) -> str:
    """How far the paths leave the plane, and where their own loss differs most from that of the plane."""
    farthest = max((one.farthest for one in paths), default=0.0)
    if all(one.lies_in_it for one in paths):
        return ""
    several = len(paths) > 1
    who, whose = ("The runs themselves leave", "their own losses differ") if several else ("The run itself leaves", "its own loss differs")
    far = number(farthest, 2, rounded=True).text
    return f"{who} this plane by up to {far}, so {whose} from that of the plane beneath {'them' if several else 'it'}{_most(paths)}."


def _most(paths: Sequence[PathOnPlane]) -> str:
    """Where a loss differs most from that of the plane beneath it."""
    with np.errstate(invalid="ignore"):
        apart = [np.nan_to_num(np.abs(one.losses - one.on_plane), nan=0.0, posinf=0.0) for one in paths]
    path, off = max(zip(paths, apart, strict=True), key=lambda one: float(one[1].max()))
    place = int(off.argmax())
    own, beneath = short(path.losses[place]), short(path.on_plane[place])
    if own == beneath or not off[place]:
        return ""
    whose = f" that with {path.label}" if len(paths) > 1 else ""
    return f"; most{whose} {say_after(path.steps[place])}: {own}, and {beneath} beneath"


def _coarse(surface: LossSurface) -> str:
    """That a grid has too few places to be trusted."""
    if min(len(surface.xs), len(surface.ys)) >= COARSE:
        return ""
    return f"The grid is coarse, {len(surface.xs):,} × {len(surface.ys):,} places: the lines between them are guesses, and more points tell more."


def _cut(surface: LossSurface, drawn: Heights, *, from_above: bool) -> str:
    words = []
    seen = (surface.losses[np.isfinite(surface.losses)], *(one.on_plane if from_above else one.losses for one in surface.paths))
    if min(float(np.nanmin(found, initial=np.inf)) for found in seen) < drawn.low:
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
