"""`glassgrad plot`: a picture of a run, or of several; without a kind, the kinds there are."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import SettingError
from glassgrad.plots.settings import PlotSettings

from .codes import DONE
from .facts import show_facts
from .options import with_options
from .pictures import check_picture_place, write_picture
from .terminal import console, warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.plots.kind import AnyKind
    from glassgrad.training import Run

INDENT = 14


def plot(
    runs: Annotated[tuple[Path, ...], Parameter(help="the file of a run; of several, where they are drawn on one picture", negative="")],
    /,
    *,
    kind: Annotated[str | None, Parameter(help="which picture; without it, all kinds are listed")] = None,
    data: Annotated[str | None, Parameter(help="the table of a run, if it is too large to lie in its file", metavar="TABLE")] = None,
    output: Annotated[Path | None, Parameter(help="the file to write: .svg, .png or .pdf, .gif for what moves; named after run and kind if not given")] = None,
    overwrite: Annotated[bool, Parameter(help="let it replace a file", negative="")] = False,
    **choices: Any,
) -> int:
    """Draw a picture of a run and write it to a file."""
    settings = PlotSettings(**choices)
    with ExitStack() as opened:
        if kind is None:
            _refuse_choices(settings, output)
            with warnings_as_notes():
                seen = _opened(opened, runs, data)
            _list_kinds(seen)
            return DONE
        from glassgrad.plots.contents import kind_named

        page = kind_named(kind)
        wanted = settings.of(page)
        place = check_picture_place(output or Path(f"{runs[0].stem}-{page.name}{'.gif' if page.moving else '.svg'}"), moving=page.moving, overwrite=overwrite)
        with warnings_as_notes():
            seen = _opened(opened, runs, data)
            for one in seen:
                page.check(one.plan)
            painted = page.paint(seen if page.several and len(seen) > 1 else _only(seen, page), **wanted)
            write_picture(painted, place, overwrite=overwrite)
    return DONE


plot.__signature__ = with_options(plot, PlotSettings)  # type: ignore[attr-defined]


def _opened(stack: ExitStack, runs: Sequence[Path], data: str | None) -> list[Run]:
    from glassgrad.training import open_run

    return [stack.enter_context(open_run(one, data=data)) for one in runs]


def _only(runs: list[Run], page: AnyKind) -> Run:
    if len(runs) > 1:
        raise SettingError(f"the kind {page.name!r} shows one run at a time; give one of the {len(runs)}")
    return runs[0]


def _refuse_choices(settings: PlotSettings, output: Path | None) -> None:
    chosen = [*settings.given(), *(["output"] if output else [])]
    if chosen:
        raise SettingError(f"--{chosen[0]} belongs to a kind of picture; say which with --kind")


def _list_kinds(runs: list[Run]) -> None:
    """Every kind with what it shows, and what can be chosen about it; those that do not fit the run last, with the reason."""
    from glassgrad.plots.contents import KINDS

    screen = console()
    reasons = {one.name: next(filter(None, (one.fits(run.plan) for run in runs)), "") for one in KINDS}
    for one in (kind for kind in KINDS if not reasons[kind.name]):
        options = f" ({', '.join('--' + option for option in one.options)})" if one.options else ""
        show_facts(screen, [(one.name, f"{one.says}{options}")], indent=INDENT)
    for one in (kind for kind in KINDS if reasons[kind.name]):
        show_facts(screen, [(one.name, f"not of this run: {reasons[one.name]}")], indent=INDENT)
