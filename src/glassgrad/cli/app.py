"""The application: the commands of the table of contents, each imported when it is given."""

from __future__ import annotations

from collections.abc import Iterable

from cyclopts import App, Group, Parameter

from glassgrad import __version__

from .codes import DEBUG
from .contents import COMMANDS, START


def app() -> App:
    """The command line as cyclopts runs it."""
    made = App(
        name="glassgrad",
        help="A neural network you can see through: train it, then open any step and read what happened.",
        version=__version__,
        help_format="rich",
        suppress_keyboard_interrupt=False,
        group_parameters=Group("Options", sort_key=1),
        default_parameter=Parameter(show_default=lambda value: None if isinstance(value, bool) else value),
        help_epilogue=(
            f"{examples(START)}\n\n[dim]glassgrad COMMAND --help tells more. "
            f"{DEBUG} shows the traceback of an error. Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.[/dim]"
        ),
    )
    for place, command in enumerate(COMMANDS):
        made.command(
            f"glassgrad.cli.{command.name}:{command.name}",
            name=command.name,
            sort_key=place,
            help="\n\n".join(filter(None, (command.does, command.more))),
            help_epilogue=examples(command.examples),
        )
    return made


def examples(pairs: Iterable[tuple[str, str]]) -> str:
    """Examples as rich markup."""
    from rich.markup import escape

    lines = [f"  [dim]# {escape(what)}[/dim]\n  {escape(line)}" for what, line in pairs]
    return "\n".join(["[bold]Examples[/bold]", *lines])
