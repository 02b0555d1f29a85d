"""The run file: one SQLite database that holds a run, written a transaction at a time.

A run that is not kept on disk lives in the same tables in memory, so there is one way to write and one to read; it fills them when somebody reads.
Whatever is read from a file is checked before it is believed: marks, tables, types, shapes, checksums.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.graph import RunFileError

from .arrays import StoredArray, checksum, restore, store
from .putting_off import PutOff
from .standing import EpochRow, Position

LONGEST_FACT = 64 * 2**20
MOST_STEPS = 2**63
WARNING = "warning"
"""The kind of an event that was noticed while the run was at work."""


class WriteError(RunFileError):
    """A run file that could not be written though nothing was wrong with what was asked: the disk is full, or gone."""

    exit_code = 1


class BusyError(WriteError):
    """A run file that could not be written yet, for somebody is reading it."""


@dataclass(frozen=True)
class RunFile:
    """An open run: what has been written so far can be read at any time. `put_off`: what waits to be written, of a run in memory."""

    connection: sqlite3.Connection
    path: Path | None
    put_off: PutOff | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """The database, with everything in it."""
        if self.put_off is not None:
            self.put_off.carry_out(self.transaction)
        return self.connection

    def write(self, action: Callable[[], None], position: Position | None = None, *, size: int = 0) -> None:
        """Let the action write, all of it or nothing: now, or in memory when somebody reads. It holds `size` bytes; the run has come to `position` with it.

        Raises: as `transaction`.
        """
        if self.put_off is None:
            with self.transaction():
                action()
            return
        self.put_off.add(action, position, size)
        if self.put_off.much:
            self.put_off.carry_out(self.transaction)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept together, or not at all. Raises: WriteError, or BusyError as long as others read."""
        try:
            with self.database:
                yield
        except sqlite3.Error as error:
            kind = BusyError if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY else WriteError
            raise kind(f"cannot write the run file{_place(self.path)}: {error}; what was written before is intact") from None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside is of one moment, though others may write. Short: they cannot as long as it lasts."""
        self._rows("BEGIN")
        try:
            yield
        finally:
            self.database.rollback()

    def write_fact(self, name: str, value: Any) -> None:
        """Keep a JSON value under a name."""
        text = json.dumps(value, allow_nan=False)
        self.database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", (name, text, checksum(name, text)))

    def fact(self, name: str) -> Any:
        """The JSON value of that name. Raises: RunFileError if there is none or it cannot be read."""
        row = self._row("SELECT json, checksum FROM facts WHERE name = ?", name)
        if row is None or not isinstance(row[0], str) or len(row[0]) > LONGEST_FACT:
            raise RunFileError(f"the run file{_place(self.path)} does not say its {name}; it is damaged or unfinished")
        if checksum(name, row[0]) != row[1]:
            raise RunFileError(f"the {name} in the run file{_place(self.path)} has changed since it was written; the file is damaged")
        try:
            return json.loads(row[0])
        except (ValueError, RecursionError):
            raise RunFileError(f"the {name} in the run file{_place(self.path)} cannot be read; the file is damaged") from None

    def has_fact(self, name: str) -> bool:
        """Whether something is kept under that name."""
        return self._row("SELECT 1 FROM facts WHERE name = ?", name) is not None

    def write_content(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, with their checksum."""
        self.database.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", (name, content, checksum(content)))

    def content(self, name: str) -> bytes | None:
        """The bytes of that name, or None. Raises: RunFileError if they have changed since they were written."""
        row = self._row("SELECT bytes, checksum FROM contents WHERE name = ?", name)
        if row is None:
            return None
        if not isinstance(row[0], bytes) or checksum(row[0]) != row[1]:
            raise RunFileError(f"the {name} in the run file{_place(self.path)} has changed since it was written; the file is damaged")
        return row[0]

    def write_position(self, position: Position) -> None:
        """Keep how far the run has come."""
        self.write_fact("position", {"step": position.step, "seconds": position.seconds})

    def position(self) -> Position:
        """How far the run has come. Raises: RunFileError if that is not kept, or damaged."""
        waiting = None if self.put_off is None else self.put_off.position
        if waiting is not None:
            return waiting
        found = self.fact("position")
        step, seconds = (found.get("step"), found.get("seconds")) if isinstance(found, dict) else (None, None)
        if type(step) is not int or type(seconds) is not float or not 0 <= step < MOST_STEPS or not 0 <= seconds < float("inf"):
            raise RunFileError(f"the run file{_place(self.path)} does not say how far the run has come; it is damaged")
        return Position(step, seconds)

    def write_epochs(self, rows: Iterable[EpochRow]) -> None:
        """Keep the numbers of epochs."""
        values = (tuple(row) for row in rows)
        self.database.executemany("INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((*one, checksum(repr(one))) for one in values))

    def epochs(self) -> list[EpochRow]:
        """All epochs in order. Raises: RunFileError if one is missing or damaged."""
        columns = "epoch, step, seconds, training_loss, validation_loss, training_metric, validation_metric, checksum"
        rows = self._rows(f"SELECT {columns} FROM epochs ORDER BY epoch")
        epochs = [_epoch_row(row, self.path) for row in rows]
        if [one.epoch for one in epochs] != list(range(1, len(epochs) + 1)):
            raise RunFileError(f"the epochs in the run file{_place(self.path)} are not numbered from 1 without gaps; the file is damaged")
        return epochs

    def write_losses(self, first_step: int, losses: Any) -> None:
        """Keep the losses of consecutive steps."""
        self.database.execute("INSERT OR REPLACE INTO losses VALUES (?, ?, ?, ?, ?)", (first_step, *store(losses)))

    def losses(self) -> np.ndarray[Any, Any]:
        """The loss of every step, the first step's first. Raises: RunFileError if some are missing or damaged."""
        rows = self._rows("SELECT first_step, dtype, shape, bytes, checksum FROM losses ORDER BY first_step")
        parts: list[np.ndarray[Any, Any]] = []
        following = 1
        for first, *kept in rows:
            part = restore(_stored(tuple(kept), self.path), where=f"the losses from step {first}")
            if first != following or part.ndim != 1:
                raise RunFileError(f"the losses in the run file{_place(self.path)} have a gap before step {first}; the file is damaged")
            parts.append(part)
            following += len(part)
        return np.concatenate(parts) if parts else np.zeros(0)

    def loss(self, step: int) -> float:
        """The loss of one step. Raises: RunFileError if it is not kept, or damaged."""
        row = self._row("SELECT first_step, dtype, shape, bytes, checksum FROM losses WHERE first_step <= ? ORDER BY first_step DESC LIMIT 1", step)
        part = np.zeros(0) if row is None else restore(_stored(row[1:], self.path), where=f"the losses from step {row[0]}")
        place = 0 if row is None else step - _whole(row[0], self.path)
        if part.ndim != 1 or place >= len(part):
            raise RunFileError(f"the run file{_place(self.path)} does not keep the loss of step {step}; it is damaged")
        return float(part[place])

    def best(self) -> tuple[int, int]:
        """The best epoch, and its last step. Raises: RunFileError if that is not kept, or damaged."""
        best, last = self.fact("best"), self.position().step
        if not isinstance(best, dict) or set(best) != {"epoch", "step"} or not all(type(one) is int and 0 <= one <= last for one in best.values()):
            raise RunFileError(f"the run file{_place(self.path)} does not say which step was best; it is damaged")
        return best["epoch"], best["step"]

    def write_outcome(self, step: int, kind: str, reason: str) -> None:
        """Keep how the run ended, after that step, which is also an event."""
        self.write_fact("outcome", {"kind": kind, "reason": reason})
        self.write_event(step, kind, reason)

    def write_event(self, step: int, kind: str, message: str) -> None:
        """Keep what happened, in words."""
        self.database.execute("INSERT INTO events (step, kind, message) VALUES (?, ?, ?)", (step, kind, message))

    def events(self) -> list[tuple[int, str, str]]:
        """What happened: (step, kind, message)."""
        rows = self._rows("SELECT step, kind, message FROM events ORDER BY number")
        return [(_whole(step, self.path), str(kind), str(message)) for step, kind, message in rows]

    def write_snapshot(self, step: int, state: Mapping[str, Any]) -> None:
        """Keep the whole state after a step."""
        rows = [(step, name, *store(array)) for name, array in state.items()]
        self.database.executemany("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)", rows)

    def snapshot_steps(self) -> list[int]:
        """The steps after which the state is kept, in order."""
        return [_whole(step, self.path) for (step,) in self._rows("SELECT DISTINCT step FROM snapshots ORDER BY step")]

    def snapshot(self, step: int) -> dict[str, np.ndarray[Any, Any]]:
        """The state after that step. Raises: RunFileError if it is not kept, or damaged."""
        rows = self._rows("SELECT name, dtype, shape, bytes, checksum FROM snapshots WHERE step = ? ORDER BY name", step)
        if not rows:
            raise RunFileError(f"the run file{_place(self.path)} keeps no state after step {step}; it is damaged")
        return {str(row[0]): restore(_stored(row[1:], self.path), where=f"{row[0]!r:.40} after step {step}") for row in rows}

    def drop_snapshots(self, steps: Iterable[int]) -> None:
        """Forget the states after these steps."""
        self.database.executemany("DELETE FROM snapshots WHERE step = ?", [(step,) for step in steps])

    def close(self) -> None:
        """Let go of the file; what waits to be written into one in memory would go with it anyway."""
        self.connection.close()

    def discard(self) -> None:
        """Let go of the file and remove it: for a run that came to nothing."""
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            return self.database.execute(query, values).fetchall()
        except sqlite3.ProgrammingError:
            raise RunFileError(f"the run{_place(self.path)} is closed, or was opened in another thread; open it again here") from None
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise RunFileError(f"cannot read the run file{_place(self.path)}: {error}; the file is damaged") from None


def _stored(row: tuple[Any, ...], path: Path | None) -> StoredArray:
    if len(row) != 4 or not (isinstance(row[0], str) and isinstance(row[1], str) and isinstance(row[2], bytes) and isinstance(row[3], str)):
        raise RunFileError(f"an array in the run file{_place(path)} is not stored as one; the file is damaged")
    return StoredArray(*row)


def _epoch_row(row: tuple[Any, ...], path: Path | None) -> EpochRow:
    if checksum(repr(row[:-1])) != row[-1]:
        raise RunFileError(f"an epoch in the run file{_place(path)} has changed since it was written; the file is damaged")
    epoch, step, seconds, *scores = row[:-1]
    # NaN is no value in SQLite and comes back as None; only without held-out rows it may be so.
    measured = (seconds, *(one for place, one in enumerate(scores) if not (one is None and place in (1, 3))))
    if type(epoch) is not int or type(step) is not int or not all(type(one) is float and isfinite(one) for one in measured):
        raise RunFileError(f"an epoch in the run file{_place(path)} holds something that is no number; the file is damaged")
    return EpochRow(*row[:-1])


def _whole(value: Any, path: Path | None) -> int:
    if type(value) is not int:
        raise RunFileError(f"a step in the run file{_place(path)} has no number; the file is damaged")
    return value


def _place(path: Path | None) -> str:
    return f" {path}" if path else ""
