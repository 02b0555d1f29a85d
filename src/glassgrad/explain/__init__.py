"""A graph and its values, told as a story."""

from .blocks import Aside, Caution, Figure, Heading, Listing, Step, Table
from .derive import derive
from .explain_pass import explain_pass
from .story import Story
from .telling import explain
from .training_pass import LayerView, TrainingPass

__all__ = ["Aside", "Caution", "Figure", "Heading", "LayerView", "Listing", "Step", "Story", "Table", "TrainingPass", "derive", "explain", "explain_pass"]
