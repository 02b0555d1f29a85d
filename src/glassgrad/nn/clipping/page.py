"""`Clipping`: what the optimizer gets instead of gradients that are too large, written as a graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from glassgrad.graph import Node

from ..settings import Setting

Rule = Callable[[Mapping[str, Node], float], Mapping[str, Node]]
"""(gradients by the names of the parameters, limit) → the clipped ones, by the same names."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Clipping:
    """One way of clipping. Gradients within the limit come out as they are, to the bit; one that is not a number stays so.

    `words` say what the further nodes are that the rule gives a name to, by that name.
    """

    name: str
    says: str
    formula: str
    latex: str
    rule: Rule
    source: str
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def clip(self, gradients: Mapping[str, Node], limit: Any) -> Mapping[str, Node]:
        """The clipped gradients as nodes. Raises: SettingError unless the limit is more than 0."""
        return self.rule(gradients, self.limit.checked(f"clipping {self.name.replace('_', ' ')}", "the limit c", limit))

    @property
    def limit(self) -> Setting:
        """The limit and its range."""
        return Setting(default=None, says=self.says, above=0.0)
