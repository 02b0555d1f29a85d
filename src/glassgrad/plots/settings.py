"""`PlotSettings`: everything that can be chosen about a picture of a run, in one record.

The record is at once the keywords of the kinds and the options of the command line. What is left out is for the kind to choose,
and each kind takes only what means something for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.settings import check_all, setting

from .words import listed

if TYPE_CHECKING:
    from .kind import AnyKind

OTHERS = ("", "typical", "averaged")
PLANES = ("", "path", "weights", "random")
ROWS = ("", "training", "validation")
LOG = ("", "auto", "yes", "no")


@dataclass(frozen=True, kw_only=True)
class PlotSettings:
    """What to show. Raises: SettingError for a value outside its range.

    One name or one number alone is a tuple of one.

    >>> PlotSettings(steps=(1, 10), weights="W1[0,0]").given()
    {'steps': (1, 10), 'weights': ('W1[0,0]',)}
    """

    steps: tuple[int, ...] = setting((), "the steps that are shown; 0 is before the first one", low=0, many=int, example="(1, 10)")
    weights: tuple[str, ...] = setting((), "the weights on the axes, like W1[2,0],b1[0]", many=str, example='("W1[2,0]", "b1[0]")')
    features: tuple[str, ...] = setting((), "the columns on the axes, with commas between them", many=str, example='("age", "income")')
    others: str = setting("", "what the columns do that are not on the axes: stay at typical values, or are averaged over", choices=lambda: OTHERS)
    row: int | None = setting(None, "the row that goes through the network, from 0", low=0, whole=True)
    layer: int | None = setting(None, "the layer, from 1", low=1, whole=True)
    plane: str = setting("", "the plane through weight space: along the path, two weights, or random directions", choices=lambda: PLANES)
    target: str = setting("", "the column that is looked at, of several that are predicted; the first one if not given", example="price")
    rows: str = setting("", "which rows are shown", choices=lambda: ROWS)
    points: int | None = setting(None, "how finely curves and grids are computed", low=2, below=1001, whole=True)
    log: str = setting("", "whether the axis of losses is logarithmic", choices=lambda: LOG)
    seed: int | None = setting(None, "the number from which random directions follow", low=0, below=2**63, whole=True)
    count: int | None = setting(None, "how many pictures over time", low=1, below=1001, whole=True)

    def __post_init__(self) -> None:
        for one in fields(self):
            if one.metadata["many"]:
                object.__setattr__(self, one.name, _several(getattr(self, one.name)))
        check_all(self)

    def given(self) -> dict[str, Any]:
        """What was chosen, by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}

    def of(self, kind: AnyKind) -> dict[str, Any]:
        """What was chosen, as keywords for a kind. Raises: SettingError for what the kind does not take."""
        chosen = self.given()
        foreign = [name for name in chosen if name not in kind.options]
        if foreign:
            known = listed(list(kind.options), 20) if kind.options else "nothing"
            raise SettingError(f"the kind {kind.name!r} takes no {' and no '.join(foreign)}; what it takes is {known}")
        return chosen


def _several(value: Any) -> Any:
    """A range, an array, or anything else that can be gone through, as a tuple; a word stays whole, and a whole number of NumPy is one of Python."""
    if isinstance(value, (np.ndarray, np.integer)):
        value = value.tolist()
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, (str, bytes)) else value
