"""Stand-ins for arrays: what is done with one is written down by the tracer that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glassgrad.graph import Shape

from .arrays import View

if TYPE_CHECKING:
    from .tracing import Tracer


@dataclass(frozen=True, eq=False, slots=True)
class Stand:
    """A stand-in for an array: what is done with it is written down by the tracer."""

    tracer: Tracer
    view: View

    @property
    def shape(self) -> Shape:
        """Its shape."""
        return self.view.shape

    def __add__(self, other: Any) -> Stand:
        return self.tracer.map("add", self, other)

    def __radd__(self, other: Any) -> Stand:
        return self.tracer.map("add", other, self)

    def __sub__(self, other: Any) -> Stand:
        return self.tracer.map("subtract", self, other)

    def __rsub__(self, other: Any) -> Stand:
        return self.tracer.map("subtract", other, self)

    def __mul__(self, other: Any) -> Stand:
        return self.tracer.map("multiply", self, other)

    def __rmul__(self, other: Any) -> Stand:
        return self.tracer.map("multiply", other, self)

    def __truediv__(self, other: Any) -> Stand:
        return self.tracer.map("divide", self, other)

    def __rtruediv__(self, other: Any) -> Stand:
        return self.tracer.map("divide", other, self)

    def __pow__(self, other: Any) -> Stand:
        return self.tracer.power(self, other)

    def __rpow__(self, other: Any) -> Stand:
        return self.tracer.power(other, self)

    def __neg__(self) -> Stand:
        return self.tracer.map("negate", self)

    def __lt__(self, other: Any) -> Condition:
        return Condition("less", self, other)

    def __le__(self, other: Any) -> Condition:
        return Condition("less_equal", self, other)

    def __gt__(self, other: Any) -> Condition:
        return Condition("greater", self, other)

    def __ge__(self, other: Any) -> Condition:
        return Condition("greater_equal", self, other)

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]
        return Condition("equal", self, other)

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]
        return Condition("not_equal", self, other)

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, key: Any) -> Stand:
        return Stand(self.tracer, self.view.sliced(key if isinstance(key, tuple) else (key,)))


@dataclass(frozen=True, eq=False, slots=True)
class Condition:
    """A comparison, entry by entry. It is no array: `where` takes it up."""

    function: str
    left: Any
    right: Any
