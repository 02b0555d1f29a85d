"""`Xla`: the engine for GPUs and for several machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph

from ..checking import check_compile, checked_dtype
from ..processes import Processes
from ..protocol import Keep
from ..sessions import PlainSession, Session, Stretch, Survey
from .devices import places_for
from .guest import WHAT_IS_MISSING, check_installed, installed
from .program import XlaProgram
from .tables import hold
from .together import together


@dataclass(frozen=True)
class Xla:
    """JAX and XLA: one GPU, several GPUs, several machines, or a CPU.

    `devices` is how many devices to use; None for all there are: those of this process, and `together` those of all processes that have joined.
    """

    name: str = "xla"
    says: str = "JAX and XLA: for GPUs, and for several machines"
    usual_dtype: str = "float32"
    devices: int | None = None

    @property
    def trouble(self) -> str:
        """Why it cannot work on this computer: JAX is not installed."""
        return "" if installed() else WHAT_IS_MISSING

    def compile(self, graph: Graph, *, dtype: npt.DTypeLike = np.float64, threads: int = 1, keep: Keep = "outputs") -> XlaProgram:
        """The program; XLA compiles it when it is first run. More threads change nothing: XLA decides for itself.

        Raises: ShapeError, SettingError for what no engine takes; SettingError without JAX.
        """
        check_compile(graph, threads=threads, keep=keep)
        working = checked_dtype(dtype)
        check_installed()
        return XlaProgram(graph, self, working, keep, self.devices)

    def session(
        self,
        stretches: Sequence[Stretch],
        surveys: Sequence[Survey],
        state: Mapping[str, Any],
        *,
        dtype: npt.DTypeLike = np.float64,
        threads: int = 1,
    ) -> Session:
        """The plain one, with all tables on the devices from the start: they need not be copied for every epoch."""
        working = checked_dtype(dtype)
        tables = [table for stretch in stretches for table in stretch.data.values()] + [survey.table for survey in surveys]
        held = {id(table): self.hold(table, dtype=working) for table in tables}
        moved = [replace(one, data={leaf: held[id(table)] for leaf, table in one.data.items()}) for one in stretches]
        measured = [replace(one, table=held[id(one.table)]) for one in surveys]
        return PlainSession(self, moved, measured, working, threads, dict(state))

    def together(self) -> AbstractContextManager[Processes]:
        """Use the devices of all processes that have joined: see `glassgrad.engine.xla.join`."""
        return together()

    def hold(self, values: npt.ArrayLike, *, dtype: npt.DTypeLike = np.float64) -> Any:
        """All rows of some data on the devices, as an array of JAX, to be given to `steps` again and again without another copy.

        Raises: SettingError without JAX.
        """
        working = checked_dtype(dtype)
        check_installed()
        return hold(values, places_for(0, self.devices).everywhere, working)
