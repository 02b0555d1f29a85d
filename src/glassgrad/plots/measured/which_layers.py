"""Which layers of a network are shown, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.plan import Plan

from .path import spread

Thing = TypeVar("Thing")


def thinned(things: Sequence[Thing], most: int) -> list[Thing]:
    """At most so many of them, evenly, the first and the last among them.

    >>> thinned("abcdefg", 3), thinned([1, 2], 3)
    (['a', 'd', 'g'], [1, 2])
    """
    if len(things) <= most:
        return list(things)
    return [things[place] for place in spread(len(things) - 1, most)]


def checked_layer(plan: Plan, layer: int) -> int:
    """The number of a layer, from 1. Raises: SettingError for one that is not there."""
    count = len(plan.network.layers)
    if isinstance(layer, bool) or not isinstance(layer, (int, np.integer)) or not 1 <= layer <= count:
        raise SettingError(f"there is no layer {layer!r:.40}; this network has {'only layer 1' if count == 1 else f'the layers 1 to {count}'}")
    return int(layer)


def layer_name(plan: Plan, number: int) -> str:
    """What a layer is called: "layer 2", and what is special about it, like "(relu)"."""
    activation = plan.network.layers[number - 1].activation
    own = "" if activation == "linear" else activation
    words = ", ".join(part for part in ("outputs" if number == len(plan.network.layers) else "", own) if part)
    return f"layer {number} ({words})" if words else f"layer {number}"


def said_left_out(shown: int, total: int, one: str) -> str:
    """A sentence on how many of several things are shown; "" if all are.

    >>> said_left_out(6, 20, "layer"), said_left_out(6, 6, "layer")
    ('6 of 20 layers are shown.', '')
    """
    return f"{shown:,} of {say_count(total, one)} {'is' if shown == 1 else 'are'} shown." if shown < total else ""
