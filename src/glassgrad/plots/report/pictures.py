"""The pictures of a report, each where it belongs; where one cannot be drawn, the reason stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from glassgrad.data.words import counted, quoted
from glassgrad.draw.picture import Picture
from glassgrad.explain.blocks import Aside, Block, Figure, Heading
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.training import Run

from ..contents import kind_named
from ..figures import said
from ..measured.one_target import all_of
from ..saving import svg

MOST_TARGETS = 3
"""Targets that are shown, of several that are learnt at once."""


def going(run: Run) -> Iterator[Block]:
    """How training went."""
    yield Heading(("How training went",))
    yield from shown(run, "curves")
    yield from shown(run, "gradients")


def network(run: Run) -> Iterator[Block]:
    """The network, with a row going through it."""
    yield Heading(("The network",))
    judging = run.plan.split.validation if len(run.plan.split.validation) else run.plan.split.training
    yield figure(run.draw(row=int(judging[0])))
    yield from shown(run, "activations")


def judgement(run: Run) -> Iterator[Block]:
    """How good it is: by its classes, or by the numbers it predicts; and what it says between the rows."""
    yield Heading(("How good it is",))
    targets = all_of(run.plan)
    for one in targets[:MOST_TARGETS]:
        chosen = {"target": one.name} if one.of_several else {}
        if one.of_several:
            yield Heading((quoted(one.name),), level=3)
        for name in ("confusion", "calibration") if one.classes else ("residuals",):
            yield from shown(run, name, **chosen)
        yield from shown(run, "boundary", **chosen)
    if len(targets) > MOST_TARGETS:
        more = counted(len(targets) - MOST_TARGETS, "more target")
        yield Aside((f"There {'is' if len(targets) == MOST_TARGETS + 1 else 'are'} {more}; the command glassgrad plot draws each with --target.",))


def surface(run: Run) -> Iterator[Block]:
    """The loss around the path of the run."""
    yield Heading(("The loss, and the way through it",))
    yield from shown(run, "contours")
    yield from shown(run, "slice")


def shown(run: Run, name: str, **options: Any) -> Iterator[Block]:
    """A picture of that kind; nothing of a kind that does not fit the run; the reason where it cannot be drawn."""
    kind = kind_named(name)
    if kind.fits(run.plan):
        return
    try:
        painted = kind.paint(run, **options)
    except (SettingError, NonFiniteError) as reason:
        yield Aside((f"There is no picture of the {name} here: {reason}.",))
        return
    yield figure(painted)


def figure(painted: Any) -> Figure:
    """A picture as a block of a story, its caption beneath."""
    if isinstance(painted, Picture):
        return Figure(painted.svg(), painted.shows, (painted.caption,))
    words = said(painted)
    return Figure(svg(painted), words.shows, (words.caption,))
