"""`Optimizer`: how a parameter takes its next value from its gradient, written as a graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from glassgrad.graph import Node

from ..settings import Setting, settle


@dataclass(frozen=True, kw_only=True)
class Update:
    """The next value of a parameter, and of everything the optimizer remembers about it."""

    parameter: Node
    memory: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimizer:
    """One update rule. Its `memory` are arrays shaped like the parameter, all 0 at the start.

    `rule` is (parameter, gradient, memory, step, learning_rate, **settings) → Update; the step t counts from 1.
    """

    name: str
    says: str
    formula: str
    latex: str
    rule: Callable[..., Update]
    default_learning_rate: float
    source: str
    memory: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))

    def update(self, parameter: Node, gradient: Node, *, memory: Mapping[str, Node], step: Node, learning_rate: Node, **settings: Any) -> Update:
        """The next values as nodes. Raises: SettingError for a wrong setting."""
        return self.rule(parameter, gradient, memory, step, learning_rate, **settle(self.name, self.settings, settings))
