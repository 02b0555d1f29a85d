"""What a machine lacks is said in a line: an engine that cannot work, memory that is short."""

import subprocess
import sys

import pytest

from glassgrad import open_run
from glassgrad.engine import careful
from glassgrad.engine.native.machine import trouble

SHORT = """
import resource, sys
import glassgrad as gg
from glassgrad.cli import main
import glassgrad.cli.predict, glassgrad.cli.train

extra, check, *words = sys.argv[1:]
gg.train("xor", epochs=1, hidden=(2,)).close()  # everything that is needed has been imported
if check == "unchecked":
    gg.training.planning.check_memory = lambda needed, available: None
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
limit = used + int(extra) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.exit(main(words))
"""


@pytest.fixture
def no_machine_code(monkeypatch):
    """A machine without llvmlite, on which nobody has said so yet."""
    kept = dict(careful.FAILED), set(careful._SAID)
    careful.FAILED.clear()
    careful._SAID.clear()
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    trouble.cache_clear()
    yield
    for now, before in zip((careful.FAILED, careful._SAID), kept, strict=True):
        now.clear()
        now.update(before)
    trouble.cache_clear()


def test_training_says_in_one_line_that_another_engine_computes(command, no_machine_code, tmp_path):
    result = command("train", "xor", "--epochs", "2", "--hidden", "2", "--save", "run.glass")
    assert result.code == 0
    (line,) = result.err.splitlines()
    assert line.startswith("note: the native engine cannot work here: llvmlite")
    assert "the reference engine computes instead" in line
    assert ".py" not in result.err
    assert "Warning" not in result.err
    assert result.out.count("engine      reference, in place of native: slower") == 2
    with open_run(tmp_path / "run.glass") as run:
        assert run.engine == "reference"
    assert command("train", "xor", "--epochs", "2", "--hidden", "2", "--quiet").err == ""


def test_who_asks_for_the_reference_engine_is_told_nothing(command, no_machine_code):
    result = command("train", "xor", "--epochs", "2", "--hidden", "2", "--engine", "reference")
    assert (result.code, result.err) == (0, "")
    assert "in place of" not in result.out


def test_predicting_and_explaining_go_on_with_a_note(command, iris, flowers, no_machine_code):
    result = command("predict", "iris.glass", "flowers.csv")
    assert (result.code, len(result.out.splitlines())) == (0, 3)
    assert result.err.startswith("note: the native engine cannot work here")
    assert len(result.err.splitlines()) == 1
    told = command("explain", "iris.glass", "--step", "2")
    assert (told.code, told.err) == (0, "")  # it was said already
    assert "! the run was computed by the native engine" in told.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the address space to be limited")
@pytest.mark.parametrize(
    ("extra", "check", "said"),
    [
        ("60", "checked", "needs about 200 MiB of memory, and"),
        ("20", "unchecked", "not enough memory: 31 MiB more are needed at once; choose fewer units"),
        ("140", "unchecked", "not enough memory"),
        ("8", "unchecked", "not enough memory"),
    ],
)
def test_training_without_memory_says_how_much_is_missing_and_leaves_nothing(tmp_path, extra, check, said):
    words = ["train", "xor", "--hidden", "2000,2000", "--epochs", "2", "--save", "run.glass", "--plain"]
    done = subprocess.run([sys.executable, "-c", SHORT, extra, check, *words], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the address space to be limited")
def test_predicting_without_memory_says_so_and_writes_nothing(tmp_path, iris):
    rows = "5.1,3.5,1.4,0.2\n" * 400_000
    (tmp_path / "rows.csv").write_text("sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)\n" + rows)
    words = ["predict", "iris.glass", "rows.csv", "--output", "said.csv"]
    done = subprocess.run([sys.executable, "-c", SHORT, "60", "checked", *words], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "memory" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["iris.glass", "rows.csv"]
