"""The size of the gradient in each layer over the steps of a run: whether it vanishes or explodes on its way back to the first layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import LINE, PAPER, class_colour, class_marker
from glassgrad.graph import unknown_name
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.plan import Array

from .curve_parts.number_axis import tick_words
from .curve_parts.placing import moved_apart
from .figures import in_style, new_axes, say
from .kind import Kind, needs_its_steps
from .measured.gradients import GradientSizes, gradient_sizes
from .measured.which_layers import thinned
from .settings import LOG
from .stacks import inches_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOGARITHMIC_FROM = 30.0
"""Sizes that differ by more than this factor are drawn on a logarithmic axis."""
FARTHEST = 150.0
"""Sizes beyond 10⁻¹⁵⁰ and 10¹⁵⁰ are drawn there, so that the arithmetic of the axis stays finite."""
MARK: dict[str, Any] = {"markersize": 6, "markeredgecolor": PAPER, "markeredgewidth": 0.4}
DASHES = ("-", "--", "-.", ":")
LETTERS = 10.0
"""Points: the size of the letters of a plot."""
LETTER_HEIGHT = 0.17
"""Inches from one name at the end of a line to the next."""
FEW = 15
"""So many steps have a mark on the line, at most."""
MEASURE = "is a layer: the root mean square of ∂L/∂w over its weights w, on the batch of the step, so that layers of different sizes can be compared."
OF_SUMS = "The doctor follows ∂L/∂z instead, the gradient of the weighted sums; that of a weight also depends on what comes into its layer."
PACE = "Under plain gradient descent a layer far below the others hardly learns; adam and its like make up for some of that."


def gradients(run: Run, *, log: str = "auto", axes: Axes | None = None) -> Axes:
    """Paint the size of the gradient of each layer's weights over the steps of the run, a line for each layer.

    The size is the root mean square over the weights of a layer, √(mean of (∂L/∂w)²). `log`: "auto", "yes" or "no".
    Raises: SettingError for a run that has made no step.

    >>> from glassgrad.training import train
    >>> gradients(train("moons", hidden=(4,), epochs=2, seed=0)).get_xlabel()
    'step'
    """
    KIND.check(run.plan)
    if log not in LOG:
        raise unknown_name("axis", log, [one for one in LOG if one])
    drawn: Axes = new_axes(axes)
    paint_gradients(drawn, gradient_sizes(run), log=log)
    return drawn


@in_style
def paint_gradients(axes: Axes, measured: GradientSizes, *, log: str = "auto") -> None:
    """Paint the sizes of the gradients, one line for each layer, its name at the line's end."""
    logarithmic = bool(measured.sizes.any()) and (log == "yes" or (log != "no" and measured.spans > LOGARITHMIC_FROM))
    _set_steps(axes, measured)
    floor = _set_sizes(axes, measured, logarithmic=logarithmic)
    heights = np.where(measured.sizes > 0, np.clip(measured.sizes, 10**-FARTHEST, 10**FARTHEST), floor)
    marked = thinned(range(len(measured.steps)), FEW)
    for place, (name, line) in enumerate(zip(measured.names, heights, strict=True)):
        look: dict[str, Any] = {"color": class_colour(place), "linestyle": DASHES[place % len(DASHES)], "marker": class_marker(place), **MARK}
        axes.plot(measured.steps, line, linewidth=1.5, markevery=marked, gid=f"gradient of {name}", **look)
    _name_ends(axes, measured, heights[:, -1])
    axes.set_title("How large the gradient is in each layer")
    axes.set_xlabel("step")
    axes.set_ylabel("gradient of a weight (root mean square)")
    _say(axes, measured, logarithmic=logarithmic)


