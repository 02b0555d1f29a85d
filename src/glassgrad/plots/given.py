"""What a picture is made of and painted on: runs, axes and options, looked at before anything is measured. Every kind is called through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from os import PathLike
from typing import Any, ParamSpec, TypeVar, cast

from glassgrad.data.words import counted
from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.writing.plain import visible

from .settings import PlotSettings

Params = ParamSpec("Params")
Result = TypeVar("Result")

LONGEST = 60
NO_LISTS = (str, bytes, PathLike, Mapping)
"""Things that can be gone through, and still are one thing."""


def with_checks(paint: Callable[Params, Result], name: str, *, several: bool) -> Callable[Params, Result]:
    """The function of a kind, called with what has been checked: runs that are runs, axes that are axes, options in the ranges of `PlotSettings`.

    An option that is None, or as empty as one that was not given, is left for the kind to choose. `several`: it takes a list of runs too.
    Raises: SettingError that says what was given, and what is expected.
    """
    takes, inner = signature(paint), cast(Callable[..., Result], paint)
    first, panels = next(iter(takes.parameters)), panels_taken(takes)

    @wraps(paint)
    def painted(*given: Params.args, **named: Params.kwargs) -> Result:
        arguments = takes.bind(*given, **named).arguments
        runs = arguments.pop(first, None)
        wanted = {} if panels is None else {"axes": checked_axes(arguments.pop("axes", None), name, several=panels)}
        return inner(checked_runs(runs, name, several=several), **wanted, **checked_options(arguments))

    return painted


def panels_taken(takes: Signature) -> bool | None:
    """Whether a function is painted on several axes, by what it says of its `axes`; None if it takes none."""
    axes = takes.parameters.get("axes")
    return None if axes is None or axes.kind is not Parameter.KEYWORD_ONLY else "Sequence" in str(axes.annotation)


def checked_runs(runs: Any, name: str, *, several: bool) -> Any:
    """The run, or the list of runs. Raises: SettingError for what is no run, and for more of them than the kind can show."""
    if isinstance(runs, Run):
        return runs
    listed = list(runs) if isinstance(runs, Iterable) and not isinstance(runs, NO_LISTS) else [runs]
    for one in listed:
        if not isinstance(one, Run):
            raise SettingError(f"the kind {name!r} shows a run{', or several in a list' if several else ''}, but {_told(one)} is none; {_way_to_a_run(one)}")
    if (not several and len(listed) != 1) or not listed:
        raise SettingError(f"the kind {name!r} shows {'a run or several' if several else 'one run at a time'}, but {counted(len(listed), 'run')} were given")
    return listed if several else listed[0]


def checked_axes(axes: Any, name: str, *, several: bool) -> Any:
    """The axes of matplotlib, or a list of them in which grids are laid out row by row; None if none are given. Raises: SettingError for what are none."""
    if axes is None:
        return None
    from matplotlib.axes import Axes

    found = list(_flat(axes))
    for one in found:
        if not isinstance(one, Axes):
            raise SettingError(f"axes {'is' if one is axes else 'holds'} {_told(one)}; expected Axes of matplotlib, like those that figure.subplots() makes")
        if one.get_figure(root=True) is None:
            raise SettingError("axes were removed from their figure, so nothing can be painted on them; make new ones")
    if not found or (len(found) > 1 and not several):
        wanted = "one or more" if several else "one"
        raise SettingError(f"the kind {name!r} is painted on {wanted} of matplotlib's Axes, but axes holds {len(found) or 'none'}")
    return found if several else found[0]


def checked_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were chosen. Raises: SettingError for one outside the range that it has for all kinds."""
    given = {name: value for name, value in options.items() if value is not None}
    return PlotSettings(**given).given()


def _flat(axes: Any) -> Iterator[Any]:
    """Axes in lists and in arrays of any shape, one by one."""
    if isinstance(axes, Iterable) and not isinstance(axes, NO_LISTS):
        for one in axes:
            yield from _flat(one)
    else:
        yield axes


def _told(thing: Any) -> str:
    """What was given, in short: 'moons.glass', None, or the name of what kind of thing it is."""
    if thing is None or isinstance(thing, (str, int, float)):
        return repr(thing) if not isinstance(thing, str) else repr(visible(thing, LONGEST))
    return repr(str(thing)) if isinstance(thing, PathLike) else f"a {type(thing).__name__}"


def _way_to_a_run(thing: Any) -> str:
    if isinstance(thing, (str, PathLike)) and str(thing).endswith(".glass"):
        return f"open the file first: open_run({str(thing)!r:.{LONGEST}})"
    return "train gives one, and open_run opens the file of one"
