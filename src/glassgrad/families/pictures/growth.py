"""What each family keeps of half of the rows, and of all of them: lines that stay flat, and lines that grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from glassgrad.data.words import counted
from glassgrad.draw.palette import INK, PAPER, blended, class_colour, class_marker
from glassgrad.plots.curve_parts.line_ends import LineEnd, name_lines
from glassgrad.plots.figures import figure_of, in_style, new_axes, say
from glassgrad.plots.stacks import given_axes
from glassgrad.writing.plain import listed

from ..comparison import Comparison
from ..family import Sort
from ..quantities import size, two_digits
from .kind import FamilyPicture, with_results
from .layout import log_ticks, place_beneath
from .measured.growth import Growth, KeptLine, growth_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "What the families keep"
WIDTH, LOWEST, EACH, SPARE = 9.2, 2.4, 0.18, 1.3
"""Inches: the picture's width; the height of the panels, at least and for each family; and what titles, axes and key need."""
SORTS = tuple(Sort)
ROOM = 1.25
"""How far the upright axis goes beyond what is kept, as a factor."""
BESIDE = 0.12
"""How much of the width there is beside the two places of the rows."""


def growth(seen: Comparison, *, axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Paint what each family keeps of half of the training rows and of all, as things on the first panel and as bytes on the second, both logarithmic.

    Raises: SettingError for a comparison without results, or where `axes` are not two.

    >>> from glassgrad.families.comparing import compare
    >>> painted = growth(compare("iris", families=("logistic_regression", "nearest_neighbours"), folds=3))
    >>> [one.get_title(loc="left") for one in painted]
    ['Things kept', 'Bytes they take']
    """
    GROWTH.check(seen)
    measured = growth_of(seen)
    height = max(LOWEST, EACH * len(measured.things)) + SPARE
    panels: list[Axes] = given_axes(axes, 2) if axes is not None else new_axes(size=(WIDTH, height), columns=2)
    paint_growth(panels, measured)
    return panels


@in_style
def paint_growth(panels: Sequence[Axes], measured: Growth) -> None:
    """Paint a line for each family on both panels, in the colour and with the marker of its sort."""
    things, sizes = panels
    _paint_panel(things, measured, measured.things, "things", "things (weights, nodes, rows, …)")
    _paint_panel(sizes, measured, measured.bytes, "bytes", "bytes")
    things.set_title("Things kept")
    sizes.set_title("Bytes they take")
    _add_key(things, measured)
    figure_of(panels).draw_without_rendering()  # so that the names know where the lines end
    for axes, lines, what in ((things, measured.things, "things"), (sizes, measured.bytes, "bytes")):
        name_lines(axes, [LineEnd(f"{what} of {one.title}", measured.all, one.after, _words(one), _colour(one.sort)) for one in lines])
    say(panels, title=TITLE, shows=_shows(measured), caption=_caption(measured))


def _paint_panel(axes: Axes, measured: Growth, lines: Sequence[KeptLine], what: str, label: str) -> None:
    from matplotlib.ticker import FuncFormatter, NullLocator

    half, every = measured.half, measured.all
    axes.set(xscale="log", yscale="log")
    for one in lines:
        colour = _colour(one.sort)
        drawn = axes.plot(
            [half, every], [one.before, one.after], color=colour, linewidth=1.2 if one.flat else 2.2, marker=_marker(one.sort), markersize=6,
            markerfacecolor=PAPER if one.flat else colour, markeredgecolor=colour,
        )  # fmt: skip
        drawn[0].set_gid(f"{what} of {one.title}")
    beyond = (every / half) ** BESIDE
    axes.set(xlim=(half / beyond, every * beyond), ylim=(min(one.before for one in lines) / ROOM, max(one.after for one in lines) * ROOM))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks([half, every], [f"{half:,}", f"{every:,}"])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: size(round(value)).text.replace(".0 ", " ") if what == "bytes" else f"{value:,.0f}"))
    log_ticks(axes.yaxis, *axes.get_ylim())
    axes.set(xlabel="training rows", ylabel=label)


def _colour(sort: Sort) -> str:
    return class_colour(SORTS.index(sort))


def _marker(sort: Sort) -> str:
    return class_marker(SORTS.index(sort))


def _words(one: KeptLine) -> str:
    """The name at the end of a line, with what becomes of it."""
    return f"{one.title}  {_change(one)}"


def _change(one: KeptLine) -> str:
    """As much as before, nearly so, or so many times as much.

    >>> _change(KeptLine("a", Sort.TREES, 10, 10)), _change(KeptLine("a", Sort.TREES, 10, 19))
    ('=', '×1.9')
    >>> _change(KeptLine("a", Sort.TREES, 100, 102))
    '×1.02'
    >>> _change(KeptLine("a", Sort.TREES, 5_837, 5_841))
    '≈'
    """
    if one.flat:
        return "=" if one.stays else "≈"
    plain = two_digits(one.factor)
    return f"×{plain if plain != '1.0' else f'{one.factor:.2f}'}"


def _add_key(axes: Axes, measured: Growth) -> None:
    from matplotlib.lines import Line2D

    met = [one for one in SORTS if any(line.sort is one for line in measured.things)]
    handles: list[Any] = [Line2D([], [], color=_colour(one), marker=_marker(one), linewidth=2.0, markersize=6, label=one.value) for one in met]
    pale = blended(INK, 0.7)
    if any(one.flat for one in (*measured.things, *measured.bytes)):
        handles += [Line2D([], [], color=pale, linewidth=1.2, marker="o", markerfacecolor=PAPER, markersize=6, label="stays the same")]
    axes.legend(handles=handles, ncols=3, columnspacing=1.4, **place_beneath(axes, left=True)).set_gid("key")


def _shows(measured: Growth) -> str:
    stays, grows = ([one for one in measured.things if one.stays is kept] for kept in (True, False))
    rows = f"of {measured.half:,} and of {measured.all:,} rows"
    parts = [
        f"{counted(len(measured.things), 'family', 'families')}, what they keep {rows}.",
        f"The same number of things: {listed([f'{one.title} ({one.after:,})' for one in stays])}." if stays else "None keeps the same number.",
        f"Another number: {listed([f'{one.title} ({one.before:,} → {one.after:,})' for one in grows])}." if grows else "None keeps more.",
        _sizes(measured.bytes),
    ]
    return " ".join(parts)


def _sizes(lines: Sequence[KeptLine]) -> str:
    """Which take least and most bytes."""
    least, most = min(lines, key=lambda one: one.after), max(lines, key=lambda one: one.after)
    if least is most:
        return f"It takes {size(least.after).text}."
    return f"They take from {size(least.after).text} ({least.title}) to {size(most.after).text} ({most.title})."


def _nearly(measured: Growth) -> bool:
    return any(one.flat and not one.stays for one in (*measured.things, *measured.bytes))


def _caption(measured: Growth) -> str:
    return (
        f"Each line: what a family keeps of {measured.half:,} training rows (left) and of {measured.all:,} (right); behind its name, how many times as much. "
        f"A thin line with hollow marks: as much of both{', ≈ to a hundredth' if _nearly(measured) else ''}. A thick one: it changes with the rows. "
        "Left, things of all sorts together: weights, nodes of trees, rows, support vectors; right, the bytes that their numbers take. "
        "Both axes are logarithmic, so twice as many is the same step everywhere."
    )


GROWTH = FamilyPicture(name="growth", says="what each family keeps of half of the rows and of all: what stays, and what grows", paint=growth, fits=with_results)
