"""Finding a page by its name, with a message that helps when there is none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar

from glassgrad.graph import unknown_name


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
    raise unknown_name(what, name, pages)
