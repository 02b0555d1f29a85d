"""The run file: one SQLite database that holds a run, written a transaction at a time.

A run that is not kept on disk lives in the same tables in memory, so there is one way to write and one to read.
Whatever is read from a file is checked before it is believed: marks, tables, types, shapes, checksums.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.graph import RunFileError

from .arrays import StoredArray, checksum, restore, store
from .schema import APPLICATION_ID, FORMAT_VERSION, NAMES_AND_DEFINITIONS, TABLES, schema

HEADER = b"SQLite format 3\x00"
LONGEST_FACT = 64 * 2**20
NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal of SQLite that names a super-journal, see https://sqlite.org/fileformat2.html#the_rollback_journal."""


class WriteError(RunFileError):
    """A run file that could not be written though nothing was wrong with what was asked: the disk is full, or gone."""

    exit_code = 1


@dataclass(frozen=True)
class EpochRow:
    """What is known after an epoch. Losses and metrics over all training, and all validation, rows; None where none are held out."""

    epoch: int
    step: int
    seconds: float
    training_loss: float
    validation_loss: float | None
    training_metric: float
    validation_metric: float | None


@dataclass(frozen=True)
class RunFile:
    """An open run: what has been written so far can be read at any time."""

    database: sqlite3.Connection
    path: Path | None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept together, or not at all."""
        try:
            with self.database:
                yield
        except sqlite3.Error as error:
            raise WriteError(f"cannot write the run file{_place(self.path)}: {error}; the epochs written before are intact") from None

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

    def write_epoch(self, row: EpochRow) -> None:
        """Keep the numbers of one epoch."""
        self.database.execute("INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*astuple(row), checksum(repr(astuple(row)))))

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
        self.database.execute("INSERT INTO losses VALUES (?, ?, ?, ?, ?)", (first_step, *astuple(store(losses))))

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

    def write_event(self, step: int, kind: str, message: str) -> None:
        """Keep what happened, in words."""
        self.database.execute("INSERT INTO events (step, kind, message) VALUES (?, ?, ?)", (step, kind, message))

    def events(self) -> list[tuple[int, str, str]]:
        """What happened: (step, kind, message)."""
        rows = self._rows("SELECT step, kind, message FROM events ORDER BY number")
        return [(_whole(step, self.path), str(kind), str(message)) for step, kind, message in rows]

    def write_snapshot(self, step: int, state: Mapping[str, Any]) -> None:
        """Keep the whole state after a step."""
        rows = [(step, name, *astuple(store(array))) for name, array in state.items()]
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
        """Let go of the file."""
        self.database.close()

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
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise RunFileError(f"cannot read the run file{_place(self.path)}: {error}; the file is damaged") from None


def new_run_file(path: Path | None, *, overwrite: bool = False) -> RunFile:
    """An empty run file, or one in memory without a path.

    Raises: RunFileError if there is a file already, or the place cannot be written.
    """
    if path is not None:
        _check_place(path, overwrite=overwrite)
    try:
        file = RunFile(sqlite3.connect(path or ":memory:"), path)
    except sqlite3.Error as error:
        raise RunFileError(f"cannot write a run file at {path}: {error}") from None
    try:
        file.database.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT_VERSION}; BEGIN; {TABLES} COMMIT;")
    except sqlite3.Error as error:
        file.discard()
        raise WriteError(f"cannot write a run file at {path}: {error}") from None
    return file


def _check_place(path: Path, *, overwrite: bool) -> None:
    there = _exists(path)
    if path.is_dir():
        raise RunFileError(f"{path} is a folder; give the run file a name in it, like {path / 'run.glass'}")
    if there and not path.is_file():
        raise RunFileError(f"{path} is not a file; nothing is written there")
    if there and not overwrite:
        raise RunFileError(f"{path} exists already; choose another name, or say overwrite")
    if not path.parent.is_dir():
        raise RunFileError(f"there is no folder {path.parent}; make it first, or save elsewhere")
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RunFileError(f"{path} cannot be replaced: {error.strerror}") from None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # a name too long for the file system, a folder that may not be looked into
        raise RunFileError(f"there can be no run file {path}: {error.strerror}") from None


def open_run_file(path: Path) -> RunFile:
    """A run file for reading only, after a look at its marks.

    Raises: RunFileError for anything that is not a run file, or one of a newer version.
    """
    if not _exists(path) or not path.is_file():
        raise RunFileError(f"{path} is not a file; expected a run file" if _exists(path) else f"there is no run file {path}")
    try:
        with path.open("rb") as file:
            header = file.read(len(HEADER))
    except OSError as error:
        raise RunFileError(f"cannot read {path}: {error.strerror}") from None
    if header != HEADER:
        raise RunFileError(f"{path} is not a run file of glassgrad" + (": it is empty" if not header else ""))
    try:
        _undo_a_cut_write(path)
        database = _connected(path, "ro")
        _check_marks(database, path)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:  # the last from SQLite's own message about a damaged name
        raise RunFileError(f"cannot read the run file {path}: {error}; the file is damaged") from None
    return RunFile(database, path)


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
    database.text_factory = _text
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _undo_a_cut_write(path: Path) -> None:
    # A process that is killed while it writes leaves a journal beside the file, by which SQLite undoes the half-written part
    # as soon as somebody opens the file who may write to it; whoever may only read is refused.
    for mode in ("ro", "rw"):
        with closing(_connected(path, mode)) as database:
            try:
                database.execute("PRAGMA application_id").fetchone()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                    raise
                _refuse_a_journal_of_several_files(path)
    raise RunFileError(f"the last write to {path} was cut short, and undoing it needs leave to write: allow that, or copy the file and its journal elsewhere")


def _refuse_a_journal_of_several_files(path: Path) -> None:
    # A journal that ends so names a further file, which SQLite would delete; ours never do, whoever wrote this one.
    real = path.resolve()
    with real.with_name(f"{real.name}-journal").open("rb") as journal:
        journal.seek(0, os.SEEK_END)
        journal.seek(max(0, journal.tell() - len(NAMES_ANOTHER)))
        if journal.read() == NAMES_ANOTHER:
            raise RunFileError(f"the journal beside {path} was not written by glassgrad; remove it, or do without this file")


def _check_marks(database: sqlite3.Connection, path: Path) -> None:
    if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise RunFileError(f"{path} is a database, but not a run file of glassgrad")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT_VERSION:
        raise RunFileError(f"{path} was made by a newer glassgrad (format {version}, this one reads up to {FORMAT_VERSION}); upgrade glassgrad to open it")
    if version < 1:
        raise RunFileError(f"{path} says it has format {version}, which there never was; it is damaged or was tampered with")
    # A view, a trigger or a computed column could run while we read: a run file has none.
    if set(database.execute(NAMES_AND_DEFINITIONS)) != schema():
        raise RunFileError(f"{path} does not have the tables of a run file; it is damaged or was tampered with")


def copy_to(source: RunFile, path: Path, *, overwrite: bool) -> None:
    """Write the whole run to `path`: first beside it, then renamed, so the place holds the old file or the new one, never a half."""
    there = _exists(path)
    if source.path is not None and there and path.samefile(source.path):
        return
    if there and not path.is_file():
        raise RunFileError(f"{path} is not a file; nothing is written there")
    if there and not overwrite:
        raise RunFileError(f"{path} exists already; choose another name, or say overwrite")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with closing(new_run_file(beside, overwrite=True).database) as target:
            source.database.backup(target)
        beside.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise WriteError(f"cannot write {path}: {error}") from None
    finally:
        beside.unlink(missing_ok=True)


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


def _text(content: bytes) -> str:
    # Text that is not UTF-8 comes from damage; it will not be what is looked for, and that is said where it is looked for.
    return content.decode("utf-8", "replace")


def _place(path: Path | None) -> str:
    return f" {path}" if path else ""
