"""The types of machine values: a single number, or a vector of lanes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

BITS = {"float": 32, "double": 64, "i1": 1, "i8": 8, "i32": 32, "i64": 64, "ptr": 64}


@dataclass(frozen=True, slots=True)
class Type:
    """An element and how many lanes of it; one lane is a plain number.

    >>> str(Type("float", 16)), str(Type("i64"))
    ('<16 x float>', 'i64')
    """

    element: str
    lanes: int = 1

    @property
    def is_floating(self) -> bool:
        """Whether the lanes hold numbers with fractions."""
        return self.element in ("float", "double")

    @property
    def bits(self) -> int:
        """The width of one lane."""
        return BITS[self.element]

    @property
    def bytes(self) -> int:
        """The room that one lane takes in memory."""
        return max(1, self.bits // 8)

    @property
    def suffix(self) -> str:
        """As LLVM names it in intrinsics: v16f32."""
        short = "p0" if self.element == "ptr" else f"f{self.bits}" if self.is_floating else f"i{self.bits}"
        return short if self.lanes == 1 else f"v{self.lanes}{short}"

    def of(self, element: str) -> Type:
        """As many lanes of another element."""
        return replace(self, element=element)

    @property
    def integers(self) -> Type:
        """Whole numbers of the same width, lane by lane: what the bits of a number are read as."""
        return self.of(f"i{self.bits}")

    @property
    def truths(self) -> Type:
        """One truth value per lane."""
        return self.of("i1")

    @property
    def single(self) -> Type:
        """One lane of it."""
        return replace(self, lanes=1)

    def __str__(self) -> str:
        return self.element if self.lanes == 1 else f"<{self.lanes} x {self.element}>"


FLOAT, DOUBLE, BOOL, I32, I64, POINTER = (Type(element) for element in ("float", "double", "i1", "i32", "i64", "ptr"))


def floating(dtype: np.dtype[Any], lanes: int = 1) -> Type:
    """The type that holds numbers of a NumPy type, float32 or float64."""
    return Type("float" if dtype == np.float32 else "double", lanes)