def _set_steps(axes: Axes, measured: GradientSizes) -> None:
    """The horizontal axis: the steps, and at its end room for the names."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    first, last = int(measured.steps[0]), int(measured.steps[-1])
    span = float(last - first)
    share = min(0.4, (max(width_of(name, LETTERS) for name in measured.names) / 72 + 0.15) / inches_of(axes)[0])
    axes.set_xlim(*((first - 0.03 * span, last + span * share / (1 - share)) if span else (first - 0.5, last + 0.5)))
    ticks = MaxNLocator(integer=True, nbins=7).tick_values(first, last) if span else [float(first)]
    axes.xaxis.set_major_locator(FixedLocator([one for one in ticks if first <= one <= last]))


def _set_sizes(axes: Axes, measured: GradientSizes, *, logarithmic: bool) -> float:
    """The vertical axis. Gives the height at which a gradient of 0 is drawn: on a logarithmic axis, a line of its own beneath all others."""
    some = measured.sizes[measured.sizes > 0]
    if not logarithmic:
        highest = float(some.max()) if len(some) else 1.0
        axes.set_ylim(-0.03 * highest, 1.06 * highest)
        return 0.0
    low, high = (float(np.clip(np.log10(end), -FARTHEST, FARTHEST)) for end in (some.min(), some.max()))
    margin = 0.06 * (high - low) + 0.1
    floor = low - 2 * margin - 0.3 if measured.zeros.any() else low
    axes.set_yscale("log")
    axes.set_ylim(10 ** (floor - margin), 10 ** (high + margin))
    if measured.zeros.any():
        axes.axhline(10**floor, color=LINE, linewidth=1.2, linestyle=(0, (2, 2)), zorder=1, gid="no gradient")
        axes.text(0.0, 10**floor, "0 ", transform=axes.get_yaxis_transform(), ha="right", va="center", fontsize="small")
        _hide_ticks_below(axes, 10**low / 1.01)
    return float(10**floor)


def _hide_ticks_below(axes: Axes, low: float) -> None:
    """Beneath the smallest size there is the line for 0 alone: no power of ten belongs there."""
    from matplotlib.ticker import FixedLocator, NullLocator

    bottom, top = axes.get_ylim()
    axes.yaxis.set_major_locator(FixedLocator([one for one in axes.yaxis.get_major_locator().tick_values(bottom, top) if low <= one <= top]))
    axes.yaxis.set_minor_locator(NullLocator())


def _name_ends(axes: Axes, measured: GradientSizes, ends: Array) -> None:
    """The name of each layer beside the end of its line, with a thin line to it."""
    bottom, top = axes.get_ylim()
    low, high, at = (np.log10(one) if axes.get_yscale() == "log" else np.asarray(one) for one in (bottom, top, ends))
    wanted = ((at - low) / (high - low)).tolist()
    left, right = axes.get_xlim()
    beside = (float(measured.steps[-1]) - left) / (right - left) + 0.12 / inches_of(axes)[0]
    gap = LETTER_HEIGHT / inches_of(axes)[1]
    for place, (name, height, end) in enumerate(zip(measured.names, moved_apart(wanted, gap, gap / 2, 1 - gap / 2), ends, strict=True)):
        axes.annotate(
            name,
            xy=(float(measured.steps[-1]), float(end)),
            xytext=(beside, height),
            textcoords="axes fraction",
            va="center",
            gid=f"name of {name}",
            arrowprops={"arrowstyle": "-", "color": class_colour(place), "linewidth": 1.0, "shrinkA": 0, "shrinkB": 3, "relpos": (0.0, 0.5)},
        )


def _say(axes: Axes, measured: GradientSizes, *, logarithmic: bool) -> None:
    steps = say_count(len(measured.steps), "step")
    span = f"step {measured.steps[0]:,}" if len(measured.steps) == 1 else f"{steps} from {measured.steps[0]:,} to {measured.steps[-1]:,}"
    sizes = [f"{name} {_sized(first)} to {_sized(last)}" if len(measured.steps) > 1 else f"{name} {_sized(first)}"
             for name, first, last in zip(measured.names, measured.sizes[:, 0], measured.sizes[:, -1], strict=True)]  # fmt: skip
    said = f"The size of the gradient of each layer's weights at {span}: {', '.join(sizes)}. {measured.says}"
    caption = [
        "Each line" if len(measured.steps) > 1 else "Each mark",
        MEASURE,
        PACE if len(measured.names) > 1 else "",
        OF_SUMS if len(measured.names) > 1 else "",
        "The vertical axis is logarithmic." if logarithmic else "",
        measured.says,
        _tell_zeros(measured),
        measured.note,
    ]
    say(axes, title="How large the gradient is in each layer", shows=said.strip(), caption=" ".join(filter(None, caption)))


def _tell_zeros(measured: GradientSizes) -> str:
    total = say_count(len(measured.steps), "step")
    often = ["all" if count == len(measured.steps) else f"{count:,} of" for count in measured.zeros]
    zeros = [f"{name} at {how} {total}" for name, how, count in zip(measured.names, often, measured.zeros, strict=True) if count]
    return f"On the line marked 0 there is no gradient at all: {', '.join(zeros)}." if zeros else ""


def _sized(size: float) -> str:
    return tick_words(float(f"{size:.2g}"))


KIND = Kind(name="gradients", says="how large the gradient is in each layer, over the steps", paint=gradients, fits=needs_its_steps)
