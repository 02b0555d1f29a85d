"""Two steps of gradient descent: the second begins with the weights of the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..option import one_of
from ..template import BIASES, EASY_INPUTS, WEIGHTS, Given, Template, halves

WHOLE = halves(-3, 6, 1)
EASY_RATES = (0.1, 0.2, 0.3, 0.4)
SQUARES = {"half_squared_error": "1/2*", "squared_error": ""}


def _make(pick: Callable[..., Any], *, activation: str, loss: str) -> Template:
    formulas, asked = [], []
    for step in (0, 1):
        w, b, p, z, cost = f"w_{step}", f"b_{step}", f"p_{step}", f"z_{step}", f"J_{step}"
        inner = p if activation == "linear" else z
        formulas.append(f"{inner} = {w}*x + {b}")
        asked.append(inner)
        if activation != "linear":
            formulas.append(f"{p} = {activation}({z})")
            asked.append(p)
        formulas.append(f"{cost} = {SQUARES[loss]}({p} - y)^2")
        slopes = dict.fromkeys((p, inner, w, b))
        asked += [cost, *(f"d{cost}/d{one}" for one in slopes)]
        formulas += [f"{one}_{step + 1} = {one}_{step} - α*d{cost}/d{one}_{step}" for one in ("w", "b")]
        asked += [f"w_{step + 1}", f"b_{step + 1}"]
    given = (Given("x", WHOLE), Given("y", EASY_INPUTS), Given("w_0", WEIGHTS), Given("b_0", BIASES), Given("α", EASY_RATES))
    task = "One neuron learns from one example. Work out two steps of gradient descent; the second begins with the weight and the bias of the first."
    return Template(task, given, tuple(formulas), tuple(asked))


two_steps = ExerciseKind(
    name="two_steps",
    title="Two steps of gradient descent",
    says="one neuron, two steps, so that the new weights are used",
    options={
        "activation": one_of("linear", "sigmoid", "tanh", default="linear", says="what the neuron does with its weighted sum"),
        "loss": one_of(*SQUARES, default="half_squared_error", says="the loss"),
    },
    make=_make,
)
