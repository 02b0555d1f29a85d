"""Floor 2: the readers. Each is one function that reads a graph."""

from .evaluate import Values, evaluate
from .gradients import Gradients, Path, gradients

__all__ = ["Gradients", "Path", "Values", "evaluate", "gradients"]
