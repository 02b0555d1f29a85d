"""Exercises: one page per kind; this is the table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..kind import ExerciseKind
from .forward import forward
from .gradients import gradients
from .matrix import matrix
from .reused import reused
from .rules import rules
from .softmax import softmax
from .two_steps import two_steps
from .update import update

kinds: Mapping[str, ExerciseKind] = MappingProxyType({page.name: page for page in (forward, gradients, update, two_steps, softmax, reused, rules, matrix)})

__all__ = ["ExerciseKind", "kinds"]
