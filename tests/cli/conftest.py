"""What the tests of the command line share: running a command in this process, and a run to work with."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from glassgrad import train
from glassgrad.cli import main

FLOWERS = """petal width (cm),sepal length (cm),petal length (cm),sepal width (cm)
0.2,5.1,1.4,3.5
1.8,6.5,5.2,3.0
"""


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def command(capsys, monkeypatch, tmp_path) -> Command:
    """Run a command in an empty folder; no traceback may be seen whatever it was given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> Result:
        capsys.readouterr()
        code = main(words)
        written = capsys.readouterr()
        if "--debug" not in words:
            assert "Traceback" not in written.out + written.err
        return Result(code, written.out, written.err)

    return run


@pytest.fixture(scope="session")
def kept_run(tmp_path_factory) -> Iterator[Path]:
    """A short run on iris, kept in a file."""
    path = tmp_path_factory.mktemp("runs") / "iris.glass"
    train("iris", hidden=(4,), epochs=4, save=path).close()
    return path


@pytest.fixture
def iris(kept_run, tmp_path) -> Path:
    """A copy of that run in the folder of the test."""
    return Path(shutil.copy(kept_run, tmp_path / "iris.glass"))


@pytest.fixture
def flowers(tmp_path) -> Path:
    """Two flowers to predict, with the columns in another order."""
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    return path
