"""Families that need more than glassgrad brings along."""

from __future__ import annotations

from importlib.util import find_spec

from .family import Family


def missing_package(family: Family) -> str:
    """Why a family cannot be used here: what is not installed, and how to install it; "" if nothing is missing. Nothing is imported.

    >>> from glassgrad.families.contents import FAMILIES
    >>> missing_package(FAMILIES["logistic_regression"])
    ''
    """
    if not family.package or _is_there(family.package):
        return ""
    return f"it needs the package {family.package}, which is not installed; install it with: pip install glassgrad[boost]"


def _is_there(package: str) -> bool:
    """Whether it can be found. A finder may refuse to look, and a module made by hand have no place; neither can be used."""
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError, AttributeError):
        return False
