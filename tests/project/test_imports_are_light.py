"""Heavy guests are imported inside the room that needs them, at first use: `import glassgrad` stays quick."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

PACKAGE = Path(__file__).parents[2] / "src/glassgrad"
GUESTS = {"PIL", "duckdb", "jax", "llvmlite", "matplotlib", "narwhals", "pandas", "polars", "pyarrow", "pygraphviz", "scipy", "sklearn", "sympy", "torch"}
LIGHT_ROOMS = ("graph", "ops", "readers", "writing", "explain", "draw", "engine", "nn", "training", "plots", "cli")


def guests_at_the_door(source: str) -> list[str]:
    """The heavy guests that importing this module would import."""

    def run_at_import(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in statements:
            yield statement
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
                yield from run_at_import(statement.orelse)
                continue
            for field in ("body", "orelse", "finalbody"):
                yield from run_at_import(getattr(statement, field, []))
            for handler in getattr(statement, "handlers", []):
                yield from run_at_import(handler.body)

    modules = []
    for statement in run_at_import(ast.parse(source).body):
        match statement:
            case ast.Import(names=names):
                modules += [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules.append(module)
    return sorted({module.partition(".")[0] for module in modules} & GUESTS)


def newly_imported(statement: str) -> set[str]:
    """The heavy guests in sys.modules after `statement` has run in a fresh Python."""
    code = f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return GUESTS & set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_import_glassgrad_brings_no_heavy_guest():
    assert newly_imported("import glassgrad") == set()


def test_the_help_brings_no_heavy_guest():
    assert newly_imported("from glassgrad.cli import main; main(['--help'])") == set()


@pytest.mark.parametrize("statement", ["import glassgrad", "from glassgrad.cli import main; main(['--help'])"], ids=["import", "help"])
def test_the_door_opens_within_a_third_of_a_second(statement):
    """The best of a few, since other programs come in between; Python's own start counts too."""

    def seconds():
        started = perf_counter()
        subprocess.run([sys.executable, "-c", statement], capture_output=True, check=True)
        return perf_counter() - started

    assert min(seconds() for _ in range(5)) < 1 / 3


def test_the_judge_of_imports_sees_a_heavy_guest():
    assert "scipy" in newly_imported("import scipy")


@pytest.mark.parametrize("room", LIGHT_ROOMS)
def test_a_light_room_brings_no_heavy_guest(room):
    assert newly_imported(f"import glassgrad.{room}") == set()


@pytest.mark.parametrize(
    "path", sorted(path for room in LIGHT_ROOMS for path in (PACKAGE / room).rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_a_module_of_a_light_room_imports_no_heavy_guest_at_its_top(path):
    assert guests_at_the_door(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "import scipy.special",
        "from scipy import special",
        "import numpy, scipy",
        "class A:\n    import scipy",
        "try:\n    import scipy\nexcept ImportError:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    import scipy",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import scipy",
        "with quiet():\n    import scipy",
    ],
)
def test_the_judge_of_sources_refuses(code):
    assert guests_at_the_door(code) == ["scipy"]


@pytest.mark.parametrize(
    "code",
    [
        "import numpy",
        "def f():\n    import scipy",
        "if TYPE_CHECKING:\n    import scipy",
        "from .scipy import special",
        "class A:\n    def f(self):\n        import scipy",
    ],
)
def test_the_judge_of_sources_accepts(code):
    assert guests_at_the_door(code) == []
