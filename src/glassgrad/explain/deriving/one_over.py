"""`one_over`: what does not change, divided by something: 5/x² is derived as the power 5·x⁻²."""

from __future__ import annotations

from collections.abc import Container

from glassgrad.graph import Node, pages
from glassgrad.writing.numbers import number

from .moving import is_number
from .rule import FUNCTION_OF_A_FUNCTION, Rule


def one_over(node: Node, known: Container[Node], by: Node) -> Rule:
    """The rule for such a quotient: a power with a negative exponent."""
    above, below = node.inputs
    power = pages[pages[node.op.algebra.undoes].algebra.grows_by]
    exponent = 1.0
    if below.op is power and below not in known and not below.name and below.inputs[0] is by and is_number(below.inputs[1]):
        below, exponent = by, float(below.inputs[1].settings["value"])
    minus = pages.constant(value=-exponent * float(above.settings["value"])) if is_number(above) else -exponent * above
    outer = minus / power(below, exponent + 1)
    says = f"power rule with the exponent {number(-exponent).text}: bring it down and lower it by one"
    if below is by:
        return Rule(says, (), lambda slopes: outer, named=False)
    return Rule(says, (below,), lambda slopes: outer * slopes(below), outer=outer, intro=FUNCTION_OF_A_FUNCTION)
