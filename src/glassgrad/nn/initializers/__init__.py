"""Initializers: one page each; this is the table of contents."""

from __future__ import annotations

from typing import Any

from ..choosing import find, table_of_contents
from .given import GivenValues, as_tuples, given
from .glorot_normal import glorot_normal
from .glorot_uniform import glorot_uniform
from .he_normal import he_normal
from .he_uniform import he_uniform
from .lecun_normal import lecun_normal
from .lecun_uniform import lecun_uniform
from .page import Initializer
from .zeros import zeros

initializers = table_of_contents(glorot_uniform, glorot_normal, he_uniform, he_normal, lecun_uniform, lecun_normal, zeros)


def initializer(choice: Any) -> Initializer:
    """The initializer of that name; or, for a table of numbers, the one that hands them out.

    Raises: SettingError for an unknown name, or for values that are not finite numbers.

    >>> initializer("he_normal").formula
    'W ~ N(0, 2/inputs)'
    """
    return find("initializer", initializers, choice) if isinstance(choice, str) else given(choice)


def initializer_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(initializers)


__all__ = ["GivenValues", "Initializer", "as_tuples", "given", "initializer", "initializer_names", "initializers"]
