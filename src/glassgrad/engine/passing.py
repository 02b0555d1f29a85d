"""A forward pass over any number of rows, block after block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Node

from .blocks import in_blocks
from .protocol import Program

PART = 2**17
"""Rows whose numbers are laid out at a time, so that a pass takes little more memory than rows and answers."""


def pass_rows(program: Program, x: Node, given: Mapping[Node, Any], rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The program's first output (block, …) for all rows (rows, …), which go through its leaf `x` (block, …); the last block is filled up with the last row.

    Raises: MissingValueError, ShapeError.
    """
    size, *shape = program.graph.outputs[0].shape
    outputs = np.empty((len(rows), *shape), dtype=program.dtype)
    for first in range(0, len(rows), PART):
        part = rows[first : first + PART]
        made = program.over(given, {x: part}, in_blocks(len(part), size))
        outputs[first : first + PART] = made.reshape(-1, *shape)[: len(part)]
    return outputs
