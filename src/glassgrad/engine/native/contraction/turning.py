"""Matrices turned over within registers: rows become columns."""

from __future__ import annotations

from ..writing import Type, Value, constant


def side_by_side(columns: list[Value], kind: Type, lanes: int) -> list[Value]:
    """Columns, given by where they begin, as rows: each vector returned holds one entry of every column, 256 bits of each column in all.

    The columns that are missing to fill the registers are 0. Two columns are loaded into one register of 512 bits, which costs no more than
    loading; then the parts of 128 bits are turned over by interleaving, and a last step puts them into the order of the columns:
    24 steps for 8 rows of 16, where turning over a square block takes 64 for 16 rows.
    """
    function, part = columns[0].function, min(lanes, 16 // kind.bytes)
    run = Type(kind.element, min(lanes, 2 * part))
    together = lanes // run.lanes
    nothing = constant(function, run, 0.0)
    loaded = [function.load(run, columns[number]) if number < len(columns) else nothing for number in range(lanes)]
    whole, low, even = list(range(2 * run.lanes)), _low(lanes, part), _even(lanes, part)
    groups = []
    for first in range(0, lanes, part * together):
        group = loaded[first : first + part]
        if together == 2:
            group = [one.shuffled(other, whole) for one, other in zip(group, loaded[first + part : first + 2 * part], strict=True)]
        groups.append(_interleaved(group, low, [lane + part // 2 for lane in low]))
    if len(groups) == 1:
        return groups[0]
    odd = [lane + part for lane in even]
    return [one.shuffled(other, order) for order in (even, odd) for one, other in zip(*groups, strict=True)]


def turned_over(rows: list[Value]) -> list[Value]:
    """A square block of vectors, transposed.

    First within the 128-bit parts of the registers, by interleaving, which every machine does in one step;
    then whole parts change places, in log2(parts) steps.
    """
    lanes = len(rows)
    part = min(lanes, 128 // rows[0].type.bits)
    low, even = _low(lanes, part), _even(lanes, part)
    groups = [_interleaved(rows[start : start + part], low, [lane + part // 2 for lane in low]) for start in range(0, lanes, part)]
    turned = [_dealt([group[number] for group in groups], even, [lane + part for lane in even]) for number in range(part)]
    return [turned[number][place] for place in range(lanes // part) for number in range(part)]


def _low(lanes: int, part: int) -> list[int]:
    """The first halves of the parts of two vectors, interleaved."""
    return [lane + which for block in range(0, lanes, part) for lane in range(block, block + part // 2) for which in (0, lanes)]


def _even(lanes: int, part: int) -> list[int]:
    """Every second part of two vectors."""
    return [lane for block in range(0, 2 * lanes, 2 * part) for lane in range(block, block + part)]


def _interleaved(group: list[Value], low: list[int], high: list[int]) -> list[Value]:
    """Interleave the first half of the vectors with the second until every part is transposed."""
    half = len(group) // 2
    for _ in range(len(group).bit_length() - 1):
        group = [one.shuffled(other, order) for one, other in zip(group[:half], group[half:], strict=True) for order in (low, high)]
    return group


def _dealt(group: list[Value], even: list[int], odd: list[int]) -> list[Value]:
    """Deal the parts of neighbouring vectors to two piles, the even ones and the odd ones, until every pile has one part of each vector."""
    for _ in range(len(group).bit_length() - 1):
        group = [group[number].shuffled(group[number + 1], order) for order in (even, odd) for number in range(0, len(group), 2)]
    return group
