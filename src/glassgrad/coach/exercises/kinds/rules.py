"""Rules of calculus: power, chain, product and partial derivatives, each on a function drawn from a family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..template import Given, Template, halves

AT = halves(-3, 4, 0.1)
FACTORS = (2, 3, 4, 5)


def _make(pick: Callable[..., Any]) -> Template:
    a, b, c, d = (pick(*FACTORS, part=part) for part in range(4))
    power = pick(3, 4, part=4)
    inner = pick(f"{a}*x + {b + 4}", f"x^2 + {a}*x", f"{a}*x^2 - {b + 4}", part=5)
    outer = pick("({})^2", "({})^3", "sin({})", "e^(({})/10)", part=6)
    product = pick(f"(x^2 + {c})*({d}*x - {c + 3})", f"x^2*sin({c}*x)", f"({c}*x + {d + 3})*(x^3 - {d})", part=7)
    partial = pick(f"{a}*u^2*v + {b}*v^3", f"u*v^2 - {a}*u^3", f"({b}*u + v)^2*v", part=8)
    formulas = (f"f = {c}*x^{power} - {b}*x^2 + {a + 5}*x", f"g = {outer.format(inner)}", f"h = {product}", f"q = {partial}")
    asked = ("f", "df/dx", "g", "dg/dx", "h", "dh/dx", "q", "dq/du", "dq/dv")
    task = "Differentiate f by the power rule, g by the chain rule, h by the product rule, and q by each of its variables while the other is held fixed."
    return Template(f"{task} Give the values at the numbers above.", (Given("x", AT), Given("u", AT), Given("v", AT)), formulas, asked)


rules = ExerciseKind(
    name="rules",
    title="Rules of differentiation",
    says="power, chain, product and partial derivatives of small functions",
    make=_make,
)
