"""Help: every command has it, with examples that run; and it costs next to nothing to ask for it."""

import json
import shlex
import subprocess
import sys

import pytest

import glassgrad
import glassgrad as gg
from glassgrad.cli.contents import COMMANDS, START

EXAMPLES = [line for command in COMMANDS for _, line in command.examples] + [line for _, line in START]
HEAVY = {"numpy", "scipy", "sklearn", "duckdb", "narwhals", "pandas", "jax", "llvmlite", "math_core", "matplotlib", "pygraphviz", "PIL"}


def test_the_help_lists_every_command_in_the_order_of_the_table_of_contents(command):
    shown = command("--help").out
    assert shown == command().out
    places = [shown.index(f"│ {one.name} ") for one in COMMANDS]
    assert places == sorted(places)
    assert all(one.does in shown for one in COMMANDS)


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.name)
def test_the_help_of_a_command_says_what_it_does_and_has_its_examples(command, one):
    result = command(one.name, "--help")
    assert (result.code, result.err) == (0, "")
    assert one.does in result.out
    for what, line in one.examples:
        assert f"# {what}" in result.out
        assert line in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_version(command):
    assert command("--version").out == glassgrad.__version__ + "\n"


def test_every_example_runs(command, iris, flowers, tmp_path):
    flowers.write_text("length,width,species\n" + "".join(f"{i},{i * i % 11},{'ab'[i % 2]}\n" for i in range(20)))
    command("train", "iris", "--epochs", "2", "--hidden", "2", "--save", "iris.glass", "--overwrite", "--quiet")
    for line in dict.fromkeys(EXAMPLES):
        name, *words = shlex.split(line)
        assert name == "glassgrad"
        if words[0] == "train":
            words += ["--epochs", "2", "--overwrite"]
        if words[0] in ("draw", "plot", "report"):
            words += ["--overwrite"] if len(words) > 2 else []
        if words[0] == "check":
            (tmp_path / "homework.md").write_text("x = 3\ny = x^2 = 9\n")
            (tmp_path / "answers.txt").write_text("\n".join(f"{name} = {answer}" for name, answer in gg.exercise("reused").key["answers"].items()))
            (tmp_path / "key.json").write_text(json.dumps(gg.exercise("reused").key))
            words = ["homework.md" if word == "-" else word for word in words]
        if words[0] == "compare":
            words += ["--quiet"]  # else it says on standard error how far it is
        if words[0] == "exercise":
            words = [*["2" if word == "30" else word for word in words], "--overwrite"]
        if words[0] == "predict":
            words[2] = "rows.csv"
            (tmp_path / "rows.csv").write_text("petal width (cm),sepal length (cm),petal length (cm),sepal width (cm)\n0.2,5.1,1.4,3.5\n")
        result = command(*words)
        assert (line, result.code, result.err) == (line, 0, "")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["derive", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(words):
    code = f"import sys; from glassgrad.cli import main; main({words!r}); print('loaded:', *{HEAVY!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert loaded - ({"numpy"} if words[0] == "derive" else set()) == set()


def test_importing_the_package_imports_not_even_numpy():
    done = subprocess.run([sys.executable, "-c", f"import sys, glassgrad; print(*{HEAVY!r} & set(sys.modules))"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
