"""`with_fractions`: a formula with 2/3 where the number 0.666… would be written rounded."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

import numpy as np

from glassgrad.graph import Node, is_constant, pages
from glassgrad.writing.arrays import constant

from .cutting import down_to

LARGEST = 1000
"""Denominator up to which a number is written as a fraction."""


def with_fractions(root: Node, known: Container[Node]) -> Node:
    """The formula down to what is known, with its rounded numbers as quotients of whole ones, as far as they are some.

    >>> import glassgrad as gg
    >>> str(with_fractions(gg.parse("x") ** (-2 / 3), ()))
    'x^(−2 / 3)'
    """
    done: dict[Node, Node] = {}
    for node in down_to(root, known):
        is_end = node in known and node is not root
        done[node] = node if is_end else as_fraction(node) if is_constant(node) else node.over(*[done.get(one, one) for one in node.inputs])
    return done[root]


def as_fraction(node: Node) -> Node:
    """The quotient that a number is, if it takes more digits than are written and is one of small whole numbers."""
    value = node.settings["value"]
    if node.shape != () or node.name or constant(value).exact:
        return node
    found = Fraction(float(value)).limit_denominator(LARGEST)
    is_it = bool(found) and abs(float(found) - float(value)) <= 2 * np.spacing(abs(float(value)))
    return pages.constant(value=float(found.numerator)) / float(found.denominator) if is_it else node
