"""Making, opening and copying run files: what is checked about a place, and about a file, before it is written or believed."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from glassgrad.graph import RunFileError

from .lock import only_writer
from .putting_off import PutOff
from .run_file import RunFile, WriteError
from .schema import APPLICATION_ID, FORMAT_VERSION, NAMES_AND_DEFINITIONS, TABLES, schema

SET_UP = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT_VERSION}; BEGIN; {TABLES} COMMIT;"
SECONDS_TO_WAIT = 0.1
"""For those who read, before a write is put off."""
SECONDS_TO_READ = 5.0
SERIALIZED = 3
"""The level of `sqlite3.threadsafety` at which threads may share a connection."""
HEADER = b"SQLite format 3\x00"
NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal of SQLite that names a super-journal, see https://sqlite.org/fileformat2.html#the_rollback_journal."""


def new_run_file(path: Path | None, begin: Callable[[RunFile], None], *, overwrite: bool = False) -> RunFile:
    """A run file, or one in memory without a path, in which `begin` has written how the run starts.

    It is made beside its place and renamed, so that there the old file is, or none, or the whole beginning of the new one.
    Raises: RunFileError if there is a file already, or the place cannot be written.
    """
    if path is None:
        return _begun(None, begin)
    check_place(path, overwrite=overwrite)
    _remove_what_was_cut_short(path)
    part = _part_of(path)
    _begun(part, begin).close()
    try:
        _put_in_place(part, path)
        return RunFile(_connected(path, "rw"), path)
    except (sqlite3.Error, OSError) as error:
        raise WriteError(f"cannot write a run file at {path}: {error}") from None
    finally:
        _discard(part)


def _begun(path: Path | None, begin: Callable[[RunFile], None]) -> RunFile:
    if path is not None:
        _discard(path)
    try:
        database = memory_database(_empty_tables()) if path is None else sqlite3.connect(path, timeout=SECONDS_TO_WAIT)
    except sqlite3.Error as error:
        raise RunFileError(f"cannot write a run file at {path}: {error}") from None
    file = RunFile(database, path, PutOff() if path is None else None)
    try:
        if path is not None:
            file.database.executescript(SET_UP)
        begin(file)
    except BaseException as error:
        file.discard()
        if isinstance(error, sqlite3.Error):
            raise WriteError(f"cannot write a run file at {path}: {error}") from None
        raise
    return file


def check_place(path: Path, *, overwrite: bool) -> None:
    """Raises: RunFileError if no run file can be made there."""
    there = _exists(path)
    if path.is_dir():
        raise RunFileError(f"{path} is a folder; give the run file a name in it, like {path / 'run.glass'}")
    if there and not path.is_file():
        raise RunFileError(f"{path} is not a file; nothing is written there")
    if there and not overwrite:
        raise RunFileError(f"{path} exists already; choose another name, or allow it with overwrite (--overwrite)")
    if not path.parent.is_dir():
        raise RunFileError(f"there is no folder {path.parent}; make it first, or save elsewhere")


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _put_in_place(part: Path, path: Path) -> None:
    """The new file where the old one was, if there was one, without a moment at which there is none."""
    if path.exists():
        with suppress(sqlite3.Error, OSError, RunFileError, UnicodeDecodeError):  # it need not be a run file
            _undo_a_cut_write(path)
        # It would be taken for a journal of the new file, and undo it.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    part.replace(path)
    _see_to_disk(path.parent)


def _see_to_disk(folder: Path) -> None:
    """Let a renaming outlive a power cut, where the system knows how to do that with a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_what_was_cut_short(path: Path) -> None:
    """The beginnings of run files whose makers were killed; whoever holds the lock may remove them."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part*"):
        with suppress(OSError):
            left.unlink()


def _discard(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            one.unlink()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except ValueError:
        raise RunFileError(f"there can be no run file {str(path)!r:.80}: the name holds a character that no name can hold") from None
    except OSError as error:  # a name too long for the file system, a folder that may not be looked into
        raise RunFileError(f"there can be no run file {path}: {error.strerror}") from None


def open_run_file(path: Path, *, writing: bool = False) -> RunFile:
    """A run file, for reading only unless it is to be gone on with, after a look at its marks.

    Raises: RunFileError for anything that is not a run file, or one of another version; WriteError if it cannot be written, and should be.
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
        database = _connected(path, "rw" if writing else "ro")
        _check_marks(database, path)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:  # the last from SQLite's own message about a damaged name
        raise RunFileError(f"cannot read the run file {path}: {error}; the file is damaged") from None
    if writing and not os.access(path, os.W_OK):
        database.close()
        raise WriteError(f"{path} cannot be written; allow that, or copy it elsewhere")
    return RunFile(database, path)


def memory_database(content: bytes = b"") -> sqlite3.Connection:
    """A database in memory, with this content. Any thread may use it: a model is often fitted in one and predicts in another."""
    database = sqlite3.connect(":memory:", check_same_thread=sqlite3.threadsafety < SERIALIZED)
    if content:
        database.deserialize(content)
    return database


@cache
def _empty_tables() -> bytes:
    """A run file before anything is written, as bytes: to make the tables anew takes longer than a short training."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SET_UP)
        return database.serialize()


def in_memory(file: RunFile) -> RunFile:
    """A copy of a run file in memory, to be gone on with by a process that does not write."""
    copy = RunFile(memory_database(), None)
    file.database.backup(copy.database)
    return copy


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    # Whoever only reads can wait for a write, which is short; whoever writes comes back later.
    seconds = SECONDS_TO_READ if mode == "ro" else SECONDS_TO_WAIT
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=seconds)
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
    if version < FORMAT_VERSION and version >= 1:
        raise RunFileError(f"{path} was made by an older glassgrad (format {version}, this one reads {FORMAT_VERSION}); open it with that one, or train again")
    if version < 1:
        raise RunFileError(f"{path} says it has format {version}, which there never was; it is damaged or was tampered with")
    # A view, a trigger or a computed column could run while we read: a run file has none.
    if set(database.execute(NAMES_AND_DEFINITIONS)) != schema():
        raise RunFileError(f"{path} does not have the tables of a run file; it is damaged or was tampered with")


def copy_to(source: RunFile, path: Path, complete: Callable[[RunFile], None], *, overwrite: bool) -> None:
    """Write the whole run to `path`: first beside it, then renamed, so the place holds the old file or the new one, never a half.

    `complete` writes into the copy what the run itself does without as long as it lies in memory.
    """

    def write(file: RunFile) -> None:
        source.database.backup(file.database)
        complete(file)

    if source.path is not None and _exists(path) and path.samefile(source.path):
        return
    check_place(path, overwrite=overwrite)
    with only_writer(path):
        try:
            new_run_file(path, write, overwrite=overwrite).close()
        except (sqlite3.Error, OSError) as error:
            raise WriteError(f"cannot write {path}: {error}") from None


def _text(content: bytes) -> str:
    # Text that is not UTF-8 comes from damage; it will not be what is looked for, and that is said where it is looked for.
    return content.decode("utf-8", "replace")
