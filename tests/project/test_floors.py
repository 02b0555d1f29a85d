"""The floors of the house: import-linter holds them in `make check`; here the judge itself is judged."""

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# DESIGN §1, from the ground up. The contract in pyproject.toml must agree with it: every pair of rooms is tried below.
FLOORS = (
    ("graph",),
    ("ops", "data"),
    ("readers", "writing"),  # decision 23: stories and pictures write numbers and names alike
    ("explain", "draw", "engine", "nn"),
    ("training",),
    ("estimators", "plots", "interop"),
    ("families",),
    ("coach", "course"),
    ("studio",),
    ("cli",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
PAIRS = [(room, other) for room, other in product(FLOOR_OF, FLOOR_OF) if room != other]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"


def lint(folder: Path) -> tuple[bool, str]:
    """Whether every contract is kept by the glassgrad in `folder`/src, and what import-linter said."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "400"}
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def build_house(folder: Path, imports: list[tuple[str, str]]) -> Path:
    """A glassgrad of empty rooms, with one module for each import: (room, the line of code)."""
    package = folder / "src/glassgrad"
    for room in FLOOR_OF:
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").touch()
    (package / "__init__.py").touch()
    for number, (room, line) in enumerate(imports):
        (package / room / f"page{number}.py").write_text(line + "\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_this_package_keeps_its_floors():
    kept, said = lint(ROOT)
    assert kept, said


def test_every_import_of_a_lower_floor_is_allowed(tmp_path):
    downward = [(room, f"from glassgrad.{other} import page") for room, other in PAIRS if FLOOR_OF[room] > FLOOR_OF[other]]
    kept, said = lint(build_house(tmp_path, downward))
    assert kept, said


def test_every_import_of_the_same_or_a_higher_floor_is_refused(tmp_path):
    forbidden = [(room, other) for room, other in PAIRS if FLOOR_OF[room] <= FLOOR_OF[other]]
    kept, said = lint(build_house(tmp_path, [(room, f"from ..{other} import page") for room, other in forbidden]))
    assert not kept
    unnoticed = [pair for pair in forbidden if "glassgrad.{} is not allowed to import glassgrad.{}:".format(*pair) not in said]
    assert not unnoticed


def test_one_bad_import_in_a_copy_of_this_package_is_refused(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src/glassgrad/graph/bad_neighbour.py").write_text("def later():\n    from ..readers import evaluate\n")
    kept, said = lint(tmp_path)
    assert not kept
    assert "glassgrad.graph is not allowed to import glassgrad.readers" in said
    assert "glassgrad.graph.bad_neighbour -> glassgrad.readers" in said


def test_a_room_without_a_floor_is_refused(tmp_path):
    build_house(tmp_path, [])
    (tmp_path / "src/glassgrad/attic").mkdir()
    (tmp_path / "src/glassgrad/attic/__init__.py").touch()
    kept, said = lint(tmp_path)
    assert not kept
    assert "attic" in said


@pytest.mark.parametrize("room", ["graph", "ops", "nn", "training", "estimators"])
def test_a_lower_room_may_not_enter_by_the_front_door(tmp_path, room):
    kept, said = lint(build_house(tmp_path, [(room, "from glassgrad import train")]))
    assert not kept
    assert f"glassgrad.{room}.page0 -> glassgrad" in said


def test_the_upper_floors_may_speak_as_a_user_does(tmp_path):
    house = build_house(tmp_path, [(room, "import glassgrad as gg") for room in ("coach", "course", "studio", "cli")])
    (house / "src/glassgrad/__init__.py").write_text("def __getattr__(name):\n    from .cli import page\n")
    kept, said = lint(house)
    assert kept, said
