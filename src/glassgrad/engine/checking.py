"""What every engine refuses before it starts, in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Kind, MissingValueError, Node, SettingError, ShapeError, is_constant, say_shape
from glassgrad.readers.evaluate import as_numbers, with_fractions

from .protocol import Given

MOST_THREADS = 1024


def checked_dtype(dtype: npt.DTypeLike) -> np.dtype[Any]:
    """float32 or float64. Raises: SettingError for any other type."""
    found = with_fractions(dtype)
    if found not in (np.float32, np.float64):
        raise SettingError(f"dtype is {found}; expected float32 or float64")
    return found


def check_compile(graph: Graph, *, threads: int, keep: str) -> None:
    """Raises: ShapeError if an update does not fit its leaf; SettingError for a wrong setting."""
    if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
        raise SettingError(f"threads is {threads!r:.60}; expected a whole number of at least 1")
    if threads > MOST_THREADS:
        raise SettingError(f"threads is {threads}; at most {MOST_THREADS} can compute at once")
    if keep not in ("outputs", "all"):
        raise SettingError(f"keep is {keep!r:.60}; expected 'outputs' or 'all'")
    for leaf, new in graph.updates.items():
        if leaf.op.kind is not Kind.LEAF or is_constant(leaf):
            raise SettingError(f"{_name(leaf)} cannot be updated: only leaves take a new value")
        if leaf.shape != new.shape:
            raise ShapeError(f"{_name(leaf)} is {say_shape(leaf.shape)}, its new value {say_shape(new.shape)}")


def checked_rows(rows: npt.ArrayLike, data: Mapping[Node, npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """The row numbers as whole numbers (steps, batch). Raises: ShapeError if they, or the data, do not fit the leaves."""
    array = np.asarray(rows)
    if array.ndim != 2 or (array.size and array.dtype.kind not in "iu"):
        raise ShapeError(f"rows must be whole numbers of shape (steps, batch), not {array.dtype} of shape {array.shape}")
    lowest, highest = (array.min(), array.max()) if array.size and data else (0, -1)
    for leaf, values in data.items():
        wanted = (array.shape[1], *values.shape[1:])
        if values.ndim == 0 or leaf.shape != wanted:
            raise ShapeError(
                f"{_name(leaf)} is {leaf.shape}, but batches of {array.shape[1]} rows of the data {values.shape} are {wanted if values.ndim else 'impossible'}"
            )
        if lowest < 0 or highest >= len(values):
            raise ShapeError(f"rows run from {lowest} to {highest}, but the data of {_name(leaf)} has only the rows 0 to {len(values) - 1}")
    return array.astype(np.intp, copy=False)


def checked_numbers(leaf: Node, values: Any, dtype: np.dtype[Any] | None = None) -> npt.NDArray[Any]:
    """The values as numbers, side by side if a type is asked for. Raises: ShapeError for anything that is no array of numbers."""
    found: npt.NDArray[Any] | None = as_numbers(values)
    if found is None:
        raise ShapeError(f"{_name(leaf)} needs an array of numbers, not {values!r:.80}")
    if dtype is None:
        return found
    with np.errstate(over="ignore"):  # 1e300 is infinity in float32, and whoever must not have that looks for it
        return np.ascontiguousarray(found, dtype=dtype).reshape(found.shape)


def check_has_loss(graph: Graph) -> None:
    """Raises: SettingError for a graph without outputs: many steps are watched by the first one."""
    if not graph.outputs:
        raise SettingError("many steps in a row need a graph with an output, the loss, by which they are watched; this one has none")


def check_each(each: Mapping[Node, npt.NDArray[Any]], steps: int) -> None:
    """Raises: ShapeError unless there is one value of the leaf's shape for every step."""
    for leaf, values in each.items():
        if values.shape != (steps, *leaf.shape):
            raise ShapeError(f"{_name(leaf)} needs one value for each of the {steps} steps: {(steps, *leaf.shape)}, not {values.shape}")


def check_leaves(leaves: Mapping[Node, Any] | tuple[Node, ...], *sources: Given) -> None:
    """Raises: MissingValueError naming every leaf that no source has a value for."""
    missing = [_name(leaf) for leaf in leaves if not any(leaf in source for source in sources)]
    if missing:
        raise MissingValueError(f"no value given for {', '.join(missing)}; give one for each leaf of the graph")


def _name(node: Node) -> str:
    return node.name or repr(node)
