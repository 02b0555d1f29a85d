"""Model families: the network beside the others, on the same rows of the same data."""

from .comparing import compare
from .comparison import Comparison, Result
from .settings import CompareSettings

__all__ = ["CompareSettings", "Comparison", "Result", "compare"]
