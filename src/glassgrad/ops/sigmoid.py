"""Sigmoid: squeezes any number into the open interval from 0 to 1."""

from typing import Any

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _compute(m: Any, x: Any) -> Any:
    # exp only ever sees a number ≤ 0, so it cannot overflow, and small results keep all their digits.
    small = m.exp(-m.abs(x))
    return m.where(x >= 0, 1 / (1 + small), small / (1 + small))


def _recipe(x: Node) -> Node:
    return 1 / (1 + pages.exp(-x))


sigmoid = Op(
    name="sigmoid",
    says="the sigmoid of $x",
    notation=Notation(text="sigmoid($x)", latex=r"\sigma\left($x\right)", symbol="σ", spellings=("logistic", "σ")),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=_compute,
    derivative=lambda upstream, y, x: (upstream * y * (1 - y),),
    because="derivative of the sigmoid: σ(x)·(1 − σ(x))",
    cost=per_entry(9),
    domain=curve(-6.0, 6.0),
    recipe=_recipe,
    example=Example(inputs=(0.0,), output=0.5),
    source="the logistic function of P.-F. Verhulst, 1845",
)
