"""`glassgrad show`: the page of an operation, as a reader sees it; or the table of contents."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from .codes import DONE
from .report import show_facts
from .terminal import console, printable


def show(operation: Annotated[str, Parameter(help="its name, its sign, or another name it goes by", allow_leading_hyphen=True)] = "", /) -> int:
    """Show one page, or the table of contents."""
    from .pages import facts_of, first_line, pages_named

    if not operation:
        show_contents()
        return DONE
    screen = console()
    for place, page in enumerate(pages_named(operation)):
        if place:
            screen.print()
        screen.print(printable(first_line(page)), style="bold")
        screen.print()
        show_facts(screen, facts_of(page))
    return DONE


def show_contents() -> None:
    """Every operation in a line, grouped by kind."""
    from glassgrad.graph import Kind, pages

    from .pages import says

    screen = console()
    for kind in Kind:
        screen.print(kind.value, style="bold")
        show_facts(screen, [(page.name, says(page)) for page in pages if page.kind is kind], indent=15)
        screen.print()
    screen.print("glassgrad show NAME shows one of them, with its derivative.", style="dim")
