"""One layer with matrices: W, b, x as arrays, and the gradients with their shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..networks import ACTIVATIONS, TARGETS
from ..option import one_of, whole
from ..template import BIASES, INPUTS, WEIGHTS, Given, Template

SQUARES = {"half_squared_error": "1/2*sum((a - y)^2)", "squared_error": "sum((a - y)^2)", "mean_squared_error": "mean((a - y)^2)"}


def _make(pick: Callable[..., Any], *, inputs: int, units: int, rows: int, activation: str, loss: str) -> Template:
    batch = rows > 1
    x, y, weights = ((rows, inputs), (rows, units), (inputs, units)) if batch else ((inputs,), (units,), (units, inputs))
    given = (Given("X" if batch else "x", INPUTS, x), Given("W", WEIGHTS, weights), Given("b", BIASES, (units,)), Given("y", TARGETS, y))
    sums = "z = X W + b" if batch else "z = W x + b"
    last = "a" if activation != "linear" else "z"
    formulas = (sums, *((f"a = {activation}(z)",) if activation != "linear" else ()), f"J = {SQUARES[loss].replace('a -', f'{last} -')}")
    inner = dict.fromkeys((last, "z"))
    asked = (*reversed(inner), "J", *(f"dJ/d{one}" for one in (*inner, "W", "b", "X" if batch else "x")))
    single = "W has a row for every unit and a column for every input."
    shapes = "X has a row for every example, W a row for every input and a column for every unit." if batch else single
    return Template(f"{shapes} Work out the layer and the loss, then every gradient. Write the shapes in letters first.", given, formulas, asked)


matrix = ExerciseKind(
    name="matrix",
    title="A layer with matrices",
    says="one layer forward and backward in matrix form",
    options={
        "inputs": whole(1, 4, default=3, says="inputs"),
        "units": whole(1, 4, default=2, says="units"),
        "rows": whole(1, 4, default=1, says="rows of a batch; 1: a single example, as a vector"),
        "activation": one_of(*ACTIVATIONS, default="linear", says="what each unit does with its weighted sum"),
        "loss": one_of(*SQUARES, default="half_squared_error", says="the loss"),
    },
    make=_make,
)
