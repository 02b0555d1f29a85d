"""Floor 3: engines, which turn a graph into a program. This is their table of contents."""

from __future__ import annotations

from difflib import get_close_matches

from glassgrad.graph import SettingError

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
    near = get_close_matches(str(name)[:100], engine_names(), n=1)
    hint = f"did you mean {near[0]}? There are" if near else "there are"
    raise SettingError(f"there is no engine {name!r:.60}; {hint}: {', '.join(engine_names())}")


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
