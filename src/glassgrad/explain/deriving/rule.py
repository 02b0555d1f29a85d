"""`Rule`: one elementary rule for one operation, and what it makes of the slopes of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from glassgrad.graph import Node

Slopes = Callable[[Node], Node]
"""An input → its slope, as a node: a number, a stand-in, or a whole formula."""

FUNCTION_OF_A_FUNCTION = "a function of a function: give what is inside a name"


@dataclass(frozen=True, eq=False)
class Rule:
    """One elementary rule for one operation.

    `parts` are the functions inside, whose slopes the rule needs; `still` those that do not change. `build` makes the slope of the
    whole from the slopes of the parts. `outer` is the derivative by the one part of a function inside a function, for the chain rule.
    `named` tells that the parts are given names, as the u and v of a product.
    """

    says: str
    parts: tuple[Node, ...]
    build: Callable[[Slopes], Node]
    still: tuple[Node, ...] = ()
    outer: Node | None = None
    named: bool = True
    intro: str = ""
    roles: Mapping[str, Node] = field(default_factory=dict)
    """Which function is the u, the v and the c of the rule's formula; none where it is told in general."""
