"""Sentences about what was probably done, with the numbers of the sheet in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.writing.mathematics import Mathematics, Words

from .claims import Claims
from .quantities import Quantity
from .shown import shown_number
from .slips.slip import Change
from .symbols import quantity_symbol
from .values import value


def change_words(claims: Claims, changes: Sequence[Change], known: Mapping[Quantity, Any]) -> Words:
    """What was done, to the learner; where several quantities have the number that was used, all of them are named."""
    first = changes[0]
    if first.where is None or first.instead is None:
        return first.words
    used, right = _number(claims, first.instead, known), _number(claims, first.where, known)
    where = _symbol(claims, first.where)
    if np.ndim(used) or np.ndim(right):
        return ("you used ", *_listed([_symbol(claims, one.instead) for one in changes if one.instead]), " where ", where, " belongs")
    named = [_symbol(claims, one.instead) for one in changes if one.instead and np.array_equal(_number(claims, one.instead, known), used)]
    owners: Words = (": that is the value of ", named[0]) if len(named) == 1 else (": any of ", *_listed(named), " has that value")
    return ("you used ", shown_number(used), " where ", where, " = ", shown_number(right), " belongs", *owners)


def _number(claims: Claims, quantity: Quantity, known: Mapping[Quantity, Any]) -> Any:
    return known[quantity] if quantity in known else value(claims.work, quantity, known)


def _symbol(claims: Claims, quantity: Quantity) -> Mathematics:
    return quantity_symbol(quantity, array=bool(claims.work.leaf(quantity).shape)).mathematics


def _listed(parts: Sequence[Mathematics]) -> Words:
    words: list[str | Mathematics] = []
    for place, part in enumerate(parts):
        words += ["" if place == 0 else " and " if place == len(parts) - 1 and len(parts) == 2 else ", ", part]
    return tuple(words)
