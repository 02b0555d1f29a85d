"""The six kinds of operation: the only thing a reader may switch on."""

from enum import Enum


class Kind(Enum):
    """How one entry of an operation's output depends on the entries of its inputs.

    The list is closed: a new operation must be one of these, or be written in terms of them.
    """

    LEAF = "leaf"
    """Depends on nothing: a number that is given, learned or written down."""

    ELEMENTWISE = "elementwise"
    """An entry depends on the same entry of every input, after broadcasting."""

    REDUCTION = "reduction"
    """An entry depends on all entries along one or more axes of its input."""

    CONTRACTION = "contraction"
    """An entry is a sum of products of a row and a column."""

    REARRANGEMENT = "rearrangement"
    """An entry *is* one entry of an input, moved; which one depends on the shapes only."""

    INDEXING = "indexing"
    """An entry is chosen, or placed, by a whole number that is itself an input."""
