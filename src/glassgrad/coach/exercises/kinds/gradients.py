"""Gradients: the forward pass of a small network, then the derivative of the loss by everything, from the end back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..networks import gradients_asked, network, network_options
from ..template import Template


def _make(pick: Callable[..., Any], *, layers: tuple[int, ...], activation: str, loss: str) -> Template:
    net = network(layers, activation, loss)
    task = "Work out the forward pass. Then go back from the loss and work out its derivative by every quantity and every parameter."
    return Template(net.task(task), net.given, net.formulas, (*net.forward, *gradients_asked(net)), net.shortcuts)


gradients = ExerciseKind(
    name="gradients",
    title="Backpropagation by hand",
    says="forward, then every gradient of a small network",
    options=network_options(default="1-2-1"),
    make=_make,
)
