"""Floor 2: the readers. Each is one function that reads a graph."""

from .evaluate import Values, evaluate
from .gradients import Gradients, Path, gradients
from .simplify import simplify, simplify_all
from .substitute import substitute
from .zoom import Zoomed, zoom

__all__ = [
    "Gradients",
    "Path",
    "Values",
    "Zoomed",
    "evaluate",
    "gradients",
    "simplify",
    "simplify_all",
    "substitute",
    "zoom",
]
