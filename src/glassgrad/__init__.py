"""glassgrad: a neural network you can see through. Train it, then open any step and read what happened.

>>> import glassgrad as gg
>>> y = gg.parse("(x + 2)**2")
>>> g = gg.gradients(y)
>>> float(gg.evaluate(g["x"], x=1.0)[g["x"]])
6.0
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what type checkers and editors see; `_HOMES` says the same to Python, and a test compares the two
    from glassgrad import course, ops, plots
    from glassgrad.coach.check import check_sheet
    from glassgrad.coach.exercises import exercise
    from glassgrad.data import dataset_names, read_table
    from glassgrad.draw import draw
    from glassgrad.estimators import Classifier, Regressor
    from glassgrad.explain import Story, derive, explain
    from glassgrad.families import compare
    from glassgrad.graph import (
        DataError,
        ExpressionError,
        GlassgradError,
        Graph,
        MissingValueError,
        Node,
        NonFiniteError,
        Op,
        RunFileError,
        SettingError,
        ShapeError,
    )
    from glassgrad.nn import Network, layers
    from glassgrad.readers import check_gradients, cost, evaluate, expand, gradients, number, parse, simplify
    from glassgrad.training import Fit, Run, TrainSettings, fit
    from glassgrad.training.doctor import diagnose
    from glassgrad.training.learning_rates import learning_rate_range
    from glassgrad.training.resume import resume
    from glassgrad.training.train import open_run, train

__version__ = "0.1.0"

__all__ = [
    # a formula, its numbers, its derivative
    "parse",
    "number",
    "evaluate",
    "gradients",
    "check_gradients",
    "simplify",
    "expand",
    "cost",
    # told
    "explain",
    "derive",
    "Story",
    # a network that learns
    "train",
    "resume",
    "open_run",
    "Run",
    "TrainSettings",
    "Classifier",
    "Regressor",
    "compare",
    "Network",
    "layers",
    # what is wrong with it, and which learning rate to take
    "diagnose",
    "learning_rate_range",
    # a formula that is fitted
    "fit",
    "Fit",
    # shown
    "draw",
    "plots",
    # the lessons
    "course",
    # a hand calculation
    "check_sheet",
    "exercise",
    # tables
    "read_table",
    "dataset_names",
    # the nouns, and the dictionary of operations
    "Node",
    "Op",
    "Graph",
    "ops",
    # what can go wrong
    "GlassgradError",
    "ExpressionError",
    "MissingValueError",
    "ShapeError",
    "SettingError",
    "DataError",
    "RunFileError",
    "NonFiniteError",
]

_HOMES = {
    "": ("course", "ops", "plots"),
    "coach": ("check_sheet", "exercise"),
    "data": ("dataset_names", "read_table"),
    "draw": ("draw",),
    "estimators": ("Classifier", "Regressor"),
    "explain": ("Story", "derive", "explain"),
    "families": ("compare",),
    "graph": (
        "DataError",
        "ExpressionError",
        "GlassgradError",
        "Graph",
        "MissingValueError",
        "Node",
        "NonFiniteError",
        "Op",
        "RunFileError",
        "SettingError",
        "ShapeError",
    ),
    "nn": ("Network", "layers"),
    "readers": ("check_gradients", "cost", "evaluate", "expand", "gradients", "number", "parse", "simplify"),
    "training": ("Fit", "Run", "TrainSettings", "diagnose", "fit", "learning_rate_range", "open_run", "resume", "train"),
}
"""Room → its public names ("" for a room that is public itself). Each is imported when asked for, so `import glassgrad` costs next to nothing."""

_HOME_OF = {name: room for room, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    _let_nodes_print()
    room = _HOME_OF[name]
    value = getattr(import_module(f"{__name__}.{room}"), name) if room else import_module(f"{__name__}.{name}")
    globals()[name] = value
    return value


def _let_nodes_print() -> None:
    import_module(f"{__name__}.graph").print_with(_formula_of)


def _formula_of(node: "Node") -> str:
    """What `print` shows of a node: its formula. The room that writes formulas is opened when the first one is printed."""
    return str(import_module(f"{__name__}.writing.formula").write(node, {}).text)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _FrontDoor(ModuleType):
    """The package itself. Importing a room hangs it up here under its own name; where a function has that name, as `explain` does, the function stays."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and _HOME_OF.get(name)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FrontDoor
