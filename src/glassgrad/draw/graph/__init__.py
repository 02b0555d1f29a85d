"""The computational graph of an expression or a step: what is shown, where it stands, how it looks."""

from .computational_graph import draw, to_dot
from .look import GraphLook, Knot, Road, Role
from .page import graph_picture
from .reading import look_at

__all__ = ["GraphLook", "Knot", "Road", "Role", "draw", "graph_picture", "look_at", "to_dot"]
