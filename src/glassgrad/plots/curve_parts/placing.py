"""Where labels go so that none lies on another: beside the ends of lines, and in rows above an axis."""

from __future__ import annotations

from collections.abc import Sequence


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as can be to those wanted, in the same order, each at least `gap` from the next, between `low` and `high` if there is room.

    Labels that touch are moved together, so that their middle stays where the middle of their lines is.

    >>> apart([10.0, 11.0, 50.0], 12, 0, 100)
    [4.5, 16.5, 50.0]
    >>> apart([99.0, 99.0], 12, 0, 100)
    [88, 100]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    clusters: list[list[int]] = []
    for place in order:
        clusters.append([place])
        while len(clusters) > 1 and _top(clusters[-2], wanted, gap, low, high) + gap > _bottom(clusters[-1], wanted, gap, low, high):
            clusters[-2:] = [[*clusters[-2], *clusters[-1]]]
    found = [0.0] * len(wanted)
    for cluster in clusters:
        start = _bottom(cluster, wanted, gap, low, high)
        for number, place in enumerate(cluster):
            found[place] = start + number * gap
    return found


def moved_apart(heights: Sequence[float], gap: float, low: float = 0.0, high: float = 1.0) -> list[float]:
    """The same in shares of a height; where there is not room for all, they are closer together than `gap`.

    >>> moved_apart([0.5, 0.1, 0.52], 0.1)
    [0.46, 0.1, 0.56]
    """
    closer = min(gap, (high - low) / max(1, len(heights) - 1))
    return [round(one, 9) for one in apart(heights, closer, low, high)]


def rows_of_labels(starts: Sequence[float], widths: Sequence[float], gap: float) -> list[int]:
    """The row of each label, from 0, where each begins at its line, which comes up from below to it; `starts` ascending.

    A label is above all those to its right that begin before it ends, so no line goes through a label.

    >>> rows_of_labels([0, 20, 100], [50, 30, 30], 4)
    [1, 0, 0]
    """
    rows = [0] * len(starts)
    for place in reversed(range(len(starts))):
        end = starts[place] + widths[place] + gap
        rows[place] = max((rows[later] + 1 for later in range(place + 1, len(starts)) if starts[later] < end), default=0)
    return rows


def pile_under(highest: int, starts: Sequence[float], widths: Sequence[float], rows: Sequence[int], gap: float) -> list[int]:
    """The labels that a label stands on, itself first: without one of them it would be lower.

    >>> pile_under(0, [0, 20, 100], [50, 30, 30], [1, 0, 0], 4)
    [0, 1]
    """
    pile = [highest]
    while rows[pile[-1]]:
        last = pile[-1]
        end = starts[last] + widths[last] + gap
        pile.append(next(later for later in range(last + 1, len(starts)) if starts[later] < end and rows[later] == rows[last] - 1))
    return pile


def _bottom(cluster: Sequence[int], wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    """Where the lowest label of those that touch is."""
    middle = sum(wanted[place] for place in cluster) / len(cluster)
    length = (len(cluster) - 1) * gap
    return max(low, min(middle - length / 2, high - length))


def _top(cluster: Sequence[int], wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    return _bottom(cluster, wanted, gap, low, high) + (len(cluster) - 1) * gap
