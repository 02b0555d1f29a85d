"""`glassgrad explain`: a formula with its numbers, one step of a run, or two steps side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import Node, SettingError

from .codes import DONE
from .delivery import check_place
from .formats import FORMATS, deliver_story
from .given import given_values, refuse_options, refuse_unknown, shape_of
from .terminal import warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.explain import Story
    from glassgrad.training import ReplayedStep

RUN_ENDING = ".glass"
LEVELS = ("network", "neuron", "everything")
FORMULA_LEVELS = ("everything",)
"""What --level can ask of a formula, which otherwise is told by its named quantities."""
FIRST_STEP = 1
LONGEST_NAME = 255
MOST_ROWS = 64
"""Rows of a batch that a message lists."""


def explain(
    what: Annotated[str, Parameter(help="a formula, or the file of a run", allow_leading_hyphen=True)],
    /,
    *given: Annotated[str, Parameter(help="a value for each name in the formula, like x=1 or A=[[1,2],[3,4]]", allow_leading_hyphen=True)],
    step: Annotated[int | None, Parameter(help=f"which step of the run, from 1 (if not given: {FIRST_STEP})")] = None,
    against: Annotated[int | None, Parameter(help="another step, to be shown beside it", metavar="STEP")] = None,
    row: Annotated[int | None, Parameter(help="which row of the step's batch, from 0")] = None,
    data_row: Annotated[int | None, Parameter(help="which row of the data, from 0, instead of a row of the batch", metavar="ROW")] = None,
    unit: Annotated[str | None, Parameter(help="which unit, as layer.number: 1.0 is the first unit of the first layer")] = None,
    level: Annotated[
        str | None, Parameter(help="how closely to look at a run, or everything in a formula; found from the other options otherwise", choices=LEVELS)
    ] = None,
    data: Annotated[str | None, Parameter(help="the table of a run, if it is too large to lie in its file", metavar="TABLE")] = None,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file instead of standard output")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
) -> int:
    """Tell the story of a formula, of a step, or of two steps side by side."""
    refuse_options([what, *given], explain)
    if output is not None:
        check_place(output, overwrite=overwrite)
    if is_run(what, given):
        wish = Wish(step=FIRST_STEP if step is None else step, against=against, row=row, data_row=data_row, unit=unit, level=level, data=data)
        story = story_of_step(Path(what), given, wish)
    else:
        level_of_a_run = None if level in FORMULA_LEVELS else level
        of_a_run = {
            "--step": step,
            "--against": against,
            "--row": row,
            "--data-row": data_row,
            "--unit": unit,
            "--data": data,
            f"--level {level}": level_of_a_run,
        }
        refuse_step_options(what, of_a_run)
        story = story_of_formula(what, given, level=level)
    deliver_story(story, format, output, overwrite=overwrite)
    return DONE


def is_run(what: str, given: Sequence[str] = ()) -> bool:
    """Whether the argument means a run file: it ends like one, or there is a file of that name and no values are given."""
    if what.endswith(RUN_ENDING):
        return True
    return not given and "\0" not in what and len(what) < LONGEST_NAME and Path(what).is_file()


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be told of a run."""

    step: int
    against: int | None
    row: int | None
    data_row: int | None
    unit: str | None
    level: str | None
    data: str | None


def story_of_step(file: Path, given: Sequence[str], wish: Wish) -> Story:
    """One step of a run, or two side by side. Raises: SettingError for values, which only a formula needs."""
    from glassgrad.training import open_run

    if given:
        raise SettingError(f"{file} is a run, so it needs no values; leave out {given[0]}")
    if wish.against is not None and wish.level is not None:
        raise SettingError("--level is for one step; with --against the whole network is told, or one unit with --unit, --row or --data-row")
    with warnings_as_notes(), open_run(file, data=wish.data) as run:
        step = run.step(wish.step)
        if wish.against is not None:
            return step.compare(run.step(wish.against), row=wish.row, data_row=wish.data_row, unit=wish.unit)
        return step.explain(row=row_in_batch(step, wish), unit=wish.unit, level=wish.level)


def row_in_batch(step: ReplayedStep, wish: Wish) -> int | None:
    """The row of the batch that is meant. Raises: SettingError for a row of the data that is not in the batch."""
    if wish.data_row is None:
        return wish.row
    if wish.row is not None:
        raise SettingError("--row and --data-row are two ways to name a row; leave one out")
    from glassgrad.training.comparing import checked_data_row

    rows: list[int] = step.rows.tolist()
    checked_data_row(step, wish.data_row)
    if wish.data_row not in rows:
        told = ", ".join(map(str, sorted(rows)[:MOST_ROWS])) + (", …" if len(rows) > MOST_ROWS else "")
        raise SettingError(f"row {wish.data_row} of the data is not in the batch of step {step.number}, which has the rows {told}")
    return rows.index(wish.data_row)


def story_of_formula(formula: str, given: Sequence[str], *, level: str | None) -> Story:
    """A formula with its numbers."""
    from glassgrad.explain import explain as told

    target, values = read_formula(formula, given)
    return told(target, values) if level is None else told(target, values, level=level)


def read_formula(formula: str, given: Sequence[str]) -> tuple[Node, dict[Node | str, Any]]:
    """The formula as a graph, and its values by name; arrays have the shapes of their values."""
    from glassgrad.readers import parse

    values = given_values(given)
    refuse_unknown(values, formula)
    return parse(formula, **{name: shape_of(value) for name, value in values.items()}), dict(values.items())


def refuse_step_options(formula: str, options: Mapping[str, object]) -> None:
    """Raises: SettingError for options that only a run has."""
    for name, value in options.items():
        if value is not None:
            raise SettingError(f"{name} belongs to a run, but {formula!r:.60} is a formula; there is no file of that name")
