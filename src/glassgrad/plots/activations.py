"""Activation functions at work: the curve and its slope, and beneath it where the sums of a layer really fall."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import BACKWARD, FORWARD, LINE, SOFT, TINT
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.plan import Plan

from .curve_parts.number_axis import tick_words
from .figures import in_style, say
from .kind import Kind, without_data
from .measured.activation_sums import ActivationSums
from .measured.activations import layer_sums
from .stacks import given_axes, inches_of, new_stacks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHTS = 3.5, (2.3, 1.5)
"""Inches of one pair of panels."""
LETTERS, LETTERS_OF_TITLE, SLACK = 17.0, 13.5, 6
"""Letters to an inch of a line over a panel; a line may be so many longer than half of the words."""
MOST_DOTS = 1500
FEW = 3
"""Panels that are each told in full to those who do not see them."""
CURVES = "Above: what the function makes of a weighted sum z (solid), and its slope there (dashed), by which a gradient is multiplied on its way back."
DOTS = "Softmax has no curve: each dot is a sum and what becomes of it, which depends on the other sums of its row."
BARS = "Below, on the same axis: where the sums really fall"


def activations(run: Run, *, layer: int | None = None, steps: tuple[int, ...] = (), rows: str = "training", axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Paint each layer's activation function with its slope, and beneath it a histogram of the layer's weighted sums over the rows.

    Two panels for each layer (curve, histogram), in pairs; without `layer`, those with an activation function. With the best weights, or after each of `steps`.
    Raises: SettingError for a layer, step, or rows that are not there, or where `axes` are not two for each panel.

    >>> from glassgrad.training import train
    >>> pair = activations(train("moons", hidden=(4,), epochs=2, seed=0))
    >>> [len(pair), pair[1].get_xlabel()]
    [2, 'weighted sum z']
    """
    KIND.check(run.plan)
    measured = layer_sums(run, layer=layer, steps=steps, rows=rows)
    pairs = _pairs(len(measured.panels), axes)
    paint_activations(pairs, measured.panels, whose=measured.whose, note=measured.note)
    return [one for pair in pairs for one in pair]


def paint_activations(pairs: Sequence[tuple[Axes, Axes]], panels: Sequence[ActivationSums], *, whose: str = "", note: str = "") -> None:
    """Paint every panel on its pair of axes, and say once what all of them show."""
    for place, (pair, panel) in enumerate(zip(pairs, panels, strict=True)):
        _paint(pair, panel, keyed=not place)
    told = "; ".join(_tell(panel) if len(panels) <= FEW else f"{panel.title or panel.activation}: {panel.says}" for panel in panels)
    title = f"Activation functions at work{', ' + whose if whose else ''}"
    say(
        [pairs[0][0]],
        title=title,
        shows=f"{title}. {told[0].upper()}{told[1:]}.",
        caption=" ".join(part for part in (*_reading(panels, whose), *_cautions(panels), note) if part),
    )


def paint_activation(axes: Sequence[Axes], measured: ActivationSums) -> None:
    """Paint one activation function on the first of two axes, and the histogram of the sums on the second, which shares the x axis."""
    above, below = axes
    paint_activations([(above, below)], [measured])


# ── one pair of panels ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@in_style
def _paint(pair: tuple[Axes, Axes], measured: ActivationSums, *, keyed: bool) -> None:
    above, below = pair
    name = measured.title or measured.activation
    for one, place in zip(pair, ("above", "below"), strict=True):
        _shade_flat(one, measured, gid=f"flat region {place} of {name}")
        one.axvline(0, color=LINE, linewidth=0.8, zorder=1)
    above.axhline(0, color=LINE, linewidth=0.8, zorder=1)
    _paint_dots(above, measured, name) if measured.mixes else _paint_curves(above, measured, name)
    above.set_title(_lines(name, above, LETTERS_OF_TITLE))
    above.tick_params(labelbottom=False)
    if keyed:
        above.legend(loc="upper left", borderaxespad=0.2, handlelength=1.8)
    _paint_histogram(below, measured, name)
    for one in pair:
        one.set_xlim(*measured.window)


def _paint_curves(axes: Axes, measured: ActivationSums, name: str) -> None:
    values, slopes = measured.curve
    axes.plot(measured.at, values, color=FORWARD, label="value a", gid=f"curve of {name}")
    axes.plot(measured.at, slopes, color=BACKWARD, linestyle="--", label="slope da/dz", gid=f"slope of {name}")
    axes.set_ylim(*measured.heights_shown)


