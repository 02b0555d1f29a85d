"""DuckDB, shut in: it sees one private copy of a snapshot and nothing else, and fetches no extensions."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .guests import guest

_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "allow_community_extensions": "false"}


@contextmanager
def opened(contents: bytes) -> Iterator[tuple[Any, str]]:
    """A connection that may read one file only, and that file's path; both are gone afterwards. Raises: OSError if there is no room for the copy."""
    with tempfile.TemporaryDirectory(prefix="glassgrad-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(contents)
        with guest("duckdb", "reading this file").connect(config=_SETTINGS) as connection:
            connection.execute(f"SET allowed_paths = [{literal(str(path))}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection, str(path)


def literal(text: str) -> str:
    """Text as an SQL string; no other text from outside is put into SQL.

    >>> print(literal("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"
