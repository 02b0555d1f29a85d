"""Where paths over a loss surface begin and end: a ring and a star, each with its word, and no word lies on another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.draw.palette import INK, PAPER

from .measured.directions import Vector
from .measured.surface import PathOnPlane
from .surface_looks import PLATE

START: dict[str, Any] = {"marker": "o", "markersize": 7, "markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}
END: dict[str, Any] = {"marker": "*", "markersize": 13, "markerfacecolor": INK, "markeredgecolor": PAPER}
WORD = (40.0, 16.0)
"""Dots that a word at the end of a path takes, across and up."""
ONE_PLACE = 1e-4
"""Ends that are nearer to each other than this share of the picture are one place."""
EDGE = 0.14
"""A word this near to the edge of the axes is written towards their middle."""
ABOVE = 0.05
"""How far a word stands above its place in 3-D, as a share of the height."""


@dataclass(frozen=True, eq=False)
class PathEnd:
    """An end of a path: the word for it ("" where another word stands for it), its marker, and the places of the path seen from there (steps, axes)."""

    word: str
    mark: str
    along: Vector

    @property
    def place(self) -> Vector:
        """Where it is. Shape: (axes,)."""
        return np.asarray(self.along[0])


def ends_of(paths: Sequence[PathOnPlane], places: Callable[[PathOnPlane], Vector], width: float) -> list[PathEnd]:
    """The ends of the paths, whose `places` (steps, axes) are on axes that are so wide. A start that several share is one; of several paths the starts only.

    Where a path comes back to its start, one word stands for both ends.
    """
    walked = [places(one) for one in paths]
    starts = list({tuple(one[0].tolist()): one for one in walked}.values())
    if len(paths) != 1 or len(paths[0].steps) < 2:
        return [PathEnd("start", "start", one) for one in starts]
    (along,) = walked
    back = np.hypot(*(along[0] - along[-1])[:2]) <= ONE_PLACE * width
    return [PathEnd("start and end" if back else "start", "start", along), PathEnd("" if back else "end", "end", along[::-1])]


# ── seen from above ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def paint_ends(axes: Any, paths: Sequence[PathOnPlane]) -> None:
    """Mark and name the ends on flat axes, each word on the side where the path does not go."""
    wide = float(np.ptp(axes.get_xlim()))
    ends = ends_of(paths, lambda path: np.stack([path.xs, path.ys], axis=1), wide)
    _mark(axes, ends)
    for end, across in _told(ends, [axes.transData.transform(one.place) for one in ends]):
        # What the path does within a tenth of the picture decides: the word is about as long.
        near = np.hypot(*(end.along - end.place).T) <= wide / 10
        until = len(near) if near.all() else int(near.argmin()) + 1
        right, up = (_away(one, one[:until].mean(), limits) for one, limits in zip(end.along.T, (axes.get_xlim(), axes.get_ylim()), strict=True))
        right = across or right
        sides = {"ha": "left" if right > 0 else "right", "va": "bottom" if up > 0 else "top"}
        axes.annotate(end.word, end.place, (8 * right, 6 * up), textcoords="offset points", bbox=PLATE, zorder=5, **sides)


def _away(along: Vector, followed_by: float, limits: tuple[float, float]) -> float:
    """1 for a word after the first place, on one axis, −1 for one before it: on the other side than what follows, unless the edge is near."""
    share = (along[0] - limits[0]) / (limits[1] - limits[0])
    if not EDGE < share < 1 - EDGE:
        return 1.0 if share < 0.5 else -1.0
    return float(np.sign(along[0] - followed_by)) or 1.0


# ── in space ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def paint_ends_in_space(axes: Any, paths: Sequence[PathOnPlane], height: Callable[[Vector], Vector]) -> None:
    """Mark and name the ends on axes in 3-D that are seen from where they will be, each word above its place; `height` says how high a loss is drawn."""
    ends = ends_of(paths, lambda path: np.stack([path.xs, path.ys, height(path.losses)], axis=1), float(np.ptp(axes.get_xlim())))
    _mark(axes, ends)
    for end, across in _told(ends, [_in_dots(axes, one.place) for one in ends]):
        x, y, z = end.place
        side = "center" if not across else "left" if across > 0 else "right"
        axes.text(x, y, z + ABOVE * float(np.ptp(axes.get_zlim())), end.word, ha=side, va="bottom", bbox=PLATE, zorder=5)


def _in_dots(axes: Any, place: Vector) -> Vector:
    from mpl_toolkits.mplot3d.proj3d import proj_transform

    x, y, _ = proj_transform(*place, axes.get_proj())
    return np.asarray(axes.transData.transform((x, y)))


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mark(axes: Any, ends: Sequence[PathEnd]) -> None:
    for one in ends:
        look = START if one.mark == "start" else END
        axes.plot(*one.place[:, None], linestyle="", zorder=6, gid=one.mark, label="_", **look)


def _told(ends: Sequence[PathEnd], seen: Sequence[Vector]) -> Iterator[tuple[PathEnd, float]]:
    """The ends with a word, and on which side it stands of an other one that is near: 1 right, −1 left, 0 where none is. Of like words that are near, one."""
    for place, (end, here) in enumerate(zip(ends, seen, strict=True)):
        near = [other for other, there in enumerate(seen) if other != place and ends[other].word and (np.abs(here - there) < WORD).all()]
        if not end.word or any(other < place and ends[other].word == end.word for other in near):
            continue
        others = [other for other in near if ends[other].word != end.word]
        yield end, (1.0 if (here[0], place) >= (seen[others[0]][0], others[0]) else -1.0) if others else 0.0
