"""`split_activations`: the weighted sum inside an activation becomes a quantity, so that there is something to mistake for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from glassgrad.graph import Kind, Node, Op, ancestors, pages
from glassgrad.nn.activations import activations
from glassgrad.readers.substitute import substitute

from .quantities import INSIDE, Named

if TYPE_CHECKING:
    from .workings import Workings


@cache
def activation_pages() -> frozenset[Op]:
    """The operations that serve as activation functions."""
    return frozenset(page.apply for page in activations.values() if isinstance(page.apply, Op))


def split_activations(work: Workings, name: str) -> None:
    """Take the formula of a name apart at each activation of something that is worked out on the spot, as in σ(w·x + b)."""
    formula = work.formulas[name]
    replaced: dict[Node, Node] = {}
    for node in ancestors([formula]):
        if node.op in activation_pages() and node.inputs[0].op.kind is not Kind.LEAF and node.inputs[0] not in replaced:
            inside = Named(f"{INSIDE}{name}" + (f" {len(replaced) + 1}" if replaced else ""))
            inner = substitute(node.inputs[0], replaced)[node.inputs[0]] if replaced else node.inputs[0]
            work.formulas[inside.name] = inner
            replaced[node.inputs[0]] = work.enter(inside, pages.variable(shape=inner.shape))
    if replaced:
        # The quantity inside is worked out first, so it is entered before the one it stands in.
        del work.formulas[name]
        work.formulas[name] = substitute(formula, replaced)[formula]
