"""Making, opening and copying run files: what is checked about a place, and about a file, before it is written or believed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from glassgrad.graph import RunFileError

from .run_file import RunFile, WriteError
from .schema import APPLICATION_ID, FORMAT_VERSION, NAMES_AND_DEFINITIONS, TABLES, schema

HEADER = b"SQLite format 3\x00"
NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal of SQLite that names a super-journal, see https://sqlite.org/fileformat2.html#the_rollback_journal."""


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
        raise RunFileError(f"{path} exists already; choose another name, or allow it with overwrite (--overwrite)")
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
        _refuse_a_cut_file(path)
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


def _refuse_a_cut_file(path: Path) -> None:
    # SQLite finds out only when it gets to a page that is not there.
    with path.open("rb") as file:
        header = file.read(32)
        size = file.seek(0, os.SEEK_END)
    page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    whole = (65_536 if page == 1 else page) * pages
    if size < whole:
        raise RunFileError(f"{path} is cut short: it has {size} of its {whole} bytes; the file is damaged")


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
        raise RunFileError(f"{path} exists already; choose another name, or allow it with overwrite (--overwrite)")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with closing(new_run_file(beside, overwrite=True).database) as target:
            source.database.backup(target)
        beside.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise WriteError(f"cannot write {path}: {error}") from None
    finally:
        beside.unlink(missing_ok=True)


def _text(content: bytes) -> str:
    # Text that is not UTF-8 comes from damage; it will not be what is looked for, and that is said where it is looked for.
    return content.decode("utf-8", "replace")
