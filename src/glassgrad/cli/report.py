"""`glassgrad report`: one page that tells everything about a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .codes import DONE
from .delivery import check_place, deliver
from .facts import show_facts
from .formats import ENDINGS
from .terminal import console, warnings_as_notes


def report(
    run: Annotated[Path, Parameter(help="the file of a run")],
    /,
    *,
    step: Annotated[int, Parameter(help="the step that is worked out, from 1")] = 1,
    row: Annotated[int, Parameter(help="the row of its batch that it is worked out for, from 0")] = 0,
    data: Annotated[str | None, Parameter(help="the table of a run, if it is too large to lie in its file", metavar="TABLE")] = None,
    output: Annotated[Path | None, Parameter(help="the file to write; named after the run if not given")] = None,
    overwrite: Annotated[bool, Parameter(help="let it replace a file", negative="")] = False,
) -> int:
    """Write the report of a run."""
    place = output or Path(f"{run.stem}.html")
    if place.suffix.lower() not in ENDINGS["html"]:
        raise SettingError(f"{place.name}: a report is a page for the browser; give the file the ending .html")
    check_place(place, overwrite=overwrite)
    from glassgrad.plots.report import report as told
    from glassgrad.training import open_run

    with warnings_as_notes(), open_run(run, data=data) as opened:
        page = told(opened, step=step, row=row).html()
    deliver(page, place, overwrite=overwrite)
    show_facts(console(), [("written", f"{place}: one page with everything in it; open it in a browser")])
    return DONE
