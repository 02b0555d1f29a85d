"""From one row to all rows: a formula of single numbers over whole columns."""

from __future__ import annotations

from collections.abc import Iterable

from glassgrad.graph import Kind, Node, ancestors, pages


def lifted(outputs: Iterable[Node], columns: Iterable[str], rows: int) -> dict[Node, Node]:
    """Every node of a formula of single numbers → its node where the leaves of these names have a number for each row (rows,).

    The other leaves, the parameters, stay single numbers, so what depends on them alone is computed once for all rows.
    A derivative of the formula lifts to the derivative in each row: no row looks at another.

    >>> import glassgrad as gg
    >>> y = gg.parse("a*x")
    >>> lifted([y], ["x"], 3)[y].shape
    (3,)
    """
    wide, over_rows = set(columns), {}
    for node in ancestors(outputs):
        if node.op.kind is Kind.LEAF:
            over_rows[node] = pages.variable(shape=(rows,), name=node.name) if node.name in wide else node
        else:
            over_rows[node] = node.over(*[over_rows[one] for one in node.inputs])
    return over_rows
