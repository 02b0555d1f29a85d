"""`glassgrad derive`: a derivative, rule by rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassgrad.graph import SettingError, ShapeError

from .codes import DONE
from .delivery import check_place
from .explain import read_formula
from .formats import FORMATS, deliver_story
from .given import refuse_options

WHERE_SHAPES_COME_FROM = "shapes come from values, like A=[[1,2],[3,4]]; a name without a value is a single number"


def derive(
    formula: Annotated[str, Parameter(help="the formula", allow_leading_hyphen=True)],
    /,
    *given: Annotated[str, Parameter(help="values, like x=1 or A=[[1,2],[3,4]]", allow_leading_hyphen=True)],
    by: Annotated[str | None, Parameter(help="the name to derive by; all of them otherwise (several: w,b)")] = None,
    order: Annotated[int, Parameter(help="2 for the second derivatives; up to 4 by one name")] = 1,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file instead of standard output")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
) -> int:
    """Tell how the derivative comes about."""
    from glassgrad.explain import derive as told

    refuse_options([formula, *given], derive)
    if output is not None:
        check_place(output, overwrite=overwrite)
    try:
        target, values = read_formula(formula, given)
    except ShapeError as error:
        raise ShapeError(f"{error} ({WHERE_SHAPES_COME_FROM})") from error
    story = told(target, values, wrt=None if by is None else names_in(by), order=order)
    deliver_story(story, format, output, overwrite=overwrite)
    return DONE


def names_in(by: str) -> list[str]:
    """The names between the commas. Raises: SettingError for an empty one.

    >>> names_in("w, b")
    ['w', 'b']
    """
    names = [name.strip() for name in by.split(",")]
    if not all(names):
        raise SettingError(f"--by {by!r:.60} lacks a name; write one, or several with commas between them, like w,b")
    return names
