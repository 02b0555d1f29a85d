"""What the operations along axes share: shaping a gradient so that it lies against the input again."""

from glassgrad.graph import Node, normal_axes, pages, reduced


def lay_against(reduced_node: Node, output: Node, x: Node) -> Node:
    """A node shaped like the reduced `output`, with lengths of 1 put back so that it broadcasts against `x`."""
    axes = normal_axes(output.settings["axis"], len(x.shape))
    shape = reduced(x.shape, axis=axes, keepdims=True)
    return reduced_node if reduced_node.shape == shape else pages.reshape(reduced_node, shape=shape)


def stretch(reduced_node: Node, output: Node, x: Node) -> Node:
    """The same, stretched to the full shape of `x`."""
    laid = lay_against(reduced_node, output, x)
    return laid if laid.shape == x.shape else pages.broadcast(laid, shape=x.shape)
