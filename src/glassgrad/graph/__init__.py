"""Floor 0: the nouns. It knows no operation."""

from .dictionary import pages
from .domain import FAR, Case, Domain, Interval, along_axes, curve, pair
from .errors import (
    CompileError,
    DataError,
    DataWarning,
    EngineWarning,
    ExpressionError,
    GlassgradError,
    MemoryShortError,
    MissingValueError,
    NonFiniteError,
    RunFileError,
    SettingError,
    ShapeError,
)
from .graph import Graph, ancestors, is_constant, reached_from
from .kinds import Kind
from .node import Node, SourceLine, print_with
from .notation import Binds, Notation
from .op import Algebra, Cost, Example, Op, Textbook, only_moves, per_entry, per_input_entry
from .shapes import Shape, broadcast, checked_shape, normal_axes, reduced, say_shape, size
from .unknown import unknown_name

__all__ = [
    "FAR",
    "Algebra",
    "Binds",
    "Case",
    "CompileError",
    "Cost",
    "DataError",
    "DataWarning",
    "Domain",
    "EngineWarning",
    "Example",
    "ExpressionError",
    "GlassgradError",
    "Graph",
    "Interval",
    "Kind",
    "MemoryShortError",
    "MissingValueError",
    "Node",
    "NonFiniteError",
    "Notation",
    "Op",
    "RunFileError",
    "SettingError",
    "Shape",
    "ShapeError",
    "SourceLine",
    "Textbook",
    "along_axes",
    "ancestors",
    "broadcast",
    "checked_shape",
    "curve",
    "is_constant",
    "normal_axes",
    "only_moves",
    "pages",
    "pair",
    "per_entry",
    "per_input_entry",
    "print_with",
    "reduced",
    "reached_from",
    "say_shape",
    "size",
    "unknown_name",
]
