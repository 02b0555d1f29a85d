"""Parameters live in a plain dict of arrays; here it is checked that such a dict fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Shape, ShapeError, say_shape


class Shaped(Protocol):
    """Anything with a name and a shape: a plan for a parameter, or the leaf that stands for it."""

    @property
    def name(self) -> str:
        """As in W1."""

    @property
    def shape(self) -> Shape:
        """As in (4, 16)."""


def fitting(wanted: Iterable[Shaped], given: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """The wanted parameters out of `given`, as arrays; whatever else is in it is let pass.

    Raises: ShapeError listing all that are missing or have another shape.
    """
    parameters = list(wanted)
    wrong = [_mismatch(one, given) for one in parameters]
    if any(wrong):
        raise ShapeError(f"these parameters do not fit the network: {'; '.join(filter(None, wrong))}")
    return {one.name: np.asarray(given[one.name]) for one in parameters}


def _mismatch(wanted: Shaped, given: Mapping[str, Any]) -> str:
    if wanted.name not in given:
        return f"{wanted.name} ({say_shape(wanted.shape)}) is missing"
    have = np.shape(given[wanted.name])
    return "" if have == wanted.shape else f"{wanted.name} is {say_shape(have)} instead of {say_shape(wanted.shape)}"
