"""Floor 3: engines, which turn a graph into a program. This is their table of contents."""

from __future__ import annotations

import warnings

from glassgrad.graph import EngineWarning, unknown_name

from .blame import Blame, blame, first_non_finite
from .native import Native, NativeProgram
from .passing import pass_rows
from .processes import ALONE, Processes
from .protocol import Engine, Given, Keep, Program, State, Trace
from .reference import Reference, ReferenceProgram
from .sessions import Laps, PlainSession, Session, Stretch, Survey
from .xla import Xla

_ENGINES: tuple[Engine, ...] = (Reference(), Native(), Xla())
USUAL_ENGINE = "native"
"""What computes unless another engine is asked for."""
_WARNED: set[str] = set()


def engines() -> tuple[Engine, ...]:
    """All engines, the one that defines what is right first."""
    return _ENGINES


def engine_names() -> tuple[str, ...]:
    """What the engines are called in settings."""
    return tuple(one.name for one in _ENGINES)


def engine(name: str) -> Engine:
    """The engine of that name. Raises: SettingError with the names there are.

    >>> engine("reference").says
    'NumPy, one operation after the other: the definition of right'
    """
    for one in _ENGINES:
        if one.name == name:
            return one
    raise unknown_name("engine", name, engine_names())


def usable_engine(name: str) -> Engine:
    """The engine of that name; for the usual one the reference engine, with a warning said once, where it cannot work on this computer.

    One that was asked for on purpose is not replaced; it says itself what it lacks. Raises: SettingError with the names there are.
    """
    wanted = engine(name)
    if name != USUAL_ENGINE or not wanted.trouble:
        return wanted
    if name not in _WARNED:
        _WARNED.add(name)
        message = f"the {name} engine cannot work here: {wanted.trouble}; the reference engine computes instead, slowly, and may differ in the last digits"
        warnings.warn(message, EngineWarning, stacklevel=2)
    return _ENGINES[0]


__all__ = [
    "ALONE",
    "Blame",
    "Engine",
    "Given",
    "Keep",
    "Laps",
    "Native",
    "NativeProgram",
    "PlainSession",
    "Processes",
    "Program",
    "Reference",
    "ReferenceProgram",
    "Session",
    "State",
    "Stretch",
    "Survey",
    "Trace",
    "USUAL_ENGINE",
    "Xla",
    "blame",
    "engine",
    "engine_names",
    "engines",
    "first_non_finite",
    "pass_rows",
    "usable_engine",
]
