"""`Ground`: rows of a table and how they are prepared, all that a picture must know to ask anything that predicts: a network, or another model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from glassgrad.data import Preparation, Prepared, Split, Table
from glassgrad.training.plan import Array

Answer = Callable[[Array], Array]
"""What is predicted for prepared rows (rows, features): the probabilities (rows, classes), or numbers (rows,) in the target's own units."""


class Seeded(Protocol):
    """Settings from whose seed all randomness follows."""

    @property
    def seed(self) -> int:
        """A whole number of at least 0."""


class Ground(Protocol):
    """A table, how its rows are prepared, and which of them teach. The plan of a run is one."""

    @property
    def data(self) -> Table:
        """The table."""

    @property
    def preparation(self) -> Preparation:
        """What is done to its columns."""

    @property
    def prepared(self) -> Prepared:
        """The inputs of all its rows."""

    @property
    def split(self) -> Split:
        """The numbers of the rows that teach, and of those held out."""

    @property
    def settings(self) -> Seeded:
        """Where the seed stands."""
