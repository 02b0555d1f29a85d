"""Names at the ends of lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence


def moved_apart(heights: Sequence[float], gap: float, low: float = 0.0, high: float = 1.0) -> list[float]:
    """The heights, in the same order, at least `gap` from one another and between `low` and `high` if they fit there; each stays as near as it can.

    >>> moved_apart([0.5, 0.1, 0.52], 0.1)
    [0.46, 0.1, 0.56]
    """
    gap = min(gap, (high - low) / max(1, len(heights) - 1))
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    # Names that touch form a block, which lies where its members would lie on average; blocks that touch become one.
    blocks: list[tuple[float, int]] = []
    for place in order:
        blocks.append((heights[place], 1))
        while len(blocks) > 1 and _top(blocks[-2], gap) + gap > _bottom(blocks[-1], gap):
            (upper, many), (lower, few) = blocks.pop(), blocks.pop()
            blocks.append(((upper * many + lower * few) / (many + few), many + few))
    placed = [_bottom(block, gap) + gap * place for block in blocks for place in range(block[1])]
    placed = _lifted(placed, gap, low)
    placed = [-one for one in reversed(_lifted([-one for one in reversed(placed)], gap, -high))]
    found = dict(zip(order, placed, strict=True))
    return [round(found[place], 9) for place in range(len(heights))]


def _bottom(block: tuple[float, int], gap: float) -> float:
    return block[0] - gap * (block[1] - 1) / 2


def _top(block: tuple[float, int], gap: float) -> float:
    return block[0] + gap * (block[1] - 1) / 2


def _lifted(placed: list[float], gap: float, low: float) -> list[float]:
    """From the bottom up, each at least as high as it must be."""
    found: list[float] = []
    for one in placed:
        found.append(max(one, low if not found else found[-1] + gap))
    return found
