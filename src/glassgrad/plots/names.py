"""Names as short as their place wants them, still told apart, each of them the same everywhere in a picture; whole in its words."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.draw.measuring import width_of
from glassgrad.draw.names import alike, by_groups
from glassgrad.writing.plain import visible

from .words import literal

SHORTEST = 8
CLASS, SPOKEN = 24, 80
"""Letters of a class's name in a picture, in keys and on regions alike, and in sentences."""
UNCUT = 10_000


def class_names(classes: Sequence[str]) -> list[str]:
    """Classes as a picture calls them, in plain letters; `escaped` makes them ready for matplotlib.

    >>> class_names(["setosa", "$5"])
    ['setosa', '$5']
    """
    return short_names(classes, CLASS)


def spoken_names(names: Sequence[str]) -> list[str]:
    """Names in sentences, which have room for nearly all of them whole.

    >>> spoken_names(["a class whose name is too long for a picture"])
    ['a class whose name is too long for a picture']
    """
    return short_names(names, SPOKEN)


def short_names(names: Sequence[str], longest: int) -> list[str]:
    """Names each at most so long. Where cut ones would be alike, what differs is kept, with as much before it as fits; at worst they are numbered.

    >>> short_names(["red", "blue"], 10)
    ['red', 'blue']
    >>> short_names(["patients of ward 11 in summer", "patients of ward 12 in summer"], 11)
    ['…ward 11…', '…ward 12…']
    """
    cut = [short_name(name, longest) for name in names]
    if len(set(cut)) == len(names):
        return cut
    whole = [visible(name) for name in names]
    apart = _apart(whole, longest)
    if len(set(apart)) == len(names):
        return apart
    apart = by_groups(whole, cut, lambda group: _apart(group, longest))
    return apart if len(set(apart)) == len(names) else [f"{short_name(name, longest - 4)} ({place})" for place, name in enumerate(names, start=1)]


def _apart(names: Sequence[str], longest: int) -> list[str]:
    """Names cut around what tells them apart."""
    before, after = alike(names), alike([name[::-1] for name in names])
    return [_around(name, before, max(before, len(name) - after), longest) for name in names]


def _around(name: str, start: int, end: int, longest: int) -> str:
    """A name of which the letters from `start` to `end` are kept: from its beginning, or to its end, or else some words around them."""
    word = len(name[end:].partition(" ")[0])
    last = end + word if end - start + word <= longest - 2 else end
    if len(name) <= longest:
        return name
    if last < longest:
        stop = name.rfind(" ", last, longest)
        return f"{name[: stop if stop >= 0 else longest - 1]}…"
    if len(name) - start < longest:
        return f"…{name[1 - longest :]}"
    first = max(0, last - longest + 2)
    if first >= start:
        return f"…{short_name(name[start:last], longest - 2)}…"
    words = name.find(" ", first, start)
    return f"…{name[words + 1 if words >= 0 else first : last]}…"


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
