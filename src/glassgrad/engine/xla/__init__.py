"""The xla engine: the same pages through `jax.numpy`, compiled by XLA, for GPUs and for several machines. JAX is imported at first use."""

from .distributed import is_writer, join, joined, part
from .engine import Xla
from .guest import XlaError, installed
from .program import XlaProgram

__all__ = ["Xla", "XlaError", "XlaProgram", "installed", "is_writer", "join", "joined", "part"]
