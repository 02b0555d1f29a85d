"""`glassgrad draw`: the computational graph of a formula or of a step, or the diagram of a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .codes import DONE
from .explain import is_run, read_formula, refuse_step_options
from .given import refuse_options
from .pictures import check_picture_place, tell, write_picture, write_text
from .terminal import warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.draw.picture import Picture
    from glassgrad.training import Run

LEVELS = ("named", "everything")
DIRECTIONS = ("right", "down")
DOT = (".dot", ".gv")


def draw(
    what: Annotated[str, Parameter(help="a formula, or the file of a run", allow_leading_hyphen=True)],
    /,
    *given: Annotated[str, Parameter(help="a value for a name in the formula, like x=1 or A=[[1,2],[3,4]]", allow_leading_hyphen=True)],
    level: Annotated[str | None, Parameter(help="named quantities with their formulas, or every single operation", choices=LEVELS)] = None,
    direction: Annotated[str, Parameter(help="where the graph grows", choices=DIRECTIONS)] = "right",
    gradients: Annotated[bool, Parameter(help="whether the gradient is shown flowing back")] = True,
    graph: Annotated[bool, Parameter(help="of a run: the computational graph of a step, not the diagram of the network", negative="")] = False,
    step: Annotated[int | None, Parameter(help="of a run: the diagram after this step (0: before the first), or the step whose graph is drawn")] = None,
    row: Annotated[int | None, Parameter(help="of a run: the row of the data that goes through the network, from 0")] = None,
    data: Annotated[str | None, Parameter(help="the table of a run, if it is too large to lie in its file", metavar="TABLE")] = None,
    output: Annotated[Path | None, Parameter(help="the file to write: .svg, .png or .pdf; a graph also as .dot")] = None,
    overwrite: Annotated[bool, Parameter(help="let it replace a file", negative="")] = False,
) -> int:
    """Draw a formula or a network, and write the picture to a file."""
    refuse_options([what, *given], draw)
    run = is_run(what, given)
    if run and given:
        raise SettingError(f"{what} is a run, so it needs no values; leave out {given[0]}")
    name = f"{Path(what).stem}-{'graph' if graph else 'network'}.svg" if run else "graph.svg"
    place = check_picture_place(output or Path(name), overwrite=overwrite, also=() if run else DOT)
    if not run:
        refuse_step_options(what, {"--step": step, "--row": row, "--data": data, "--graph": graph or None})
        return _formula(what, given, place, level=level, direction=direction, gradients=gradients, overwrite=overwrite)
    if not graph and level is not None:
        raise SettingError("--level is for graphs; add --graph, or leave it out for the diagram of the network")
    if graph and row is not None:
        raise SettingError("--row is for the diagram of the network; a graph is drawn for the whole batch")
    if graph:
        number = 1 if step is None else step
        picture = _of_run(Path(what), data, lambda run: run.step(number).draw(level=level or LEVELS[0], gradients=gradients))
    else:
        picture = _of_run(Path(what), data, lambda run: run.draw(step=step, row=row))
    write_picture(picture, place, overwrite=overwrite)
    return DONE


def _formula(formula: str, given: Sequence[str], place: Path, *, level: str | None, direction: str, gradients: bool, overwrite: bool) -> int:
    from glassgrad.draw import draw as drawn
    from glassgrad.draw import to_dot

    target, values = read_formula(formula, given)
    flow = None if gradients else False
    if place.suffix.lower() in DOT:
        write_text(to_dot(target, values or None, gradients=flow, level=level, direction=direction), place, overwrite=overwrite)
        tell(place, "The graph in the language of Graphviz.", "Each line is a node or an edge.")
    else:
        write_picture(drawn(target, values or None, gradients=flow, level=level, direction=direction), place, overwrite=overwrite)
    return DONE


def _of_run(file: Path, data: str | None, drawn: Callable[[Run], Picture]) -> Picture:
    from glassgrad.training import open_run

    with warnings_as_notes(), open_run(file, data=data) as run:
        return drawn(run)
