"""Checking the settings of pages that have numbers, or one axis, as settings."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from glassgrad.graph import SettingError


def number_setting(name: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """A rule that keeps the setting `name` as a float. Raises: SettingError if it is not a finite number."""

    def normal(settings: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            number = float(settings[name])
        except (TypeError, ValueError):
            number = float("nan")
        if not isfinite(number):
            raise SettingError(f"{name} must be a number, like {name}=0.1, not {settings[name]!r:.80}")
        return {**settings, name: number}

    return normal


def one_axis(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule for operations that run along a single axis. Raises: SettingError for several axes, or none."""
    axis = settings["axis"]
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise SettingError(f"axis must be one whole number, like axis=0, not {axis!r:.80}")
    return settings
