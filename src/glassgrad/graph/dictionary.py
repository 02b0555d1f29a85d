"""The dictionary of operations: pages enter themselves here, and are found by name or by the Python operator that writes them.

It lets a page speak of any other (`pages.cos`) without importing it, so pages never import each other and cycles
(sin ↔ cos) cannot arise; and it lets floor 0 write `a + b` without knowing addition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .op import Op

_by_name: dict[str, Op] = {}
_by_sign: dict[str, Op] = {}


def enter(page: Op) -> None:
    """Add a page. Raises: ValueError if its name or sign is taken (a mistake of ours, not of a user)."""
    for key, table in ((page.name, _by_name), (page.sign, _by_sign)):
        if key and key in table:
            raise ValueError(f"{key!r} is already in the dictionary of operations, as {table[key]}")
        if key:
            table[key] = page


def written(sign: str) -> Op:
    """The page that a Python operator writes, such as "+" or "@"."""
    return _by_sign[sign]


class _Pages:
    """All pages as attributes: `pages.cos` is the operation cos."""

    def __getattr__(self, name: str) -> Op:
        try:
            return _by_name[name]
        except KeyError:
            raise AttributeError(f"there is no operation {name!r}; there are: {', '.join(sorted(_by_name))}") from None

    def __getitem__(self, name: str) -> Op:
        return _by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in _by_name

    def __iter__(self) -> Iterator[Op]:
        return iter(_by_name.values())

    def __dir__(self) -> list[str]:
        return sorted(_by_name)


pages = _Pages()
