"""Planes through weight space: along two weights, along the path of a run, or along random directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.entries import entry_named
from glassgrad.training.plan import State
from glassgrad.writing.spelled import spelled_name

from .directions import Layout, Matrix, Vector, across, principal_directions, random_directions
from .entry_names import symbol_and_typed, typed_entry


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through weight space: all weights `origin` + x·`directions[0]` + y·`directions[1]`.

    Shapes: origin (parameters,), directions (2, parameters). `labels` are those of the axes, `says` tells what the plane is, in a sentence.
    `least` is half of the width that a picture has at least, also where a path hardly moves.
    """

    layout: Layout
    origin: Vector
    directions: Matrix
    labels: tuple[str, str]
    title: str
    says: str
    least: float = 0.0

    def state(self, x: float, y: float) -> State:
        """The weights at a place of the plane, by name."""
        return self.layout.state(self.origin + x * self.directions[0] + y * self.directions[1])

    def states(self, xs: Vector, ys: Vector) -> Iterator[State]:
        """The weights at every crossing of a grid, row by row from the first y on; one after the other, since all together may be too many to hold."""
        return (self.state(x, y) for y in ys for x in xs)

    def project(self, states: Matrix) -> tuple[Matrix, Vector]:
        """The places of the plane that are nearest to these states (states, 2), and how far from it each of them lies (states,)."""
        from_origin = states - self.origin
        places = np.linalg.solve(self.directions @ self.directions.T, self.directions @ from_origin.T).T
        return np.asarray(places, dtype=np.float64), np.asarray(np.linalg.norm(from_origin - places @ self.directions, axis=1))


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a plane is chosen by: the states of all paths (states, parameters), the state it goes through and what that is called, and what was asked for.

    `runs` is how many paths there are.
    """

    layout: Layout
    states: Matrix
    through: Vector
    where: str
    weights: tuple[str, ...] = ()
    seed: int = 0
    runs: int = 1


def choose_plane(name: str, wanted: Wanted) -> Plane:
    """The plane of that name: "weights", "path" or "random"; without a name that of two weights, if they are given or there are no more, else the path's.

    Raises: SettingError for another name, for weights that are not two different entries of the network, or for a network without such a plane.
    """
    chosen = name or ("weights" if wanted.weights or wanted.layout.count == 2 else "path")
    if chosen not in PLANES:
        raise SettingError(f"plane is {name!r:.60}; choose one of {', '.join(PLANES)}")
    if wanted.weights and chosen != "weights":
        raise SettingError(f'two weights make a plane of their own: leave out plane="{chosen}", or leave out weights')
    return PLANES[chosen](wanted)


def weights_plane(wanted: Wanted) -> Plane:
    """The plane of two single weights, while the others stay. If none are named: those two that move the farthest."""
    named = [entry_named(one, wanted.layout.shapes) for one in wanted.weights or _most_moved(wanted)]  # first of all, whether there are such weights
    if len(named) != 2:
        raise SettingError(f'weights names {len(named)} of them; a plane needs two, like weights=("W1[0,0]", "b1[0]")')
    written = [typed_entry(*one) for one in named]
    places = [wanted.layout.place(*one) for one in named]
    if places[0] == places[1]:
        raise SettingError(f"weights names {written[0]} twice; a plane needs two different ones")
    directions = np.zeros((2, wanted.layout.count))
    directions[[0, 1], places] = 1.0
    origin = wanted.through.copy()
    origin[places] = 0.0
    names = [spelled_name(one) for one in written]
    others = wanted.layout.count - 2
    return Plane(
        layout=wanted.layout,
        origin=origin,
        directions=directions,
        labels=(symbol_and_typed(written[0]), symbol_and_typed(written[1])),
        title=f"The loss over {names[0]} and {names[1]}",
        says=_held(others, wanted.where),
        least=float(np.sqrt(np.mean(wanted.through**2))) / 2,
    )


def _held(others: int, where: str) -> str:
    if not others:
        return "The network has no other weights."
    return f"All other weights ({others:,}) are held where they are {where}." if others > 1 else f"The other weight is held where it is {where}."


def _most_moved(wanted: Wanted) -> tuple[str, ...]:
    if wanted.layout.count < 2:
        raise SettingError(TOO_FEW)
    return wanted.layout.most_moved(wanted.states, 2)


def path_plane(wanted: Wanted) -> Plane:
    """The plane along the two directions in which the path varies most. A straight path is completed by a random direction across it."""
    directions, shares = principal_directions(wanted.states)
    if not len(directions):
        return _without_path(wanted)
    labels = [f"{number} principal direction ({_percent(share)})" for number, share in zip(("1st", "2nd"), shares, strict=False)]
    whose, around = ("the path's", "the path") if wanted.runs == 1 else ("the paths'", "the paths")
    says = f"The plane goes through the weights {wanted.where}, along the two directions that hold most of {whose} variance: {_percent(shares.sum())} of it."
    if len(directions) == 1:
        directions = np.stack([directions[0], across(directions[0], wanted.seed)])
        labels.append("a random direction across")
        straight = "The path is a straight line" if wanted.runs == 1 else "The paths lie on one straight line"
        says = f"{straight}. The plane goes through it and the weights {wanted.where}; its other direction is a random one at right angles."
    return Plane(wanted.layout, wanted.through, directions, (labels[0], labels[1]), f"The loss around {around}", says)


def _without_path(wanted: Wanted) -> Plane:
    """The weights never moved: any plane is as good as another."""
    return weights_plane(wanted) if wanted.layout.count <= 8 else random_plane(wanted)


def random_plane(wanted: Wanted) -> Plane:
    """The plane along two random directions that are scaled like the weights."""
    directions = random_directions(wanted.layout, wanted.through, wanted.seed)
    says = f"The plane goes through the weights {wanted.where}; both directions are random (seed {wanted.seed}), each unit's part as long as its weights."
    return Plane(wanted.layout, wanted.through, directions, ("1st random direction", "2nd random direction"), "The loss in random directions", says, least=1.0)


def _percent(share: float) -> str:
    if 0 < share <= 0.0005:
        return "under 0.1%"
    return f"{share:.1%}" if 0.0005 < share < 0.0995 or 0.995 < share < 0.9995 else f"{share:.0%}"


PLANES: Mapping[str, Callable[[Wanted], Plane]] = {"weights": weights_plane, "path": path_plane, "random": random_plane}
TOO_FEW = "it has a single weight, and a surface needs two"
