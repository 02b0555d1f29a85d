"""The forms a story can take, by name and by the ending of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .delivery import deliver
from .terminal import console, printable

if TYPE_CHECKING:
    from rich.text import Text

    from glassgrad.explain import Story

ENDINGS = {"text": ("", ".txt"), "markdown": (".md", ".markdown"), "latex": (".tex",), "html": (".html", ".htm")}
FORMATS = tuple(ENDINGS)
WIDEST = 100


def format_for(asked: str | None, output: Path | None) -> str:
    """The form that was asked for, else the one that the file's ending asks for, else text.

    >>> format_for(None, Path("step.html")), format_for("latex", Path("step.html")), format_for(None, None)
    ('html', 'latex', 'text')
    """
    ending = output.suffix.lower() if output else ""
    return asked or next((form for form, endings in ENDINGS.items() if ending in endings), "text")


def rendered(story: Story, form: str, *, width: int | None = None) -> str:
    """The story in that form; text is at most `width` characters wide where that can be."""
    if form == "text" and width is not None:
        from glassgrad.explain.text import text

        return text(story, width=width)
    return str(story) if form == "text" else str(getattr(story, form)())


def deliver_story(story: Story, form: str | None, output: Path | None, *, overwrite: bool) -> None:
    """Write the story to a file or to standard output; in a terminal it is as wide as that, with its headings in bold."""
    chosen = format_for(form, output)
    screen = console()
    if output is None and chosen == "text" and screen.is_terminal:
        for line in styled(printable(rendered(story, chosen, width=min(WIDEST, screen.width)))):
            screen.print(line, soft_wrap=True)
    else:
        deliver(rendered(story, chosen), output, overwrite=overwrite)


def styled(text: str) -> Iterator[Text]:
    """The lines of a story with headings in bold, their underlines dim, and warnings in yellow."""
    from rich.text import Text

    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        style = "dim" if _underlines(line) else "bold cyan" if _underlines(below) else "yellow" if line.startswith("! ") else ""
        yield Text(line, style=style)


def _underlines(line: str) -> bool:
    return len(line) > 2 and set(line) in ({"═"}, {"─"})
