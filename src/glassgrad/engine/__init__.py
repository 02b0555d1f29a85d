"""Floor 3: engines, which turn a graph into a program. This is their table of contents."""

from __future__ import annotations

from glassgrad.graph import unknown_name

from .blame import Blame, blame, first_non_finite
from .protocol import Engine, Given, Keep, Program, State, Trace
from .reference import Reference, ReferenceProgram

_ENGINES: tuple[Engine, ...] = (Reference(),)


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


__all__ = [
    "Blame",
    "Engine",
    "Given",
    "Keep",
    "Program",
    "Reference",
    "ReferenceProgram",
    "State",
    "Trace",
    "blame",
    "engine",
    "engine_names",
    "engines",
    "first_non_finite",
]
