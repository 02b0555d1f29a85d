"""A CSV file made of the text a test gives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from glassgrad.data import Table, read_table

ReadText = Callable[..., Table]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """`read_text(text_or_bytes, …)`: write it to a file and read the table in it."""

    def read(text: str | bytes, name: str = "table.csv", **settings: object) -> Table:
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return read_table(path, **settings)

    return read
