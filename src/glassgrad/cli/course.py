"""`glassgrad course`: the lessons of the course, listed, told, or written as pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .codes import DONE
from .delivery import check_place
from .facts import show_facts
from .folder import check_folder, deliver_folder
from .formats import FORMATS, deliver_story
from .given import given_values
from .terminal import console, printable, say, warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.course import Lesson

HTML = "html"
DECIMAL_COMMA = re.compile(r"[+\-−]?[0-9]*,[0-9]+")


def course(
    which: Annotated[str | None, Parameter(name="LESSON", help="its number or its name; without one, all are listed")] = None,
    /,
    *,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file; without a lesson: write all of them into this folder, as HTML")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace files", negative="")] = False,
    **parameters: Annotated[str, Parameter(help="another value for a parameter of the lesson, like --alpha 0.3", allow_leading_hyphen=True)],
) -> int:
    """List the lessons, tell one, or write them all."""
    if which is None and parameters:
        name = next(iter(parameters))
        raise SettingError(f"--{name} belongs to a lesson; say which one, like glassgrad course 7 --{name} {parameters[name]}")
    if which is not None:
        tell(which, numbers_of(parameters), format, output, overwrite=overwrite)
    elif output is not None:
        write_all(output, format, overwrite=overwrite)
    elif format is not None or overwrite:
        raise SettingError("--format and --overwrite need a lesson, like glassgrad course 7 --format html, or --output FOLDER for all of them")
    else:
        show_contents()
    return DONE


def tell(which: str, numbers: Mapping[str, Any], format: str | None, output: Path | None, *, overwrite: bool) -> None:
    """One lesson, with these parameters, on standard output or in a file."""
    from glassgrad.course import find_lesson

    lesson = find_lesson(int(which) if which.isascii() and which.isdigit() and len(which) < 9 else which)
    refuse_unknown_options(lesson, numbers)
    if output is not None:
        check_place(output, overwrite=overwrite)
    with warnings_as_notes():
        story = lesson.story(**numbers)
    deliver_story(story, format, output, overwrite=overwrite)


def numbers_of(parameters: Mapping[str, str]) -> dict[str, Any]:
    """The values by name, as numbers.

    >>> numbers_of({"largest-nodes": "100", "alpha": ".3"})
    {'largest_nodes': 100.0, 'alpha': 0.3}
    """
    for name, text in parameters.items():
        if DECIMAL_COMMA.fullmatch(text):
            raise SettingError(f"--{name} is {text}; write a point before the decimals: --{name} {text.replace(',', '.')}")
    return given_values([f"{name.replace('-', '_')}={value}" for name, value in parameters.items()])


def refuse_unknown_options(lesson: Lesson, numbers: Mapping[str, Any]) -> None:
    """Raises: SettingError for a parameter that the lesson does not have."""
    for name in numbers:
        if name not in lesson.parameters:
            near = get_close_matches(name, lesson.parameters, n=1)
            hint = f"did you mean {option(near[0])}? Its parameters" if near else "its parameters"
            raise SettingError(f"lesson {lesson.number} has no {option(name)}; {hint}: {', '.join(map(option, lesson.parameters))}")


def option(name: str) -> str:
    """How a parameter is written on the command line.

    >>> option("largest_nodes")
    '--largest-nodes'
    """
    return f"--{name.replace('_', '-')}"


def write_all(folder: Path, format: str | None, *, overwrite: bool) -> None:
    """All lessons as HTML, one file each, with a page that links them. Nothing is written before every lesson has been told."""
    from glassgrad.course.book import CONTENTS, book, file_names

    if format not in (None, HTML):
        raise SettingError(f"all lessons together are written as HTML; leave out --format {format}, or write one lesson: glassgrad course 7 --format {format}")
    check_folder(folder, file_names(), overwrite=overwrite)
    with warnings_as_notes():
        files = book()
    deliver_folder(files, folder)
    say(f"{len(files) - 1} lessons are in {folder}; open {folder / CONTENTS}")


def show_contents() -> None:
    """Every lesson with what it tells and what can be changed."""
    from glassgrad.course import lessons

    screen = console()
    for lesson in lessons.values():
        screen.print(printable(f"{lesson.number:>2}  {lesson.title}"), style="bold")
        told = "  ".join(f"{option(name)}={setting.default:.15g}" for name, setting in lesson.parameters.items())
        show_facts(screen, [("", lesson.says), *((("", told),) if told else ())], indent=4)
        screen.print()
    screen.print("glassgrad course NUMBER tells one of them; its numbers can be changed, like glassgrad course 7 --alpha 0.3.", style="dim", soft_wrap=True)
