"""`Setting`: something about a loss, an optimizer or a schedule that can be chosen, with its default and its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from numbers import Real
from typing import Any

from glassgrad.graph import SettingError


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A number that can be chosen; with `whole`, a whole one; with `per_class`, one number for every class, or None.

    The range is given by the limits that apply: at `least`, or more than (`above`), and at `most`, or less than (`below`).
    """

    default: Any
    says: str
    least: float = -inf
    above: float = -inf
    most: float = inf
    below: float = inf
    whole: bool = False
    per_class: bool = False

    @property
    def range(self) -> str:
        """The range in words.

        >>> Setting(default=0.9, says="how much is kept", least=0.0, below=1.0).range
        'at least 0 and less than 1'
        """
        words = (("at least", self.least), ("more than", self.above), ("at most", self.most), ("less than", self.below))
        return " and ".join(f"{word} {limit:g}" for word, limit in words if isfinite(limit)) or "finite"

    def checked(self, owner: str, name: str, value: Any) -> Any:
        """The value as a float, as an int if `whole`, or as a tuple of floats. Raises: SettingError outside the range."""
        if not self.per_class:
            return self._number(f"{name} of {owner}", value)
        if value is None:
            return None
        if isinstance(value, (str, Mapping)) or not hasattr(value, "__iter__"):
            raise SettingError(f"{name} of {owner} is {value!r:.60}; expected one number for every class, like (1.0, 2.0)")
        numbers = tuple(self._number(f"{name} of {owner} for class {position}", one) for position, one in enumerate(value))
        if not any(numbers):
            raise SettingError(f"{name} of {owner} is {numbers}; at least one class must weigh more than 0")
        return numbers

    def _number(self, what: str, value: Any) -> float:
        wanted = "a whole number" if self.whole else "a number"
        if isinstance(value, bool) or not isinstance(value, Real):
            raise SettingError(f"{what} is {value!r:.60}; expected {wanted}")
        number = _as_float(value)
        fits = isfinite(number) and self.least <= number <= self.most and self.above < number < self.below
        if not fits or (self.whole and number != int(number)):
            raise SettingError(f"{what} is {number:g}; expected {wanted} that is {self.range}")
        return int(number) if self.whole else number


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number beyond 1.8e308
        return inf


def settle(owner: str, settings: Mapping[str, Setting], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting with the value chosen for it, or its default.

    Raises: SettingError for an unknown setting, or a value outside its range.
    """
    for name in chosen:
        if name not in settings:
            raise SettingError(f"{owner} has no setting {name!r}; its settings: {', '.join(settings) or 'none'}")
    return {name: setting.checked(owner, name, chosen[name]) if name in chosen else setting.default for name, setting in settings.items()}
