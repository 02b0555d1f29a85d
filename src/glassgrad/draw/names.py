"""Names cut to the room there is, and still told apart: what makes the difference between them stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Cut = Callable[[str], str]
"""How a single name that is too long is cut."""
Fits = Callable[[str], bool]


def told_apart(names: Sequence[str], cut: Cut, fits: Fits) -> list[str]:
    """Each name as `cut` cuts it; where that makes different ones alike, the part that differs with what stands around it, as far as it `fits`.

    >>> def fits(name):
    ...     return len(name) <= 15
    >>> def cut(name):
    ...     return name if fits(name) else f"{name[:7]}…{name[-7:]}"
    >>> told_apart(["red", "the name of a colour"], cut, fits)
    ['red', 'the nam… colour']
    >>> told_apart(["patients of ward 1 in summer", "patients of ward 2 in summer"], cut, fits)
    ['…nts of ward 1…', '…nts of ward 2…']
    """
    first = [cut(name) for name in names]
    different = len(set(names))
    if len(set(first)) == different:
        return first
    tried = (by_groups(names, first, lambda group: _around(group, cut, fits)), _around(names, cut, fits))
    return next((one for one in tried if len(set(one)) == different), None) or _numbered(names, cut)


def by_groups(names: Sequence[str], first: Sequence[str], apart: Callable[[Sequence[str]], Sequence[str]]) -> list[str]:
    """The names as they were cut at first, but each group of those that are alike then as `apart` tells them from each other."""
    groups: dict[str, list[str]] = {}
    for name, one in zip(names, first, strict=True):
        groups.setdefault(one, []).append(name)
    told = {name: one for group in groups.values() if len(group) > 1 for name, one in zip(group, apart(group), strict=True)}
    return [told.get(name, one) for name, one in zip(names, first, strict=True)]


def _around(names: Sequence[str], cut: Cut, fits: Fits) -> list[str]:
    """The part in which the names differ, with as many letters before it as fit in all of them, and then as many behind."""
    before = alike(names)
    after = min(alike([name[::-1] for name in names]), min(map(len, names)) - before)

    def window(ahead: int, behind: int) -> list[str]:
        return [_window(name, before - ahead, len(name) - after + behind) for name in names]

    def widest(written: Callable[[int], list[str]], most: int) -> int:
        return next((count for count in range(most, 0, -1) if all(map(fits, written(count)))), 0)

    ahead = widest(lambda count: window(count, 0), before)
    behind = widest(lambda count: window(ahead, count), after)
    return [one if fits(one) else cut(name[before : len(name) - after]) for one, name in zip(window(ahead, behind), names, strict=True)]


def _window(name: str, start: int, end: int) -> str:
    return f"{'…' if start > 0 else ''}{name[start:end].strip()}{'…' if end < len(name) else ''}"


def _numbered(names: Sequence[str], cut: Cut) -> list[str]:
    """The places of the names before them, where nothing else tells them apart in so little room."""
    return [cut(f"({place}) {name}") for place, name in enumerate(names, start=1)]


def alike(names: Sequence[str]) -> int:
    """With how many equal letters all names begin.

    >>> alike(["ward 11", "ward 12"])
    6
    """
    first, last = min(names), max(names)
    return next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))
