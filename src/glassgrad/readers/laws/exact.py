"""The laws that leave every value as it is, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, Op
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers.likeness import comes_back, moves_nothing, only_stretches, same_without, settings_of

from .words import LEAVES_OUT, SETS_SIGNS
from .workbench import Law, Workbench, adds_no_zeros, built, stretched

PROBES = np.array([2.0, -1.0, 0.5, -1.5, 3.7, 0.0, -0.0, 1.0, 1 / 3, 5e-324, -1e308, 1e-300, np.inf, -np.inf, np.nan])
"""A law that changes none of these is taken to change no bit at all."""


def rearranges_nothing(bench: Workbench, node: Node) -> Node | None:
    """A rearrangement that moves nothing is its input; one of another does both moves at once where it can."""
    if len(node.inputs) != 1:
        return None
    (one,) = node.inputs
    if moves_nothing(node):
        return one
    if one.op.kind is not Kind.REARRANGEMENT or len(one.inputs) != 1 or bench.opaque(one):
        return None
    if comes_back(node, one):
        return one.inputs[0]
    if same_without(node, one):
        return built(bench, node.op, one.inputs[0], settings=node.settings)
    if one.inputs[0].shape == () and only_stretches(one) and adds_no_zeros(node):
        return stretched(bench, one.inputs[0], node.shape)
    return None


def broadcasts_anyway(bench: Workbench, node: Node) -> Node | None:
    """An elementwise operation stretches its inputs itself: if they must be stretched at all, then after it, with less work."""
    for position, one in enumerate(node.inputs):
        if one.op.kind is Kind.REARRANGEMENT and not bench.opaque(one) and only_stretches(one):
            inputs = (*node.inputs[:position], one.inputs[0], *node.inputs[position + 1 :])
            if not bench.exact or _keeps_every_bit(node, inputs, position):
                return stretched(bench, built(bench, node.op, *inputs, settings=node.settings), node.shape)
    return None


def _keeps_every_bit(node: Node, inputs: tuple[Node, ...], position: int) -> bool:
    # NumPy may use another routine, with another last bit, for one number than for many: exp of an array, x**2.
    if node.op.shape(*[one.shape for one in inputs], **node.settings) != node.shape:
        return False
    return inputs[position].shape != () or not _one_number_is_special(node.op, position, len(inputs))


@lru_cache(maxsize=256)
def _one_number_is_special(op: Op, position: int, count: int) -> bool:
    for number in PROBES[:5]:
        one, many = [PROBES] * count, [PROBES] * count
        one[position], many[position] = number, np.full(PROBES.shape, number)
        with np.errstate(all="ignore"):
            if op.compute(NUMPY, *one, **op.defaults).tobytes() != op.compute(NUMPY, *many, **op.defaults).tobytes():
                return True
    return False


def neutral_element(bench: Workbench, node: Node) -> Node | None:
    """A neutral element leaves the other input as it is: x + 0, x·1, x/1, x¹ are x."""
    for position in sides(node.op):
        number = bench.numbers.get(node.inputs[position])
        if number is not None and number == node.op.algebra.neutral and not (bench.exact and _changes_bits(_with(node.op, position, number.hex()))):
            return stretched(bench, node.inputs[1 - position], node.shape)
    return None


def sides(op: Op) -> tuple[int, ...]:
    """The positions at which the neutral and the absorbing element of an operation may stand."""
    return {"both": (0, 1), "right": (1,), "left": (0,)}[op.algebra.side]


def undoes_itself(bench: Workbench, node: Node) -> Node | None:
    """An involution applied twice has done nothing: −(−x) is x."""
    (one,) = node.inputs
    if one.op is not node.op or bench.opaque(one) or settings_of(one) != settings_of(node):
        return None
    return None if bench.exact and _changes_bits(_twice(node.op)) else one.inputs[0]


@lru_cache(maxsize=256)
def _with(op: Op, position: int, written: str) -> Callable[[Any], Any]:
    element = np.float64(float.fromhex(written))  # 0.0 and −0.0 would be taken for one another if they were asked for as numbers
    return lambda x: op.compute(NUMPY, *((element, x) if position == 0 else (x, element)))


@lru_cache(maxsize=256)
def _twice(op: Op) -> Callable[[Any], Any]:
    return lambda x: op.compute(NUMPY, op.compute(NUMPY, x))


@lru_cache(maxsize=256)
def _changes_bits(function: Callable[[Any], Any]) -> bool:
    with np.errstate(all="ignore"):
        return bool(function(PROBES).tobytes() != PROBES.tobytes())


EXACT = (
    Law(lambda op: op.kind is Kind.REARRANGEMENT, rearranges_nothing, LEAVES_OUT),
    Law(lambda op: op.kind is Kind.ELEMENTWISE, broadcasts_anyway, LEAVES_OUT),
    Law(lambda op: op.algebra.neutral is not None and len(op.slots) == 2, neutral_element, LEAVES_OUT),
    Law(lambda op: op.algebra.involution and op.kind is Kind.ELEMENTWISE and len(op.slots) == 1, undoes_itself, SETS_SIGNS),
)
