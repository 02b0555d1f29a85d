"""`Finding`: one thing that the doctor found, with the numbers that show it and what to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import floor, isfinite
from types import MappingProxyType
from typing import Any

from glassgrad.writing.numbers import number

BEFORE_TRAINING = 0
"""The step after which something held from the beginning."""


class Gravity(Enum):
    """How grave a finding is, the gravest first."""

    PROBLEM = "problem"
    """Training cannot do its work like this."""

    WARNING = "warning"
    """Something that usually costs much; there are cases in which it is meant."""

    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found. `what` is one sentence; `numbers` label → value, the numbers that show it; `advice` what to try, sentence by sentence.

    `where` names a layer, a unit ("1.3": unit 3, from 0, of layer 1) or a column; `since` is the step after which it held, 0 for before training,
    None where that has no meaning. `exact` is False where that is only the first kept state in which it was seen.

    >>> one = Finding(gravity=Gravity.NOTE, what="the loss is high", numbers={"loss": 2.5}, since=0)
    >>> one.when, one.said_numbers
    ('before training', {'loss': '2.5'})
    """

    gravity: Gravity
    what: str
    check: str = ""
    """The name of the check that found it."""
    where: str = ""
    since: int | None = None
    exact: bool = True
    numbers: Mapping[str, float | int | str] = field(default_factory=lambda: MappingProxyType({}))
    advice: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """Since when, in words; empty where that has no meaning."""
        if self.since is None:
            return ""
        if self.since == BEFORE_TRAINING:
            return "before training"
        return f"since step {self.since:,}" if self.exact else f"seen after step {self.since:,}"

    @property
    def said_numbers(self) -> dict[str, str]:
        """The numbers as they are read."""
        return {label: say_number(value) for label, value in self.numbers.items()}

    def to_json(self) -> dict[str, Any]:
        """Plain values that JSON can hold; a number that is not finite becomes a word."""
        return {
            "check": self.check,
            "gravity": self.gravity.value,
            "what": self.what,
            "where": self.where,
            "since": self.since,
            "exact": self.exact,
            "numbers": plain_numbers(self.numbers),
            "advice": list(self.advice),
        }


def say_number(value: float | int | str) -> str:
    """A number for reading: whole numbers with commas, others in four digits.

    >>> say_number(12345), say_number(1 / 3), say_number("ln 3")
    ('12,345', '0.3333', 'ln 3')
    """
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else number(float(value)).text


def say_count(count: int, one: str, many: str = "") -> str:
    """So many of something, in the singular where it is one.

    >>> say_count(1, "step"), say_count(1200, "step")
    ('1 step', '1,200 steps')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def say_share(share: float) -> str:
    """A share in percent, never rounded to none or to all.

    >>> say_share(0.125), say_share(0.9991), say_share(1.0), say_share(0.00021)
    ('13%', '99.91%', '100%', '0.021%')
    """
    percent = 100 * share
    if percent in (0, 100) or 1 <= percent <= 99:
        return f"{floor(percent + 0.5)}%"
    return f"{percent:.2g}%" if percent < 1 else f"{100 - float(f'{100 - percent:.1g}'):.10g}%"


def plain_numbers(numbers: Mapping[str, float | int | str]) -> dict[str, float | int | str]:
    """Numbers that JSON can hold: one that is not finite becomes a word."""
    return {label: _plain(value) for label, value in numbers.items()}


def _plain(value: float | int | str) -> float | int | str:
    return value if isinstance(value, (str, int)) or isfinite(value) else say_number(value)
