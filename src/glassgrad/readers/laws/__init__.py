"""The laws by which `simplify` rewrites one operation: what the pages state in their `algebra`, put to use."""

from .exact import EXACT
from .numbers import NUMBERS
from .signs import SIGNS
from .workbench import Law, Workbench, likeness, share, simplest

ALL = (*EXACT, *NUMBERS, *SIGNS)
"""The laws of mathematics, where there is no rounding and no infinity; `EXACT` are those that leave every bit as it is."""

__all__ = ["ALL", "EXACT", "Law", "Workbench", "likeness", "share", "simplest"]
