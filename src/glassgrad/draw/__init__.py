"""A graph or a network as a picture: positions first, then SVG, PNG, PDF or DOT."""

from .graph import draw, to_dot
from .picture import Picture

__all__ = ["Picture", "draw", "to_dot"]
