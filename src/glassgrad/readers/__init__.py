"""Floor 2: the readers. Each is one function that reads a graph."""

from .check_gradients import CheckedEntry, GradientCheck, check_gradients
from .collect import collect
from .cost import CostReport, NodeCost, cost
from .evaluate import Values, evaluate
from .expand import expand, expand_all
from .gradients import Gradients, Path, gradients
from .number import Number, number
from .parse import parse
from .simplify import simplify, simplify_all
from .substitute import substitute
from .tidy import tidy, tidy_all
from .zoom import Zoomed, zoom

__all__ = [
    "CheckedEntry",
    "CostReport",
    "GradientCheck",
    "Gradients",
    "NodeCost",
    "Number",
    "Path",
    "Values",
    "Zoomed",
    "check_gradients",
    "collect",
    "cost",
    "evaluate",
    "expand",
    "expand_all",
    "gradients",
    "number",
    "parse",
    "simplify",
    "simplify_all",
    "substitute",
    "tidy",
    "tidy_all",
    "zoom",
]
