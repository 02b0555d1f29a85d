"""`ExerciseKind`: one page: what is practised, what can be chosen, and the template it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .option import Option
from .template import Template


@dataclass(frozen=True, kw_only=True)
class ExerciseKind:
    """`make` takes a function that chooses by seed, `pick(*things)`, and the options as keywords, and gives the template."""

    name: str
    title: str
    says: str
    options: Mapping[str, Option] = field(default_factory=dict)
    make: Callable[..., Template]
