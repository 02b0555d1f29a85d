"""The forms a story can take, by name and by the ending of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glassgrad.explain import Story

ENDINGS = {"text": ("", ".txt"), "markdown": (".md", ".markdown"), "latex": (".tex",), "html": (".html", ".htm")}
FORMATS = tuple(ENDINGS)


def format_for(asked: str | None, output: Path | None) -> str:
    """The form that was asked for, else the one that the file's ending asks for, else text.

    >>> format_for(None, Path("step.html")), format_for("latex", Path("step.html")), format_for(None, None)
    ('html', 'latex', 'text')
    """
    ending = output.suffix.lower() if output else ""
    return asked or next((form for form, endings in ENDINGS.items() if ending in endings), "text")


def rendered(story: Story, form: str) -> str:
    """The story in that form."""
    return str(story) if form == "text" else str(getattr(story, form)())
