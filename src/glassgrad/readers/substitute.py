"""`substitute`: the same graph with some of its nodes replaced by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from glassgrad.graph import Node, ShapeError, ancestors, say_shape


def substitute(outputs: Node | Iterable[Node], replacements: Mapping[Node, Node]) -> dict[Node, Node]:
    """Rebuild a graph with some nodes replaced: every node of the old graph → its node in the new one.

    What does not depend on a replaced node keeps its very nodes; what does is built anew under its old name.
    A replacement is taken as it is: nothing inside it is replaced.
    Raises: ShapeError if a replacement has another shape than what it replaces.

    >>> import glassgrad as gg
    >>> y = gg.parse("x**2 + 1")
    >>> x = gg.Graph((y,))["x"]
    >>> z = substitute(y, {x: x + 1})[y]
    >>> float(gg.evaluate(z, x=2.0)[z])
    10.0
    """
    for old, new in replacements.items():
        if old.shape != new.shape:
            raise ShapeError(f"{new!r} cannot stand for {old!r}: one is {say_shape(new.shape)}, the other {say_shape(old.shape)}; they must be alike")
    replaced: dict[Node, Node] = {}
    for node in ancestors([outputs] if isinstance(outputs, Node) else outputs):
        replaced[node] = replacements[node] if node in replacements else node.over(*[replaced[one] for one in node.inputs])
    return replaced
