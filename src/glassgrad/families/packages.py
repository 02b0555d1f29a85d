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
    if not family.package or find_spec(family.package) is not None:
        return ""
    return f"it needs the package {family.package}, which is not installed; install it with: pip install glassgrad[boost]"
