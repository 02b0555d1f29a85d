"""The penalty on large weights: what a network must pay beside its loss, so that it does not learn its rows by heart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from glassgrad.graph import Node, pages

from .settings import Setting

L2 = Setting(default=0.0, says="the penalty λ/2·ΣW² on large weights", least=0.0)
L1 = Setting(default=0.0, says="the penalty λ·Σ|W| on weights that are not 0", least=0.0)


def checked_penalties(l2: Any, l1: Any) -> tuple[float, float]:
    """Both factors as floats. Raises: SettingError for anything but numbers of at least 0."""
    return L2.checked("the training step", "l2", l2), L1.checked("the training step", "l1", l1)


def penalty(weights: Sequence[Node], l2: float, l1: float) -> Node | None:
    """R = l2/2·ΣW² + l1·Σ|W| over all weights; None if both factors are 0."""
    parts = []
    if l2:
        parts.append((0.5 * l2, reduce(pages.add, [pages.sum(pages.square(one)) for one in weights])))
    if l1:
        parts.append((l1, reduce(pages.add, [pages.sum(abs(one)) for one in weights])))
    if len(parts) == 1:
        return pages.multiply(*parts[0], name="R")
    return pages.add(*[factor * total for factor, total in parts], name="R") if parts else None


def penalty_words(l2: float, l1: float) -> str:
    """What the penalty is.

    >>> penalty_words(0.01, 0.0)
    'the penalty on large weights, λ/2·Σw² with λ = 0.01'
    >>> penalty_words(0.01, 0.5)
    'the penalty on large weights, λ2/2·Σw² + λ1·Σ|w| with λ2 = 0.01 and λ1 = 0.5'
    """
    if l2 and l1:
        return f"the penalty on large weights, λ2/2·Σw² + λ1·Σ|w| with λ2 = {l2:g} and λ1 = {l1:g}"
    return f"the penalty on large weights, {'λ/2·Σw²' if l2 else 'λ·Σ|w|'} with λ = {l2 or l1:g}"
