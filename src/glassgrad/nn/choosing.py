"""Finding a page by its name, with a message that helps when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol, TypeVar

from glassgrad.graph import SettingError


class Named(Protocol):
    """Anything that has a name of its own."""

    @property
    def name(self) -> str:
        """What it is called in settings and files."""


Page = TypeVar("Page", bound=Named)


def table_of_contents(*pages: Page) -> Mapping[str, Page]:
    """The pages by name, in the order of reading; nobody can change it."""
    return MappingProxyType({page.name: page for page in pages})


def find(what: str, pages: Mapping[str, Page], name: object) -> Page:
    """The page of that name.

    Raises: SettingError with the nearest name, and all names.
    """
    if isinstance(name, str) and name in pages:
        return pages[name]
    raise unknown(what, name, pages)


def unknown(what: str, name: object, names: Iterable[str]) -> SettingError:
    """The error for a name that nothing has.

    >>> print(unknown("optimizer", "adm", ["momentum", "adam"]))
    there is no optimizer 'adm'; did you mean adam? There are: momentum, adam
    """
    known = list(names)
    near = get_close_matches(name, known, n=1) if isinstance(name, str) and len(name) < 100 else []
    hint = f"did you mean {near[0]}? There are" if near else "there are"
    return SettingError(f"there is no {what} {name!r:.60}; {hint}: {', '.join(known)}")
