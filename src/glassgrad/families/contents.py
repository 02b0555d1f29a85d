"""The table of contents: every model family, in the order of reading."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .family import Family
from .pages.logistic_regression import logistic_regression

FAMILIES: Mapping[str, Family] = MappingProxyType({
    page.name: page
    for page in (
        logistic_regression,
    )
})  # fmt: skip
