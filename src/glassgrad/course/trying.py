"""What to type after a lesson: its own command with something changed, everything that was changed already carried along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glassgrad.explain.blocks import Block, Heading, Table
from glassgrad.nn.settings import Setting

from .words import cells, heads


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Something to try: parameters of this lesson that change, or another command; and what to look at then."""

    see: str
    change: Mapping[str, float] | None = None
    command: str = ""


@dataclass(frozen=True)
class TryIt:
    """The end of a lesson. The lesson knows which of its parameters were changed, and writes the commands."""

    trials: tuple[Trial, ...]


def change(see: str, /, **parameters: float) -> Trial:
    """The same lesson with these parameters changed too."""
    return Trial(see=see, change=parameters)


def other(command: str, see: str, /) -> Trial:
    """Another command."""
    return Trial(see=see, command=command)


def try_it(*trials: Trial) -> TryIt:
    """The end of a lesson: what to type, and what to look at then."""
    return TryIt(trials)


def to_type(trials: TryIt, number: int, settings: Mapping[str, Setting], settled: Mapping[str, float]) -> Iterator[Block]:
    """The table of commands. What was changed for this telling stays changed in them; the command of this telling itself is left out."""
    rows = []
    for trial in trials.trials:
        if trial.change is None:
            rows.append((trial.command, trial.see))
        elif {**settled, **trial.change} != settled:
            rows.append((command_of(number, settings, {**settled, **trial.change}), trial.see))
    if rows:
        yield Heading(("Try it",))
        yield Table(heads("type", "and see"), tuple(cells(*one) for one in rows))


def command_of(number: int, settings: Mapping[str, Setting], parameters: Mapping[str, float]) -> str:
    """The command that tells a lesson with these parameters; those with their usual value need not be typed.

    >>> command_of(7, {"alpha": Setting(default=0.5, says=""), "x": Setting(default=1.0, says="")}, {"alpha": 0.5, "x": 3.0})
    'glassgrad course 7 --x 3'
    """
    given = [f"--{name.replace('_', '-')} {typed(value)}" for name, value in parameters.items() if value != settings[name].default]
    return " ".join((f"glassgrad course {number}", *given))


def typed(value: float) -> str:
    """A number as one types it, nothing rounded away.

    >>> typed(3.0), typed(0.1), typed(2**62)
    ('3', '0.1', '4611686018427387904')
    """
    return repr(value).removesuffix(".0")
