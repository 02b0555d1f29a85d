"""Names as short as their place wants them, still told apart, and each of them the same everywhere in a picture and its words."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.draw.measuring import width_of

from .words import literal

SHORTEST = 8
CLASS = 24
"""Letters of a class's name, in keys, on regions and in sentences alike."""
UNCUT = 10_000


def class_names(classes: Sequence[str]) -> list[str]:
    """Classes as a picture and its words call them, in plain letters; `escaped` makes them ready for matplotlib.

    >>> class_names(["setosa", "$5"])
    ['setosa', '$5']
    """
    return short_names(classes, CLASS)


def short_names(names: Sequence[str], longest: int) -> list[str]:
    """Names each at most so long. Where cut ones would be alike, what they all begin and end with is left out; at worst they are numbered.

    >>> short_names(["red", "blue"], 10)
    ['red', 'blue']
    >>> short_names(["patients of ward 1 in summer", "patients of ward 2 in summer"], 10)
    ['…1…', '…2…']
    """
    cut = [short_name(name, longest) for name in names]
    if len(set(cut)) == len(names):
        return cut
    before, after = _alike(names), _alike([name[::-1] for name in names])
    bare = [f"{'…' if before else ''}{name[before : max(before, len(name) - after)]}{'…' if after else ''}" for name in names]
    cut = [short_name(name, longest) for name in bare]
    return cut if len(set(cut)) == len(names) else [f"{short_name(name, longest - 4)} ({place})" for place, name in enumerate(names, start=1)]


def short_name(name: str, longest: int) -> str:
    """A name in plain letters, the middle of a long one left out, and what cannot be seen written out.

    >>> short_name("the price in $ a pound", 9)
    'the …ound'
    """
    return literal(name, longest).replace(r"\$", "$")


def escaped(name: str) -> str:
    r"""A name in plain letters for matplotlib, which would read a formula between dollars.

    >>> escaped("$5")
    '\\$5'
    """
    return literal(name, UNCUT)


def fitting(name: str, points: float, size: float, longest: int) -> str:
    """A name for matplotlib that is no wider than so many points in letters of that size.

    >>> fitting("a very long name of a column", 60, 10, 44)
    'a ve…umn'
    """
    return escaped(fitting_names([name], points, size, longest)[0])


def fitting_names(names: Sequence[str], points: float, size: float, longest: int) -> list[str]:
    """Names in plain letters, none wider than so many points in letters of that size, and still told apart.

    >>> fitting_names(["a very long name", "b"], 60, 10, 44)
    ['a ve…ame', 'b']
    """
    each = [_fitting([name], points, size, longest)[0] for name in names]
    return each if len(set(each)) == len(names) else _fitting(names, points, size, longest)


def _fitting(names: Sequence[str], points: float, size: float, longest: int) -> list[str]:
    for letters in range(longest, SHORTEST, -2):
        shown = short_names(names, letters)
        if max(width_of(one, size) for one in shown) <= points:
            return shown
    return short_names(names, SHORTEST)


def _alike(names: Sequence[str]) -> int:
    """With how many equal letters all names begin."""
    first, last = min(names), max(names)
    return next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))
