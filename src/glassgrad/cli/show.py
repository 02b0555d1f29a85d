"""`glassgrad show`: the page of an operation, as a reader sees it; or the table of contents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .codes import DONE
from .delivery import check_place
from .facts import show_facts
from .formats import FORMATS, deliver_story
from .given import refuse_options
from .terminal import console, printable

PRECISIONS = ("float32", "float64")


def show(
    operation: Annotated[str, Parameter(help="its name, its sign, or another name it goes by", allow_leading_hyphen=True)] = "",
    /,
    *,
    native: Annotated[bool, Parameter(help="how a processor computes it: its steps, LLVM's text, the machine's instructions", negative="")] = False,
    precision: Annotated[str | None, Parameter(help="with --native: the type of the numbers (if not given: float32)", choices=PRECISIONS)] = None,
    derivative: Annotated[bool, Parameter(help="with --native: what flows back instead", negative="")] = False,
    format: Annotated[str | None, Parameter(help="with --native: the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="with --native: write to this file instead of standard output")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
) -> int:
    """Show one page, or the table of contents."""
    refuse_options([operation], show)
    if native:
        return show_native(operation, precision=precision, derivative=derivative, format=format, output=output, overwrite=overwrite)
    for name, value in {"--precision": precision, "--derivative": derivative, "--format": format, "--output": output, "--overwrite": overwrite}.items():
        if value:
            raise SettingError(f"{name} belongs to --native; add it, or leave {name} out")
    if operation:
        show_pages(operation)
    else:
        show_contents()
    return DONE


def show_pages(operation: str) -> None:
    """Every page of that name."""
    from .pages import facts_of, first_line, pages_named

    screen = console()
    for place, page in enumerate(pages_named(operation)):
        if place:
            screen.print()
        screen.print(printable(first_line(page)), style="bold")
        screen.print()
        show_facts(screen, facts_of(page))


def show_native(operation: str, *, precision: str | None, derivative: bool, format: str | None, output: Path | None, overwrite: bool) -> int:
    """The page of that name, down to the processor. Raises: SettingError without a name, or where no machine code can be made."""
    from .native_story import native_story
    from .pages import pages_named

    if not operation:
        raise SettingError("--native needs the name of an operation, like glassgrad show --native sigmoid; glassgrad show lists them")
    if output is not None:
        check_place(output, overwrite=overwrite)
    story = native_story(pages_named(operation)[0], precision=precision or PRECISIONS[0], derivative=derivative)
    deliver_story(story, format, output, overwrite=overwrite)
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
