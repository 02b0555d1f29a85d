"""Floor 1: the dictionary of operations. One page per operation; this is the table of contents."""

# ruff: noqa: I001 - in reading order, not in that of the alphabet

# given, learned, written down
from .variable import variable
from .parameter import parameter
from .constant import constant

# arithmetic
from .add import add
from .subtract import subtract
from .multiply import multiply
from .negate import negate

# activations
from .sigmoid import sigmoid

# along axes
from .sum import sum

# matrices and shapes
from .matmul import matmul
from .reshape import reshape
from .transpose import transpose
from .broadcast import broadcast

__all__ = [
    "add",
    "broadcast",
    "constant",
    "matmul",
    "multiply",
    "negate",
    "parameter",
    "reshape",
    "sigmoid",
    "subtract",
    "sum",
    "transpose",
    "variable",
]
