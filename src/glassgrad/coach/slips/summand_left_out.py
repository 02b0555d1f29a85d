"""A part of a sum is missing: one input's product, one example's error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.graph import Kind, Node, is_constant, pages

from ..quantities import Derivative
from .bias_forgotten import bias_forgotten
from .forgotten_activation_derivative import forgotten_activation_derivative
from .formulas import put, summands, uses, without_summand
from .path_left_out import path_left_out
from .roles import factors_of, symbol_of
from .slip import Change, Slip, Task
from .updates import is_update
from .wrong_activation_derivative import wrong_activation_derivative

LONGEST = 6
"""Entries of a row up to which leaving one out is looked at."""


def _tries(task: Task) -> Iterator[Change]:
    if is_update(task):
        return
    for use in summands(task.piece.formula):
        if not is_constant(use.node):
            likely = 0.6 if isinstance(task.piece.quantity, Derivative) else 1.0
            yield Change(without_summand(task.piece.formula, use), ("you left out ", symbol_of(task, use.node), " in the sum"), likely=likely)
    yield from _in_products(task)
    yield from _in_totals(task)


def _in_products(task: Task) -> Iterator[Change]:
    """One product of a row and a column left out."""
    for use in uses(task.piece.formula):
        if use.parent is not None and use.parent.op.kind is Kind.CONTRACTION and use.place == 0:
            for place in _places(use.node.shape):
                without = put(task.piece.formula, use, use.node * _mask(use.node.shape[-1:], place))
                words = (f"you left out product {place + 1} of {use.node.shape[-1]} between ", *factors_of(task, use.parent))
                yield Change(without, words, likely=0.8)


def _in_totals(task: Task) -> Iterator[Change]:
    """One entry left out where all are added up, or averaged."""
    for use in uses(task.piece.formula):
        one = use.node
        if use.parent is not None and use.parent.op.kind is Kind.REDUCTION and use.parent.shape != one.shape and len(one.shape) == 1:
            for place in _places(one.shape):
                words = (f"you left out entry {place + 1} of {one.shape[0]} of ", symbol_of(task, one))
                yield Change(put(task.piece.formula, use, one * _mask(one.shape, place)), words, likely=0.7)


def _places(shape: tuple[int, ...]) -> range:
    return range(shape[-1]) if 1 < shape[-1] <= LONGEST else range(0)


def _mask(shape: tuple[int, ...], place: int) -> Node:
    mask = np.ones(shape)
    mask[place] = 0.0
    return pages.constant(value=mask)


summand_left_out = Slip(
    name="summand_left_out",
    title="part of a sum left out",
    says="One of the parts that are added up is missing.",
    advice="Count the parts: as many as there are inputs, or examples, or classes.",
    plausible=0.6,
    tries=_tries,
    yields_to=(bias_forgotten, forgotten_activation_derivative, wrong_activation_derivative, path_left_out),
)
