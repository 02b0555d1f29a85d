"""Generated tables of two features and two classes, for seeing what a network can bend itself around."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from glassgrad.graph import SettingError

from .random_streams import random_stream
from .table import Column, FloatArray, Table
from .words import did_you_mean

Places = tuple[FloatArray, FloatArray]


def toy_table(name: str, *, rows: int = 200, noise: float = 0.1, seed: int = 0) -> Table:
    """Points in the plane: columns x1, x2 and class, half of the rows in each class.

    `name`: moons (two interleaved half circles), circles (one inside the other), spirals (two arms), xor (two pairs of opposite corners).
    Units: `noise` is the deviation of the normal noise added to each coordinate; coordinates are rounded to 6 decimals, so every machine has the same.
    Raises: SettingError for an unknown name, fewer than 2 rows, or negative noise.

    >>> toy_table("xor", rows=4, noise=0.0)["class"].values.tolist()
    ['same', 'same', 'different', 'different']
    """
    if name not in TOYS:
        raise SettingError(f"there is no generated data set {name!r}; there are {', '.join(TOYS)}.{did_you_mean(str(name), list(TOYS))}")
    if isinstance(rows, bool) or not isinstance(rows, int) or not 2 <= rows <= 10_000_000:
        raise SettingError(f"rows must be a whole number from 2 to 10,000,000, not {rows!r}")
    if not 0 <= noise < 1e6:
        raise SettingError(f"noise must be a number from 0 to 1,000,000, not {noise!r}")
    shape, words = TOYS[name]
    sizes = (rows - rows // 2, rows // 2)
    places = np.concatenate([np.stack(shape(which, size, seed), axis=1) for which, size in enumerate(sizes)])
    places = np.round(places + noise * random_stream(seed, f"noise of {name}").normal(places.shape), 6)
    classes = np.repeat(np.array(words, dtype=object), sizes)
    columns = (Column("x1", "number", places[:, 0]), Column("x2", "number", places[:, 1]), Column("class", "category", classes))
    return Table(columns, f"the generated data set {name}")


def _evenly(size: int, low: float, high: float) -> FloatArray:
    return np.linspace(low, high, size)


def _moon(which: int, size: int, _seed: int) -> Places:
    angle = _evenly(size, 0.0, np.pi)
    return (np.cos(angle), np.sin(angle)) if which == 0 else (1.0 - np.cos(angle), 0.5 - np.sin(angle))


def _circle(which: int, size: int, _seed: int) -> Places:
    angle = np.arange(size) * (2.0 * np.pi / size)
    radius = (1.0, 0.5)[which]
    return radius * np.cos(angle), radius * np.sin(angle)


def _spiral(which: int, size: int, _seed: int) -> Places:
    turn = np.sqrt(_evenly(size, 0.02, 1.0))  # the root spaces the points evenly along the arm
    angle = 3.0 * np.pi * turn + which * np.pi
    return 2.0 * turn * np.cos(angle), 2.0 * turn * np.sin(angle)


def _corner(which: int, size: int, seed: int) -> Places:
    x1: npt.NDArray[np.float64] = random_stream(seed, f"corners {which}").uniform((size,), 0.0, 1.0)
    x2: npt.NDArray[np.float64] = random_stream(seed, f"heights {which}").uniform((size,), 0.0, 1.0)
    side = np.where(np.arange(size) % 2 == 0, 1.0, -1.0)
    return side * x1, side * x2 * (1.0, -1.0)[which]


# name: (places of the first or second class, the words of the two classes)
TOYS: dict[str, tuple[Callable[[int, int, int], Places], tuple[str, str]]] = {
    "moons": (_moon, ("upper", "lower")),
    "circles": (_circle, ("outer", "inner")),
    "spirals": (_spiral, ("first", "second")),
    "xor": (_corner, ("same", "different")),
}
