"""What the operations along axes share: their shapes, and shaping a gradient so that it lies against the input again."""

from glassgrad.graph import FAR, Case, Domain, Interval, Node, Shape, ShapeError, normal_axes, pages, reduced, say_shape, size

Axis = int | tuple[int, ...] | None
"""One axis, several, or None for all."""


def how_many(x: Shape, axis: Axis) -> int:
    """How many entries are combined into one."""
    return size(tuple(x[one] for one in normal_axes(axis, len(x))))


def reduced_from_some(x: Shape, *, axis: Axis = None, keepdims: bool = False) -> Shape:
    """The shape left after combining along `axis`. Raises: ShapeError if there is no entry to start from, as a mean needs."""
    if how_many(x, axis) == 0:
        raise ShapeError(f"an array of {say_shape(x)} has no entries along {'its axes' if axis is None else f'axis {axis}'}; at least one is needed")
    return reduced(x, axis=axis, keepdims=keepdims)


def unchanged(x: Shape, *, axis: Axis) -> Shape:
    """The shape itself, once it is known to have the axis and entries along it."""
    reduced_from_some(x, axis=axis)
    return x


def along_one_or_more(low: float = -2.0, high: float = 2.0) -> Domain:
    """The domain of an operation along axes that keeps the shape, the last axis being the usual one."""
    cases = (
        Case(shapes=((4,),)),
        Case(shapes=((2, 3),)),
        Case(shapes=((2, 3),), settings={"axis": 0}),
        Case(shapes=((2, 2, 2),), settings={"axis": (0, 2)}),
        Case(shapes=((2, 2),), settings={"axis": None}),
    )
    return Domain(inputs=(Interval(low=low, high=high),), cases=cases, far=FAR)


def lay_against(reduced_node: Node, output: Node, x: Node) -> Node:
    """A node shaped like the reduced `output`, with lengths of 1 put back so that it broadcasts against `x`."""
    axes = normal_axes(output.settings["axis"], len(x.shape))
    shape = reduced(x.shape, axis=axes, keepdims=True)
    return reduced_node if reduced_node.shape == shape else pages.reshape(reduced_node, shape=shape)


def stretch(reduced_node: Node, output: Node, x: Node) -> Node:
    """The same, stretched to the full shape of `x`."""
    laid = lay_against(reduced_node, output, x)
    return laid if laid.shape == x.shape else pages.broadcast(laid, shape=x.shape)


def share_among_equals(upstream: Node, output: Node, x: Node) -> Node:
    """The gradient of the entries that equal the chosen one, in equal parts; 0 for all others."""
    chosen = pages.equal(x, lay_against(output, output, x))
    how_many = pages.sum(chosen, axis=output.settings["axis"], keepdims=True)
    return lay_against(upstream, output, x) * chosen / how_many
