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
from .divide import divide
from .negate import negate
from .power import power
from .square import square
from .sqrt import sqrt
from .absolute import absolute
from .sign import sign

# choosing
from .less import less
from .less_equal import less_equal
from .greater import greater
from .greater_equal import greater_equal
from .equal import equal
from .not_equal import not_equal
from .where import where
from .maximum import maximum
from .minimum import minimum

# functions
from .exp import exp
from .log import log
from .expm1 import expm1
from .log1p import log1p
from .sin import sin
from .cos import cos
from .tan import tan
from .sinh import sinh
from .cosh import cosh
from .atan import atan
from .atan2 import atan2
from .erf import erf

# activations
from .sigmoid import sigmoid
from .tanh import tanh
from .relu import relu
from .leaky_relu import leaky_relu
from .elu import elu
from .selu import selu
from .gelu import gelu
from .gelu_tanh import gelu_tanh
from .silu import silu
from .mish import mish
from .softplus import softplus
from .softsign import softsign

# along axes
from .sum import sum
from .product import product
from .mean import mean
from .max import max
from .min import min
from .cumulative_sum import cumulative_sum
from .logsumexp import logsumexp
from .softmax import softmax
from .log_softmax import log_softmax

# matrices and shapes
from .matmul import matmul
from .reshape import reshape
from .transpose import transpose
from .broadcast import broadcast
from .flip import flip
from .concatenate import concatenate
from .slice import slice
from .place import place

# chosen by whole numbers
from .gather import gather
from .scatter_add import scatter_add
from .one_hot import one_hot

__all__ = [
    "absolute",
    "add",
    "atan",
    "atan2",
    "broadcast",
    "concatenate",
    "constant",
    "cos",
    "cosh",
    "cumulative_sum",
    "divide",
    "elu",
    "equal",
    "erf",
    "exp",
    "expm1",
    "flip",
    "gather",
    "gelu",
    "gelu_tanh",
    "greater",
    "greater_equal",
    "leaky_relu",
    "less",
    "less_equal",
    "log",
    "log1p",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "mish",
    "multiply",
    "negate",
    "not_equal",
    "one_hot",
    "parameter",
    "place",
    "power",
    "product",
    "relu",
    "reshape",
    "scatter_add",
    "selu",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sinh",
    "slice",
    "softmax",
    "softplus",
    "softsign",
    "sqrt",
    "square",
    "subtract",
    "sum",
    "tan",
    "tanh",
    "transpose",
    "variable",
    "where",
]
