"""`glassgrad compare`: model families side by side on one table."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.families.settings import NO_WEIGHTS, CompareSettings
from glassgrad.graph import SettingError

from .codes import DONE, FAILED
from .delivery import check_place, deliver
from .facts import show_facts
from .formats import ENDINGS, FORMATS, deliver_story, format_for
from .options import names_with_commas, with_options
from .pictures import check_picture_place, write_picture
from .terminal import console, warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.families import Comparison

FEATURES = Parameter(
    help="the columns on the axes of boundaries or density, with commas between them", metavar="FEATURES", converter=names_with_commas, n_tokens=1,
    accepts_keys=False, negative="", show_default=False,
)  # fmt: skip


def compare(
    data: Annotated[str, Parameter(help="a CSV or Parquet file, or the name of a data set")],
    /,
    *,
    header: Annotated[bool | None, Parameter(help="whether the first row names the columns; found out otherwise")] = None,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file instead: .md, .html (with pictures), .tex or .txt; with --json .json")] = None,
    plot: Annotated[str | None, Parameter(help="write a picture instead: scores, boundaries, growth, times or density")] = None,
    features: Annotated[tuple[str, ...], FEATURES] = (),
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", help="write the numbers as JSON", negative="")] = False,
    quiet: Annotated[bool, Parameter(help="show nothing while the families learn, and no notes", negative="")] = False,
    plain: Annotated[bool, Parameter(help="plain lines instead of the live display", negative="")] = False,
    weights: Annotated[str | None, Parameter(show=False)] = None,
    **choices: Any,
) -> int:
    """Let the families learn, and tell how they compare."""
    if weights is not None:
        raise SettingError(NO_WEIGHTS)
    settings = CompareSettings(**choices)
    _check_choices(settings, format, plot, features, as_json=as_json)
    if plot is not None:
        place = _picture_place(data, plot, output, overwrite=overwrite)
    elif output is not None:
        _check_ending(output, format, as_json=as_json)
        check_place(output, overwrite=overwrite)
    with warnings_as_notes(quiet=quiet):
        seen = _learnt(data, settings, header=header, quiet=quiet or (as_json and output is None), plain=plain)
        if as_json:
            deliver(json.dumps(seen.to_json(), indent=2, ensure_ascii=False, allow_nan=False), output, overwrite=overwrite)
        elif plot is None:
            deliver_story(seen.story(pictures=format_for(format, output) == "html"), format, output, overwrite=overwrite)
    if plot is not None:
        write_picture(seen.plot(plot, features=features), place, overwrite=overwrite)
        return DONE
    if output is not None and not quiet:
        show_facts(console(), [("written", str(output))])
    return DONE if seen.results else FAILED


def _learnt(data: str, settings: CompareSettings, *, header: bool | None, quiet: bool, plain: bool) -> Comparison:
    """Let the families learn, and show how far they are beside standard output, which has the document."""
    from glassgrad.families.comparing import compare as compare_families
    from glassgrad.families.progress import compare_watcher

    with compare_watcher(sys.stderr, quiet=quiet, plain=plain) as watcher:
        return compare_families(data, settings=settings, header=header, watcher=watcher)


def _check_choices(settings: CompareSettings, form: str | None, plot: str | None, features: tuple[str, ...], *, as_json: bool) -> None:
    """Raises: SettingError for options that do not belong together."""
    if as_json and (settings.explain is not None or form is not None):
        unwanted = "format" if settings.explain is None else "explain"
        raise SettingError(f"--json writes the numbers of the comparison, and no story; leave out --{unwanted}, or --json")
    if features and plot is None:
        raise SettingError("--features belongs to a picture; say which with --plot")
    if plot is not None and (as_json or form is not None):
        raise SettingError("--plot writes a picture, and no story; leave out --json and --format, or --plot")


def _picture_place(data: str, kind: str, output: Path | None, *, overwrite: bool) -> Path:
    """Where the picture goes; asked, with its name, before the work is done."""
    from glassgrad.families.pictures import picture_named

    picture_named(kind)
    return check_picture_place(output or Path(f"{Path(data).stem}-{kind}.svg"), overwrite=overwrite)


def _check_ending(output: Path, form: str | None, *, as_json: bool) -> None:
    """Raises: SettingError for a file whose ending promises something else than what would be in it."""
    ending, known = output.suffix.lower(), [one for endings in ENDINGS.values() for one in endings if one]
    if as_json and ending not in ("", ".json"):
        raise SettingError(f"--json writes JSON, and {str(output)!r:.200} does not end in .json; choose such a name, or leave out --json")
    if not as_json and form is None and ending and ending not in known:
        raise SettingError(f"the ending of {str(output)!r:.200} names no form; choose one of {', '.join(known)}, or say the form with --format")


compare.__signature__ = with_options(compare, CompareSettings)  # type: ignore[attr-defined]
