"""The forward pass: every weighted sum and every activation of a small network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..networks import network, network_options
from ..template import Template


def _make(pick: Callable[..., Any], *, layers: tuple[int, ...], activation: str, loss: str) -> Template:
    net = network(layers, activation, loss)
    return Template(net.task("Work out every weighted sum, every activation, and the loss."), net.given, net.formulas, net.forward)


forward = ExerciseKind(
    name="forward",
    title="A forward pass",
    says="from the inputs through every neuron to the loss",
    options=network_options(default="2-2-1"),
    make=_make,
)
