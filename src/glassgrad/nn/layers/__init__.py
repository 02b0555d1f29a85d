"""Layers: one page each; this is the table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from .dense import Dense
from .page import Layer, LayerNodes, ParameterPlan

layer_kinds: Mapping[str, type[Dense]] = MappingProxyType({one.kind: one for one in (Dense,)})
"""The layers by what a file calls them."""

__all__ = ["Dense", "Layer", "LayerNodes", "ParameterPlan", "layer_kinds"]
