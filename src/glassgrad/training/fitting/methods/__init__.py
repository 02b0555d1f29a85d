"""Methods that find the parameters of a formula: one page each; this is the table of contents."""

from __future__ import annotations

from glassgrad.nn.choosing import find, table_of_contents

from .l_bfgs import l_bfgs
from .levenberg_marquardt import levenberg_marquardt
from .page import Found, Method

methods = table_of_contents(levenberg_marquardt, l_bfgs)


def method(name: str) -> Method:
    """The method of that name. Raises: SettingError with the names there are.

    >>> method("l_bfgs").any_loss
    True
    """
    return find("method", methods, name)


def method_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(methods)


__all__ = ["Found", "Method", "method", "method_names", "methods"]
