"""`draw`: the computational graph of an expression, with its values on the way forward and its gradients on the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.graph import Node, SettingError, ancestors, is_constant
from glassgrad.readers import Gradients, evaluate, parse
from glassgrad.readers import gradients as gradients_of
from glassgrad.readers.evaluate import Given, together

from ..marks import Box, Group, Line, Mark, Text
from ..measuring import width_of
from ..palette import BACKWARD, FORWARD, PAPER, SOFT, TINT
from ..picture import Picture
from .boxes import BADGE, box, size_of
from .dot import dot
from .edges import label, road
from .layout import layered
from .look import EVERYTHING, LEVELS, NAMED, GraphLook, Role, look_at
from .saying import caption, shows, title
from .wrapping import wrapped

MOST_KNOTS = 5_000
DIRECTIONS = ("right", "down")
MARGIN, HEAD, FOOT = 22.0, 46.0, 40.0
TITLE_SIZE, LEGEND_SIZE = 15.0, 11.0


def draw(
    what: Node | str | Iterable[Node],
    given: Given | None = None,
    /,
    *,
    gradients: bool | None = None,
    level: str | None = None,
    direction: str = "right",
    **values: Any,
) -> Picture:
    """The computational graph of a formula, given as a node, as text, or as several nodes: a picture that shows itself in a notebook.

    With values for its inputs (as for `evaluate`) every quantity shows its own; with `gradients` also how the output changes with it, and what comes back
    along each path where several meet. If not said, gradients are shown of a single number. `level` "named" folds the graph to quantities with a
    name and those used more than once, "everything" shows every operation; if not said, it is folded where something on the way has a name.
    It grows to the "right" or "down".
    Raises: ExpressionError for a text that is no formula; MissingValueError if only some values are given; ShapeError for gradients of an array;
    SettingError for an unknown level or direction, and for more than 5,000 boxes.

    >>> picture = draw("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0)
    >>> picture.shows
    'A computational graph from a, b and c through 2 quantities to y = −3. Of the gradients, ∂y/∂b = 2 is the sum of 2 paths.'
    """
    _check_direction(direction)
    look, chosen = _look(what, together(given, values), gradients=gradients, level=level)
    return graph_picture(look, folded=chosen != EVERYTHING, direction=direction)


def to_dot(
    what: Node | str | Iterable[Node],
    given: Given | None = None,
    /,
    *,
    gradients: bool | None = None,
    level: str | None = None,
    direction: str = "right",
    **values: Any,
) -> str:
    """The same graph in the language of Graphviz. Takes what `draw` takes, and any number of nodes.

    >>> print(to_dot("x * 2").splitlines()[-2])
      k1 -> k0 [color="#d55e00", fontcolor="#d55e00", style=dashed, constraint=false];
    """
    _check_direction(direction)
    look, _ = _look(what, together(given, values), gradients=gradients, level=level)
    return dot(look, direction=direction)


def graph_picture(look: GraphLook, *, folded: bool = True, direction: str = "right") -> Picture:
    """The picture of what is to be shown of a graph. Raises: SettingError for another direction, and for more than 5,000 boxes."""
    _check_direction(direction)
    if len(look.knots) > MOST_KNOTS:
        way_out = 'use level="named", which folds it, or draw a part of it' if not folded else "draw a part of it"
        raise SettingError(f"the graph has {len(look.knots):,} boxes, and nobody can read more than {MOST_KNOTS:,}; {way_out}, or write it as DOT")
    sizes = [size_of(knot) for knot in look.knots]
    ends = [(one.start, one.end) for one in look.roads]
    layout = wrapped(layered(sizes, ends, direction=direction), sizes, ends)
    name, legend = title(look), _legend(look)
    width = max(layout.width, width_of(name, TITLE_SIZE, bold=True), sum(one[0] for one in legend)) + 2 * MARGIN
    left, top = (width - layout.width) / 2, MARGIN + HEAD - 10
    moved = [tuple((x + left, y + top) for x, y in curve) for curve in layout.curves]
    marks: list[Mark] = [Text(x=MARGIN, y=MARGIN + TITLE_SIZE, words=name, size=TITLE_SIZE, bold=True, anchor="start")]
    marks += [road(look, one, curve, direction) for one, curve in zip(look.roads, moved, strict=True)]
    marks += [box(knot, x + left, y + top) for knot, (x, y) in zip(look.knots, layout.centres, strict=True)]
    marks += [mark for one, curve in zip(look.roads, moved, strict=True) for mark in label(look, one, curve, direction)]
    height = top + layout.height + FOOT + MARGIN / 2
    marks.append(_placed(legend, height - MARGIN))
    return Picture(max(width, 2 * BADGE), height, tuple(marks), title=name, shows=shows(look), caption=caption(look, folded=folded))


def _check_direction(direction: str) -> None:
    if direction not in DIRECTIONS:
        raise SettingError(f"direction is {direction!r:.40}; choose {' or '.join(DIRECTIONS)}")


def _look(what: Node | str | Iterable[Node], given: Mapping[Node | str, Any], *, gradients: bool | None, level: str | None) -> tuple[GraphLook, str]:
    """What is shown, and on which level."""
    if level is not None and level not in LEVELS:
        raise SettingError(f"there is no level {level!r:.40}; choose {' or '.join(LEVELS)}")
    targets = _targets(what, given)
    single = len(targets) == 1 and targets[0].shape == ()
    if gradients and len(targets) > 1:
        raise SettingError(f"{len(targets)} outputs are drawn, and gradients are of one; draw that one, or leave gradients out")
    flowing: Gradients | None = None
    if single if gradients is None else gradients:
        flowing = gradients_of(targets[0], upstream=None)
    chosen = level or (NAMED if any(node.name and node.inputs and node not in targets for node in ancestors(targets)) else EVERYTHING)
    return look_at(targets, level=chosen, values=_values(targets, flowing, given), gradients=flowing), chosen


def _targets(what: Node | str | Iterable[Node], given: Mapping[Node | str, Any]) -> list[Node]:
    if isinstance(what, str):
        return [parse(what, **{name: np.shape(value) for name, value in given.items() if isinstance(name, str)})]
    found = [what] if isinstance(what, Node) else list(what) if isinstance(what, Iterable) else []
    if not found or not all(isinstance(one, Node) for one in found):
        own = "a run and its steps draw themselves: run.draw(), run.step(1).draw()"
        raise SettingError(f"there is nothing to draw in {what!r:.60}; give a formula, a node, or several nodes ({own})")
    return found


def _values(targets: list[Node], flowing: Gradients | None, given: Mapping[Node | str, Any]) -> Mapping[Node, Any] | None:
    """All numbers, if the inputs have theirs, or need none."""
    wanted = [*targets]
    if flowing is not None:
        wanted += [*flowing.totals.values(), *(path.contribution for paths in flowing.paths.values() for path in paths)]
    if not given and any(not node.inputs and not is_constant(node) for node in ancestors(targets)):
        return None
    return evaluate(wanted, given)


def _legend(look: GraphLook) -> list[tuple[float, list[Mark]]]:
    """The entries of the legend: how wide each is, and its marks from x = 0 around y = 0."""
    entries = [_entry("forward", Line(points=((0, 0), (24, 0)), colour=FORWARD, width=1.6, arrow=True))]
    if look.target:
        entries.append(_entry(f"back: gradients of {look.target}", Line(points=((24, 0), (0, 0)), colour=BACKWARD, width=1.6, dashed=True, arrow=True)))
    if any(knot.role is Role.PARAMETER for knot in look.knots):
        entries.append(_entry("input", Box(x=0, y=-7, width=24, height=14, fill=PAPER, stroke=SOFT, radius=7)))
        entries.append(_entry("parameter", Box(x=0, y=-7, width=24, height=14, fill=TINT, stroke=SOFT)))
    if any(knot.paths for knot in look.knots):
        entries.append(_entry("several paths meet", Box(x=0, y=-7, width=24, height=14, fill=PAPER, stroke=BACKWARD, line=2.4, radius=4)))
    return entries


def _entry(words: str, sample: Mark) -> tuple[float, list[Mark]]:
    return 32 + width_of(words, LEGEND_SIZE) + 22, [sample, Text(x=32, y=4, words=words, size=LEGEND_SIZE, colour=SOFT, anchor="start")]


def _placed(entries: list[tuple[float, list[Mark]]], y: float) -> Group:
    marks: list[Mark] = []
    x = MARGIN
    for width, own in entries:
        for mark in own:
            if isinstance(mark, Line):
                marks.append(replace(mark, points=tuple((place + x, height + y) for place, height in mark.points)))
            elif not isinstance(mark, Group):
                marks.append(replace(mark, x=mark.x + x, y=mark.y + y))
        x += width
    return Group(name="legend", marks=tuple(marks))
