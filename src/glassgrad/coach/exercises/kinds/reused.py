"""A computational graph in which a variable is used twice: its gradient is the sum of two paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..kind import ExerciseKind
from ..template import Given, Template, halves

NUMBERS = halves(-4, 5, 0.5)
GRAPHS = (
    (("d = a + b", "e = b - c", "y = d*e"), "abc"),
    (("d = a*b", "e = b + c", "y = d*e"), "abc"),
    (("d = a*b", "e = a - c", "y = d + e^2"), "abc"),
    (("d = a + b*c", "e = c - a", "y = d*e"), "abc"),
    (("d = a^2", "e = d + b", "y = d*e - c*a"), "abc"),
    (("d = a*b", "e = d - c", "f = d + a", "y = e*f"), "abc"),
)


def _make(pick: Callable[..., Any]) -> Template:
    formulas, letters = pick(*GRAPHS)
    inner = [formula.partition(" =")[0] for formula in formulas]
    asked = (*inner, *(f"dy/d{name}" for name in (*reversed(inner[:-1]), *letters)))
    task = "Draw the graph. Work out every node forward, then the derivative of y by every node and every input. Some are used twice: add up their paths."
    return Template(task, tuple(Given(letter, NUMBERS) for letter in letters), formulas, asked)


reused = ExerciseKind(
    name="reused",
    title="A variable that is used twice",
    says="a computational graph with several paths, added up",
    make=_make,
)
