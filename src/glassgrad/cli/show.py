"""`glassgrad show`: the page of an operation, as a reader sees it; or the table of contents."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from .main import DONE
from .report import show_facts
from .terminal import console, printable


def show(operation: Annotated[str, Parameter(help="its name, its sign, or another name it goes by", allow_leading_hyphen=True)] = "", /) -> int:
    """Show one page, or the table of contents."""
    from .pages import facts_of, first_line, page_named

    screen = console()
    if not operation:
        show_contents()
        return DONE
    page = page_named(operation)
    screen.print(printable(first_line(page)), style="bold")
    screen.print()
    show_facts(screen, facts_of(page))
    return DONE


def show_contents() -> None:
    """Every operation with its first line, grouped by kind."""
    from rich.table import Table

    from glassgrad.graph import Kind, pages

    from .pages import first_line

    screen = console()
    for kind in Kind:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(min_width=14, no_wrap=True, style="cyan")
        grid.add_column()
        for page in pages:
            if page.kind is kind:
                grid.add_row(page.name, first_line(page).partition(": ")[2])
        screen.print(kind.value, style="bold")
        screen.print(grid)
        screen.print()
    screen.print("glassgrad show NAME shows one of them.", style="dim")
