"""Things that are written out in the text and may become a constant of the graph, a setting, or an index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glassgrad.graph import Node, Shape

from .limits import LARGEST_INDEX
from .tokens import Token


@dataclass(frozen=True, slots=True)
class Written:
    """A number, list of numbers, tuple, slice, `...`, True, False or None, and the token it begins with."""

    value: Any
    token: Token


Item = Node | Written
"""What a piece of an expression turns out to be: something to compute, or something written out."""

WORDS: Mapping[str, Any] = {"True": True, "False": False, "None": None}


def is_number(value: Any) -> bool:
    """Whether this is a number; True and False are settings, not numbers.

    >>> is_number(2), is_number(True)
    (True, False)
    """
    return type(value) in (int, float)


def is_whole(value: Any) -> bool:
    """Whether this is a whole number that may count, index or name an axis."""
    return type(value) is int and abs(value) <= LARGEST_INDEX


def is_wholes(value: Any) -> bool:
    """Whether this is a tuple, or a list, of such whole numbers."""
    return isinstance(value, (tuple, list)) and all(map(is_whole, value))


def shape_of(value: Any) -> Shape:
    """The shape of a number, or of lists within lists that are known to be alike.

    >>> shape_of([[1, 2, 3], [4, 5, 6]])
    (2, 3)
    """
    lengths = []
    while isinstance(value, list):
        lengths.append(len(value))
        value = value[0]
    return tuple(lengths)


def say_written(item: Item) -> str:
    """What an item is, in a few words, for a message."""
    if isinstance(item, Node):
        return "something to compute"
    value = item.value
    if value is None or isinstance(value, bool):
        return repr(value)
    kinds = {int: "a whole number", float: "a decimal number", list: "a list", tuple: "a tuple", slice: "a slice", str: "a text"}
    return kinds.get(type(value), "`...`")
