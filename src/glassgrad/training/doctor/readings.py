"""Readings: what every layer does to the rows, and to the gradient, at certain weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .probe import Array, Probe, Rows


@dataclass(frozen=True, eq=False)
class LayerReading:
    """One layer at certain weights, over the training rows looked at. `slope` (rows, units) is None for an activation that mixes units."""

    number: int
    activation: str
    before: Array
    after: Array
    slope: Array | None


@dataclass(frozen=True, eq=False)
class Flow:
    """How the gradient of the loss travels through one layer: the norms of ∂L/∂z, of ∂L/∂a (what the next layer sent back) and of ∂L/∂W."""

    number: int
    at_sums: float
    at_activations: float
    at_weights: float


def read_layers(probe: Probe, weights: Mapping[str, Any], rows: Rows) -> tuple[LayerReading, ...]:
    """Every layer on these rows."""
    views = probe.layers
    seen = probe.read([node for view in views for node in (view.before, view.after, view.slope) if node is not None], weights, rows)
    return tuple(LayerReading(one.number, one.activation, seen[one.before], seen[one.after], None if one.slope is None else seen[one.slope]) for one in views)


def read_flow(probe: Probe, weights: Mapping[str, Any], rows: Rows) -> tuple[Flow, ...]:
    """The gradients of every layer over these rows; 0 where none arrives, as behind a function that is flat everywhere."""
    totals = probe.slopes.totals
    places = [node for view in probe.layers for node in (view.before, view.after, view.weights)]
    reached = [node for node in places if node in totals]
    seen = probe.read([totals[node] for node in reached], weights, rows)
    norm = dict.fromkeys(places, 0.0) | {node: float(np.linalg.norm(seen[totals[node]])) for node in reached}
    return tuple(Flow(view.number, norm[view.before], norm[view.after], norm[view.weights]) for view in probe.layers)
