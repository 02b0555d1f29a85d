"""Watching a run as another program does: a JSON object in each line, the opening first, the closing last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

from .plain_progress import is_told
from .standing import EpochRow
from .watching import Opening

if TYPE_CHECKING:
    from pathlib import Path

    from .run import Run

OPENING, EPOCH, WARNING, CLOSING = "opening", "epoch", "warning", "closing"
FAILED, INTERRUPTED = "failed", "interrupted"


@dataclass
class JsonProgress:
    """An object for the opening, for the epochs that the plain display tells or for `every_epoch`, for every warning, and for the closing.

    Every object has its `event` first. A number that is not finite is null. The last epoch always has an object.
    """

    stream: TextIO
    every_epoch: bool = False
    last: EpochRow | None = None
    told: int = 0
    opened: bool = False
    closed: bool = False

    def opening(self, opening: Opening) -> None:
        """Write what is known before the first step."""
        self.opened = True
        # The epochs before are in the run file, and whoever reads this has been told them.
        self._tell(OPENING, asdict(replace(opening, earlier=())) | {"earlier": len(opening.earlier)})

    def steps(self, done: int, of: int, loss: float) -> None:
        """Nothing: an epoch is told when it is over."""

    def epoch(self, row: EpochRow) -> None:
        """Write the numbers of the epoch if it is time for them."""
        self.last = row
        if self.every_epoch or is_told(row.epoch):
            self._tell_epoch(row)

    def warning(self, text: str) -> None:
        """Write what to beware of."""
        self._tell(WARNING, {"text": text})

    def closing(self, reason: str) -> None:
        """Write the last epoch, if that is still to be done; how it ended is told by `outcome` or `failed`, which know more."""
        if self.last is not None and self.told != self.last.epoch:
            self._tell_epoch(self.last)

    def outcome(self, run: Run, saved: Path | None = None) -> None:
        """Write how training ended, how good the network is, and where the run is kept."""
        history = run.history
        told = {
            **run.outcome,
            "epochs": len(history["epoch"]),
            "steps": run.steps,
            "seconds": float(history["seconds"][-1]) if len(history["seconds"]) else 0.0,
            "best_epoch": run.best["epoch"],
            "best_step": run.best["step"],
            "metric": run.plan.metric.name,
            "score": run.score(),
            "scored_on": run.plan.judged_on,
        }
        self._close(told, saved)

    def failed(self, kind: str, reason: str, saved: Path | None = None) -> None:
        """Write that training came to no end of its own. Nothing is written if it was not begun, or has ended."""
        if self.opened and not self.closed:
            self._close({"kind": kind, "reason": reason}, saved)

    def _close(self, told: Mapping[str, Any], saved: Path | None) -> None:
        self.closed = True
        self._tell(CLOSING, {**told, "saved": None if saved is None else str(saved)})

    def _tell_epoch(self, row: EpochRow) -> None:
        self.told = row.epoch
        self._tell(EPOCH, row._asdict())

    def _tell(self, event: str, told: Mapping[str, Any]) -> None:
        self.stream.write(json.dumps({"event": event, **_plain(dict(told))}, allow_nan=False) + "\n")
        self.stream.flush()


def _plain(value: Any) -> Any:
    """The same with null for numbers that are not finite: JSON has no word for them."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return float(value) if isfinite(value) else None
