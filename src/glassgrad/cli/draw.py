"""`glassgrad draw`: the computational graph of a formula or of a step, or the diagram of a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
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
    direction: Annotated[
        str | None, Parameter(help="where the graph grows; if not given, right, or down where a PDF can be read on paper only so", choices=DIRECTIONS)
    ] = None,
    gradients: Annotated[bool | None, Parameter(help="whether the gradient is shown flowing back; if not given, wherever there is one")] = None,
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
    if not run:
        refuse_step_options(what, {"--step": step, "--row": row, "--data": data, "--graph": graph or None})
        return _formula(what, given, output or Path("graph.svg"), level=level, direction=direction, gradients=gradients, overwrite=overwrite)
    if not graph:
        _refuse_graph_options({"--level": level, "--direction": direction, "--gradients": gradients}, output)
    if graph and row is not None:
        raise SettingError("--row is for the diagram of the network; a graph is drawn for the whole batch")
    place = output or Path(f"{Path(what).stem}-{'graph' if graph else 'network'}.svg")
    check_picture_place(place, overwrite=overwrite, also=DOT if graph else ())
    if graph:
        picture = _of_run(Path(what), data, lambda run: _step(run, 1 if step is None else step, place, level=level, direction=direction, gradients=gradients))
    else:
        picture = _of_run(Path(what), data, lambda run: run.draw(step=step, row=row))
    _deliver(picture, place, overwrite=overwrite)
    return DONE


def _refuse_graph_options(options: dict[str, object], output: Path | None) -> None:
    """Raises: SettingError for what only a graph has, where the diagram of a network is asked for."""
    for name, value in options.items():
        if value is not None:
            raise SettingError(f"{name} is for graphs; add --graph, or leave it out for the diagram of the network")
    if output is not None and output.suffix.lower() in DOT:
        raise SettingError(f"{output}: only a graph is written as DOT; add --graph for that of a step, or choose .svg, .png or .pdf for the diagram")


def _formula(formula: str, given: Sequence[str], place: Path, *, level: str | None, direction: str | None, gradients: bool | None, overwrite: bool) -> int:
    """What is wrong with the formula is said before anything about the file."""
    from glassgrad.draw import draw as drawn
    from glassgrad.draw import to_dot

    target, values = read_formula(formula, given)
    if place.suffix.lower() in DOT:
        text = to_dot(target, values or None, gradients=gradients, level=level, direction=direction or DIRECTIONS[0])
        check_picture_place(place, overwrite=overwrite, also=DOT)
        write_text(text, place, overwrite=overwrite)
        _tell_dot(place)
        return DONE
    picture = _readable(lambda way: drawn(target, values or None, gradients=gradients, level=level, direction=way), direction, place)
    check_picture_place(place, overwrite=overwrite, also=DOT)
    _deliver(picture, place, overwrite=overwrite)
    return DONE


def _step(run: Run, number: int, place: Path, *, level: str | None, direction: str | None, gradients: bool | None) -> Picture:
    step = run.step(number)
    return _readable(lambda way: step.draw(level=level or LEVELS[0], gradients=gradients is not False, direction=way), direction, place)


def _readable(drawn: Callable[[str], Picture], direction: str | None, place: Path) -> Picture:
    """The picture in that direction; if none is given, in the first, or for paper in the one in which the letters are larger there."""
    first = drawn(direction or DIRECTIONS[0])
    if direction is not None or place.suffix.lower() != ".pdf" or not first.remark(".pdf"):
        return first
    return max(first, drawn(DIRECTIONS[1]), key=lambda one: one.letters_on_paper)


def _of_run(file: Path, data: str | None, drawn: Callable[[Run], Picture]) -> Picture:
    from glassgrad.training import open_run

    with warnings_as_notes(), open_run(file, data=data) as run:
        return drawn(run)


def _deliver(picture: Picture, place: Path, *, overwrite: bool) -> None:
    """Write the picture, and say what it shows, and where it is too large for that sort of file."""
    if place.suffix.lower() in DOT:
        write_text(picture.dot(), place, overwrite=overwrite)
        _tell_dot(place)
    else:
        write_picture(picture, place, overwrite=overwrite)


def _tell_dot(place: Path) -> None:
    command = f"dot -Tsvg {quote(str(place))} -o {quote(str(place.with_suffix('.svg')))}"
    tell(place, "The graph in the language of Graphviz: each line is a box or an arrow.", f"Where Graphviz is installed, {command} makes a picture of it.")
