"""`Module`: functions that are compiled together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .function import Function
from .types import Type
from .values import Value


@dataclass(eq=False)
class Module:
    """The functions of one program, and what they call from outside."""

    functions: dict[str, Function] = field(default_factory=dict)
    _declared: dict[str, str] = field(default_factory=dict)

    def function(self, name: str, parameters: Sequence[tuple[str, Type]] = (), returns: Type | None = None, *, internal: bool = True) -> Function:
        """A new function, to be written. An internal one is called only from this module."""
        made = Function(self, name, returns=returns, attributes="internal" if internal else "")
        made.parameters = tuple(Value(made, kind, f"%{word}") for word, kind in parameters)
        self.functions[name] = made
        return made

    def declare(self, name: str, returns: Type | None, inputs: Sequence[Type]) -> None:
        """Say that a function exists, unless it is one of ours."""
        self._declared.setdefault(name, f"declare {returns or 'void'} @{name}({', '.join(map(str, inputs))})")

    def __str__(self) -> str:
        # Vectors of 512 bits stay whole where the machine has them; elsewhere LLVM splits them, which changes no bit.
        attributes = 'attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" "no-trapping-math"="true" }'
        declared = [line for name, line in self._declared.items() if name not in self.functions]
        return "\n".join([*map(str, self.functions.values()), *declared, attributes, ""])
