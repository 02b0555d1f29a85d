"""The front door: about thirty-five names, each real, none of them imported before it is asked for."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import glassgrad
import glassgrad as gg

NAMES = {
    "parse", "number", "evaluate", "gradients", "check_gradients", "simplify", "expand", "cost",
    "explain", "derive", "Story",
    "train", "resume", "open_run", "Run", "TrainSettings", "Classifier", "Regressor", "compare", "Network", "layers",
    "diagnose", "learning_rate_range",
    "fit", "Fit",
    "course",
    "check_sheet", "exercise",
    "draw", "plots",
    "read_table", "dataset_names",
    "Node", "Op", "Graph", "ops",
    "GlassgradError", "ExpressionError", "MissingValueError", "ShapeError", "SettingError", "DataError", "RunFileError", "NonFiniteError",
}  # fmt: skip
"""Changing this set changes what users may rely on: it belongs in CHANGELOG.md."""

SOURCE = ast.parse(Path(inspect.getfile(glassgrad)).read_text(encoding="utf-8"))


def seen_by_type_checkers() -> dict[str, str]:
    """Name → room, as the imports under TYPE_CHECKING say."""
    (block,) = [one for one in SOURCE.body if isinstance(one, ast.If)]
    imports = [one for one in block.body if isinstance(one, ast.ImportFrom)]
    return {alias.name: (one.module or "").removeprefix("glassgrad").removeprefix(".").partition(".")[0] for one in imports for alias in one.names}


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_public_names_are_these():
    assert set(glassgrad.__all__) == NAMES
    assert len(glassgrad.__all__) == len(NAMES)


def test_type_checkers_and_python_are_told_the_same():
    assert seen_by_type_checkers() == glassgrad._HOME_OF


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there_and_has_a_docstring(name):
    thing = getattr(glassgrad, name)
    assert thing.__doc__
    assert name in dir(glassgrad)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_function_takes_its_settings_by_keyword_only(name):
    thing = getattr(glassgrad, name)
    if inspect.isfunction(thing):
        positional = [one for one in inspect.signature(thing).parameters.values() if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        assert len(positional) <= 2


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        glassgrad.nonsense  # noqa: B018
    with pytest.raises(ImportError):
        from glassgrad import nonsense  # noqa: F401


def test_importing_a_room_first_does_not_hide_the_function_of_its_name():
    assert fresh("import glassgrad.explain, glassgrad as gg; print(gg.explain.__name__, callable(gg.explain))") == "explain True"
    assert fresh("import glassgrad as gg, glassgrad.explain; gg.explain; import glassgrad.explain; print(type(gg.explain).__name__)") == "function"
    assert fresh("from glassgrad.explain import Story; from glassgrad import explain; print(explain.__module__.startswith('glassgrad.explain'))") == "True"


def test_a_star_import_brings_exactly_the_public_names():
    assert set(fresh("from glassgrad import *; print(*[name for name in dir() if name[0] != '_'])").split()) == NAMES


def test_a_name_is_imported_when_it_is_asked_for():
    assert fresh("import sys, glassgrad as gg; before = 'numpy' in sys.modules; gg.evaluate; print(before, 'numpy' in sys.modules)") == "False True"


def test_asking_twice_gives_the_same_thing():
    assert glassgrad.evaluate is glassgrad.evaluate is importlib.import_module("glassgrad.readers").evaluate


def test_a_node_prints_as_its_formula():
    y = gg.parse("(a + b) * (b - c)")
    assert str(y) == "(a + b)·(b − c)"
    assert str(gg.simplify(gg.gradients(gg.parse("(x + 2)**2"))["x"])) == "2·(x + 2)"
    assert repr(y).startswith("<#")
