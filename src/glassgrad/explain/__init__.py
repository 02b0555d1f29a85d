"""A graph and its values, told as a story."""

from .blocks import Aside, Caution, Figure, Heading, Listing, Step, Table
from .comparing import compare_passes
from .derive import derive
from .explain_pass import explain_pass
from .neuron_pair import RowSeen
from .story import Story
from .telling import explain
from .training_pass import LayerView, TrainingPass

__all__ = [
    "Aside",
    "Caution",
    "Figure",
    "Heading",
    "LayerView",
    "Listing",
    "RowSeen",
    "Step",
    "Story",
    "Table",
    "TrainingPass",
    "compare_passes",
    "derive",
    "explain",
    "explain_pass",
]
