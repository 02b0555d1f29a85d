"""Names as short as their place wants them, and still told apart."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.draw.measuring import width_of

from ..words import literal

SHORTEST = 8


def short_names(names: Sequence[str], longest: int) -> list[str]:
    """Names for matplotlib, each at most so long. Where cut ones would be alike, what they all begin and end with is left out; at worst they are numbered.

    >>> short_names(["red", "blue"], 10)
    ['red', 'blue']
    >>> short_names(["patients of ward 1 in summer", "patients of ward 2 in summer"], 10)
    ['…1…', '…2…']
    """
    cut = [literal(name, longest) for name in names]
    if len(set(cut)) == len(names):
        return cut
    before, after = _alike(names), _alike([name[::-1] for name in names])
    bare = [f"{'…' if before else ''}{name[before : max(before, len(name) - after)]}{'…' if after else ''}" for name in names]
    cut = [literal(name, longest) for name in bare]
    return cut if len(set(cut)) == len(names) else [f"{literal(name, longest - 4)} ({place})" for place, name in enumerate(names, start=1)]


def _alike(names: Sequence[str]) -> int:
    """With how many equal letters all names begin."""
    first, last = min(names), max(names)
    return next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))


def fitting(name: str, points: float, size: float, longest: int) -> str:
    """A name for matplotlib that is no wider than so many points in letters of that size.

    >>> fitting("a very long name of a column", 60, 10, 44)
    'a ve…umn'
    """
    for letters in range(longest, SHORTEST, -2):
        shown = literal(name, letters)
        if width_of(shown, size) <= points:
            return shown
    return literal(name, SHORTEST)
