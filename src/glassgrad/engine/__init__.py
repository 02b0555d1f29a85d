"""Floor 3: engines, which turn a graph into a program. This is their table of contents."""

from __future__ import annotations

from dataclasses import replace

from glassgrad.graph import unknown_name

from .blame import Blame, blame, first_non_finite
from .careful import FAILED, note_failure
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
    wanted, stand_in = engine(name), _ENGINES[0]
    if name != USUAL_ENGINE:
        return wanted
    if not wanted.trouble and name not in FAILED:
        return replace(wanted, stand_in=stand_in) if isinstance(wanted, Native) else wanted
    note_failure(name, wanted.trouble, stand_in)
    return stand_in


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
