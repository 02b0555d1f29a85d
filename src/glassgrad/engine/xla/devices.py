"""Where the numbers lie: the rows of a batch spread over the devices, everything else on each of them.

XLA sees the places and inserts what the devices must say to each other: the gradient of a weight is a sum over the rows
of the batch, so every device adds up its own rows and all devices then add up their sums (an all-reduce).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glassgrad.graph import SettingError

from .together import computes_together

if TYPE_CHECKING:
    from jax.sharding import Mesh, NamedSharding


@dataclass(frozen=True, eq=False)
class Places:
    """The devices in `groups` of equal size: each group has its share of the rows, each device of a group the same share.

    With as many groups as devices every device has rows of its own. With one group every device computes everything: right, but not faster.
    """

    mesh: Mesh

    @property
    def groups(self) -> int:
        """How many shares a batch is cut into."""
        return int(self.mesh.shape["rows"])

    @property
    def platform(self) -> str:
        """What the devices are: "cpu", "gpu", "tpu"."""
        return str(self.mesh.devices.flat[0].platform)

    @cached_property
    def everywhere(self) -> NamedSharding:
        """The whole array on each device."""
        return self._along()

    @cached_property
    def rows(self) -> NamedSharding:
        """An array (batch, …), cut into shares of rows."""
        return self._along("rows")

    @cached_property
    def rows_of_steps(self) -> NamedSharding:
        """An array (steps, batch, …): the same, for several steps."""
        return self._along(None, "rows")

    def _along(self, *axes: str | None) -> NamedSharding:
        from jax.sharding import NamedSharding, PartitionSpec

        return NamedSharding(self.mesh, cast("Any", PartitionSpec)(*axes))


def places_for(batch: int, wanted: int | None) -> Places:
    """The devices, grouped so that `batch` rows can be cut into equal shares.

    They are those of this process, or `together` those of all processes. `wanted` is how many of them to use, None for all.
    If a batch of 30 meets 4 devices, it is cut in 2 and each half computed twice: shares of different sizes would be programs of different shapes.
    Raises: SettingError if there are not so many devices.
    """
    import jax
    from jax.sharding import Mesh

    together = computes_together()
    devices = _chosen(jax.devices() if together else jax.local_devices(), wanted, processes=jax.process_count() if together else 1)
    groups = max(1, gcd(batch, len(devices))) if batch else 1
    return Places(Mesh(np.array(devices).reshape(groups, -1), ("rows", "copies")))


def _chosen(devices: Sequence[Any], wanted: int | None, *, processes: int) -> Sequence[Any]:
    if wanted is None:
        return devices
    if isinstance(wanted, bool) or not isinstance(wanted, int) or not 1 <= wanted <= len(devices):
        raise SettingError(f"devices is {wanted!r:.60}; expected a whole number from 1 to {len(devices)}, for so many there are, or None for all of them")
    if processes > 1 and wanted < len(devices):
        raise SettingError(f"devices is {wanted}, but {processes} processes with {len(devices)} devices work together; every device takes part: use None")
    return devices[:wanted]


def put(array: Any, place: NamedSharding) -> Any:
    """The array on the devices. Every process has all of it, and puts down what belongs to its own devices."""
    import jax

    if place.is_fully_addressable:
        return jax.device_put(array, place)
    return jax.make_array_from_callback(array.shape, place, lambda index: np.asarray(array[index]))
