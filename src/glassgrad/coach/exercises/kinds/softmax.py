"""Softmax with cross-entropy, and why its gradient is so short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..option import whole
from ..template import INPUTS, WEIGHTS, Given, Shortcut, Template, halves

SCORES = halves(-2, 3, 0.1)


def _make(pick: Callable[..., Any], *, classes: int, inputs: int) -> Template:
    target = Given("y", (1.0,), (classes,), one_of_many=True)
    rest = ("p = softmax(z)", "L = -sum(y*ln(p))")
    shortcut = (Shortcut("dL/dz", "p - y", "softmax and cross-entropy together: what is predicted, less what is true"),)
    if not inputs:
        task = "z are the scores of the classes, y says which class is true. Work out the probabilities, the loss, and its derivatives by p and by z."
        return Template(task, (Given("z", SCORES, (classes,)), target), rest, ("p", "L", "dL/dp", "dL/dz"), shortcut)
    given = (Given("x", INPUTS, (inputs,)), Given("W", WEIGHTS, (classes, inputs)), Given("b", WEIGHTS, (classes,)), target)
    task = "One layer with softmax; y says which class is true. Work out scores, probabilities and loss, then go back to W and b."
    return Template(task, given, ("z = W x + b", *rest), ("z", "p", "L", "dL/dz", "dL/dW", "dL/db"), shortcut)


softmax = ExerciseKind(
    name="softmax",
    title="Softmax with cross-entropy",
    says="from scores to probabilities, to the loss, and back",
    options={
        "classes": whole(2, 5, default=3, says="classes"),
        "inputs": whole(0, 3, default=0, says="inputs of a layer before it; 0: the scores are given"),
    },
    make=_make,
)
