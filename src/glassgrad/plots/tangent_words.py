"""What is said of a curve and its tangent: read off their numbers."""

from __future__ import annotations

import re
from math import inf, isfinite, isinf, isnan

import numpy as np

from glassgrad.writing.numbers import SUPERSCRIPT, number

from .curve_parts.number_axis import tick_words
from .measured.tangent import Tangent
from .surface_words import short
from .words import listed

POWER = re.compile(r"\^(−?\d+)(?![\d.])")
INSIDE = 0.98
"""A curve that leaves the picture only in the last hundredth of it is not worth a word."""
MOST_TOLD = 3
"""Kinks, jumps and gaps that are told one by one."""


def raised(formula: str) -> str:
    """A formula with whole powers as people write them.

    >>> raised("(x + 2)^2 + x^10 − x^2.5")
    '(x + 2)² + x¹⁰ − x^2.5'
    """
    return POWER.sub(lambda found: found[1].replace("−", "-").translate(SUPERSCRIPT), formula)


def told(value: float) -> str:
    """A number among words; a long one of few digits with a power of ten, as the axes have it.

    >>> told(59049.0), told(-4e6), told(1 / 3), told(float("inf"))
    ('59049', '−4·10⁶', 'about 0.3333', 'infinite')
    """
    if isinf(value):
        return "infinite"
    if float(f"{value:.3e}") == value:
        return tick_words(value)
    shown = number(value)
    return shown.text if shown.exact else f"about {shown.text}"


def title(measured: Tangent) -> str:
    """What the picture is called."""
    name = raised(measured.formula) or "The curve"
    place = f"{name} at {_here(measured)}"
    if measured.jumps_here:
        return f"{place}: a jump"
    return f"{place}: a kink" if measured.bends else f"{place}: the slope is {told(measured.slope)}"


def _here(measured: Tangent) -> str:
    return f"{measured.by} = {number(measured.at).text}"


def shows(measured: Tangent, seen: tuple[float, float]) -> str:
    """What a person sees, on an axis that goes up and down as far as `seen`."""
    name = f"curve of {raised(measured.formula)}" if measured.formula else "curve of the function"
    point = f"at {_here(measured)} it is {told(measured.value)}"
    along = f"for {measured.by} from {short(measured.low)} to {short(measured.high)}"
    return f"The {name} {along}; {point}, and its slope {_slope(measured)}.{_leaves(measured, *seen)}"


def _leaves(measured: Tangent, low: float, high: float) -> str:
    """Where the curve leaves the picture, going to the left and to the right from the point, in a sentence; nothing where it does not."""
    xs, ys, at = measured.curve.xs, measured.curve.ys, measured.at
    inside = np.abs(xs - (measured.low + measured.high) / 2) < INSIDE * measured.reach
    gone = xs[inside & ((ys < low) | (ys > high))]
    sides = (("left", gone[gone < at].max(initial=-inf)), ("right", gone[gone > at].min(initial=inf)))
    told_ = [f"{side} of {short(float(x))}" for side, x in sides if isfinite(x)]
    return f" {listed(told_).capitalize()} the curve leaves the picture." if told_ else ""


def _slope(measured: Tangent) -> str:
    left, right = measured.sides
    if measured.bends:
        return f"jumps from {told(left)} to {told(right)}"
    return "has no value" if isnan(measured.slope) else f"is {told(measured.slope)}"


def caption(measured: Tangent, *, beneath: bool, run: float) -> str:
    """How to read it. `beneath`: the slope at every place is drawn as well; `run`: how long the steps are at whose end the rise is written, 0 for none."""
    parts = (
        _at_the_point(measured, run),
        f"Held: {listed([f'{name} = {number(value).text}' for name, value in measured.held])}." if measured.held else "",
        _beneath(measured) if beneath else "",
        *_elsewhere(measured),
    )
    return " ".join(filter(None, parts))


def _at_the_point(measured: Tangent, run: float) -> str:
    left, right = measured.sides
    here = _here(measured)
    if measured.jumps_here:
        return f"At {here} the function jumps, so no line touches it there; the slope {told(measured.slope)} is a convention."
    if measured.bends:
        return f"At {here} the curve has a kink: its slope is {told(left)} on the left and {told(right)} on the right. {_convention(measured)}"
    touches = "The straight line touches the curve at the point, and has its slope there"
    if isinf(measured.slope):
        return f"{touches}: it is upright, for the slope is infinite. {_one_sided(measured)}".strip()
    if isnan(measured.slope):
        return f"At {here} the slope has no value, so no line is drawn."
    rise = measured.slope * run
    way = f": {told(run)} to the right, {told(abs(rise))} {'up' if rise > 0 else 'down'}" if run and rise else ": it is level" if not measured.slope else ""
    return f"{touches}{way}. {_one_sided(measured)}".strip()


def _convention(measured: Tangent) -> str:
    if measured.slope in measured.sides:
        return f"The slope in use there, {told(measured.slope)}, is that of one side, by convention."
    return f"The slope in use there, {told(measured.slope)}, is a convention."


def _one_sided(measured: Tangent) -> str:
    left, right = (isfinite(one) for one in measured.sides)
    if left == right:
        return ""
    return f"{'Right' if left else 'Left'} of the point there is no slope."


def _beneath(measured: Tangent) -> str:
    formula = f", {raised(measured.slope_formula)}" if measured.slope_formula else ""
    return f"Beneath: the slope of the curve at every place{formula}."


def _elsewhere(measured: Tangent) -> list[str]:
    """What is to be known about the rest of the curve."""
    by = measured.by
    near = 1e-6 * measured.reach
    spans = [f"from {_place(low, near)} to {_place(high, near)}" for low, high in measured.without if high - low > near]
    holes = [_place(low, near) for low, high in measured.without if high - low <= near]
    jumps = [_place(one, near) for one in measured.curve.jumps if abs(one - measured.at) > near]
    kinks = [_place(one, near) for one in measured.kinks]
    return [
        f"For {by} {listed(spans, MOST_TOLD)} the function has no finite value: there is no curve." if spans else "",
        f"At {by} = {listed(holes, MOST_TOLD)} the function has no finite value: the curve has a gap." if holes else "",
        f"At {by} = {listed(jumps, MOST_TOLD)} the function jumps or has a pole, and the curve is cut." if jumps else "",
        f"At {by} = {listed(kinks, MOST_TOLD)} the curve has a kink." if kinks else "",
    ]


def _place(value: float, near: float) -> str:
    """A place on the axis, without what is but rounding."""
    return short(0.0 if abs(value) <= near else value)
