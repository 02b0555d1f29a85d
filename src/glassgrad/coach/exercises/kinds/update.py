"""One update: forward, backward, and a step of gradient descent for every parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..networks import gradients_asked, network, network_options, rate
from ..template import Template


def _make(pick: Callable[..., Any], *, layers: tuple[int, ...], activation: str, loss: str) -> Template:
    net = network(layers, activation, loss)
    asked = (*net.forward, *gradients_asked(net), *(f"{name}_new" for name in net.parameters))
    task = "Work out the forward pass, all gradients, and every parameter after one step of gradient descent with the learning rate α."
    return Template(net.task(task), (*net.given, rate()), net.formulas, asked, net.shortcuts)


update = ExerciseKind(
    name="update",
    title="One step of gradient descent",
    says="forward, backward, and the new value of every parameter",
    options=network_options(default="1-1-1", activation="linear"),
    make=_make,
)
