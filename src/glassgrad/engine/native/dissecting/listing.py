"""What LLVM's text and the machine's own have in common: functions, and the loops in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Loop:
    """A loop without another one inside, from its first line to its last.

    `starts`, `stops`, `step` are those of its counter, where they are numbers written in the code. `lanes` is how many numbers
    one instruction works on, and `fused`, `divisions`, `loads`, `stores` count the instructions of a turn that do such things to numbers.
    """

    function: str
    lines: tuple[str, ...]
    lanes: int
    instructions: int
    fused: int
    divisions: int
    loads: int
    stores: int
    starts: int | None = None
    stops: int | None = None
    step: int | None = None

    @property
    def turns(self) -> int | None:
        """How often it goes round, where that is written in the code."""
        if self.starts is None or self.stops is None or not self.step:
            return None
        return max(0, -(-(self.stops - self.starts) // self.step))


@dataclass(frozen=True)
class Function:
    """A function as text. `calls` are the functions of the same program that it calls; `loops` its innermost loops, the one that does most first."""

    name: str
    lines: tuple[str, ...]
    calls: tuple[str, ...]
    loops: tuple[Loop, ...]


def most_at_work(loops: list[Loop]) -> tuple[Loop, ...]:
    """The loops, those first in which most is computed."""
    return tuple(sorted(loops, key=lambda one: (one.fused * one.lanes, one.lanes, one.instructions), reverse=True))


def reached(functions: dict[str, Function], first: str) -> tuple[Function, ...]:
    """A function of a program and all that it calls, in the order of the calls."""
    found: dict[str, Function] = {}
    waiting = [first]
    while waiting:
        name = waiting.pop(0)
        if name in functions and name not in found:
            found[name] = functions[name]
            waiting += functions[name].calls
    return tuple(found.values())
