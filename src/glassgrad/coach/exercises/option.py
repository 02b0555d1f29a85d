"""`Option`: something about an exercise that can be chosen, as a word on the command line or as a value in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from glassgrad.graph import SettingError

MOST_UNITS = 4
MOST_LAYERS = 4


@dataclass(frozen=True, kw_only=True)
class Option:
    """`read` turns a word or a value into what the exercise is made from, or says what was expected."""

    default: Any
    says: str
    read: Callable[[str, Any], Any]


def settle(owner: str, options: Mapping[str, Option], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Every option with the value chosen for it, or its default. Raises: SettingError for an unknown one, or a value it cannot take."""
    for name in chosen:
        if name not in options:
            near = get_close_matches(name, options, n=1)
            hint = f"did you mean {near[0]}?" if near else f"its options: {', '.join(options) or 'none'}"
            raise SettingError(f"the exercise {owner} has no option {name!r:.40}; {hint}")
    return {name: one.read(f"{name} of {owner}", chosen.get(name, one.default)) for name, one in options.items()}


def one_of(*words: str, default: str, says: str) -> Option:
    """One of these words."""

    def read(what: str, given: Any) -> str:
        if given not in words:
            near = get_close_matches(str(given), words, n=1)
            hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(words)}"
            raise SettingError(f"{what} is {given!r:.40}; {hint}")
        return str(given)

    return Option(default=default, says=f"{says}: {', '.join(words)}", read=read)


def whole(least: int, most: int, *, default: int, says: str) -> Option:
    """A whole number in a range."""

    def read(what: str, given: Any) -> int:
        try:
            number = int(given)
        except (TypeError, ValueError, OverflowError):
            number = least - 1
        if isinstance(given, bool) or not least <= number <= most or float(given) != number:
            raise SettingError(f"{what} is {given!r:.40}; expected a whole number from {least} to {most}")
        return number

    return Option(default=default, says=f"{says} ({least} to {most})", read=read)


def layers(*, default: str, says: str) -> Option:
    """Units by layer, like 2-2-1."""

    def read(what: str, given: Any) -> tuple[int, ...]:
        words = str(given).split("-") if isinstance(given, str) else list(given) if isinstance(given, (list, tuple)) else []
        fine = 2 <= len(words) <= MOST_LAYERS and all(str(one).isascii() and str(one).isdigit() and 1 <= int(one) <= MOST_UNITS for one in words)
        if not fine:
            raise SettingError(f"{what} is {given!r:.40}; expected two to {MOST_LAYERS} numbers from 1 to {MOST_UNITS} with hyphens between, like 2-2-1")
        return tuple(int(one) for one in words)

    return Option(default=default, says=says, read=read)
