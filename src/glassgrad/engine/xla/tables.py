"""All rows of the data, on the devices once, and the batches taken from them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .devices import put
from .guest import house_rules


def is_held(values: Any) -> bool:
    """Whether the values are an array of JAX: on the devices already, and nobody can change it."""
    import jax

    return isinstance(values, jax.Array)


def hold(values: Any, place: Any, dtype: np.dtype[Any]) -> Any:
    """The values on the devices, in the working type. Those that are there already stay where they are; others are copied."""
    import jax

    with house_rules(dtype):
        if not is_held(values):
            return put(np.array(values, dtype), place)
        typed = values if values.dtype == dtype else values.astype(dtype)
        return typed if typed.sharding.is_equivalent_to(place, typed.ndim) else jax.device_put(typed, place)


@dataclass(frozen=True, eq=False)
class Taker:
    """Takes batches from tables. XLA compiles that once for each place where batches are to lie."""

    _compiled: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def take(self, table: Any, rows: npt.NDArray[np.intp], *, length: int, place: Any) -> Any:
        """The batches (length, batch, …) with these row numbers (steps ≤ length, batch); every device takes its own share, and nothing need be sent."""
        import jax

        if place not in self._compiled:
            self._compiled[place] = jax.jit(_rows_of, out_shardings=place)
        padded = np.zeros((length, rows.shape[1]), np.int32)
        padded[: len(rows)] = rows
        return self._compiled[place](table, put(padded, place))


def _rows_of(table: Any, rows: Any) -> Any:
    return table.at[rows].get(mode="promise_in_bounds")  # checked before