def _paint_dots(axes: Axes, measured: ActivationSums, name: str) -> None:
    """Each sum and what becomes of it, which is not decided by the sum alone."""
    chosen = np.linspace(0, measured.sums.size - 1, min(MOST_DOTS, measured.sums.size)).astype(np.intp)
    sums, answers = (np.ravel(one)[chosen] for one in (measured.sums, measured.answers))
    axes.scatter(sums, answers, s=6, color=FORWARD, alpha=0.5, linewidths=0, label="value a", gid=f"dots of {name}")


def _shade_flat(axes: Axes, measured: ActivationSums, gid: str) -> None:
    flat = measured.is_flat(measured.at)
    if flat.any() and not measured.mixes:
        axes.fill_between(measured.at, 0, 1, where=flat.tolist(), transform=axes.get_xaxis_transform(), color=TINT, linewidth=0, zorder=0, gid=gid)


def _paint_histogram(axes: Axes, measured: ActivationSums, name: str) -> None:
    steep, flat = measured.heights
    axes.stairs(np.where(steep > 0, steep, np.nan), measured.edges, fill=True, color=FORWARD, gid=f"sums with a slope of {name}")
    if flat.any():
        # Bins without such sums are left out: an outline of no height would still be seen.
        on_top: dict[str, Any] = {"baseline": steep, "facecolor": LINE, "edgecolor": SOFT, "linewidth": 0.4, "hatch": "////"}
        axes.stairs(np.where(flat > 0, steep + flat, np.nan), measured.edges, fill=True, gid=f"flat sums of {name}", **on_top)
    axes.set_ylim(0, 1.06 * float((steep + flat).max()))
    axes.set_xlabel("weighted sum z")
    axes.set_ylabel("% of sums")
    words = _lines(measured.says[0].upper() + measured.says[1:], axes, LETTERS)
    axes.set_title(words, color=SOFT, fontsize="medium", fontweight="normal", pad=6)


def _lines(words: str, axes: Axes, letters: float) -> str:
    """The words on as few lines as the width of the axes lets them, of about the same length."""
    most = max(20, int(letters * inches_of(axes)[0]))
    lines = -(-len(words) // most)
    return words if lines == 1 else "\n".join(wrap(words, max(20, len(words) // lines + SLACK)))


# ── the axes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pairs(count: int, axes: Sequence[Axes] | None) -> list[tuple[Axes, Axes]]:
    """The axes given, or new ones, two by two."""
    if axes is not None:
        found = given_axes(axes, 2 * count)
        return list(zip(found[::2], found[1::2], strict=True))
    pairs = [(above, below) for above, below in new_stacks(count, width=WIDTH, heights=HEIGHTS)]
    for above, below in pairs:
        above.sharex(below)
    return pairs


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tell(measured: ActivationSums) -> str:
    low, high = (tick_words(float(f"{end:.3g}")) for end in (measured.finite.min(), measured.finite.max()))
    name = measured.title or measured.activation
    asleep = f"; {measured.says_asleep}" if measured.says_asleep else ""
    return f"{name}: {say_count(measured.finite.size, 'sum')} from {low} to {high}, {measured.says}{asleep}"


def _reading(panels: Sequence[ActivationSums], whose: str) -> list[str]:
    """How to read the panels that there are."""
    flat = any(not panel.mixes and panel.share for panel in panels)
    bars = f"{BARS} {whose}".rstrip()
    return [
        CURVES if any(not panel.mixes for panel in panels) else "",
        DOTS if any(panel.mixes for panel in panels) else "",
        f"{bars}; hatched where the function is flat, so that hardly any gradient, or none, comes back." if flat else f"{bars}.",
    ]


def _cautions(panels: Sequence[ActivationSums]) -> list[str]:
    asleep = [f"In {panel.title or panel.activation}, {panel.says_asleep}." for panel in panels if panel.says_asleep]
    outside = sum(panel.outside for panel in panels)
    beyond = f"{say_count(outside, 'sum')} far out {'is' if outside == 1 else 'are'} counted in the outermost bars." if outside else ""
    return [*asleep, beyond]


def _why_not(plan: Plan) -> str:
    return without_data(plan, "so there are no rows to look at")


KIND = Kind(name="activations", says="each layer's activation function, its slope, and where the layer's sums really fall", paint=activations, fits=_why_not)
